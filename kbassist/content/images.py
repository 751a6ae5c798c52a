"""The pictures that an article may show: real files of the library, of few kinds and of bounded size."""

from __future__ import annotations

import os
import posixpath
import stat
from pathlib import Path
from typing import Final

from kbassist.content.links import inside

MAX_BYTES: Final = 10_000_000
_MAGIC: Final = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".bmp": (b"BM",),
}
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def local_image(root: Path, relative: str) -> Path | None:
    """Return the file that an image of the library means, by its path below the root, or None where it is refused.

    Refused are files outside the root (links followed), of another kind than their suffix says, and big ones.
    """
    for written in dict.fromkeys((relative, inside("", relative))):
        if written and (found := _file(root, written)):
            return found
    return None


def _file(root: Path, relative: str) -> Path | None:
    if not _is_inside(relative):
        return None
    try:
        real, base = os.path.realpath(root / relative), os.path.realpath(root)
        if not real.startswith(base + os.sep):
            return None
        return Path(real) if _is_image(Path(real)) else None
    except (OSError, ValueError):
        return None


def _is_inside(relative: str) -> bool:
    if not relative or relative.startswith("/") or any(mark in relative for mark in ("\\", ":", "\0")):
        return False
    parts = posixpath.normpath(relative).split("/")
    return ".." not in parts and not any(part.split(".")[0].casefold().strip() in DEVICES for part in parts)


def _is_image(path: Path) -> bool:
    starts = _MAGIC.get(path.suffix.lower())
    about = path.stat()
    if starts is None or not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
        return False
    with path.open("rb") as file:
        return file.read(16).startswith(starts)
