"""Damage that a disk can do to an index."""

from __future__ import annotations

from pathlib import Path


def zero_lists(cache: Path) -> int:
    """Overwrite all posting lists below a folder with zeros, where they lie; return how many files there were."""
    found = [path for path in cache.rglob("*.pst") if path.stat().st_size]
    for path in found:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
    return len(found)
