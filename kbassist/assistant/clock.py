"""The time of day, as a value that a test can set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the local time without a zone, since the dates of a library are local dates."""
    return datetime.now()
