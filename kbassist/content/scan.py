"""Listing the files of a library without opening one."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kbassist.content.images import DEVICES
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_, Text

MAX_DEPTH: Final = 32
MAX_FILES: Final = 200_000
_ENTRY: Final = (".md", ".markdown")
_TEAM: Final = (".yaml", ".yml")
_UNKNOWN: Final = re.compile("[\ud800-\udfff]")
_FORBIDDEN: Final = frozenset('<>:"|?*\\')
_LONG: Final = 180
_SUSPECT: Final = re.compile(rf'[<>:"|?*\\\x00-\x1f]|(?:^|/) |[. ](?:/|$)|(?:^|/)(?i:{"|".join(DEVICES)})(?:[./]|$)')
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
    with os.scandir(root) as listing:
        names = sorted(entry.name for entry in listing)
    walk = Walk(root)
    walk.result.empty = not names
    tops = [f"{name}/" for name in ("kb", "macros") if name in names and (root / name).is_dir()]
    for top in tops or [""]:
        walk.below(top)
    walk.result.files.sort(key=lambda found: found.path)
    walk.result.problems += _twins(walk.result.files)
    return walk.result


def found_at(root: Path, path: str) -> Found | None:
    """Return the file at this path below the root as a scan would; None where it is none that is read."""
    walk = Walk(root)
    walk.file(next((top for top in ("kb/", "macros/") if path.startswith(top) and (root / top).is_dir()), ""), path)
    return next(iter(walk.result.files), None)


class Walk:
    """Goes through the folders one by one, with a list of those to come and no recursion."""

    def __init__(self, root: Path) -> None:
        self.result = Scan()
        self._root = root
        self._real = os.path.realpath(root)
        self._top = ""

    def below(self, top: str, folder: str = "") -> None:
        """Take the files of a top folder, or of a `folder` there, and of all folders in it."""
        self._top = top
        if not (self._root / top).resolve().is_relative_to(self._real):
            self._note(top, "symlink", N_("This link leads out of the library or nowhere; it is not followed."))
            return
        pending = [folder or top]
        while pending and len(self.result.files) < MAX_FILES:
            folder = pending.pop()
            if folder.count("/") > MAX_DEPTH:
                message = N_("Folders are nested more than {n} deep; what lies here is not read.", n=MAX_DEPTH)
                self._note(folder, "path-depth", message)
            else:
                pending += sorted(self._folder(folder), reverse=True)

    def _folder(self, folder: str) -> Iterator[str]:
        """Take the files of one folder, yield the folders in it."""
        try:
            with os.scandir(self._root / folder) as listing:
                entries = list(listing)
        except FileNotFoundError:
            return  # deleted since it was listed
        except OSError:
            self.result.closed.append(folder)
            message = N_("This folder cannot be opened; what was read before is kept.")
            self._note(folder, "unreadable-folder", message)
            return
        for entry in entries:
            path = folder + entry.name
            if entry.name.startswith(".") or not self._followed(entry, path):
                continue
            if not _is_folder(entry):
                self._file(entry, path)
            elif not entry.name.startswith("_") or entry.name == self._settings:
                yield f"{path}/"

    def file(self, top: str, path: str) -> None:
        """Take a single file below a top folder."""
        self._top = top
        self._file(self._root / path, path)

    @property
    def _settings(self) -> str:
        """The one folder with an underscore that is read here."""
        return "_snippets" if self._top == "macros/" else "_team"

    def _followed(self, entry: os.DirEntry[str], path: str) -> bool:
        """Tell whether an entry is read: no link out of the library, and no second way to one of its folders."""
        try:
            junction = getattr(entry, "is_junction", lambda: False)()
            if not entry.is_symlink() and not junction:
                return True
            target = Path(entry.path).resolve()
            inside = target.is_relative_to(self._real)
            if inside and target.is_file():
                return True
        except (OSError, RuntimeError):  # a loop of links
            inside = False
        if inside:
            message = N_("This link leads to a folder of the library, which is read where it stands.")
            self._note(path, "symlink", message, Level.INFO)
        else:
            self._note(path, "symlink", N_("This link leads out of the library or nowhere; it is not followed."))
        return False

    def _file(self, entry: os.DirEntry[str] | Path, path: str) -> None:
        role = role_of(path, self._top)
        if not role:
            return
        try:
            stat = entry.stat()
        except OSError:
            return  # deleted since it was listed
        if _UNKNOWN.search(path):
            message = N_("The file's name is in an unknown encoding; it is not read.")
            self._note(_UNKNOWN.sub("�", path), "file-name", message, Level.ERROR)
            return
        if _suspect(path) and (remark := _name(path)):
            self._note(path, "file-name", remark)
        self.result.files.append(Found(path, self._top, role, stat.st_mtime_ns, stat.st_size))

    def _note(self, path: str, rule: str, message: Text, level: Level = Level.WARNING) -> None:
        self.result.problems.append(Problem(path.rstrip("/"), 0, level, rule, message))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def role_of(path: str, top: str) -> str:
    """Return what a file is to be read as: entry, macro, snippet or team; empty for one that is not read."""
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


def _suspect(path: str) -> bool:
    """Tell at once of nearly every path that `_name` has nothing against it."""
    return len(path) > _LONG or bool(_SUSPECT.search(path)) or not _composed(path)


def _composed(path: str) -> bool:
    return path.isascii() or unicodedata.is_normalized("NFC", path)


def _name(path: str) -> Text | None:
    """Return what another system would have against a file's path."""
    name = path.rpartition("/")[2]
    parts = path.split("/")
    if any(part.split(".")[0].casefold() in DEVICES for part in parts):
        return N_("“{name}” cannot exist on Windows, where it is the name of a device.", name=name)
    if any(part.endswith((".", " ")) or part.startswith(" ") for part in parts):
        return N_("A name that begins or ends with a space, or ends with a full stop, cannot exist on Windows.")
    if any(character in _FORBIDDEN or character < " " for character in path):
        return N_('“{name}” cannot exist on Windows: it has one of the characters < > : " | ? * \\.', name=name)
    if not _composed(path):
        return N_("The name is in decomposed Unicode (as macOS writes it); links to it may not find it.")
    if len(path) > _LONG:
        return N_("The path is {n} characters long; Windows may not open it.", n=len(path))
    return None


def _twins(files: list[Found]) -> Iterator[Problem]:
    """Yield files whose paths differ in case or Unicode form only: some systems hold them for one."""
    folded = [unicodedata.normalize("NFC", found.path).casefold() for found in files]
    if len(set(folded)) == len(files):
        return
    seen: dict[str, str] = {}
    for found, path in zip(files, folded, strict=True):
        first = seen.setdefault(path, found.path)
        if first is not found.path:
            message = N_("Windows and macOS hold this file and “{other}” for one.", other=first)
            yield Problem(found.path, 0, Level.WARNING, "name-twin", message)
