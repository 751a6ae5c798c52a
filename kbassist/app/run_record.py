"""The record of the run that is under way: it goes at a proper end, and tells the next start where there was none."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from kbassist.app.crash import Reports, facts, place

SUFFIX: Final = ".running"
_OVER: Final = ".ended"
_ENDING: Final = "the session ends"
_STAYING: Final = "the session goes on"
_LARGEST: Final = 1 << 20  # bytes that are read of a record
_MARGIN_S: Final = 60.0  # how far two clocks may be apart
_NO_TRACE: Final = "ended without a trace: by force, by the system, or by a fault that cannot be caught\n"

# What faulthandler writes; a line of any other shape is left out.
_FRAME: Final = re.compile(r'  File "(.*)", line (\d+|\?\?\?) in (\S+)')
_IMPORTING: Final = '  File "<frozen importlib.'  # five lines for each import, which say nothing
_KNOWN: Final = (
    re.compile(r"(?:Fatal Python error|Windows fatal exception): [\w .:-]{1,80}"),
    re.compile(r"(?:Current thread|Thread) 0x[0-9a-f]+(?: \(most recent call first\))?:?"),
    re.compile(r"  (?:<no Python frame>|Garbage-collecting|\.\.\.)"),
)


class RunRecord:
    """A file that is open as long as the program runs, for faulthandler to write into; `close` at a proper end.

    A folder that cannot be written gives a record that does nothing: no start fails for it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{time.time_ns()}-{os.getpid()}{SUFFIX}"  # a number of a process comes again
        self._file = _opened(self._path)
        if self._file is not None:
            self._write(facts())
            faulthandler.enable(self._file)

    def ending(self) -> None:
        """The session is about to end, and may end this process at any moment: that will be no crash."""
        self._write(_ENDING)

    def staying(self) -> None:
        """The session did not end after all."""
        self._write(_STAYING)

    def close(self) -> None:
        """Take the record away: this was a proper end."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _write(self, line: str) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.write(f"{line}\n".encode())


def reported(reports: Reports) -> Path | None:
    """Turn the records of runs that ended unexpectedly into reports; return the newest that the agent should see.

    What runs still, beside this program, is left alone. A run that was killed while the session ended, or that left
    no trace and the machine was started anew since, is no crash.
    """
    for path in reports.folder.glob(f"*{SUFFIX}"):
        _retire(path)
    newest = None
    for path in sorted(reports.folder.glob(f"*{_OVER}"), key=_time):
        with contextlib.suppress(OSError):
            newest = _report(path, reports) or newest
            path.unlink()
    return newest


def _report(path: Path, reports: Reports) -> Path | None:
    """Keep what can be said of a run that is over; return the report where the run should not have ended."""
    with path.open("rb") as file:
        about, *lines = file.read(_LARGEST).decode(errors="replace").splitlines() or [""]
    stacks = "".join(_stacks(lines))
    last_mark = [line for line in lines if line in {_ENDING, _STAYING}][-1:]
    expected = last_mark == [_ENDING] or (not stacks and _time(path) < _booted())
    if expected and not stacks:
        return None
    kept = reports.keep(stacks or _NO_TRACE, about)
    return None if expected else kept


def _opened(path: Path) -> BinaryIO | None:
    """Open a new record, and hold it as a running program does."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb", buffering=0)
    except OSError:
        return None
    _hold(file)
    return file


def _hold(file: BinaryIO) -> bool:
    """Lock a file until this process ends; False where another holds it. On Windows an open file cannot be moved."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _retire(path: Path) -> None:
    """Set a record aside whose run is over."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        if not _hold(file):
            return
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(_OVER))


def _stacks(lines: list[str]) -> Iterator[str]:
    """Yield the lines of faulthandler, with code named from its package on."""
    for line in lines:
        if line.startswith(_IMPORTING):
            continue
        if frame := _FRAME.fullmatch(line):
            yield f"  {place(frame[1])}:{frame[2]} {frame[3]}\n"
        elif any(known.fullmatch(line) for known in _KNOWN):
            yield f"{line}\n"


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _booted() -> float:
    """Return when the machine was started, in seconds since the epoch, rather too early than too late."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # counts sleep, too; what there is elsewhere does so always
    up = time.monotonic() if clock is None else time.clock_gettime(clock)
    return time.time() - up - _MARGIN_S
