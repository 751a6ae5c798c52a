"""How strongly words lead to entries: the weights of past choices, decaying, capped, shared by like words."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

HALF_LIFE_DAYS: Final = 30.0
CAP: Final = 4.0
"""The most that repeated choices weigh; one choice weighs 1."""
LOSS: Final = 0.75
"""What is left of the other entries of a query when one is chosen: three choices overturn the strongest habit."""
NEAR: Final = 0.45
"""The most that choices for longer or shorter words count: less than one fresh choice for the very same words."""
_FAINT: Final = 0.01
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an entry was chosen for some words, as of a moment."""

    value: float
    at: datetime

    def by(self, now: datetime) -> float:
        """Return the weight now. A clock gone wrong in either direction silences it and destroys nothing."""
        days = abs((now - self.at).total_seconds()) / 86_400
        return self.value * math.pow(2.0, -days / HALF_LIFE_DAYS)


class Affinity:
    """A table of weights by words and entry. Opaque words (a hash) are like no other words."""

    def __init__(self) -> None:
        self._weights: dict[str, dict[str, Weight]] = {}
        self._order: list[str] = []
        self._day = date.min
        self._rises: dict[str, tuple[tuple[str, float], ...]] = {}  # of this day, for the words asked for so far

    def choose(self, words: str, key: str, at: datetime, *, opaque: bool = False) -> None:
        """Count one choice; the other entries of these words lose a quarter of their weight."""
        weights = self._weights.get(words, {})
        before = weights.get(key)
        for other, weight in weights.items():
            weights[other] = Weight(weight.value * LOSS, weight.at)
        self.put(words, key, Weight(min(CAP, (before.by(at) if before else 0.0) + 1.0), at), opaque=opaque)

    def put(self, words: str, key: str, weight: Weight, *, opaque: bool = False) -> None:
        """Set one weight."""
        if words not in self._weights:
            self._weights[words] = {}
            if not opaque:
                insort(self._order, words)
        self._weights[words][key] = weight
        self._rises.pop(words, None)

    def drop(self, key: str) -> None:
        """Forget one entry."""
        for weights in self._weights.values():
            weights.pop(key, None)
        self._rises.clear()

    def strongest(self, count: int, now: datetime) -> list[tuple[str, str, Weight]]:
        """Return the heaviest weights by now with words and entry, the lightest first."""
        rows = [(words, key, weight) for words, keys in self._weights.items() for key, weight in keys.items()]
        return sorted(rows, key=lambda row: row[2].by(now))[-count:]

    def lift(self, words: str, now: datetime, *, opaque: bool = False) -> Mapping[str, float]:
        """Return by entry how far it rises for these words, from 0 to 1: `1 - 2 ** -weight`, by the day.

        The very same words count in full. Words that go on from these (two letters are typed and the entry is
        there), or that these go on from, count in part: `0.45 √(shorter / longer)`.
        """
        if now.date() != self._day:
            self._day = now.date()
            self._rises.clear()
        found = dict(self._risen(words, now)) if words in self._weights else {}
        for other, share in () if opaque else self._alike(words):
            for key, rise in self._risen(other, now):
                if share * rise > found.get(key, _FAINT):
                    found[key] = share * rise
        return found

    def _risen(self, words: str, now: datetime) -> tuple[tuple[str, float], ...]:
        """Return what the weights of some words amount to today: a keystroke may touch thousands of them."""
        rises = self._rises.get(words)
        if rises is None:
            found = ((key, 1.0 - math.pow(2.0, -weight.by(now))) for key, weight in self._weights[words].items())
            rises = self._rises[words] = tuple((key, rise) for key, rise in found if rise > _FAINT)
        return rises

    def _alike(self, words: str) -> Iterator[tuple[str, float]]:
        if len(words) == 1 and words.isascii():
            return  # a single letter begins too many words
        for length in range(2 if words[:1].isascii() else 1, len(words)):
            if words[:length] in self._weights:
                yield words[:length], NEAR * math.sqrt(length / len(words))
        first, last = bisect_left(self._order, words), bisect_left(self._order, words + _LAST)
        for other in self._order[first:last]:
            if other != words:
                yield other, NEAR * math.sqrt(len(words) / len(other))
