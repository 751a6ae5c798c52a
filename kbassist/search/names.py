"""The titles, customers' words, shortcuts and tags of all rows, for the title stage."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.content.model import Article, Macro
from kbassist.search.analyzer import fold
from kbassist.search.catalogue import labels
from kbassist.search.column import Column, Field, Pattern
from kbassist.search.spelled import literal

Entry = Article | Macro
_REMEMBERED: Final = 64  # parts


@dataclass(frozen=True)
class Names:
    """A column of all rows as they were, and a small one of those that have changed since.

    `current` tells for each row whether the first column is right about it.
    """

    base: Column
    later: Column
    current: npt.NDArray[np.bool_]
    _having: OrderedDict[str, npt.NDArray[np.uint8]] = field(default_factory=OrderedDict, compare=False, repr=False)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Names:
        """Read the names of all rows."""
        return cls(_column(enumerate(entries)), _column(()), np.ones(len(entries), np.bool_))

    def changed(self, entries: Sequence[Entry], moved: Iterable[int], row_of: Mapping[str, int]) -> Names:
        """Return the names where the entries of these rows have changed (or are gone, then `row_of` lacks them)."""
        rows = sorted(moved)
        current = np.ones(len(entries), np.bool_)
        current[rows] = False
        there = ((row, entries[row]) for row in rows if row_of.get(entries[row].key) == row)
        return Names(self.base, _column(there), current)

    @cached_property
    def latin(self) -> frozenset[str]:
        """The Latin words in all names."""
        return self.base.latin | self.later.latin if self.later.rows.size else self.base.latin

    @cached_property
    def latin_words(self) -> tuple[str, ...]:
        """The Latin words in all names, sorted."""
        return tuple(sorted(self.latin))

    @cached_property
    def _latin_by_length(self) -> dict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.latin_words:
            found[len(word)].append(word)
        return dict(found)

    def as_long(self, length: int) -> list[str]:
        """Return the Latin words with about so many letters, one more or less."""
        return [word for about in (length - 1, length, length + 1) for word in self._latin_by_length.get(about, ())]

    def beginning(self, letter: str) -> tuple[str, ...]:
        """Return the Latin words that begin with a letter."""
        known = self.latin_words
        return known[bisect_left(known, letter) : bisect_left(known, chr(ord(letter) + 1))]

    def counts(self, wanted: Iterable[Iterable[Pattern]], rows: int) -> npt.NDArray[np.uint8]:
        """Return how many of the wanted each of so many rows has; of one that has several patterns any will do."""
        counts = np.zeros(rows, np.uint8)
        for patterns in wanted:
            there = np.zeros(rows, np.bool_)
            for pattern in patterns:
                there[self.rows_with(pattern)] = True
            counts += there
        return counts

    def frequency(self, character: str) -> int:
        """Return how often a character other than ASCII stands in all names."""
        return sum(column.count(wanted) for column, _current in self.columns() for wanted in literal(character))

    def rows_with(self, pattern: Pattern) -> npt.NDArray[np.intp]:
        """Return the rows in which the pattern stands anywhere, each at least once."""
        parts = []
        for column, current in self.columns():
            rows = column.rows[column.find(pattern).texts].astype(np.intp)
            parts.append(rows if current is None else rows[current[rows]])
        return np.concatenate(parts)

    def having(self, part: str) -> npt.NDArray[np.bool_]:
        """Tell for each row whether a part stands in its names as it is; the last answers are remembered, packed.

        They are asked again with each key: what is typed grows by a letter, and its parts remain.
        """
        if part in self._having:
            self._having.move_to_end(part)
            packed = self._having[part]
        else:
            there = np.zeros(len(self.current), np.bool_)
            there[self.rows_with(literal(part))] = True
            packed = self._having[part] = np.packbits(there)
            if len(self._having) > _REMEMBERED:
                self._having.popitem(last=False)
        return np.unpackbits(packed, count=len(self.current)).view(np.bool_)

    def texts(self, rows: npt.NDArray[np.intp]) -> Iterator[tuple[int, str]]:
        """Yield the titles and customers' phrases of rows (ascending), as they are compared, each with its row."""
        for column, current in self.columns():
            yield from column.names(rows if current is None else rows[current[rows]])

    def columns(self) -> Iterator[tuple[Column, npt.NDArray[np.bool_] | None]]:
        """Yield each column with the rows that it is right about (None: all)."""
        yield self.base, None if self.current.all() else self.current
        if self.later.rows.size:
            yield self.later, None

    def labelled(self, beginning: str) -> frozenset[int]:
        """Return the rows with a tag or product that begins so (folded)."""
        found: set[int] = set()
        for column, current in self.columns():
            spots = column.find(literal(beginning))
            begins = (column.fields[spots.texts] == Field.LABEL) & (spots.positions == column.starts[spots.texts])
            rows = column.rows[spots.texts[begins]]
            found.update((rows if current is None else rows[current[rows]]).tolist())
        return frozenset(found)


def _column(numbered: Iterable[tuple[int, Entry]]) -> Column:
    texts: list[str] = []
    rows: list[int] = []
    fields: list[int] = []
    for row, entry in numbered:
        more = labels(entry)
        texts.append(entry.title)
        fields.append(Field.TITLE)
        if entry.asked_as:
            texts += entry.asked_as
            fields += [Field.ASKED] * len(entry.asked_as)
        if isinstance(entry, Macro) and entry.shortcut:
            texts.append(entry.shortcut)
            fields.append(Field.SHORTCUT)
        texts += more
        fields += [Field.LABEL] * len(more)
        rows += [row] * (len(texts) - len(rows))
    return Column(_folded(texts), rows, fields)


def _folded(texts: list[str]) -> str:
    """Return all texts folded at once, each with a line break after it."""
    joined = fold("".join(text + "\n" for text in texts))
    if joined.count("\n") == len(texts):
        return joined
    return fold("".join(" ".join(text.splitlines()) + "\n" for text in texts))
