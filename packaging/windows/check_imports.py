"""Checking without Windows that every DLL which the package's programs import is shipped or belongs to Windows 10."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from windows.failure import BuildError

AMD64: Final = 0x8664
PROGRAMS: Final = (".dll", ".exe", ".pyd")
SYSTEM: Final = frozenset(
    {
        "advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "crypt32",
        "d3d11", "d3d12", "d3d9", "dbghelp", "dcomp", "dnsapi", "dwmapi", "dwrite", "dxgi", "dxva2", "gdi32",
        "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "mscms", "msvcrt", "ncrypt", "netapi32", "ntdll",
        "ole32", "oleacc", "oleaut32", "opengl32", "powrprof", "propsys", "psapi", "rpcrt4", "runtimeobject",
        "secur32", "setupapi", "shcore", "shell32", "shlwapi", "ucrtbase", "uiautomationcore", "user32",
        "userenv", "usp10", "uxtheme", "version", "winhttp", "winmm", "winspool.drv", "wintrust", "ws2_32",
        "wtsapi32",
    }
)  # fmt: skip
# API sets: names that Windows 10 resolves itself. Not so msvcp140 and vcruntime140: a fresh Windows has none.
API_SETS: Final = ("api-ms-win-", "ext-ms-win-")
# Folders that the program itself adds to the search for DLLs while it starts, by `os.add_dll_directory`.
ADDED: Final = ("lib/PySide6", "lib/shiboken6")


@dataclass(frozen=True, slots=True)
class Image:
    """What one program or DLL is: the path in the package, its machine, and the DLLs it asks for."""

    path: str
    machine: int
    imports: frozenset[str]


def image(path: Path, name: str) -> Image:
    """Read a program's header; `name` is its path in the package."""
    import pefile  # noqa: PLC0415 - an import of half a second

    wanted = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    with pefile.PE(str(path), fast_load=True) as found:
        found.parse_data_directories([pefile.DIRECTORY_ENTRY[one] for one in wanted])
        entries = [*getattr(found, "DIRECTORY_ENTRY_IMPORT", []), *getattr(found, "DIRECTORY_ENTRY_DELAY_IMPORT", [])]
        return Image(name, found.FILE_HEADER.Machine, frozenset(one.dll.decode("ascii").lower() for one in entries))


def images(stage: Path) -> tuple[Image, ...]:
    """Read every program and DLL of a laid out package."""
    found = sorted(path for path in stage.rglob("*") if path.suffix.lower() in PROGRAMS)
    return tuple(image(path, path.relative_to(stage).as_posix()) for path in found)


def faults(found: Iterable[Image]) -> tuple[str, ...]:
    """Say what Windows would not find, and what is made for another machine."""
    listed = tuple(found)
    places: dict[str, set[str]] = {}
    for one in listed:
        path = PurePosixPath(one.path.lower())
        places.setdefault(path.name, set()).add(path.parent.as_posix())
    added = {folder.lower() for folder in ADDED} | {
        p for all_ in places.values() for p in all_ if p.endswith(".libs")
    }
    foreign = [f"{one.path} is not made for 64-bit Windows" for one in listed if one.machine != AMD64]
    lost = [
        f"{one.path} needs {dll}"
        for one in listed
        for dll in sorted(one.imports)
        if _is_lost(one, dll, places, added)
    ]
    return tuple(foreign + lost)


def _is_lost(one: Image, dll: str, places: Mapping[str, set[str]], added: set[str]) -> bool:
    """Tell whether Windows would look in vain: beside the program, beside Python, in added folders, in its own."""
    if dll.startswith(API_SETS) or dll.removesuffix(".dll") in SYSTEM:
        return False
    where = {PurePosixPath(one.path.lower()).parent.as_posix(), "runtime", *added}
    return not places.get(dll, set()) & where


def check(stage: Path) -> int:
    """Check a laid out package; return how many programs it has. Raises BuildError with all that is missing."""
    found = images(stage)
    if lost := faults(found):
        raise BuildError("what Windows would not find:\n  " + "\n  ".join(lost))
    return len(found)
