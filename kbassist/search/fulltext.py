"""The whole text of a library as it answers: readings of the query are added, and the entries ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kbassist.search.catalogue import Catalogue
from kbassist.search.explain import explain
from kbassist.search.places import Ranking
from kbassist.search.postings import Postings
from kbassist.search.query import Query, Variant, variant
from kbassist.search.ranking import rank
from kbassist.search.results import Explanation
from kbassist.search.signals import Signals
from kbassist.search.spelling import Spelling
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

_READ_AS: Final = {Way.PINYIN: 0.8, Way.INITIALS: 0.5}  # what the characters count that letters stand for
_READINGS: Final = 3
_LOOKED_AT: Final = 20  # first title hits whose readings are taken


class Fulltext:
    """Ranks by the lists of one index snapshot; not for more than one thread at a time."""

    def __init__(self, postings: Postings) -> None:
        self.postings = postings
        self._spelling = Spelling(postings)

    def read(self, query: Query, titles: Sequence[TitleHit]) -> Query:
        """Return the query with what its letters stand for in titles; where they stand for nothing, corrected."""
        read = tuple(_read_as(query, titles))
        return query.with_variants(*(read or self._spelling.variants(query)))

    def rank(
        self, catalogue: Catalogue, query: Query, titles: Sequence[TitleHit], limit: int, signals: Signals
    ) -> Ranking:
        """Rank the entries for a query that was `read` (see `ranking.rank`)."""
        return rank(catalogue, self.postings, query, titles, limit, self._with_words(signals))

    def explain(
        self, catalogue: Catalogue, query: Query, titles: Sequence[TitleHit], key: str, signals: Signals
    ) -> Explanation:
        """Tell why an entry stands where it stands (see `explain.explain`)."""
        return explain(catalogue, self.postings, query, titles, key, self._with_words(signals))

    def _with_words(self, signals: Signals) -> Signals:
        return replace(signals, similar=self._spelling.similar)


def _read_as(query: Query, titles: Sequence[TitleHit]) -> Iterator[Variant]:
    """Yield what the letters of a query stand for in the best titles, the first few different readings."""
    said = {hit.read_as: hit.way for hit in reversed(titles[:_LOOKED_AT]) if hit.read_as and hit.way in _READ_AS}
    for text in list(reversed(said))[:_READINGS]:
        yield variant(text, said[text], _READ_AS[said[text]], (query.text, text))
