"""The calls of Windows that shortcuts and windows need, through ctypes; usable on Windows only."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Final

_CLASS_NAME: Final = 256


class _Rect(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int32) for name in ("left", "top", "right", "bottom"))


def load(name: str) -> Any:
    """Open a library of Windows by its full path, so that none beside the program is taken instead."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32")
        return ctypes.WinDLL(str(folder / name), use_last_error=True)
    raise OSError("not Windows")


def _last_error() -> int:
    """Return the error code of the last call."""
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return 0


class User32:
    """`user32.dll` and a little of `kernel32.dll`; window handles are plain numbers, 0 for none."""

    def __init__(self) -> None:
        self._user, self._kernel = load("user32.dll"), load("kernel32.dll")
        handle, number = ctypes.c_void_p, ctypes.c_uint32
        self._user.RegisterHotKey.argtypes = (handle, ctypes.c_int, number, number)
        self._user.UnregisterHotKey.argtypes = (handle, ctypes.c_int)
        self._user.GetForegroundWindow.restype = handle
        self._user.GetWindowThreadProcessId.argtypes = (handle, ctypes.POINTER(number))
        self._user.GetWindowThreadProcessId.restype = number
        self._user.GetClassNameW.argtypes = (handle, ctypes.c_wchar_p, ctypes.c_int)
        self._user.GetWindowRect.argtypes = (handle, ctypes.POINTER(_Rect))
        self._user.AttachThreadInput.argtypes = (number, number, ctypes.c_int)
        for name in ("IsWindow", "IsIconic", "IsHungAppWindow", "SetForegroundWindow", "BringWindowToTop"):
            getattr(self._user, name).argtypes = (handle,)

    def register(self, number: int, modifiers: int, virtual_key: int) -> int:
        """RegisterHotKey for this thread; return 0 or the error code."""
        return 0 if self._user.RegisterHotKey(None, number, modifiers, virtual_key) else _last_error()

    def unregister(self, number: int) -> None:
        """UnregisterHotKey for this thread."""
        self._user.UnregisterHotKey(None, number)

    def foreground(self) -> int:
        """Return the window that the user works in."""
        return int(self._user.GetForegroundWindow() or 0)

    def is_window(self, window: int) -> bool:
        """Tell whether the window still exists."""
        return bool(self._user.IsWindow(window))

    def owner(self, window: int) -> tuple[int, int]:
        """Return the thread and the process of a window; zeros where it is gone."""
        process = ctypes.c_uint32()
        return int(self._user.GetWindowThreadProcessId(window, ctypes.byref(process))), process.value

    def class_name(self, window: int) -> str:
        """Return the name of the window's class."""
        name = ctypes.create_unicode_buffer(_CLASS_NAME)
        self._user.GetClassNameW(window, name, _CLASS_NAME)
        return name.value

    def rectangle(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x, y, width and height in pixels; None where the window is gone or minimised."""
        rect = _Rect()
        if self._user.IsIconic(window) or not self._user.GetWindowRect(window, ctypes.byref(rect)):
            return None
        return rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top

    def is_hung(self, window: int) -> bool:
        """Tell whether the window's program has not answered for some seconds."""
        return bool(self._user.IsHungAppWindow(window))

    def set_foreground(self, window: int) -> bool:
        """SetForegroundWindow; Windows refuses it to programs that the user does not work in."""
        return bool(self._user.SetForegroundWindow(window))

    def bring_to_top(self, window: int) -> None:
        """BringWindowToTop."""
        self._user.BringWindowToTop(window)

    def attach(self, thread: int, *, attached: bool) -> None:
        """Share the state of input with another thread, or stop it."""
        self._user.AttachThreadInput(self._kernel.GetCurrentThreadId(), thread, int(attached))
