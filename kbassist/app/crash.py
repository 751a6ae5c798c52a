"""The last barrier: an exception that nobody expected is said, and written down without a word of any text."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from kbassist import __version__

LARGEST: Final = 1 << 20  # bytes; then the file begins anew


def install(report: Path, tell: Callable[[Exception], None]) -> None:
    """Take every exception that reaches Python's top: append it to `report`, and tell it to the agent.

    One line goes to standard error, for an exception before there is an event loop is told to nobody otherwise.
    Only the exception's type and the places in the code are kept: a message may quote what a customer said.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        with contextlib.suppress(OSError):
            _append(report, entry(error, datetime.now()))
        _print(error, report)
        tell(error)

    sys.excepthook = hook


def entry(error: BaseException, now: datetime) -> str:
    """Return what is written down of an exception: when, which version, which type, where."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in frames)
    return f"{now.isoformat(timespec='seconds')} kbassist {__version__} {type(error).__name__}\n{places}"


def _print(error: BaseException, report: Path) -> None:
    """Name type and report where there is a terminal or a log (a windowed program has none)."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # closed, or full
            print(f"kbassist: {type(error).__name__}, see {report}", file=sys.stderr)  # noqa: T201


def _append(report: Path, text: str) -> None:
    report.parent.mkdir(parents=True, exist_ok=True)
    too_large = report.exists() and report.stat().st_size > LARGEST
    with report.open("w" if too_large else "a", encoding="utf-8") as file:
        file.write(text)
