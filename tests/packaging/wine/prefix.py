"""A Windows of its own for a test: one folder with wine's C: drive, and commands that run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pefile

HERE: Final = Path(__file__).resolve().parent
WINE_DLLS: Final = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
OWN: Final = frozenset(["creal", "crealf", "creall", "cimag", "cimagf", "cimagl", "carg", "cargf", "cargl"])
LIBRARIES: Final = {"bcryptprimitives": ("-ladvapi32",)}
OVERRIDES: Final = "mscms=n;ucrtbase=n;winemenubuilder.exe=;mscoree=;mshtml="


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended, and what it printed."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Windows:
    """A wine prefix; `run` takes Windows paths and names."""

    folder: Path

    @property
    def drive(self) -> Path:
        """The C: drive."""
        return self.folder / "drive_c"

    @property
    def local(self) -> Path:
        """The user's folder for programs and data of this machine."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    def run(self, *words: str | Path, timeout: float = 240) -> Done:
        """Run a program to its end; wine hangs where standard input or output is no pipe."""
        done = subprocess.run(
            ["wine", *map(str, words)], env=environment(self.folder), input="", text=True, encoding="utf-8",
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout)

    def registry(self) -> str:
        """Return what the registry holds of user and machine, as wine writes it when nothing runs any more."""
        subprocess.run(["wineserver", "-w"], env=environment(self.folder), timeout=60, check=True)
        return "".join((self.folder / name).read_text("utf-8", "replace") for name in ("user.reg", "system.reg"))


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of programs in a prefix."""
    set_ = {"WINEPREFIX": str(folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES, "LC_ALL": "C.UTF-8"}
    return {**os.environ, **set_, "WINEQT_QPA_PLATFORM": "windows"}


def make(folder: Path) -> Windows:
    """Make a fresh Windows 10 with the stand-ins in its system folder."""
    windows = Windows(folder)
    plain = {**environment(folder), "WINEDLLOVERRIDES": "winemenubuilder.exe=;mscoree=;mshtml="}
    for command in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):  # these need wine's own libraries
        subprocess.run(["wine", *command], env=plain, input=b"", stdout=subprocess.PIPE, timeout=120, check=True)
    system = windows.drive / "windows" / "system32"
    shutil.copyfile(WINE_DLLS / "ucrtbase.dll", system / "ucrtwine.dll")
    forwards = folder / "ucrtbase.def"
    forwards.write_text(_forwards(WINE_DLLS / "ucrtbase.dll"), encoding="utf-8")
    for source in sorted(HERE.glob("*.c")):
        extra = [str(forwards)] if source.stem == "ucrtbase" else list(LIBRARIES.get(source.stem, ()))
        command = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-shared", "-fno-builtin"]
        target = system / f"{source.stem}.dll"
        subprocess.run([*command, "-o", str(target), str(source), *extra], check=True, timeout=60)
    return windows


def _forwards(library: Path) -> str:
    """Return a definition file that hands every function but ours to wine's own library."""
    names = sorted(one.name.decode() for one in pefile.PE(str(library)).DIRECTORY_ENTRY_EXPORT.symbols if one.name)
    quoted = {name: f'"{name}"' if set("?@$") & set(name) else name for name in names}
    lines = [f" {quoted[n]}" if n in OWN else f' {quoted[n]} = "ucrtwine.{n}"' for n in names]
    return "\n".join(['LIBRARY "ucrtbase.dll"', "EXPORTS", *lines, ""])
