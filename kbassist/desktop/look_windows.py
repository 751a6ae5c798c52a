"""How a user of Windows wants all programs to look: the accent colour, and the contrast theme."""

from __future__ import annotations

import ctypes
from typing import Final, Protocol

from kbassist.desktop.ports import Contrast, Look
from kbassist.desktop.user32 import load
from kbassist.registry import Hive, Registry

ACCENT_KEY: Final = r"Software\Microsoft\Windows\DWM"
_GET_HIGH_CONTRAST: Final = 0x42
_ON: Final = 1
# COLOR_WINDOW, _WINDOWTEXT, _GRAYTEXT, _HIGHLIGHT, _HIGHLIGHTTEXT, _BTNFACE, _BTNTEXT, _HOTLIGHT: in the order of the
# fields of Contrast.
_COLOURS: Final = (5, 8, 17, 13, 14, 15, 18, 26)


class _HighContrast(ctypes.Structure):
    """`HIGHCONTRASTW`."""

    _fields_ = (("size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("scheme", ctypes.c_void_p))


class LookCalls(Protocol):
    """The calls of Windows that are needed; see `SystemColours`."""

    def high_contrast(self) -> bool: ...  # noqa: D102
    def colour(self, index: int) -> int: ...  # noqa: D102


class SystemColours:
    """The colours of `user32.dll`."""

    def __init__(self) -> None:
        self._user = load("user32.dll")
        number = ctypes.c_uint32
        self._user.SystemParametersInfoW.argtypes = (number, number, ctypes.c_void_p, number)
        self._user.GetSysColor.argtypes, self._user.GetSysColor.restype = (ctypes.c_int,), number

    def high_contrast(self) -> bool:
        """Tell whether a contrast theme is on (SPI_GETHIGHCONTRAST)."""
        state = _HighContrast(size=ctypes.sizeof(_HighContrast))
        got = self._user.SystemParametersInfoW(_GET_HIGH_CONTRAST, state.size, ctypes.byref(state), 0)
        return bool(got and state.flags & _ON)

    def colour(self, index: int) -> int:
        """Return a colour of the system as 0x00bbggrr (GetSysColor)."""
        return int(self._user.GetSysColor(index))


class WindowsLook:
    """Reads both, each time anew."""

    def __init__(self, calls: LookCalls, registry: Registry) -> None:
        self._calls, self._registry = calls, registry

    def read(self) -> Look:
        """Return how it is now."""
        if self._calls.high_contrast():
            return Look(contrast=Contrast(*(_web(self._calls.colour(index)) for index in _COLOURS)))
        accent = self._registry.values(Hive.USER, ACCENT_KEY).get("AccentColor")
        return Look(_web(accent)) if isinstance(accent, int) else Look()


def _web(colour: int) -> str:
    """Return a colour that Windows writes as 0xaabbggrr or 0x00bbggrr as `#rrggbb`."""
    return f"#{colour & 0xFF:02x}{colour >> 8 & 0xFF:02x}{colour >> 16 & 0xFF:02x}"
