"""What is installed on this machine, what works, and what to do about the rest; Qt is looked for, not imported."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from kbassist import __version__, paths
from kbassist.desktop import keys
from kbassist.desktop.ports import Shortcut
from kbassist.i18n import N_, Text
from kbassist.policy import UPDATE_FOLDER, Managed
from kbassist.registry import Hive, Registry
from kbassist.settings import Client


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its name, how it stands, what was seen, and what to do."""

    name: Text
    state: State
    seen: Text
    advice: Text | None = None


LIBRARIES: Final = (
    "PySide6-Essentials",
    "whoosh3",
    "Markdown",
    "nh3",
    "python-liquid",
    "PyYAML",
    "numpy",
    "google-re2",
    "icalendar",
    "msgspec",
    "rapidfuzz",
    "platformdirs",
    "watchfiles",
    "tomlkit",
    "typer",
    "rich",
    "PyNaCl",
    "pyperclip",
)
_LONGEST_VALUE: Final = 60
# What the two installers write: hive, key and value that names the folder.
FOR_ALL: Final = (Hive.MACHINE, r"Software\kbassist", "InstallDir")
FOR_USER: Final = (Hive.USER, r"Software\Microsoft\Windows\CurrentVersion\Uninstall\kbassist", "InstallLocation")
XCB_LIBRARIES: Final = ("xcb-cursor", "xcb-icccm", "xcb-keysyms", "xcb-shape", "xcb-xkb", "xkbcommon-x11")


def findings(library: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at everything that the program needs, for one library folder."""
    running = f"kbassist {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    yield Finding(N_("Program"), State.OK, Text(running))
    yield from _libraries()
    yield _library_folder(library)
    yield _folder(N_("Settings folder"), paths.config_dir())
    yield _folder(N_("Cache folder"), paths.cache_dir())
    yield from _desktop(environ)
    yield _command_line_clipboard(environ)


def _libraries() -> Iterator[Finding]:
    missing: list[str] = []
    found: list[str] = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding(N_("Libraries"), State.OK, Text(", ".join(found)))
    if missing:
        names = ", ".join(missing)
        qt_only = missing == ["PySide6-Essentials"]
        yield Finding(
            N_("Missing libraries"),
            State.WARNING if qt_only else State.BAD,
            Text(names),
            N_("Install them: pip install {names}", names=" ".join(missing)),
        )


def _library_folder(library: Path) -> Finding:
    if not library.is_dir():
        return Finding(
            N_("Library"),
            State.BAD,
            N_("{path} is not there", path=str(library)),
            N_("Choose the folder in the settings, or name it with --library."),
        )
    parts = [name for name in ("kb", "macros") if (library / name).is_dir()]
    seen = N_("{path} with {parts}", path=str(library), parts=", ".join(parts)) if parts else Text(str(library))
    return Finding(N_("Library"), State.OK, seen)


def _folder(name: Text, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            name,
            State.WARNING,
            Text(f"{folder}: {error.strerror}"),
            N_("Make the folder writable; until then the program works without remembering."),
        )
    return Finding(name, State.OK, Text(str(folder)))


def _desktop(environ: Mapping[str, str]) -> Iterator[Finding]:
    if sys.platform == "win32":
        yield Finding(N_("Global hotkey"), State.OK, N_("Windows (RegisterHotKey)"))
        return
    if environ.get("WAYLAND_DISPLAY"):
        yield Finding(
            N_("Global hotkey"),
            State.WARNING,
            N_("Wayland gives programs no global hotkeys"),
            N_("Bind a key to “kbassist desk” in the keyboard settings of the desktop."),
        )
        return
    if not environ.get("DISPLAY"):
        yield Finding(
            N_("Screen"),
            State.WARNING,
            N_("no DISPLAY: the command line works, the desktop app does not"),
            N_("Start it from a desktop session, or under Xvfb."),
        )
        return
    yield Finding(N_("Global hotkey"), State.OK, N_("X11 on display {name}", name=environ["DISPLAY"]))
    missing = [name for name in XCB_LIBRARIES if ctypes.util.find_library(name) is None]
    if missing:
        yield Finding(
            N_("Window system libraries"),
            State.BAD,
            N_("missing: {names}", names=", ".join(missing)),
            N_(
                "On Debian: apt install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 "
                "libxcb-xkb1 libxkbcommon-x11-0"
            ),
        )


def _command_line_clipboard(environ: Mapping[str, str]) -> Finding:
    name = N_("Clipboard of the command line")
    if sys.platform in {"win32", "darwin"}:
        return Finding(name, State.OK, N_("built in"))
    wanted = ("wl-copy",) if environ.get("WAYLAND_DISPLAY") else ("xclip", "xsel")
    program = next((found for found in map(shutil.which, wanted) if found), None)
    if program:
        return Finding(name, State.OK, Text(program))
    return Finding(
        name,
        State.WARNING,
        N_("no clipboard program"),
        N_("Install xclip or wl-clipboard; “kbassist fill” without --copy works anyway."),
    )


def installations(registry: Registry) -> Iterator[Finding]:
    """Tell where both installers put the program on this computer; nothing where there is one, or none."""
    folders = [registry.values(hive, key).get(value) for hive, key, value in (FOR_ALL, FOR_USER)]
    there = [Path(folder) for folder in folders if isinstance(folder, str) and Path(folder, "kbassist.exe").is_file()]
    if len(there) == len(folders):
        for_all, for_user = there
        yield Finding(
            N_("Two installations"),
            State.WARNING,
            N_("{for_all} for all users, {for_user} for this user", for_all=str(for_all), for_user=str(for_user)),
            N_(
                "Remove the one for this user with {program}; settings and data stay.",
                program=str(for_user / "uninstall.exe"),
            ),
        )


def decisions(managed: Managed) -> Iterator[Finding]:
    """Tell what IT decided and what of it makes no sense; nothing where nobody can decide anything."""
    policies = _listed(managed.locked) + ([f"{UPDATE_FOLDER} = {managed.update.folder}"] if managed.update else [])
    for name, values in ((N_("Policies"), policies), (N_("Defaults of IT and setup"), _listed(managed.defaults))):
        if values or sys.platform == "win32":
            yield Finding(name, State.OK, Text("; ".join(values)) if values else N_("none"))
    for remark in managed.remarks:
        yield _wrong(remark)
    for given in (managed.locked, managed.defaults):
        refused = keys.refusal(Shortcut(str(given["hotkey"]))) if "hotkey" in given else None
        if refused is not None:
            yield _wrong(Text("hotkey = {keys}: {why}", (("keys", str(given["hotkey"])), ("why", refused))))


def _wrong(remark: Text) -> Finding:
    return Finding(
        N_("Decision of IT"), State.WARNING, remark, N_("Correct it in the registry or in the group policy.")
    )


def _listed(values: Mapping[str, object]) -> list[str]:
    """Return settings with their values, each in one short line."""
    return [f"{name} = {_in_short(value)}" for name, value in values.items()]


def _in_short(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    names = [client.match for client in value if isinstance(client, Client)] if isinstance(value, tuple) else [value]
    line = " ".join(", ".join(map(str, names)).split())
    return line if len(line) <= _LONGEST_VALUE else line[: _LONGEST_VALUE - 1] + "…"
