"""A Windows of its own for a test: one folder with wine's C: drive, and programs that run in it."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import IO, Final

from tests.packaging.wine import template

OVERRIDES: Final = f"mscms=n;ucrtbase=n;{template.QUIET}"

OWN_FOLDERS: Final = frozenset(["KBASSIST_CONFIG_DIR", "KBASSIST_CACHE_DIR", "KBASSIST_DATA_DIR"])


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended, and what it printed."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Windows:
    """A wine prefix; programs are named by Windows paths, by names, or by paths of Linux.

    `display` is the X display of its windows: else that of the test's own environment.
    """

    folder: Path
    display: str = ""

    @property
    def drive(self) -> Path:
        """The C: drive."""
        return self.folder / "drive_c"

    @property
    def local(self) -> Path:
        """The user's folder for programs and data of this machine."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    def on(self, display: str) -> Windows:
        """Return the same Windows with its windows on an X display (`:7`)."""
        return replace(self, display=display)

    def path(self, path: Path) -> str:
        r"""Return what a file of Linux is called in this Windows: `C:\…` on its drive, else `Z:\…`."""
        whole = path.absolute()
        below = whole.is_relative_to(self.drive)
        rest = whole.relative_to(self.drive if below else "/")
        return str(PureWindowsPath("C:/" if below else "Z:/", *rest.parts))

    def env(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of its programs, with `extra` added; Qt's variables are written `WINEQT_…`."""
        display = {"DISPLAY": self.display} if self.display else {}
        return {**environment(self.folder), **display, **(extra or {})}

    def run(
        self,
        *words: str | Path,
        timeout: float = 240,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        """Run a program to its end; wine hangs where standard input or output is no pipe."""
        done = subprocess.run(
            ["wine", *map(str, words)], env=self.env(env), cwd=cwd, input="", text=True, encoding="utf-8",
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout)

    def start(
        self,
        *words: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        output: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program and leave it running; `end` ends it with all others.

        What it prints goes to the file `output`, or nowhere; through a pipe, since wine hands no file on. It has
        nothing to read.
        """
        command, pipe = ["wine", *map(str, words)], subprocess.PIPE
        process = subprocess.Popen(
            command, env=self.env(env), cwd=cwd, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT
        )
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        target = (output or Path(os.devnull)).open("wb")
        threading.Thread(target=_drain, args=(process.stdout, target), daemon=True).start()
        return process

    def wait(self, seconds: float = 60) -> None:
        """Wait until nothing runs any more in this Windows, wine's own services included."""
        self._server("-w", seconds)

    def end(self) -> None:
        """End every program of this Windows, as pulling the plug does; nothing of it runs afterwards."""
        self._server("-k", 60)  # fails where none is running
        self.wait()

    def _server(self, option: str, seconds: float) -> None:
        command = ["wineserver", option]
        subprocess.run(command, env=self.env(), timeout=seconds, check=False, stderr=subprocess.DEVNULL)

    def registry(self) -> str:
        """Return what the registry holds of user and machine, as wine writes it when nothing runs any more."""
        self.wait()
        return "".join((self.folder / name).read_text("utf-8", "replace") for name in ("user.reg", "system.reg"))


def _drain(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy what comes as it comes, until the end."""
    with source, target:
        while data := os.read(source.fileno(), 65_536):
            target.write(data)
            target.flush()


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of programs in a prefix; they have their own folders, not those of a test of Linux."""
    set_ = {"WINEPREFIX": str(folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES, "LC_ALL": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name not in OWN_FOLDERS}
    return {**kept, **set_, "WINEQT_QPA_PLATFORM": "windows"}


def make(folder: Path) -> Windows:
    """Make a fresh Windows 10 in a folder, with the stand-ins in its system folder, from the machine's pattern."""
    template.copy(folder)
    return Windows(folder)


@contextmanager
def living(folder: Path, display: str = "") -> Iterator[Windows]:
    """Give a fresh Windows for a while; whatever runs in it ends with it."""
    windows = make(folder).on(display)
    try:
        yield windows
    finally:
        windows.end()
