"""Starting at sign-in on desktops that follow the XDG autostart rules, and where nothing can be started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kbassist.atomic import write_text
from kbassist.errors import KbassistError
from kbassist.i18n import N_

NAME: Final = "kbassist.desktop"
_GROUP: Final = "[Desktop Entry]"
_QUOTED: Final = '"`$\\'


class NoAutostart:
    """See `ports.Autostart`: this copy of the program cannot be started by the desktop."""

    def enabled(self) -> bool:
        """Return False."""
        return False

    def changeable(self) -> bool:
        """Return False."""
        return False

    def set(self, on: bool) -> None:
        """Raise KbassistError."""
        raise KbassistError(N_("This copy of kbassist cannot be started at sign-in."))


class XdgAutostart:
    """See `ports.Autostart`: a file in `~/.config/autostart`, which hides one of the same name in `/etc/xdg`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] = os.environ) -> None:
        self._command = tuple(command)
        home = Path(environment.get("HOME", "~")).expanduser()
        own = Path(environment.get("XDG_CONFIG_HOME", ""))
        self._own = (own if own.is_absolute() else home / ".config") / "autostart" / NAME
        everybody = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._shared = [Path(folder) / "autostart" / NAME for folder in everybody.split(":") if folder]

    def enabled(self) -> bool:
        """Tell whether the first file of the name, the user's before the system's, asks for a start."""
        found = next((file for file in (self._own, *self._shared) if file.is_file()), None)
        return found is not None and _is_on(found)

    def changeable(self) -> bool:
        """Return True: the user's own file has the last word."""
        return True

    def set(self, on: bool) -> None:
        """Write the user's file, or remove it; one of the system is hidden by an own one."""
        try:
            if on:
                self._write(f"Exec={_exec(self._command)}\nX-GNOME-Autostart-enabled=true\n")
            elif any(file.is_file() for file in self._shared):
                self._write("Hidden=true\n")
            else:
                self._own.unlink(missing_ok=True)
        except OSError as error:
            raise KbassistError(
                N_("Starting at sign-in could not be changed: {why}.", why=error.strerror or type(error).__name__)
            ) from error

    def _write(self, rest: str) -> None:
        self._own.parent.mkdir(parents=True, exist_ok=True)
        head = f"{_GROUP}\nType=Application\nName=kbassist\nIcon=kbassist\nTerminal=false\nStartupNotify=false\n"
        write_text(self._own, head + rest)


def program() -> tuple[str, ...]:
    """Return the command that starts this copy of the program in the tray."""
    script = Path(sys.executable).with_name("kbassist")
    found = str(script) if os.access(script, os.X_OK) else shutil.which("kbassist")
    return (found, "desk") if found else (sys.executable, "-m", "kbassist", "desk")


def _is_on(file: Path) -> bool:
    """Read a desktop entry: it starts unless it is hidden or GNOME's switch is off."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    values = {key.strip(): value.strip() for key, _equals, value in pairs}
    return values.get("Hidden") != "true" and values.get("X-GNOME-Autostart-enabled") != "false"


def _exec(command: Sequence[str]) -> str:
    """Return an `Exec` value: each word quoted by its rules, then by those of all values of a desktop entry."""
    words = ("".join(f"\\{letter}" if letter in _QUOTED else letter for letter in word) for word in command)
    return " ".join(f'"{word}"' for word in words).replace("\\", "\\\\").replace("%", "%%")
