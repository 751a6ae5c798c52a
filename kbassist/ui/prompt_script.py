"""A text to be read aloud, line by line, and how far one is in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final


@dataclass(frozen=True, slots=True)
class PromptMark:
    """A stretch of a line that a value of the form filled, or that is still a gap; `start` counts characters."""

    start: int
    length: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class PromptLine:
    """What is said in one breath; `amount` is how much there is to say, `rests` whether a paragraph ends."""

    text: str
    amount: float
    rests: bool = False
    marks: tuple[PromptMark, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptScript:
    """A whole text. `norm` is the channel's rate a minute, from and to: words where `in_words`, else characters."""

    title: str
    lines: tuple[PromptLine, ...]
    norm: tuple[int, int] = (220, 240)
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """The rates that can be set for a unit of speech: from, to, and by how much at a time."""

    slowest: int
    fastest: int
    step: int


CHARACTERS: Final = Gauge(120, 360, 10)
WORDS: Final = Gauge(80, 240, 5)
"""Half of and half as much again as what is usual: slower cannot be listened to, faster cannot be said."""


class Reading:
    """How far a script is read, and how fast; `spoken` is what was said of it, in its units."""

    def __init__(self, script: PromptScript, rate: int | None = None) -> None:
        self.script = script
        self.gauge = WORDS if script.in_words else CHARACTERS
        self._starts = [0.0, *accumulate(line.amount for line in script.lines)]
        self.spoken = 0.0
        self.rate = 0
        self.set_rate(round(sum(script.norm) / 2) if rate is None else rate)

    @property
    def total(self) -> float:
        """How much there is to say in all."""
        return self._starts[-1]

    @property
    def ended(self) -> bool:
        """Whether all is said."""
        return self.spoken >= self.total

    @property
    def line(self) -> int:
        """The line that is being said, from 0; the last one at the end."""
        at = bisect_right(self._starts, self.spoken) - 1
        return max(0, min(at, len(self.script.lines) - 1))

    @property
    def share(self) -> float:
        """How much of the line is said, from 0 to 1."""
        if not self.script.lines:
            return 0.0
        start, amount = self._starts[self.line], self.script.lines[self.line].amount
        return min(1.0, (self.spoken - start) / amount) if amount else 0.0

    @property
    def progress(self) -> float:
        """How much of the whole is said, from 0 to 1."""
        return self.spoken / self.total if self.total else 0.0

    @property
    def remaining(self) -> float:
        """How many seconds the rest takes at this rate."""
        return (self.total - self.spoken) * 60 / self.rate

    @property
    def tempo(self) -> int:
        """-1 where the rate is slower than the channel's norm, 1 where it is faster, else 0."""
        low, high = self.script.norm
        return -1 if self.rate < low else 1 if self.rate > high else 0

    def advance(self, seconds: float) -> None:
        """Go on for so many seconds."""
        self.spoken = min(self.total, self.spoken + max(0.0, seconds) * self.rate / 60)

    def set_rate(self, rate: int) -> None:
        """Speak so fast from now on, within what can be set."""
        self.rate = max(self.gauge.slowest, min(self.gauge.fastest, rate))

    def faster(self, steps: int) -> None:
        """Speak faster by so many steps of the gauge, slower for a negative number; rates fall on whole steps."""
        step = self.gauge.step
        base = self.rate // step if steps > 0 else -(-self.rate // step)
        self.set_rate((base + steps) * step)

    def go_to(self, line: int) -> None:
        """Go to the start of a line."""
        self.spoken = self._starts[max(0, min(line, len(self.script.lines) - 1))] if self.script.lines else 0.0

    def step(self, lines: int) -> None:
        """Go on or back by lines; back leads to the start of this line first, if some of it was said."""
        begun = lines < 0 and self.share > 0.15
        self.go_to(self.line + lines + (1 if begun else 0))

    def step_paragraph(self, way: int) -> None:
        """Go to the start of the next paragraph (1) or of this or the one before it (-1)."""
        firsts = [0, *(n + 1 for n, line in enumerate(self.script.lines[:-1]) if line.rests)]
        if way > 0:
            self.go_to(next((first for first in firsts if first > self.line), len(self.script.lines) - 1))
        else:
            self.go_to(next((first for first in reversed(firsts) if first < self.line), 0))
