"""Checking that nothing of wine, and none of the stand-ins that tests put into it, gets into the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from windows.check_imports import PROGRAMS
from windows.failure import BuildError

# What wine writes behind the DOS header of each program and DLL of its own.
WINE_MARKS: Final = (b"Wine builtin DLL", b"Wine placeholder DLL")
# Parts of Windows itself: what bears these names in a package is wine's or a stand-in.
STAND_INS: Final = frozenset({"bcryptprimitives.dll", "icuuc.dll", "mscms.dll", "ucrtbase.dll", "ucrtwine.dll"})
_HEAD: Final = 256


def fault(name: str, head: bytes) -> str:
    """Say why a program or DLL may not be shipped; `head` are its first bytes. Empty where it may."""
    if name.lower() in STAND_INS:
        return "belongs to Windows"
    return "is wine's" if any(mark in head for mark in WINE_MARKS) else ""


def check(stage: Path) -> int:
    """Check every program and DLL of a folder; return how many there are. Raises BuildError that names each fault."""
    found = sorted(path for path in stage.rglob("*") if path.suffix.lower() in PROGRAMS)
    faults = [f"{path.relative_to(stage)} {why}" for path in found if (why := fault(path.name, _head(path)))]
    if faults:
        raise BuildError("what may not be shipped:\n  " + "\n  ".join(faults))
    return len(found)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
