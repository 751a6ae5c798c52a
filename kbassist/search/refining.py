"""A ranking by words, ordered anew with what a sentence encoder says of the meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol

from kbassist.search.catalogue import Catalogue
from kbassist.search.merging import merged
from kbassist.search.places import EXACT, Place, Ranking
from kbassist.search.query import Query

DEPTH: Final = 100
"""How many of the places by words are looked at."""


class Meaning(Protocol):
    """What knows how near entries are to a question (see `search.merging` for what `weight` counts)."""

    @property
    def weight(self) -> float:
        """What a value counts beside words in this library."""
        ...

    def scores(self, query: str, candidates: Iterable[str] = ()) -> Mapping[str, float]:
        """Return values, about 0 to 1, of these keys and of those nearest in meaning; empty: nothing can be said."""
        ...


def refined(catalogue: Catalogue, query: Query, ranking: Ranking, meaning: Meaning) -> Ranking | None:
    """Return the ranking with meaning weighed in, or None where meaning says nothing.

    What words do not find comes in where it is near enough; an exact title, shortcut or phrasing stays on top.
    """
    by_key = {catalogue.entries[place.row].key: place for place in ranking.places[:DEPTH]}
    values = meaning.scores(query.text, by_key)
    if not values:
        return None
    mask, row_of = catalogue.mask(query), catalogue.row_of
    values = {key: value for key, value in values.items() if (row := row_of.get(key)) is not None and mask[row]}
    lexical = {key: place.score for key, place in by_key.items()}
    first = [key for key, score in lexical.items() if score >= EXACT]
    order = merged(lexical, values, meaning.weight, first)
    return replace(ranking, places=tuple(_places(order, by_key, row_of)), total=max(ranking.total, len(order)))


def _places(
    order: Iterable[tuple[str, float]], by_key: Mapping[str, Place], row_of: Mapping[str, int]
) -> Iterator[Place]:
    for key, value in order:
        known = by_key.get(key)
        yield Place(row_of[key], value, known.ordinal if known else 0)
