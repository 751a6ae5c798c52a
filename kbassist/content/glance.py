"""Looking at a few files that are said to have changed, where a look at all of them would give the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kbassist.content.files import Files
from kbassist.content.problem import Problem
from kbassist.content.scan import MAX_DEPTH, Found, Walk, role_of

_TOPS: Final = ("kb/", "macros/")
_MANY: Final = 500


@dataclass(slots=True)
class Glance:
    """The files to look into, those that are gone, and the remarks on names as they are now."""

    found: list[Found] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    remarks: tuple[Problem, ...] = ()


def glance(root: Path, paths: frozenset[str], files: Files) -> Glance | None:
    """Return what became of these paths (below the root, with forward slashes).

    That two names differ in case only is left to the next look at everything.

    Returns None wherever only a look at everything is sure to be right: settings of the team, links, whole folders
    that came or went, names in another spelling, a root that cannot be reached.
    """
    if len(paths) > _MANY:
        return None
    try:
        return _glance(root, paths, files)
    except OSError:
        return None


def _glance(root: Path, paths: Iterable[str], files: Files) -> Glance | None:
    real = os.path.realpath(root)
    tops = tuple(top for top in _TOPS if (root / top).is_dir()) or ("",)
    walk, seen = Walk(root), Glance()
    for path in sorted(paths):
        top = next((top for top in tops if path.startswith(top)), None)
        state = _state(f"{real}{os.sep}{path.replace('/', os.sep)}", path in files)
        if state == "odd" or _matters_to_all(path, top, state, files):
            return None
        if top is None or not role_of(path, top) or _aside(path.removeprefix(top)):
            continue
        if state == "there":
            walk.file(top, path)
        elif path in files:
            seen.gone.add(path)
    if seen.gone and not any(root.iterdir()):
        return None  # a share that is not mounted leaves an empty folder behind
    seen.found, seen.remarks = walk.result.files, _remarks(files, seen.gone, walk.result.problems)
    return seen


def _state(target: str, known: bool) -> str:
    """Tell whether a file is `there`, `gone`, or `odd`: a folder, a link, or of another name on the disk."""
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return "gone"
    if not stat.S_ISREG(mode) or (not known and os.path.realpath(target) != target):
        return "odd"
    return "there"


def _matters_to_all(path: str, top: str | None, state: str, files: Files) -> bool:
    """Tell whether more may have changed than this path: by the team's settings, or since it was a folder."""
    if path.count("/") > MAX_DEPTH or (top is not None and role_of(path, top) == "team"):
        return True
    if state != "gone" or path in files:
        return False
    return any(known.startswith(f"{path}/") for known in files) or f"{path}/" in _TOPS


def _aside(path: str) -> bool:
    """Tell whether a file below a top folder lies in a folder that is not read."""
    *folders, name = path.split("/")
    return name.startswith(".") or any(part.startswith(("_", ".")) for part in folders if part != "_snippets")


def _remarks(files: Files, gone: set[str], noted: list[Problem]) -> tuple[Problem, ...]:
    """Return the remarks on names with those of new files and without those of files that are gone."""
    new = [problem for problem in noted if problem.path not in files]
    if not new and not gone:
        return files.remarks
    return (*(problem for problem in files.remarks if problem.path not in gone), *new)
