"""Sessions of Windows: which one a process runs in, and a name by which others of the session see this program."""

from __future__ import annotations

import ctypes as c
import os
from typing import Final

from kbassist.desktop.user32 import load

_STATION_NAME: Final = 6  # WTSWinStationName


class WindowsSessions:
    """See `instance.Sessions`; calls of `kernel32.dll`, `user32.dll` and `wtsapi32.dll`, usable on Windows only."""

    def __init__(self) -> None:
        self._kernel, self._user = load("kernel32.dll"), load("user32.dll")
        self._wts = load("wtsapi32.dll")
        number = c.c_uint32
        self._wts.WTSQuerySessionInformationW.argtypes = (
            c.c_void_p, number, c.c_int, c.POINTER(c.c_wchar_p), c.POINTER(number),
        )  # fmt: skip
        self._wts.WTSFreeMemory.argtypes = (c.c_void_p,)
        self._kernel.ProcessIdToSessionId.argtypes = (number, c.POINTER(number))
        self._kernel.CreateMutexW.argtypes = (c.c_void_p, c.c_int, c.c_wchar_p)
        self._kernel.CreateMutexW.restype = c.c_void_p
        self._kernel.CloseHandle.argtypes = (c.c_void_p,)
        self._user.AllowSetForegroundWindow.argtypes = (number,)

    def own(self) -> int:
        """Return the number of this process's session."""
        return self.of(os.getpid()) or 0

    def of(self, process: int) -> int | None:
        """Return the number of a process's session; None where there is no such process, or it is not told."""
        session = c.c_uint32()
        return session.value if self._kernel.ProcessIdToSessionId(process, c.byref(session)) else None

    def place(self, session: int) -> str:
        """Return the name of the session's station (`Console`, `RDP-Tcp#3`); empty where it is disconnected."""
        text, length = c.c_wchar_p(), c.c_uint32()
        asked = (None, session, _STATION_NAME, c.byref(text), c.byref(length))
        if not self._wts.WTSQuerySessionInformationW(*asked):
            return ""
        name = text.value or ""
        self._wts.WTSFreeMemory(text)
        return name

    def mark(self, name: str) -> int:
        """Make a mutex `Local\\<name>` that lasts until `unmark` or the end of the process; 0 where it is refused."""
        return int(self._kernel.CreateMutexW(None, 0, f"Local\\{name}") or 0)

    def unmark(self, mark: int) -> None:
        """Let a mutex go."""
        if mark:
            self._kernel.CloseHandle(mark)

    def allow_foreground(self, process: int) -> None:
        """Let another process raise its window while the user works in ours (AllowSetForegroundWindow)."""
        self._user.AllowSetForegroundWindow(process)
