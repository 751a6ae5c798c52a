"""Reading the Windows registry: values of one key, as plain Python values."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final, Protocol

Value = str | int
"""REG_SZ and REG_EXPAND_SZ give text, REG_MULTI_SZ its lines with newlines between them, REG_DWORD and REG_QWORD a
number; other types are left out."""

_NO_MORE: Final = 259  # ERROR_NO_MORE_ITEMS
_MOST: Final = 4096  # values of a key that are looked at


class Hive(Enum):
    """Whose values: of the machine (only an administrator writes them) or of the user."""

    MACHINE = "HKLM"
    USER = "HKCU"


class Registry(Protocol):
    """The registry, or one that a test holds."""

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        """Return the values of a key by their names; empty where it is not there or cannot be read."""


class NoRegistry:
    """What there is on other systems: nothing."""

    def values(self, _hive: Hive, _key: str) -> Mapping[str, Value]:
        """Return no values."""
        return {}


class WindowsRegistry:
    """The registry of this computer, its 64-bit side; `winreg` is Python's module of that name."""

    def __init__(self, winreg: Any) -> None:
        self._winreg = winreg

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        """Return the values of a key, variables of REG_EXPAND_SZ filled in; what cannot be read is left out."""
        roots = {Hive.MACHINE: self._winreg.HKEY_LOCAL_MACHINE, Hive.USER: self._winreg.HKEY_CURRENT_USER}
        access = self._winreg.KEY_READ | self._winreg.KEY_WOW64_64KEY
        try:
            with self._winreg.OpenKeyEx(roots[hive], key, 0, access) as opened:
                return dict(self._readable(opened))
        except OSError:
            return {}

    def _readable(self, opened: Any) -> Iterator[tuple[str, Value]]:
        for number in range(_MOST):
            try:
                name, data, kind = self._winreg.EnumValue(opened, number)
            except OSError as error:
                if getattr(error, "winerror", _NO_MORE) == _NO_MORE:
                    return
                continue
            value = self._value(data, kind)
            if value is not None:
                yield name, value

    def _value(self, data: Any, kind: int) -> Value | None:
        """Return data as a plain value; None for other types, and for data that does not fit its type."""
        reg = self._winreg
        if kind in {reg.REG_DWORD, reg.REG_QWORD}:
            return data if isinstance(data, int) else None
        if kind == reg.REG_MULTI_SZ:
            return "\n".join(data) if isinstance(data, list) else None
        if kind not in {reg.REG_SZ, reg.REG_EXPAND_SZ} or not isinstance(data, str):
            return None
        try:
            return str(reg.ExpandEnvironmentStrings(data)) if kind == reg.REG_EXPAND_SZ else data
        except OSError:
            return None


def here() -> Registry:
    """Return the registry of this computer; on other systems than Windows an empty one."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - it is there on Windows only

        return WindowsRegistry(winreg)
    return NoRegistry()
