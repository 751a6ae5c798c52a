"""A start without a console says in a box what it would have printed, and never shows the words of an exception."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import i18n, paths
from kbassist.app import windowed
from kbassist.app.crash import FOLDER
from kbassist.cli import app as command_line
from kbassist.cli.output import complain
from kbassist.desktop.instance import InstanceHangs
from kbassist.i18n import N_

SECRET = "13812345678"


class Screen:
    """What was shown; `run` starts without a console."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, bool]] = []

    def run(self, start: Callable[[], int]) -> int:
        sys.stdout = sys.stderr = None  # as Python sets them in a windowed program
        return windowed.run(start, lambda text, failed: self.shown.append((text, failed)))


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setenv("KBASSIST_LANGUAGE", "en")
    return Screen()


def raising(error: BaseException) -> Callable[[], int]:
    def start() -> int:
        raise error

    return start


def test_a_start_that_says_nothing_shows_nothing(screen: Screen) -> None:
    assert screen.run(lambda: 0) == 0
    assert screen.run(lambda: 1) == windowed.TOLD  # the launcher would say something of any other code
    assert screen.shown == []


def test_an_error_that_is_meant_to_be_read_is_shown(screen: Screen) -> None:
    hangs = InstanceHangs(N_("It runs already."), N_("End the process {n}.", n=17))

    def start() -> int:
        complain(hangs)
        return 2

    assert screen.run(start) == windowed.TOLD
    assert screen.run(raising(hangs)) == windowed.TOLD
    assert screen.shown == [("It runs already. End the process 17.", True)] * 2


@pytest.mark.parametrize(
    ("words", "expected", "failed"),
    [
        (["desk", "--no-such-option"], "No such option: --no-such-option", True),
        (["desk", "--help"], "--library", False),
        (["--version"], "kbassist ", False),
    ],
)
def test_the_command_line_speaks_in_a_box(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, words: list[str], expected: str, failed: bool
) -> None:
    monkeypatch.setattr(sys, "argv", ["kbassist.exe", *words])
    assert screen.run(command_line.run) == (windowed.TOLD if failed else 0)
    ((text, of_failure),) = screen.shown
    assert expected in text and of_failure is failed


def test_a_missing_part_is_named_with_what_to_do(screen: Screen) -> None:
    assert screen.run(raising(ImportError(f"DLL load failed: {SECRET}", name="PySide6.QtCore"))) == windowed.TOLD
    ((text, failed),) = screen.shown
    assert failed and "(PySide6.QtCore). Install kbassist again; your settings and data are kept." in text
    assert SECRET not in text


def test_any_other_exception_is_told_by_its_type_with_its_report(screen: Screen) -> None:
    assert screen.run(raising(ValueError(SECRET))) == windowed.TOLD
    ((text, failed),) = screen.shown
    (report,) = (paths.data_dir() / FOLDER).iterdir()
    assert failed and "(ValueError)" in text and text.endswith(str(report))
    assert SECRET not in text + report.read_text(encoding="utf-8")


def test_it_is_said_in_chinese_where_the_user_reads_chinese(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBASSIST_LANGUAGE", "zh_CN")
    screen.run(raising(ImportError(name="typer")))
    assert "请重新安装 kbassist" in screen.shown[0][0]


def test_a_program_that_runs_speaks_through_its_window_only(screen: Screen) -> None:
    def start() -> int:
        print("一")
        windowed.started()
        assert sys.stdout is None and sys.stderr is None
        raise ValueError(SECRET)

    assert screen.run(start) == windowed.TOLD
    assert screen.shown == []
    assert len(list((paths.data_dir() / FOLDER).iterdir())) == 1


def test_a_console_is_left_alone() -> None:
    before = sys.stdout, sys.stderr
    windowed.started()
    assert (sys.stdout, sys.stderr) == before


def test_where_a_script_listens_it_is_printed_and_no_box_holds_it_up(capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    missing = raising(ImportError(SECRET, name="typer"))
    assert windowed.run(missing, lambda text, _failed: shown.append(text)) == windowed.TOLD
    assert windowed.run(lambda: len("words\n") - sys.stdout.write("words\n")) == 0
    said = capsys.readouterr()
    assert "(typer). Install kbassist again" in said.err and said.out == "words\n"
    assert shown == [] and SECRET not in said.err


def test_a_script_that_listens_no_more_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    sys.stderr.close()
    assert windowed.run(raising(ValueError(SECRET))) == windowed.TOLD


def test_what_is_printed_does_not_grow_without_end() -> None:
    ear = windowed.Ear()
    for _ in range(5000):
        ear.write("xyz\n")
    assert len(ear.getvalue()) == 4000


@pytest.mark.skipif(os.name != "posix", reason="closes standard error as a shell does")
def test_the_entry_takes_this_way_where_there_is_no_standard_error(own_profile: Path) -> None:
    """Elsewhere than on Windows there is no box; that nothing is raised is what can be seen."""
    closed = ["sh", "-c", 'exec "$0" "$@" 2>&-', sys.executable, "-m", "kbassist", "--no-such-option"]
    done = subprocess.run(closed, timeout=60, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (windowed.TOLD, "", "")
    assert i18n.language() == "en"
