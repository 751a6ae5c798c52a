"""kbassist.exe when it cannot start, when it crashes, and when the user signs out: the portable copy, under wine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("pefile", reason="only the environment of the build has it: .venv-package")
DIST = Path(os.environ.get("KBASSIST_PACKAGE_DIR", ""))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.wine,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not os.environ.get("KBASSIST_PACKAGE_DIR"), reason="KBASSIST_PACKAGE_DIR names no products"),
    pytest.mark.skipif(shutil.which("wine") is None, reason="wine is not installed"),
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed"),
]

from tests.packaging.wine.prefix import Windows, make  # noqa: E402 - needs pefile

HERE = Path(__file__).resolve().parent
LONGEST_S = 180.0
CHINESE = {"KBASSIST_LANGUAGE": "zh_CN"}
_Found = TypeVar("_Found")


def wait_for(look: Callable[[], _Found]) -> _Found:
    """Return what there is to see, once there is."""
    end = time.monotonic() + LONGEST_S
    while not (found := look()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return found


@dataclass
class Machine:
    """A Windows with a portable copy of the product, and a hand on it."""

    windows: Windows
    program: Path
    hand: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def reports(self) -> Path:
        return self.program.parent / "data" / "own" / "crashes"

    def start(self, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        self.started.append(self.windows.start(self.program, *words, env=env))
        return self.started[-1]

    def running(self) -> set[Path]:
        """Return the records of the runs that have not ended."""
        return set(self.reports.glob("*.running"))

    def begin(self, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start, and wait until the program works."""
        before, trace = self.running(), self.program.parent / "trace.txt"
        trace.unlink(missing_ok=True)
        process = self.start("--trace", self.windows.path(trace), *words, env=env)
        wait_for(lambda: self.running() - before and trace.exists() and "loaded" in trace.read_text(encoding="utf-8"))
        return process

    def do(self, what: str) -> bool:
        return self.windows.run(self.hand, what).code == 0

    def box(self) -> str:
        """Wait for a message box and return its words."""
        return wait_for(lambda: self.windows.run(self.hand, "box").text)

    def kept(self) -> list[Path]:
        return sorted(self.reports.glob("*.txt"))


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """Give a screen of our own."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(30)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the portable copy where a Chinese name and a space are in its path."""
    top = tmp_path_factory.mktemp("便携 copy")
    with zipfile.ZipFile(next(DIST.glob("*-portable.zip"))) as packed:
        packed.extractall(top)
    return next(top.iterdir())


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("hand") / "hand.exe"
    command = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-Wall", "-Wextra", "-Werror", "-o", program, HERE / "hand.c"]
    subprocess.run(command, check=True, timeout=60)
    return program


@pytest.fixture
def machine(
    tmp_path: Path, display: str, copy: Path, hand: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    for name in ("KBASSIST_CONFIG_DIR", "KBASSIST_DATA_DIR", "KBASSIST_CACHE_DIR"):  # a portable copy has its own
        monkeypatch.delenv(name)
    windows = make(tmp_path / "wine").on(display)
    made = Machine(windows, copy / "kbassist.exe", hand)
    yield made
    windows.end()
    for process in made.started:
        process.wait(LONGEST_S)
    shutil.rmtree(copy / "data", ignore_errors=True)


def test_a_crash_is_told_and_the_program_starts_again(machine: Machine) -> None:
    machine.begin("--search", "退款 到账")
    first = machine.running()
    assert machine.do("crash")
    words = machine.box()
    assert "kbassist ended unexpectedly." in words and machine.windows.path(machine.reports) in words
    assert machine.do("yes")
    again = wait_for(lambda: machine.running() - first)
    (report,) = wait_for(machine.kept)
    text = report.read_text(encoding="utf-8")
    assert "Windows fatal exception: access violation" in text and "  kbassist/" in text
    assert "退款" not in text and "便携" not in text and "Z:" not in text
    assert machine.running() == again and len(again) == 1


def test_an_abort_is_told_in_chinese_and_nothing_starts_where_nobody_wishes_it(machine: Machine) -> None:
    process = machine.begin(env=CHINESE)
    assert machine.do("abort")
    assert "kbassist 意外退出了。" in machine.box()
    assert machine.do("no")
    process.wait(LONGEST_S)
    machine.windows.wait()
    (record,) = machine.running()  # the next start makes a report of it
    assert "Fatal Python error: Aborted" in record.read_text(encoding="utf-8")


def test_a_program_that_crashes_at_each_start_is_not_started_for_ever(machine: Machine) -> None:
    machine.start()
    wait_for(machine.running)
    assert machine.do("crash")
    assert "Start kbassist again?" in machine.box()
    before = machine.running()
    assert machine.do("yes")
    wait_for(lambda: machine.running() - before)
    assert machine.do("crash")
    assert "again, right after its start" in machine.box()


def test_a_proper_end_leaves_nothing_and_one_by_force_is_known_to_the_next_start(machine: Machine) -> None:
    process = machine.begin()
    assert machine.do("sign-out")  # Windows ends the process as soon as it has answered
    process.wait(LONGEST_S)
    assert machine.running() == set()
    process = machine.begin()
    assert machine.kept() == []
    assert machine.do("kill")
    process.wait(LONGEST_S)
    process = machine.begin()
    assert "ended without a trace" in wait_for(machine.kept)[0].read_text(encoding="utf-8")
    cli = machine.program.with_name("kbassist-cli.exe")
    ended = machine.windows.run(cli, "--end-running", machine.windows.path(machine.program.parent), "60")
    assert ended.code in {0, 10}
    assert process.wait(LONGEST_S) == 0
    assert machine.running() == set()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("runtime/python313.dll", "python313.dll"),
        ("runtime/python313.zip", "missing or damaged (Python)"),
        ("app/kbassist", "could not start"),
    ],
)
def test_a_missing_part_is_said_in_a_box(machine: Machine, part: str, words: str) -> None:
    path = machine.program.parent / part
    away = path.with_name(f"{path.name}.away")
    path.rename(away)
    try:
        process = machine.start()
        said = machine.box()
        assert machine.do("ok")
        process.wait(LONGEST_S)
    finally:
        away.rename(path)
    assert words in said and "nstall kbassist again" in said and "kept" in said
