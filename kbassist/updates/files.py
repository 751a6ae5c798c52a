"""Comparing what lies in a folder with what a manifest names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kbassist.updates.manifest import Manifest, ReleaseFile


@dataclass(frozen=True, slots=True)
class Compared:
    """Names of files: as the manifest says, other than it says, and not there (IT may keep them elsewhere)."""

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def compare(folder: Path, manifest: Manifest, *, whole: bool) -> Compared:
    """Compare the files that the manifest names: sizes, and with `whole` also content, which reads every byte.

    Raises OSError where the folder or one of the files cannot be read.
    """
    folder.stat()
    found: dict[str, list[str]] = {"right": [], "wrong": [], "missing": []}
    for file in manifest.files:
        found[_state(folder / file.name, file, whole=whole)].append(file.name)
    return Compared(**{state: tuple(names) for state, names in found.items()})


def _state(path: Path, file: ReleaseFile, *, whole: bool) -> str:
    try:
        right = path.stat().st_size == file.size and (not whole or digest(path) == file.sha256)
    except FileNotFoundError:
        return "missing"
    return "right" if right else "wrong"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
