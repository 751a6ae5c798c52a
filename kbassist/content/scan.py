"""Listing the files of a library without opening one."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_, Text

MAX_DEPTH: Final = 32
MAX_FILES: Final = 200_000
_ENTRY: Final = (".md", ".markdown")
_TEAM: Final = (".yaml", ".yml")
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
_FORBIDDEN: Final = frozenset('<>:"|?*\\')
_ABOUT: Final = frozenset(
    {"readme", "license", "licence", "changelog", "contributing", "security", "code_of_conduct"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path below the root, the folder that categories count from, and its stamp."""

    path: str
    top: str
    role: str  # entry, macro, snippet or team
    mtime_ns: int
    size: int


@dataclass(slots=True)
class Scan:
    """All files to read, sorted by path, what was odd about names, and the folders that could not be listed."""

    files: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    empty: bool = True


def scan(root: Path) -> Scan:
    """List a library; raises OSError where the root itself cannot be listed."""
    result = Scan()
    real = os.path.realpath(root)
    with os.scandir(root) as listing:
        names = sorted(entry.name for entry in listing)
    result.empty = not names
    tops = [name for name in ("kb", "macros") if name in names and (root / name).is_dir()]
    pending = [(f"{top}/", f"{top}/") for top in reversed(tops)] or [("", "")]
    seen = {real}
    while pending and len(result.files) < MAX_FILES:
        folder, top = pending.pop()
        below = sorted(_folder(root, folder, top, real, seen, result), reverse=True)
        pending += [(name, top) for name in below]
    result.files.sort(key=lambda found: found.path)
    result.problems += _twins(result.files)
    return result


def _folder(root: Path, folder: str, top: str, real: str, seen: set[str], result: Scan) -> Iterator[str]:
    """Take the files of one folder, yield the folders in it."""
    if folder.count("/") > MAX_DEPTH:
        _note(
            result,
            folder,
            "path-depth",
            N_("Folders are nested more than {n} deep; what lies here is not read.", n=MAX_DEPTH),
        )
        return
    try:
        with os.scandir(root / folder) as listing:
            entries = list(listing)
    except FileNotFoundError:
        return  # deleted since it was listed
    except OSError:
        result.closed.append(folder)
        _note(result, folder, "unreadable-folder", N_("This folder cannot be opened; what was read before is kept."))
        return
    for entry in entries:
        path = folder + entry.name
        if entry.name.startswith(".") or not _inside(entry, path, real, seen, result):
            continue
        if _is_folder(entry):
            if not entry.name.startswith("_") or entry.name == ("_snippets" if top == "macros/" else "_team"):
                yield f"{path}/"
        elif role := _role(path, top):
            _file(entry, path, top, role, result)


def _inside(entry: os.DirEntry[str], path: str, real: str, seen: set[str], result: Scan) -> bool:
    """Tell whether an entry may be followed: no link out of the library, none to where we have been."""
    try:
        junction = getattr(entry, "is_junction", lambda: False)()
        if not entry.is_symlink() and not junction:
            return True
        target = os.path.realpath(entry.path)
        inside = target.startswith(real + os.sep)
        if inside and os.path.isfile(target):  # noqa: PTH113 - a string is at hand
            return True
    except OSError:
        inside = False
    if inside:
        message = N_("This link leads to a folder of the library, which is read where it stands.")
        result.problems.append(Problem(path, 0, Level.INFO, "symlink", message))
    else:
        _note(result, path, "symlink", N_("This link leads out of the library or nowhere; it is not followed."))
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _role(path: str, top: str) -> str:
    parts = path.removeprefix(top).split("/")
    name = parts[-1].casefold()
    stem, dot, suffix = name.rpartition(".")
    if top != "macros/" and parts[0] == "_team":
        return "team" if len(parts) == 2 and dot + suffix in _TEAM and not name.startswith("_") else ""
    if dot + suffix not in _ENTRY or name.startswith("_") or any(part.startswith("_") for part in parts[1:-1]):
        return ""
    if parts[0] == "_snippets":
        return "snippet" if top == "macros/" and len(parts) == 2 else ""
    if not top and len(parts) == 1 and stem.split(".")[0] in _ABOUT:
        return ""
    return "macro" if top == "macros/" else "entry"


def _file(entry: os.DirEntry[str], path: str, top: str, role: str, result: Scan) -> None:
    try:
        stat = entry.stat()
    except OSError:
        return  # deleted since it was listed
    if problem := _name(path):
        result.problems.append(problem)
    if "\udc80" <= max(entry.name) <= "\udcff":
        return
    result.files.append(Found(path, top, role, stat.st_mtime_ns, stat.st_size))


def _name(path: str) -> Problem | None:
    """Return what another system would have against a file's path."""
    name = path.rpartition("/")[2]
    parts = path.split("/")
    message: Text | None = None
    if any("\udc80" <= character <= "\udcff" for character in path):
        message = N_("The file's name is in an unknown encoding; it is not read.")
        return Problem(path.encode("utf-8", "replace").decode(), 0, Level.ERROR, "file-name", message)
    if any(part.split(".")[0].casefold() in _DEVICES for part in parts):
        message = N_("“{name}” cannot exist on Windows, where it is the name of a device.", name=name)
    elif any(part.endswith((".", " ")) or part.startswith(" ") for part in parts):
        message = N_("A name that begins or ends with a space, or ends with a full stop, cannot exist on Windows.")
    elif any(character in _FORBIDDEN or character < " " for character in path):
        message = N_('“{name}” cannot exist on Windows: it has one of the characters < > : " | ? * \\.', name=name)
    elif not path.isascii() and not unicodedata.is_normalized("NFC", path):
        message = N_("The name is in decomposed Unicode (as macOS writes it); links to it may not find it.")
    elif len(path) > 180:
        message = N_("The path is {n} characters long; Windows may not open it.", n=len(path))
    return Problem(path, 0, Level.WARNING, "file-name", message) if message else None


def _twins(files: list[Found]) -> Iterator[Problem]:
    """Yield files whose paths differ in case or Unicode form only: some systems hold them for one."""
    seen: dict[str, str] = {}
    for found in files:
        path = found.path if found.path.isascii() else unicodedata.normalize("NFC", found.path)
        first = seen.setdefault(path.casefold(), found.path)
        if first is not found.path:
            message = N_("Windows and macOS hold this file and “{other}” for one.", other=first)
            yield Problem(found.path, 0, Level.WARNING, "name-twin", message)


def _note(result: Scan, path: str, rule: str, message: Text) -> None:
    result.problems.append(Problem(path.rstrip("/"), 0, Level.WARNING, rule, message))
