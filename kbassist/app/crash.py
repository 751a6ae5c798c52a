"""The last barrier: an exception that nobody expected is said, and written down without a word of any text."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from kbassist import __version__, atomic

FOLDER: Final = "crashes"
KEPT: Final = 20  # reports; the oldest goes first
SUFFIX: Final = ".txt"
_DEEPEST: Final = 5  # causes of causes
_FROZEN: Final = re.compile(r"<frozen [\w.]+>")

Tell = Callable[[Exception], None]
"""Told of an exception on whatever thread it came up."""


class Reports:
    """A folder with one file for each crash, at most `KEPT` of them: type and places in the code, never a value."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = datetime.now) -> None:
        self.folder = folder
        self._clock = clock
        self._written: dict[str, Path] = {}

    def write(self, error: BaseException, where: str) -> Path | None:
        """Keep a report of an exception that came up in `where`; the same one again in this run is kept once.

        Returns None where the disk refuses: nothing is lost but the report.
        """
        text = f"exception in {where}\n{''.join(described(error))}"
        if text not in self._written and (path := self.keep(text, facts())) is not None:
            self._written[text] = path
        return self._written.get(text)

    def keep(self, text: str, about: str) -> Path | None:
        """Write a report of its own; `about` is what ran, as of `facts`."""
        now = self._clock()
        try:
            path = self._free(now)
            atomic.write_text(path, f"kbassist crash report, {now.isoformat(timespec='seconds')}\n{about}\n{text}")
            self._prune()
        except OSError:
            return None
        return path

    def _free(self, now: datetime) -> Path:
        stem, number = now.strftime("%Y-%m-%dT%H-%M-%S"), 1
        while (path := self.folder / f"{stem}-{number:02}{SUFFIX}").exists():
            number += 1
        return path

    def _prune(self) -> None:
        """Take the oldest reports away; their names are their times."""
        for old in sorted(self.folder.glob(f"*{SUFFIX}"))[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()


def install(folder: Path, tell: Tell) -> Reports:
    """Take every exception that reaches Python's top, of any thread: keep a report in `folder`, and tell the agent.

    What comes up while an object is taken away is kept, too, but told to nobody: nothing of theirs has failed. One
    line goes to standard error, for an exception before there is an event loop is told to nobody otherwise.
    """
    reports = Reports(folder)

    def caught(error: BaseException | None, where: str, *, told: bool = True) -> None:
        if not isinstance(error, Exception):
            return
        path = reports.write(error, where)
        _print(error, path or folder)
        if told:
            with contextlib.suppress(RuntimeError):  # at the very end the window may be gone
                tell(error)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
        caught(error, "the main thread")

    sys.excepthook = hook
    threading.excepthook = lambda args: caught(args.exc_value, _thread(args.thread))
    sys.unraisablehook = lambda args: caught(args.exc_value, "a finalizer", told=False)
    return reports


def described(error: BaseException, depth: int = 0) -> Iterator[str]:
    """Yield the lines that are written down of an exception and its causes: which type, where in the code."""
    number = f" (errno {error.errno})" if isinstance(error, OSError) and error.errno is not None else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{number}\n"
    for frame in traceback.extract_tb(error.__traceback__):
        if not frame.filename.startswith("<frozen importlib."):  # several for each import, which say nothing
            yield f"  {place(frame.filename)}:{frame.lineno} {frame.name}\n"
    cause = error.__cause__ or error.__context__
    if cause is not None and depth < _DEEPEST:
        yield "caused by "
        yield from described(cause, depth + 1)


def place(filename: str) -> str:
    """Return where code lies, from the folder of the packages on, so that no user's name is in it.

    A file that is no code is not named at all.
    """
    path = filename.replace("\\", "/")
    if _FROZEN.fullmatch(path):
        return path
    if not path.endswith((".py", ".pyc")):
        return "?"
    for package in ("/site-packages/", "/kbassist/"):
        _before, found, rest = path.rpartition(package)
        if found:
            return package.replace("/site-packages/", "").lstrip("/") + rest
    whole = path.startswith("lib/")  # named when the byte code was made
    return path if whole else path.rpartition("/")[2]


def facts() -> str:
    """Return which program runs on which Python, Qt and system; nothing of the user or the machine's name."""
    core = sys.modules.get("PySide6.QtCore")
    qt = f", Qt {core.qVersion()}" if core is not None else ""
    return f"kbassist {__version__}, Python {'.'.join(map(str, sys.version_info[:3]))}{qt}, {_system()}"


def _system() -> str:
    """Return the system with its build; `platform` would start a program to find it out."""
    if sys.platform == "win32":
        return "Windows " + ".".join(map(str, sys.getwindowsversion().platform_version))
    import os

    return f"{os.uname().sysname} {os.uname().release}"


def _thread(thread: threading.Thread | None) -> str:
    """Name a thread of ours; what others call theirs is not known."""
    return f"thread {thread.name}" if thread is not None and thread.name.startswith("kbassist-") else "a thread"


def _print(error: BaseException, report: Path) -> None:
    """Name type and report where there is a terminal or a log (a windowed program has none)."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # closed, or full
            print(f"kbassist: {type(error).__name__}, see {report}", file=sys.stderr)  # noqa: T201
