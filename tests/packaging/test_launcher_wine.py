"""kbassist.exe when it cannot start, when it crashes, and when the user signs out: the portable copy, under wine."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from tests.desktop import xvfb
from tests.desktop.xvfb import VirtualDesktop, missing
from tests.e2e.agent import QUICK
from tests.e2e.installed import MACRO, QUESTION, needs_products, product
from tests.packaging.wine.prefix import Windows, make

pytestmark = [*needs_products(), pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")]

HERE = Path(__file__).resolve().parent
LONGEST_S = 90.0
ENDED, STILL_RUNNING = 10, 3
CHINESE = {"KBASSIST_LANGUAGE": "zh_CN"}
_Found = TypeVar("_Found")


def wait_for(look: Callable[[], _Found]) -> _Found:
    """Return what there is to see, once there is; a start under wine takes its time."""
    found: _Found = xvfb.wait_for(look, LONGEST_S)
    return found


@dataclass
class Machine:
    """A Windows with a portable copy of the product, and a hand on it."""

    windows: Windows
    desktop: VirtualDesktop
    program: Path
    hand: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def top(self) -> Path:
        return self.program.parent

    @property
    def data(self) -> Path:
        return self.top / "data" / "own"

    @property
    def reports(self) -> Path:
        return self.data / "crashes"

    def start(self, *words: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start as a script does, which hears what the program prints."""
        self.started.append(self.windows.start(self.program, *words, env=env))
        return self.started[-1]

    def click(self, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start as Explorer does, where nobody hears it; the exit code is the program's."""
        self.started.append(self.windows.start(self.hand, "start", self.program, *words, env=env))
        return self.started[-1]

    def running(self) -> set[Path]:
        """Return the records of the runs that have not ended."""
        return set(self.reports.glob("*.running"))

    def marked(self, event: str) -> bool:
        """Tell whether the program that was begun last has marked an event."""
        trace = self.top / "trace.txt"
        return trace.exists() and event in trace.read_text(encoding="utf-8").split()

    def begin(self, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start with a library of one macro, and wait until the program works."""
        before, trace = self.running(), self.top / "trace.txt"
        trace.unlink(missing_ok=True)
        (library := self.top / "library" / "macros").mkdir(parents=True, exist_ok=True)
        (library / "hello.md").write_text(MACRO, encoding="utf-8")
        name = self.windows.path
        process = self.start("--trace", name(trace), "--library", name(library.parent), *words, env=env)
        wait_for(lambda: self.running() - before and self.marked("loaded"))
        return process

    def ask(self, what: str) -> tuple[bool, str]:
        """Let the hand do something; a part of wine that starts with it holds standard error open for ever."""
        done = subprocess.run(
            ["wine", self.hand, what], env=self.windows.env(), input=b"", stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=LONGEST_S, check=False,
        )  # fmt: skip
        return done.returncode == 0, done.stdout.decode()

    def do(self, what: str) -> bool:
        return self.ask(what)[0]

    def box(self) -> str:
        """Wait for a message box and return its words."""
        shown, words = self.ask("box")
        assert shown
        return words

    def end_running(self, seconds: int = 60) -> int:
        """End what runs as an installer does; return the exit code."""
        cli = self.program.with_name("kbassist-cli.exe")
        return self.windows.run(cli, "--end-running", self.windows.path(self.top), str(seconds)).code

    def kept(self) -> list[Path]:
        return sorted(self.reports.glob("*.txt"))


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """Give a screen of our own, with a window manager: without one no window gets the keys."""
    with VirtualDesktop() as made:
        yield made


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory, desktop: VirtualDesktop) -> Iterator[Windows]:
    """Give one Windows to all tests: to switch it on takes longer than most of them."""
    made = make(tmp_path_factory.mktemp("wine")).on(desktop.display)
    yield made
    made.end()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the portable copy where a Chinese name and a space are in its path."""
    top = tmp_path_factory.mktemp("便携 copy")
    with zipfile.ZipFile(product("*-portable.zip")) as packed:
        packed.extractall(top)
    return next(top.iterdir())


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("hand") / "hand.exe"
    command = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-Wall", "-Wextra", "-Werror", "-o", str(program)]
    subprocess.run([*command, str(HERE / "hand.c")], check=True, timeout=60)
    return program


@pytest.fixture
def machine(windows: Windows, desktop: VirtualDesktop, copy: Path, hand: Path) -> Iterator[Machine]:
    made = Machine(windows, desktop, copy / "kbassist.exe", hand)
    yield made
    made.do("kill")
    for process in made.started:
        process.wait(LONGEST_S)
    shutil.rmtree(copy / "data", ignore_errors=True)


@contextmanager
def without(machine: Machine, part: str) -> Iterator[None]:
    """Let a part of the product be missing for a while."""
    path = machine.top / part
    away = path.with_name(f"{path.name}.away")
    path.rename(away)
    try:
        yield
    finally:
        away.rename(path)


def told(machine: Machine, *words: str, language: str = "en") -> tuple[str, int]:
    """Start from Explorer, answer the one box that comes; return its words and how the program ended."""
    process = machine.click(*words, env={"KBASSIST_LANGUAGE": language})
    said = machine.box()
    assert machine.do("ok")
    code = process.wait(LONGEST_S)
    assert not machine.do("kill")  # nothing is left of it
    return said, code


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
    (record,) = machine.running()  # the next start makes a report of it
    assert "Fatal Python error: Aborted" in record.read_text(encoding="utf-8")


def test_a_program_that_crashed_and_hangs_is_ended_before_another_may_start(machine: Machine) -> None:
    process = machine.begin()
    hangs, number = machine.ask("id")  # a program that goes on stands for it
    assert hangs
    machine.start("--after-crash", number, "0")
    assert "Start kbassist again?" in machine.box()
    process.wait(LONGEST_S)
    assert machine.do("no")


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
    assert machine.end_running() == ENDED
    assert process.wait(LONGEST_S) == 0
    assert machine.running() == set()


@pytest.mark.parametrize(
    ("part", "words", "code"),
    [
        ("runtime/python313.dll", "missing or damaged (runtime\\python313.dll)", 3),
        ("runtime/python313.zip", "missing or damaged (Python)", 3),
        ("app/kbassist", "could not start", 1),
        ("app/kbassist/cli", "missing or damaged (kbassist.cli)", 2),
        ("lib/PySide6/Qt6Gui.dll", "missing or damaged", 2),
    ],
)
def test_a_missing_part_is_said_in_one_box(machine: Machine, part: str, words: str, code: int) -> None:
    with without(machine, part):
        said, ended = told(machine)
    assert words in said and "nstall kbassist again" in said and "kept" in said
    assert ended == code


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("lib/PySide6/QtWidgets.pyd", "PySide6.QtWidgets"),
        ("lib/PySide6/plugins/platforms/qwindows.dll", "qwindows.dll"),
    ],
)
def test_a_missing_part_of_qt_is_said_in_chinese(machine: Machine, part: str, name: str) -> None:
    with without(machine, part):
        said, code = told(machine, language="zh_CN")
    assert f"kbassist 的一个部件缺失或损坏（{name}）" in said and "请重新安装 kbassist" in said
    assert code == 2


def test_a_wrong_argument_is_said_in_a_box_and_help_is_shown_in_one(machine: Machine) -> None:
    said, code = told(machine, "--no-such-option")
    assert "No such option: --no-such-option" in said and "Usage: kbassist desk" in said
    assert code == 2
    said, code = told(machine, "--no-such-option", language="zh_CN")
    assert "没有 --no-such-option 这个选项。" in said and "用法：kbassist desk" in said
    assert code == 2
    said, code = told(machine, "--help")
    assert "--library" in said
    assert code == 0


def test_a_settings_folder_that_cannot_be_used_is_said(machine: Machine) -> None:
    (machine.top / "data").mkdir(exist_ok=True)
    (machine.top / "data" / "config").write_text("", encoding="utf-8")
    said, code = told(machine, language="zh_CN")
    assert "config" in said
    assert code == 2


@pytest.mark.parametrize(
    ("part", "words", "code"),
    [("runtime/python313.dll", "python313.dll", 3), ("app/kbassist/cli", "(kbassist.cli)", 2)],
)
def test_a_script_that_listens_reads_it_and_is_not_held_up_by_a_box(
    machine: Machine, part: str, words: str, code: int
) -> None:
    with without(machine, part):
        done = machine.windows.run(machine.program, timeout=LONGEST_S, env={"KBASSIST_LANGUAGE": "en"})
    assert done.code == code
    assert words in done.text


def searching(machine: Machine) -> subprocess.Popen[bytes]:
    """Start with a search that has found the macro; keys go to the window."""
    process = machine.begin("--search", "wh", env=CHINESE)
    wait_for(lambda: machine.marked("list-painted"))
    machine.desktop.activate(machine.desktop.window(QUICK, LONGEST_S))
    return process


def write_reply(machine: Machine) -> None:
    """Open the macro that was found, and fill it in."""
    machine.desktop.xdotool("key", "Return")
    machine.desktop.xdotool("type", "--delay", 60, "Mrs Wang")
    time.sleep(1)  # nothing outside tells what stands in a field


def test_a_copy_in_the_last_moment_is_kept(machine: Machine) -> None:
    """The desktop program is told to end as soon as the text is on the clipboard."""
    process = searching(machine)
    write_reply(machine)
    machine.desktop.xdotool("key", "Return")
    wait_for(lambda: machine.marked("copied"))
    assert machine.end_running() == ENDED
    assert process.wait(LONGEST_S) == 0
    (uses,) = machine.data.rglob("uses.jsonl")
    (use,) = uses.read_text(encoding="utf-8").splitlines()
    assert json.loads(use)["key"] == "hello@zh-CN"
    machine.begin(env=CHINESE)
    assert machine.kept() == [] and len(machine.running()) == 1


def test_a_program_that_is_just_starting_is_asked_until_it_hears(machine: Machine) -> None:
    before = machine.running()
    process = machine.start()
    wait_for(lambda: machine.running() - before)
    assert machine.end_running() == ENDED
    assert process.wait(LONGEST_S) == 0


def test_an_installer_does_not_take_a_reply_away_that_is_being_written(machine: Machine, tmp_path: Path) -> None:
    process = searching(machine)
    write_reply(machine)
    with ThreadPoolExecutor() as beside:
        ended = beside.submit(machine.end_running)
        question = machine.desktop.window(QUESTION, LONGEST_S)
        machine.desktop.activate(question)
        machine.desktop.xdotool("key", "Escape")
        assert ended.result(LONGEST_S) == STILL_RUNNING
    assert process.poll() is None
    machine.desktop.activate(machine.desktop.window(QUICK, LONGEST_S))
    machine.desktop.xdotool("key", "Return")
    wait_for(lambda: machine.marked("copied"))
    wait_for(lambda: machine.desktop.clipboard() == "Mrs Wang您好")
    assert machine.end_running() == ENDED
