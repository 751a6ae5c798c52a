"""Two starts of one profile: the second hands its query over, and ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from kbassist import paths
from kbassist.app import start, windowed
from kbassist.app.crash import FOLDER
from tests.assistant.shelf import Shelf

LONGEST_S = 60
posix = pytest.mark.skipif(os.name != "posix", reason="ends the program with a signal")


@contextmanager
def started(trace: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run the program beside this one; it has ended when this is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kbassist", "desk", "--trace", str(trace), *options],
        env=dict(os.environ, KBASSIST_LANGUAGE="en"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def marks(trace: Path) -> list[str]:
    lines = trace.read_text(encoding="utf-8").splitlines() if trace.exists() else []
    return [line.split()[1] for line in lines if " " in line]


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until this holds; the program must not have ended."""
    deadline = time.monotonic() + LONGEST_S
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@posix
def test_a_second_start_hands_its_query_to_the_first(tmp_path: Path) -> None:
    shelf, trace, other = Shelf(tmp_path / "资料"), tmp_path / "trace.txt", tmp_path / "second.txt"
    with started(trace, "--library", str(shelf.root)) as first:
        wait_for(lambda: "indexed" in marks(trace), first)
        assert marks(trace)[0] == "tray"
        assert "list-painted" not in marks(trace)
        with started(other, "--search", "抬头") as second:
            assert second.wait(LONGEST_S) == 0
        assert not other.exists()
        wait_for(lambda: "list-painted" in marks(trace), first)
        with started(trace) as third:  # even with the first one's file: that is not its own to empty
            assert third.wait(LONGEST_S) == 0
        assert "indexed" in marks(trace)
        first.send_signal(signal.SIGTERM)
        output, _errors = first.communicate(timeout=LONGEST_S)
        assert first.returncode == 0
        assert "Traceback" not in output
        assert "Warning" not in output
    assert list((paths.data_dir() / FOLDER).iterdir()) == []  # a proper end leaves no record of the run


@posix
def test_it_starts_again_after_it_was_killed(tmp_path: Path) -> None:
    shelf, trace = Shelf(tmp_path / "资料"), tmp_path / "trace.txt"
    with started(trace, "--library", str(shelf.root)) as first:
        wait_for(lambda: "indexed" in marks(trace), first)
        first.kill()
        first.wait(LONGEST_S)
    trace.unlink()
    with started(trace, "--library", str(shelf.root), "--show") as again:
        wait_for(lambda: "indexed" in marks(trace), again)
        again.send_signal(signal.SIGINT)
        assert again.wait(LONGEST_S) == 0
    (report,) = (paths.data_dir() / FOLDER).iterdir()
    assert "ended without a trace" in report.read_text(encoding="utf-8")


@posix
def test_damaged_settings_and_a_library_that_is_gone_give_a_program_that_works(tmp_path: Path) -> None:
    settings = paths.config_dir() / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('library = "/gone/kb"\nlanguage = \n', encoding="utf-8")
    trace = tmp_path / "trace.txt"
    with started(trace) as first:
        wait_for(lambda: "tray" in marks(trace), first)
        with started(tmp_path / "second.txt", "--search", "退款") as second:
            assert second.wait(LONGEST_S) == 0  # it was answered
        first.send_signal(signal.SIGTERM)
        assert first.wait(LONGEST_S) == 0
    assert 'library = "/gone/kb"' in settings.read_text(encoding="utf-8")
    assert settings.with_name("settings.toml.damaged-1").exists()
    assert list((paths.data_dir() / FOLDER).iterdir()) == []


def test_the_launcher_is_told_how_far_the_program_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(start.STAGE, "")
    monkeypatch.delenv(start.STAGE)
    start._settle()
    assert os.environ[start.STAGE] == start.SETTLED
    start._tell_stage(start.ENDING)
    start._settle()  # a timer that was under way
    assert os.environ[start.STAGE] == start.ENDING


def test_what_qt_cannot_go_on_with_is_noticed_and_its_words_are_not_collected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    aborted: list[bool] = []
    monkeypatch.setattr(os, "abort", lambda: aborted.append(True))
    start._heard(QtMsgType.QtWarningMsg, QMessageLogContext(), "a warning")
    assert "a warning" in capsys.readouterr().err and not aborted
    ear = windowed.Ear()
    monkeypatch.setattr(sys, "stderr", ear)
    start._heard(QtMsgType.QtFatalMsg, QMessageLogContext(), "no platform")
    assert aborted and ear.getvalue() == ""
