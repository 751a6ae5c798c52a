"""A stopwatch that does not count the time during which the machine slept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

GAP_S: Final = 15.0
"""Seconds between two looks beyond which the machine must have slept; whoever shows a watch looks every second."""


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Seconds counted so far; `seen` is when it was looked at last, None while it stands still.

    Every time is in seconds of one clock that the caller reads. Some clocks run on while the machine sleeps and some
    don't: a gap longer than `GAP_S`, or one backwards, counts nothing either way.
    """

    counted: float = 0.0
    seen: float | None = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self.seen is not None

    def started(self, now: float) -> Stopwatch:
        """Return it counting on from here; one that runs is looked at."""
        return self.looked_at(now) if self.running else replace(self, seen=now)

    def looked_at(self, now: float) -> Stopwatch:
        """Return it with the time since the last look counted."""
        return replace(self, counted=self.seconds(now), seen=now) if self.running else self

    def paused(self, now: float) -> Stopwatch:
        """Return it standing still."""
        return Stopwatch(self.seconds(now))

    def seconds(self, now: float) -> float:
        """Return what it shows."""
        if self.seen is None:
            return self.counted
        since = now - self.seen
        return self.counted + (since if 0 <= since <= GAP_S else 0.0)
