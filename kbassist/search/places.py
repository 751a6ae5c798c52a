"""Places in a list of hits, and the lists that need no index: by titles, and by filters alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kbassist.search.titles import TitleHit

TIER: Final = 10.0
TITLE: Final = 3.0  # of a title's fit
EXACT: Final = 100.0
DOUBT: Final = 0.6  # what an overdue review takes away, and what a basis that has changed does


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the list: the catalogue's row, the score, and the passage that fits best (0: none, the head)."""

    row: int
    score: float
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The list, best first, `total` rows long before it was cut; `partial` where no entry has all words.

    `fits` and `read_as` are as in `Results`.
    """

    places: tuple[Place, ...]
    total: int
    partial: bool = False
    fits: bool = True
    read_as: tuple[str, ...] = ()


def by_titles(hits: Sequence[TitleHit], limit: int, doubts: bytes) -> Ranking:
    """Rank by titles alone, for as long as there is no index; `doubts` are as in `ranking.Signals`."""
    places = (
        Place(
            hit.row,
            EXACT * hit.exact + (1 if hit.loose else 2) * TIER + TITLE * hit.score - DOUBT * doubts[hit.row],
        )
        for hit in hits[:limit]
    )
    return Ranking(tuple(sorted(places, key=lambda place: -place.score)), len(hits))


def by_filter(rows: Sequence[int], limit: int) -> Ranking:
    """List rows in the order given: a query that has filters and no words."""
    return Ranking(tuple(Place(row, float(len(rows) - n)) for n, row in enumerate(rows[:limit])), len(rows))
