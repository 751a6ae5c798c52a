"""A look at a folder before it becomes the library: what it holds, or what is wrong with it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kbassist.i18n import N_, Text

DEEPEST: Final = 8
MOST: Final = 20_000
SUFFIXES: Final = (".md", ".markdown")


def look_at(folder: Path) -> tuple[bool, Text]:
    """Return whether a folder will do as a library, and a sentence that says what it holds."""
    if not folder.is_dir():
        return False, N_("There is no folder {path}.", path=str(folder))
    parts = [name for name in ("kb", "macros") if (folder / name).is_dir()]
    try:
        if not parts:
            pages = _pages(folder)
            if not pages:
                return False, N_("The folder holds neither kb/ nor macros/ nor any Markdown file.")
            return True, N_("No kb/ or macros/: its {n} Markdown files are read as articles.", n=pages)
        counts = {name: _pages(folder / name) for name in parts}
    except OSError as error:
        return False, N_("The folder cannot be read: {reason}.", reason=error.strerror or "")
    return True, N_(
        "{articles} files in kb/, {macros} in macros/.", articles=counts.get("kb", 0), macros=counts.get("macros", 0)
    )


def _pages(folder: Path) -> int:
    return sum(1 for _path in itertools.islice(_walk(folder, DEEPEST), MOST))


def _walk(folder: Path, deeper: int) -> Iterator[str]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith("."):
                continue
            if item.is_dir(follow_symlinks=False) and deeper:
                yield from _walk(Path(item.path), deeper - 1)
            elif item.name.lower().endswith(SUFFIXES):
                yield item.path
