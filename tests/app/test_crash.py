"""An unexpected exception is told and written down, without a word of what it was about."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kbassist.app import crash
from kbassist.app.crash import Reports

SECRET = "13812345678"


def broken(words: str) -> None:
    raise ValueError(f"cannot read {words}")


def raised(words: str = SECRET) -> ValueError:
    """Return an exception as it reaches the top, with its way through the code."""
    try:
        broken(words)
    except ValueError as error:
        return error
    raise AssertionError


class Hooked:
    """Hooks that keep reports in a folder, and what they told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[Exception] = []
        self.reports = crash.install(folder, self.told.append)

    def texts(self) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.txt"))]


@pytest.fixture
def own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))


@pytest.fixture
def hooked(tmp_path: Path, own_hooks: None) -> Iterator[Hooked]:
    yield Hooked(tmp_path / "profile" / "crashes")


def fall(error: BaseException | None = None) -> None:
    error = error or raised()
    sys.excepthook(type(error), error, error.__traceback__)


def test_it_is_told_and_kept_without_its_words(hooked: Hooked) -> None:
    fall()
    (text,) = hooked.texts()
    assert [type(error) for error in hooked.told] == [ValueError]
    assert "exception in the main thread\nbuiltins.ValueError\n" in text
    assert "test_crash.py" in text and " broken\n" in text
    assert SECRET not in text


def test_an_exception_of_another_thread_is_kept_and_told(hooked: Hooked) -> None:
    for name in ("kbassist-index", f"of {SECRET}"):
        thread = threading.Thread(target=broken, args=(SECRET,), name=name)
        thread.start()
        thread.join()
    first, second = hooked.texts()
    assert "exception in thread kbassist-index\n" in first
    assert "exception in a thread\n" in second
    assert SECRET not in first + second
    assert len(hooked.told) == 2


def test_an_exception_while_an_object_goes_is_kept_and_told_to_nobody(hooked: Hooked) -> None:
    class Going:
        def __del__(self) -> None:
            broken(SECRET)

    Going()
    (text,) = hooked.texts()
    assert "exception in a finalizer\nbuiltins.ValueError\n" in text
    assert SECRET not in text
    assert hooked.told == []


def test_the_end_of_the_program_and_of_a_thread_is_no_crash(hooked: Hooked) -> None:
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert hooked.texts() == [] and hooked.told == []


def test_the_same_again_is_told_again_and_kept_once(hooked: Hooked) -> None:
    for _ in range(3):
        fall()
    assert len(hooked.told) == 3
    assert len(hooked.texts()) == 1


def test_causes_are_named_without_their_words_and_without_end(hooked: Hooked) -> None:
    error: Exception = raised()
    for _ in range(50):
        outer = OSError(13, SECRET, SECRET)
        outer.__cause__ = error
        error = outer
    fall(error)
    (text,) = hooked.texts()
    assert text.count("caused by builtins.PermissionError (errno 13)") == 5
    assert SECRET not in text


def test_it_is_named_on_standard_error_with_the_place_of_the_report(
    hooked: Hooked, capsys: pytest.CaptureFixture[str]
) -> None:
    fall()
    (report,) = hooked.folder.iterdir()
    assert capsys.readouterr().err == f"kbassist: ValueError, see {report}\n"


def test_a_program_without_standard_error_goes_on(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    fall()
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    fall()
    assert len(hooked.told) == 2


def test_a_window_that_is_gone_makes_no_second_exception(
    tmp_path: Path, own_hooks: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_error: Exception) -> None:
        raise RuntimeError(SECRET)

    crash.install(tmp_path, gone)
    fall()
    assert SECRET not in capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == 1


def test_the_newest_reports_are_kept(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 10, 42)
    reports = Reports(tmp_path, lambda: now)
    for number in range(crash.KEPT):
        assert reports.keep(f"{number}\n", "of this")
    now = datetime(2026, 11, 23, 1, 0)
    newest = reports.keep("newest\n", "of this")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == crash.KEPT
    assert names[0] == "2026-11-22T10-42-00-02.txt"
    assert newest == tmp_path / names[-1] and names[-1] == "2026-11-23T01-00-00-01.txt"


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path, own_hooks: None) -> None:
    (tmp_path / "file").write_text("")
    told: list[Exception] = []
    crash.install(tmp_path / "file" / "crashes", told.append)
    fall()
    assert len(told) == 1


@pytest.mark.parametrize(
    ("file", "named"),
    [
        (r"C:\Users\王小明\AppData\Local\Programs\kbassist\app\kbassist\app\start.py", "kbassist/app/start.py"),
        ("/home/wang/.venv/lib/python3.11/site-packages/liquid/ast.py", "liquid/ast.py"),
        (r"D:\wang\kbassist\lib\PySide6\__init__.pyc", "kbassist/lib/PySide6/__init__.pyc"),
        ("lib/typer/main.py", "lib/typer/main.py"),
        ("/usr/lib/python3.13/threading.py", "threading.py"),
        ("/home/wang/threading.py", "threading.py"),
        ("<frozen runpy>", "<frozen runpy>"),
        ("<string>", "?"),
        ("/home/wang/王女士的回复.md", "?"),
        ("", "?"),
    ],
)
def test_code_is_named_from_its_package_on(file: str, named: str) -> None:
    assert crash.place(file) == named
    assert "wang" not in crash.place(file) and "王" not in crash.place(file)


def test_the_report_says_what_ran(hooked: Hooked) -> None:
    fall()
    head, about, *_rest = hooked.texts()[0].splitlines()
    assert head.startswith("kbassist crash report, 20")
    assert about.startswith("kbassist ") and f"Python {sys.version.split()[0]}" in about and ", Qt 6." in about
