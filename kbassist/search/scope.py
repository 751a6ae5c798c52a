"""Where a title search looks: the names of a catalogue, and the rows that the query's filters let through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import fold
from kbassist.search.catalogue import Catalogue
from kbassist.search.column import Pattern
from kbassist.search.names import Names
from kbassist.search.phonetic import Habits
from kbassist.search.query import Query
from kbassist.search.spots import MOST, Bools, Spot, Wish, spots

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows to look at; `narrow` where filters leave few of them."""

    catalogue: Catalogue
    names: Names
    mask: Bools
    narrow: bool
    habits: Habits

    @classmethod
    def of(cls, catalogue: Catalogue, query: Query, habits: Habits) -> Scope:
        """Return what a query may find."""
        mask = np.frombuffer(catalogue.mask(query), np.bool_)
        return cls(catalogue, catalogue.names, mask, query.filtered, habits)

    def spots(self, pattern: Pattern, *, beginnings: bool = False, most: int = MOST) -> list[Spot]:
        """Return the best spots of a pattern, best first; only those at `beginnings` of texts if so wished."""
        return spots(self.names, pattern, Wish(self.mask, most, self.narrow, beginnings))

    def having(self, parts: Iterable[str]) -> Rows:
        """Return the rows whose names have every part as it is, apart or together, in order."""
        left = self.mask
        for part in sorted(parts, key=lambda part: (-len(part), self.names.frequency(part[0]))):
            left = left & self.names.having(part)
            if not left.any():
                break
        return np.flatnonzero(left)

    def title(self, row: int) -> str:
        """Return the folded title of a row."""
        return fold(self.catalogue.entries[row].title)

    def within(self, rows: Bools) -> Scope:
        """Return the scope of only these rows."""
        return replace(self, mask=self.mask & rows, narrow=True)
