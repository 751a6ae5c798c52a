"""`python -m windows.reproduce`: builds twice and says which files have the same bytes, and where others differ."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from windows import project
from windows.build import Wish, build
from windows.failure import BuildError
from windows.fetch import digest
from windows.tool import say


def main(given: Sequence[str] | None = None) -> int:
    """Build twice and compare; return 0 where all bytes are the same, else 1."""
    parser = argparse.ArgumentParser(prog="windows.reproduce", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="pack Setup.exe loosely, in seconds")
    quick = parser.parse_args(given).quick
    try:
        found = project.read()
        folders = [found.work / "first", found.work / "second"]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            build(found, Wish(folder, quick=quick))
    except BuildError as error:
        sys.stderr.write(f"package: {error}\n")
        return 1
    differing = differences(*folders)
    say(f"not the same bytes: {', '.join(differing)}" if differing else "both builds have the same bytes")
    return 1 if differing else 0


def differences(first: Path, second: Path) -> list[str]:
    """Return the names of files that one folder lacks or that differ, with the first byte that does."""
    found = ((folder, path) for folder in (first, second) for path in folder.rglob("*") if path.is_file())
    names = sorted({path.relative_to(folder).as_posix() for folder, path in found})
    return [said for name in names if (said := _difference(name, first / name, second / name))]


def _difference(name: str, one: Path, other: Path) -> str:
    if not (one.exists() and other.exists()):
        return f"{name} (only once)"
    if digest(one) == digest(other):
        return ""
    left, right = one.read_bytes(), other.read_bytes()
    place = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return f"{name} (from byte {place})"


if __name__ == "__main__":
    sys.exit(main())
