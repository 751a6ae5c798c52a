"""Starting at sign-in on Windows: the `Run` key of the user, that of the machine, and the Task Manager's switch."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path, PureWindowsPath
from typing import Any, Final, Protocol

from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.registry import Hive

RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
NAME: Final = "kbassist"
PROGRAM: Final = "kbassist.exe"
_SWITCHED_OFF: Final = 1  # lowest bit of the first byte that the Task Manager writes


class RunCalls(Protocol):
    """Reading and writing values of the registry; see `RunKeys`. Writing raises OSError where Windows refuses it."""

    def get(self, hive: Hive, key: str, name: str) -> str | bytes | None: ...  # noqa: D102
    def put(self, key: str, name: str, value: str) -> None: ...  # noqa: D102
    def delete(self, key: str, name: str) -> None: ...  # noqa: D102


class WindowsAutostart:
    """See `ports.Autostart`; the setup writes the same value of the `Run` key.

    An administrator's package may write it for everybody of the machine; then the user cannot change it here.
    """

    def __init__(self, calls: RunCalls, program: PureWindowsPath) -> None:
        self._calls, self._program = calls, program

    def enabled(self) -> bool:
        """Tell whether Windows starts this copy: a value that names another one is not ours."""
        return self._starts(Hive.MACHINE) or self._starts(Hive.USER)

    def changeable(self) -> bool:
        """Tell whether the user decides."""
        return not self._starts(Hive.MACHINE)

    def set(self, on: bool) -> None:
        """Write the user's value, and forget that the Task Manager switched it off; or remove it."""
        try:
            if on:
                self._calls.put(RUN, NAME, f'"{self._program}"')
                self._calls.delete(APPROVED, NAME)
            else:
                self._calls.delete(RUN, NAME)
        except OSError as error:
            raise KbassistError(
                N_("Starting at sign-in could not be changed: {why}.", why=error.strerror or type(error).__name__)
            ) from error

    def _starts(self, hive: Hive) -> bool:
        line = self._calls.get(hive, RUN, NAME)
        if not isinstance(line, str) or PureWindowsPath(_first_word(line)) != self._program:  # letter case aside
            return False
        switch = self._calls.get(hive, APPROVED, NAME)
        return not (isinstance(switch, bytes) and switch and switch[0] & _SWITCHED_OFF)


class RunKeys:
    """The registry through `winreg`; usable on Windows only."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")  # there on Windows only

    def get(self, hive: Hive, key: str, name: str) -> str | bytes | None:
        """Return a text or bytes; None for what is not there, cannot be read, or is of another type."""
        reg = self._winreg
        place = reg.HKEY_LOCAL_MACHINE if hive is Hive.MACHINE else reg.HKEY_CURRENT_USER
        try:
            with reg.OpenKey(place, key, 0, reg.KEY_READ | reg.KEY_WOW64_64KEY) as opened:
                value, kind = reg.QueryValueEx(opened, name)
        except OSError:
            return None
        if kind == reg.REG_EXPAND_SZ:
            return str(os.path.expandvars(value))
        return value if isinstance(value, str | bytes) else None

    def put(self, key: str, name: str, value: str) -> None:
        """Write a text of the user."""
        reg = self._winreg
        with reg.CreateKeyEx(reg.HKEY_CURRENT_USER, key, 0, reg.KEY_SET_VALUE) as opened:
            reg.SetValueEx(opened, name, 0, reg.REG_SZ, value)

    def delete(self, key: str, name: str) -> None:
        """Remove a value of the user, where it is there."""
        reg = self._winreg
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, key, 0, reg.KEY_SET_VALUE) as opened:
                reg.DeleteValue(opened, name)
        except FileNotFoundError:
            return


def program() -> PureWindowsPath | None:
    """Return the launcher that lies beside what runs now; None in a checkout, which has none."""
    launcher = Path(sys.executable).with_name(PROGRAM)
    return PureWindowsPath(launcher) if launcher.is_file() else None


def _first_word(line: str) -> str:
    """Return the program of a command line: up to the second quotation mark, or to the first space without any."""
    stripped = line.strip()
    return stripped[1:].partition('"')[0] if stripped.startswith('"') else stripped.partition(" ")[0]
