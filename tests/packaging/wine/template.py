"""The machine's pattern of a fresh Windows: made once, with stand-ins for what wine lacks; copied for each use."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pefile

HERE: Final = Path(__file__).resolve().parent
WINE_DLLS: Final = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
OWN: Final = frozenset(["creal", "crealf", "creall", "cimag", "cimagf", "cimagl", "carg", "cargf", "cargl"])
LIBRARIES: Final = {"bcryptprimitives": ("-ladvapi32",)}
# A program of wine's own that draws no menus on the desktop of Linux, and asks for no download of .NET or a browser.
QUIET: Final = "winemenubuilder.exe=;mscoree=;mshtml="
PREFIX: Final = "prefix"
KEPT: Final = 7 * 86_400  # seconds
# What is shared between copies by hard links: nothing writes into these files, and they are 95 % of the weight.
SHARED: Final = frozenset([".dll", ".exe", ".drv", ".sys", ".ocx", ".cpl", ".acm", ".ax", ".tlb", ".nls", ".ttf"])


def cache() -> Path:
    """Return the folder of what is made once a machine; `KBASSIST_PACKAGE_CACHE` overrides where it lies."""
    given = os.environ.get("KBASSIST_PACKAGE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return (Path(given) if given else Path(base) / "kbassist-package") / "wine"


def template() -> Path:
    """Return the pattern for this wine, these sources and this user, made now if it is the first time."""
    found = cache() / f"{PREFIX}-{_key()}"
    with alone("prefix"):
        if not found.exists():
            drop_old(PREFIX)
            made = cache() / f"unfinished-{PREFIX}"
            shutil.rmtree(made, ignore_errors=True)
            _make(made)
            made.rename(found)  # last, so that a run that was killed leaves nothing that looks finished
        os.utime(found)
    return found


def copy(folder: Path) -> None:
    """Copy the pattern into a folder, which may exist and be empty."""
    shutil.copytree(template(), folder, symlinks=True, dirs_exist_ok=True, copy_function=_copy)


def drop_old(name: str) -> None:
    """Remove what was made under this name for other sources and not used for a week; its age is that of its use."""
    for old in cache().glob(f"{name}-*"):
        if time.time() - old.stat().st_mtime > KEPT:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Let one process at a time make something in the cache; the lock goes with the process that holds it."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy(source: str, target: str) -> str:
    """Link a library of wine's, copy anything else, and copy where the target lies on another disk."""
    if Path(source).suffix in SHARED:
        try:
            os.link(source, target)
        except OSError:
            pass
        else:
            return target
    return str(shutil.copy2(source, target))


def _key() -> str:
    """Return what the pattern depends on, as a few letters."""
    asked = subprocess.run(["wine", "--version"], capture_output=True, check=True, timeout=60)
    sources = [path.read_bytes() for path in (*sorted(HERE.glob("*.c")), Path(__file__))]
    return hashlib.sha256(b"\0".join([asked.stdout, getpass.getuser().encode(), *sources])).hexdigest()[:16]


def _make(folder: Path) -> None:
    env = {**os.environ, "WINEPREFIX": str(folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": QUIET}
    for command in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):  # these need wine's own libraries
        subprocess.run(["wine", *command], env=env, input=b"", timeout=180, check=True, capture_output=True)
    subprocess.run(["wineserver", "-w"], env=env, timeout=60, check=True, capture_output=True)
    _stay_inside(folder / "drive_c" / "users")
    _add_stand_ins(folder)


def _stay_inside(users: Path) -> None:
    """Turn wine's links to the folders of the person at this machine into folders of the prefix."""
    for path in [path for path in users.rglob("*") if path.is_symlink()]:
        path.unlink()
        path.mkdir()


def _add_stand_ins(folder: Path) -> None:
    """Compile what wine 8 lacks and Qt, numpy and Rust's libraries need, into the system folder."""
    system = folder / "drive_c" / "windows" / "system32"
    shutil.copyfile(WINE_DLLS / "ucrtbase.dll", system / "ucrtwine.dll")
    forwards = folder / "ucrtbase.def"
    forwards.write_text(_forwards(WINE_DLLS / "ucrtbase.dll"), encoding="utf-8")
    for source in sorted(HERE.glob("*.c")):
        extra = [str(forwards)] if source.stem == "ucrtbase" else list(LIBRARIES.get(source.stem, ()))
        command = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-shared", "-fno-builtin"]
        target = system / f"{source.stem}.dll"
        target.unlink(missing_ok=True)
        subprocess.run([*command, "-o", str(target), str(source), *extra], check=True, timeout=60)


def _forwards(library: Path) -> str:
    """Return a definition file that hands every function but ours to wine's own library."""
    names = sorted(one.name.decode() for one in pefile.PE(str(library)).DIRECTORY_ENTRY_EXPORT.symbols if one.name)
    quoted = {name: f'"{name}"' if set("?@$") & set(name) else name for name in names}
    lines = [f" {quoted[n]}" if n in OWN else f' {quoted[n]} = "ucrtwine.{n}"' for n in names]
    return "\n".join(['LIBRARY "ucrtbase.dll"', "EXPORTS", *lines, ""])
