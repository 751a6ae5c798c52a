"""What a test on a real Windows does with its hands: starts programs, opens Notepad, sends messages, presses keys.

Imported on Windows only.
"""

from __future__ import annotations

import ctypes as c
import os
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from kbassist.desktop.input_windows import WindowsInput
from kbassist.desktop.user32 import load
from tests.desktop.xvfb import end, wait_for

ROOT: Final = Path(__file__).parents[2]
CTRL, ALT, F9 = 0x11, 0x12, 0x78
SMTO_ABORT: Final = 2
WM_GETTEXT, WM_SETTEXT, WM_CLOSE, EM_SETMODIFY = 0x0D, 0x0C, 0x10, 0xB9

calls = WindowsInput()
user = load("user32.dll")
user.SendMessageTimeoutW.argtypes = (
    c.c_void_p, c.c_uint32, c.c_size_t, c.c_void_p, c.c_uint32, c.c_uint32, c.POINTER(c.c_size_t),
)  # fmt: skip
user.FindWindowExW.argtypes, user.FindWindowExW.restype = (
    (c.c_void_p, c.c_void_p, c.c_wchar_p, c.c_wchar_p),
    c.c_void_p,
)


class ThisDesktop:
    """The desktop that the tests run on; a program's window shows on it, whatever Qt platform the tests have."""

    def start(self, *command: str, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **(env or {}), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "windows"}
        return subprocess.Popen(command, cwd=ROOT, env=environment, **options)


def send(window: int, message: int, w: int = 0, text: str | None = None) -> int:
    """Send a message to a window of another program, as Windows does, and return the answer."""
    answer = c.c_size_t()
    given = c.create_unicode_buffer(text) if text is not None else None
    assert user.SendMessageTimeoutW(window, message, w, given, SMTO_ABORT, 10_000, c.byref(answer))
    return answer.value


class Notepad:
    """Windows' editor, empty and in front."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(["notepad.exe"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.window = wait_for(self._window, 30, "Notepad's window")
        try:
            self.edit = wait_for(lambda: user.FindWindowExW(self.window, None, "Edit", None), 10)
        except AssertionError:
            self.close()
            pytest.skip("the Notepad of this Windows has no plain edit field that can be read")

    def _window(self) -> int:
        window = 0
        while window := int(user.FindWindowExW(None, window or None, "Notepad", None) or 0):
            if calls.owner(window)[1] == self.process.pid:
                return window
        return 0

    def text(self) -> str:
        """Return what stands in it."""
        room = c.create_unicode_buffer(4096)
        answer = c.c_size_t()
        user.SendMessageTimeoutW(self.edit, WM_GETTEXT, len(room), room, SMTO_ABORT, 10_000, c.byref(answer))
        return room.value

    def come_up(self) -> None:
        """Be the window that the user works in."""
        wait_for(lambda: (calls.set_foreground(self.window), calls.foreground() == self.window)[1], 20, "Notepad")

    def close(self) -> None:
        """End it; what was pasted is thrown away."""
        if self.process.poll() is None:
            end(self.process)


def strike() -> None:
    """Press the hotkey's keys and let them go."""
    assert calls.send((CTRL, ALT, F9))
