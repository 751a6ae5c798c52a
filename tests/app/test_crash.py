"""An unexpected exception is told and written down, without a word of what it was about."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kbassist.app import crash

SECRET = "13812345678"


def broken(words: str) -> None:
    raise ValueError(f"cannot read {words}")


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[Exception]]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    told: list[Exception] = []
    report = tmp_path / "profile" / "crashes.log"
    crash.install(report, told.append)
    return report, told


def fall() -> None:
    try:
        broken(SECRET)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_it_is_told_and_kept_without_its_words(hooked: tuple[Path, list[Exception]]) -> None:
    report, told = hooked
    fall()
    fall()
    text = report.read_text(encoding="utf-8")
    assert [type(error) for error in told] == [ValueError, ValueError]
    assert text.count("ValueError") == 2
    assert "test_crash.py" in text
    assert "broken" in text
    assert SECRET not in text


def test_it_is_named_on_standard_error_with_the_place_of_the_report(
    hooked: tuple[Path, list[Exception]], capsys: pytest.CaptureFixture[str]
) -> None:
    fall()
    assert capsys.readouterr().err == f"kbassist: ValueError, see {hooked[0]}\n"


def test_a_program_without_standard_error_goes_on(
    hooked: tuple[Path, list[Exception]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    fall()
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    fall()
    assert len(hooked[1]) == 2


def test_a_large_report_begins_anew(hooked: tuple[Path, list[Exception]], monkeypatch: pytest.MonkeyPatch) -> None:
    report, _told = hooked
    monkeypatch.setattr(crash, "LARGEST", 10)
    fall()
    fall()
    assert report.read_text(encoding="utf-8").count("ValueError") == 1


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    (tmp_path / "file").write_text("")
    told: list[Exception] = []
    crash.install(tmp_path / "file" / "crashes.log", told.append)
    fall()
    assert len(told) == 1


def test_the_entry_names_time_version_type_and_place() -> None:
    try:
        broken("x")
    except ValueError as error:
        entry = crash.entry(error, datetime(2026, 11, 22, 10, 42))
    assert entry.startswith("2026-11-22T10:42:00 kbassist ")
