"""The end of a session on a real Windows, or on wine: the messages and calls themselves, and the whole program."""

from __future__ import annotations

import ctypes as c
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

if sys.platform != "win32":
    pytest.skip("calls Windows", allow_module_level=True)

from kbassist.desktop.shutdown import held_up
from tests.desktop.windows_hands import ThisDesktop, calls, user
from tests.desktop.xvfb import end, wait_for
from tests.systems import UNDER_WINE

WM_QUERYENDSESSION, WM_ENDSESSION, ENDSESSION_LOGOFF = 0x11, 0x16, 1 << 31
SMTO_NORMAL: Final = 0
READY_S: Final = 90
REASON: Final = "有 1 条填好的回复还没有发出"


@pytest.fixture
def window() -> Iterator[int]:
    """A hidden window at the top level, of this thread."""
    user.CreateWindowExW.restype = c.c_void_p
    made = int(user.CreateWindowExW(0, "STATIC", "kbassist", 0, 0, 0, 10, 10, None, None, None, None))
    yield made
    user.DestroyWindow(c.c_void_p(made))


def reason(window: int) -> str | None:
    """Return what Windows would show as this window's reason; None where there is none, and always under wine."""
    if UNDER_WINE:  # it has no ShutdownBlockReasonQuery, and refuses every reason
        return None
    room, length = c.create_unicode_buffer(256), c.c_uint32(256)
    return room.value if user.ShutdownBlockReasonQuery(c.c_void_p(window), room, c.byref(length)) else None


def test_windows_knows_why_a_sign_out_waits_until_it_is_answered(window: int) -> None:
    with held_up(window, REASON):
        assert reason(window) == (None if UNDER_WINE else REASON)
    assert reason(window) is None


@dataclass(frozen=True, slots=True)
class Program:
    """The program under the Python of these tests, at work."""

    process: subprocess.Popen[bytes]
    data: Path

    def hidden(self) -> int:
        """Return the window that hears the system."""
        window = 0
        while window := int(user.FindWindowExW(None, window or None, None, "kbassist") or 0):
            ours = calls.owner(window)[1] == self.process.pid
            if ours and calls.class_name(window).startswith("Qt") and not user.IsWindowVisible(c.c_void_p(window)):
                return window
        raise AssertionError("no hidden window")

    def told(self, message: int, w: int) -> int:
        """Send a message of a sign-out, wait for the answer as Windows does, and return it."""
        answer = c.c_size_t()
        asked = (self.hidden(), message, w, ENDSESSION_LOGOFF, SMTO_NORMAL, 30_000, c.byref(answer))
        assert user.SendMessageTimeoutW(*asked)
        return answer.value

    def records(self) -> list[Path]:
        """Return the records of runs that have not ended."""
        return list(self.data.rglob("*.running"))


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    (macros := tmp_path / "library" / "macros").mkdir(parents=True)
    (macros / "hello.md").write_text("---\ntitle: hello\n---\n\nhello\n", encoding="utf-8")
    trace = tmp_path / "trace.txt"
    folders = {f"KBASSIST_{kind.upper()}_DIR": str(tmp_path / kind) for kind in ("config", "data", "cache")}
    words = ("desk", "--trace", str(trace), "--library", str(macros.parent))
    process = ThisDesktop().start(
        sys.executable, "-m", "kbassist", *words, env=folders, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    wait_for(lambda: trace.exists() and "indexed" in trace.read_text("utf-8").split(), READY_S, "the program")
    yield Program(process, tmp_path / "data")
    end(process)


def test_when_the_end_of_the_session_has_been_answered_everything_is_closed(program: Program) -> None:
    assert program.told(WM_QUERYENDSESSION, 0) == 1
    (record,) = program.records()
    program.told(WM_ENDSESSION, 1)
    program.process.kill()  # Windows waits no longer
    assert not record.exists()
    assert (program.data / "crashes").is_dir()
    assert not list(program.data.rglob("crashes/*"))


def test_where_the_session_goes_on_so_does_the_program(program: Program) -> None:
    assert program.told(WM_QUERYENDSESSION, 0) == 1
    program.told(WM_ENDSESSION, 0)
    assert len(program.records()) == 1
    assert program.told(WM_QUERYENDSESSION, 0) == 1, "it answers"
    assert program.process.poll() is None
