"""The calls of Windows that pasting needs beside those of `user32`: focus, keys, rights, programs."""

from __future__ import annotations

import ctypes as c
from pathlib import PureWindowsPath
from typing import Final

from kbassist.desktop.clipboard_windows import ClipboardCalls, RawClipboard
from kbassist.desktop.user32 import User32, load

_KEYBOARD: Final = 1
_KEY_UP: Final = 2
_LIMITED: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_QUERY_TOKEN: Final = 0x8
_INTEGRITY: Final = 25  # TokenIntegrityLevel
_ROOT_WINDOW: Final = 2
_LONGEST_PATH: Final = 32_768


class _Key(c.Structure):
    """`KEYBDINPUT`."""

    _fields_ = (
        ("virtual_key", c.c_uint16), ("scan", c.c_uint16), ("flags", c.c_uint32), ("time", c.c_uint32),
        ("extra", c.c_size_t),
    )  # fmt: skip


class _Mouse(c.Structure):
    """`MOUSEINPUT`, the largest of the union: it gives INPUT its size."""

    _fields_ = (
        ("x", c.c_int32), ("y", c.c_int32), ("data", c.c_uint32), ("flags", c.c_uint32), ("time", c.c_uint32),
        ("extra", c.c_size_t),
    )  # fmt: skip


class _Kinds(c.Union):
    _fields_ = (("key", _Key), ("mouse", _Mouse))


class Input(c.Structure):
    """`INPUT`: one press or release."""

    _fields_ = (("type", c.c_uint32), ("kind", _Kinds))


class _Rect(c.Structure):
    _fields_ = tuple((name, c.c_int32) for name in ("left", "top", "right", "bottom"))


class _GuiThread(c.Structure):
    """`GUITHREADINFO`."""

    _fields_ = (
        ("size", c.c_uint32), ("flags", c.c_uint32), ("active", c.c_void_p), ("focus", c.c_void_p),
        ("capture", c.c_void_p), ("menu", c.c_void_p), ("moving", c.c_void_p), ("caret", c.c_void_p), ("rect", _Rect),
    )  # fmt: skip


class _Label(c.Structure):
    """`TOKEN_MANDATORY_LABEL`."""

    _fields_ = (("sid", c.c_void_p), ("attributes", c.c_uint32))


def inputs(keys: tuple[int, ...]) -> c.Array[Input]:
    """Return the events that press these virtual keys in turn and release them in the opposite order."""
    down = [Input(_KEYBOARD, _Kinds(key=_Key(key))) for key in keys]
    up = [Input(_KEYBOARD, _Kinds(key=_Key(key, flags=_KEY_UP))) for key in reversed(keys)]
    return (Input * (2 * len(keys)))(*down, *up)


class WindowsInput(User32):
    """`user32.dll`, `kernel32.dll` and `advapi32.dll`; handles are plain numbers, 0 for none."""

    def __init__(self) -> None:
        super().__init__()
        self._rights = load("advapi32.dll")
        handle, number = c.c_void_p, c.c_uint32
        self._user.GetAsyncKeyState.argtypes, self._user.GetAsyncKeyState.restype = (c.c_int,), c.c_int16
        self._user.SendInput.argtypes, self._user.SendInput.restype = (number, c.c_void_p, c.c_int), number
        self._user.GetGUIThreadInfo.argtypes = (number, c.POINTER(_GuiThread))
        self._user.GetAncestor.argtypes, self._user.GetAncestor.restype = (handle, number), handle
        self._user.SetFocus.argtypes, self._user.SetFocus.restype = (handle,), handle
        self._kernel.OpenProcess.argtypes, self._kernel.OpenProcess.restype = (number, c.c_int, number), handle
        self._kernel.CloseHandle.argtypes = (handle,)
        self._kernel.GetCurrentProcessId.restype = number
        self._kernel.QueryFullProcessImageNameW.argtypes = (handle, number, c.c_wchar_p, c.POINTER(number))
        self._rights.OpenProcessToken.argtypes = (handle, number, c.POINTER(handle))
        self._rights.GetTokenInformation.argtypes = (handle, c.c_int, c.c_void_p, number, c.POINTER(number))
        self._rights.GetSidSubAuthorityCount.argtypes = (handle,)
        self._rights.GetSidSubAuthorityCount.restype = c.POINTER(c.c_uint8)
        self._rights.GetSidSubAuthority.argtypes = (handle, number)
        self._rights.GetSidSubAuthority.restype = c.POINTER(number)

    def clipboard(self, window: int) -> ClipboardCalls:
        """Return the raw clipboard; `window` is ours, and owns what we put there."""
        return RawClipboard(window)

    def is_down(self, virtual_key: int) -> bool:
        """Tell whether a key is held now."""
        return bool(self._user.GetAsyncKeyState(virtual_key) & 0x8000)

    def send(self, keys: tuple[int, ...]) -> bool:
        """Press and release keys with a single SendInput, so that nothing comes between; tell whether all went."""
        events = inputs(keys)
        return int(self._user.SendInput(len(events), events, c.sizeof(Input))) == len(events)

    def focus(self, window: int) -> int:
        """Return the part of a window's thread that has the focus; 0 where it is not known."""
        state = _GuiThread(size=c.sizeof(_GuiThread))
        thread = self.owner(window)[0]
        return int(state.focus or 0) if thread and self._user.GetGUIThreadInfo(thread, c.byref(state)) else 0

    def root(self, window: int) -> int:
        """Return the window that a part belongs to."""
        return int(self._user.GetAncestor(window, _ROOT_WINDOW) or 0)

    def set_focus(self, window: int) -> None:
        """Give the focus to a part of another program's window, whose input must be attached."""
        self._user.SetFocus(window)

    def program(self, process: int) -> str:
        """Return the file name of a process's program; empty where it is not told."""
        opened = self._kernel.OpenProcess(_LIMITED, 0, process)
        if not opened:
            return ""
        path, length = c.create_unicode_buffer(_LONGEST_PATH), c.c_uint32(_LONGEST_PATH)
        found = self._kernel.QueryFullProcessImageNameW(opened, 0, path, c.byref(length))
        self._kernel.CloseHandle(opened)
        return PureWindowsPath(path.value).name if found else ""

    def integrity(self, process: int) -> int | None:
        """Return the integrity level of a process (0x2000 medium, 0x3000 elevated); None where it is not told."""
        opened = self._kernel.OpenProcess(_LIMITED, 0, process)
        if not opened:
            return None
        token = c.c_void_p()
        got = self._rights.OpenProcessToken(opened, _QUERY_TOKEN, c.byref(token))
        self._kernel.CloseHandle(opened)
        if not got:
            return None
        level = self._level(token)
        self._kernel.CloseHandle(token)
        return level

    def own_integrity(self) -> int | None:
        """Return the integrity level of this process."""
        return self.integrity(int(self._kernel.GetCurrentProcessId()))

    def _level(self, token: c.c_void_p) -> int | None:
        """Return the last part of the token's label, which is the level."""
        room, length = c.create_string_buffer(256), c.c_uint32()
        if not self._rights.GetTokenInformation(token, _INTEGRITY, room, len(room), c.byref(length)):
            return None
        sid = c.cast(room, c.POINTER(_Label)).contents.sid
        count = self._rights.GetSidSubAuthorityCount(sid)[0]
        return int(self._rights.GetSidSubAuthority(sid, count - 1)[0])
