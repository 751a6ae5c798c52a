"""A run that did not end properly is known at the next start, and one that did, or runs still, is not."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbassist.app.crash import Reports
from kbassist.app.run_record import SUFFIX, RunRecord, reported

CANARY = "慕容暗号先生"
# A run that does what is asked, and says first that it is under way.
RUN = f"""
import ctypes, os, sys, time
from pathlib import Path
from kbassist.app.run_record import RunRecord

def fall(customer):
    text = customer + "13987654321"
    {{how}}

record = RunRecord(Path(sys.argv[1]))
print("running", flush=True)
fall("{CANARY}")
"""
STACKS = """kbassist 0.1.0, Python 3.13.2, Windows 10.0.19045
Windows fatal exception: access violation

Current thread 0x00000024 (most recent call first):
  File "<frozen importlib._bootstrap>", line 488 in _call_with_frames_removed
  File "C:\\Users\\王小明\\Programs\\kbassist\\app\\kbassist\\ui\\worker.py", line 92 in _run
  File "C:\\Users\\王小明\\回复.md", line 9 in 王女士
  <no Python frame>
the customer is called 王女士
"""


@pytest.fixture(autouse=True)
def own_faulthandler() -> Iterator[None]:
    yield
    faulthandler.enable()  # as the tests have it


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    (tmp_path / "crashes").mkdir()
    return Reports(tmp_path / "crashes")


def run(reports: Reports, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", RUN.format(how=how), str(reports.folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    return process


def left(reports: Reports) -> list[str]:
    return sorted(path.suffix for path in reports.folder.iterdir())


def write(reports: Reports, text: str, name: str = "17-4711") -> Path:
    path = reports.folder / f"{name}{SUFFIX}"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_proper_end_leaves_nothing(reports: Reports) -> None:
    record = RunRecord(reports.folder)
    assert left(reports) == [SUFFIX]
    record.close()
    record.close()
    assert left(reports) == []
    assert reported(reports) is None


@pytest.mark.parametrize(
    "how", ["ctypes.string_at(0)", "os.abort()", "faulthandler = __import__('faulthandler'); faulthandler._sigsegv()"]
)
def test_a_hard_crash_leaves_its_place_in_the_code_and_nothing_else(reports: Reports, how: str) -> None:
    process = run(reports, how)
    process.communicate(timeout=60)
    assert process.returncode != 0
    path = reported(reports)
    assert path is not None and left(reports) == [".txt"]
    text = path.read_text(encoding="utf-8")
    assert "atal" in text and " fall\n" in text
    assert CANARY not in text and "13987654321" not in text and str(Path.home()) not in text
    assert reported(reports) is None  # it is told once


def test_a_run_that_was_killed_is_told_too(reports: Reports) -> None:
    process = run(reports, "time.sleep(60)")
    process.kill()
    process.communicate(timeout=60)
    path = reported(reports)
    assert path is not None and "ended without a trace" in path.read_text(encoding="utf-8")


def test_a_run_that_is_under_way_is_left_alone(reports: Reports) -> None:
    process = run(reports, "sys.stdin.read(); record.close()")
    assert reported(reports) is None
    assert left(reports) == [SUFFIX]
    process.communicate("")
    assert process.returncode == 0 and left(reports) == []


def test_to_be_killed_while_the_session_ends_is_no_crash(reports: Reports) -> None:
    process = run(reports, "record.ending(); print(flush=True); time.sleep(60)")
    assert process.stdout is not None and process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    assert reported(reports) is None and left(reports) == []


def test_a_session_that_did_not_end_after_all_is_forgotten(reports: Reports) -> None:
    write(reports, "kbassist\nthe session ends\nthe session goes on\n")
    assert reported(reports) is not None


def test_a_crash_while_the_session_ends_is_kept_and_not_told(reports: Reports) -> None:
    write(reports, STACKS + "the session ends\n")
    assert reported(reports) is None and left(reports) == [".txt"]


def test_a_run_that_a_restart_of_the_machine_ended_is_no_crash(reports: Reports) -> None:
    path = write(reports, "kbassist\n")
    long_ago = time.time() - 50 * 365 * 86_400
    os.utime(path, (long_ago, long_ago))
    assert reported(reports) is None and left(reports) == []
    path = write(reports, STACKS)
    os.utime(path, (long_ago, long_ago))
    assert reported(reports) is not None  # it crashed before


def test_only_what_is_known_goes_into_the_report(reports: Reports) -> None:
    write(reports, STACKS)
    path = reported(reports)
    assert path is not None
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        "kbassist 0.1.0, Python 3.13.2, Windows 10.0.19045",
        "Windows fatal exception: access violation",
        "Current thread 0x00000024 (most recent call first):",
        "  kbassist/ui/worker.py:92 _run",
        "  ?:9 王女士",  # the name of a function stands in the code
        "  <no Python frame>",
    ]


def test_what_an_interrupted_start_left_is_reported_by_the_next(reports: Reports) -> None:
    write(reports, STACKS).rename(reports.folder / "17-4711.ended")
    write(reports, "", "18-1")
    assert reported(reports) is not None
    assert left(reports) == [".txt", ".txt"]


def test_no_start_fails_for_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "crashes"
    record = RunRecord(folder)
    record.ending()
    record.close()
    assert reported(Reports(folder)) is None
