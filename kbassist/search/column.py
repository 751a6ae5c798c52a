"""The names of many entries as one array of symbols, in which a pattern is found without looking at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.ranks import Ranks, spread
from kbassist.search.symbols import END, START, Symbols, plain, symbols, text_of

Positions = npt.NDArray[np.signedinteger[Any]]
Pattern = Sequence[Symbols]
"""For each place the symbols that may stand there."""

_PAD: Final = 256  # symbols before and after all texts: how long a pattern may be
_ASCII: Final = 0x80
_ALL: Final = 0x10000
_NONE: Final[Positions] = np.empty(0, np.int32)


class Field(IntEnum):
    """What a text is to its entry."""

    TITLE = 0
    ASKED = 1
    SHORTCUT = 2
    LABEL = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern was found: for each place the text's number, and the position of the first symbol."""

    texts: Positions
    positions: Positions


class Column:
    """Texts, each with the row of its entry and what it is to it; never changed once made.

    Characters and the beginnings of Latin words are looked up in a list of their positions. Letters within words are
    looked for in the whole array, which numpy compares faster than such lists, which would be long, could be put
    together.
    """

    def __init__(self, folded: str, rows: Sequence[int], fields: Sequence[int]) -> None:
        """`folded` has the folded texts, each with a line break after it; `rows` and `fields` have as many values."""
        pad = np.full(_PAD, END, np.uint16)
        self.symbols = np.concatenate((pad, symbols(folded), pad))
        ends = np.flatnonzero(self.symbols == END)[_PAD : _PAD + len(rows)]
        self.ends = ends.astype(np.int32)
        self.starts = np.concatenate(([_PAD], self.ends[:-1] + 1)).astype(np.int32)[: len(rows)]
        self.rows = np.asarray(rows, np.int32)
        self.fields = np.asarray(fields, np.uint8)
        self._order, self._first = _postings(self.symbols)

    @cached_property
    def lengths(self) -> npt.NDArray[np.int32]:
        """The number of symbols of each text."""
        lengths: npt.NDArray[np.int32] = self.ends - self.starts
        return lengths

    @cached_property
    def _numbers(self) -> Ranks:
        """The ends of texts: as many lie before a position as its text's number says, and the pad's."""
        return Ranks.of(self.symbols == END)

    @cached_property
    def _heads(self) -> tuple[Symbols, npt.NDArray[np.int32]]:
        """The first symbols of all texts, sorted, and the texts' beginnings in that order."""
        heads = self.symbols[self.starts]
        order = np.argsort(heads, kind="stable")
        return heads[order], self.starts[order]

    def _beginning(self, wanted: Symbols) -> Positions:
        """Return where the texts begin that begin with one of these symbols."""
        heads, starts = self._heads
        wanted = np.sort(wanted)
        return starts[spread(np.searchsorted(heads, wanted), np.searchsorted(heads, wanted, "right"))]

    @cached_property
    def latin(self) -> frozenset[str]:
        """The words of ASCII letters and digits in all texts; of a code its parts (x, 20, pro)."""
        latin = _is_ascii(self.symbols) & (self.symbols != END)
        before = np.concatenate(([False], latin[:-1]))
        words = self.symbols[latin | before]
        bare = np.where(latin[latin | before], plain(words), ord(" ")).astype(np.uint8)
        parted: npt.NDArray[np.uint8] = np.insert(bare, np.flatnonzero(words >= START), ord(" "))
        return frozenset(parted.tobytes().decode("latin-1").split())

    def find(
        self, pattern: Pattern, *, beginnings: bool = False, crowded: int = 0, rows: Positions | None = None
    ) -> Found:
        """Return every place where the pattern stands within one text, with `beginnings` at its beginning only.

        Where there are more than `crowded` (if given), those at beginnings will do, if there are any. With `rows`
        (ascending, few) only their texts are looked at.
        """
        if not pattern or len(pattern) > _PAD:
            return Found(_NONE, _NONE)
        positions: Positions
        if rows is not None:
            positions = self._within(rows, len(pattern), beginnings=beginnings)
        else:
            positions = self._beginning(pattern[0]) if beginnings else self._candidates(pattern)
        for place in sorted(range(len(pattern)), key=lambda place: len(pattern[place])):
            if not len(positions):
                break
            positions = positions[_among(self.symbols[positions + place], pattern[place])]
        if crowded and len(positions) > crowded:
            first = positions[self.symbols[positions - 1] == END]
            positions = first if len(first) else positions
        return Found(self._numbers.below(positions) - _PAD, positions)

    def count(self, wanted: Symbols) -> int:
        """Return how often one of these symbols stands anywhere; letters within words are not counted."""
        at = wanted.astype(np.intp)
        return int((self._first[at + 1] - self._first[at]).sum())

    def part(self, position: int, length: int) -> str:
        """Return the characters from a position on."""
        return text_of(self.symbols[position : position + length])

    def text(self, number: int) -> str:
        """Return the characters of a text."""
        return text_of(self.symbols[self.starts[number] : self.ends[number]])

    def _within(self, rows: Positions, size: int, *, beginnings: bool) -> Positions:
        """Return where a pattern of this size has room in the texts of rows."""
        numbers = self._texts(rows)
        starts, ends = self.starts[numbers], self.ends[numbers] - size + 1
        return starts[starts < ends] if beginnings else spread(starts, np.maximum(starts, ends))

    def _texts(self, rows: Positions) -> Positions:
        """Return the numbers of the texts of rows (ascending)."""
        return spread(np.searchsorted(self.rows, rows), np.searchsorted(self.rows, rows, "right"))

    def names(self, rows: Positions) -> list[tuple[int, str]]:
        """Return the titles and customers' phrases of rows (ascending), each with its row."""
        numbers = self._texts(rows)
        numbers = numbers[self.fields[numbers] <= Field.ASKED]
        symbols = self.symbols[spread(self.starts[numbers], self.ends[numbers] + 1)]
        return list(zip(self.rows[numbers].tolist(), text_of(symbols).split("\n")[:-1], strict=True))

    def _candidates(self, pattern: Pattern) -> Positions:
        """Return where the pattern could begin, judged by the rarest of its places."""
        sizes = np.fromiter(map(len, pattern), np.intp, len(pattern))
        if not sizes.all():
            return _NONE
        wanted, starts = np.concatenate(pattern).astype(np.intp), np.cumsum(sizes) - sizes
        counts = np.add.reduceat(self._first.take(wanted + 1) - self._first.take(wanted), starts)
        listed = np.minimum.reduceat(wanted, starts) >= _ASCII
        if listed.any():
            place = int(np.where(listed, counts, len(self.symbols)).argmin())
            return self._listed(pattern[place]) - place
        place = min(range(len(pattern)), key=lambda place: self._ascii_count(pattern[place]))
        there = self.symbols == pattern[place][0]
        for other in pattern[place][1:]:
            there |= self.symbols == other
        return np.flatnonzero(there) - place

    @cached_property
    def _ascii(self) -> dict[int, int]:
        values, counts = np.unique(self.symbols[_is_ascii(self.symbols)], return_counts=True)
        return dict(zip(values.tolist(), counts.tolist(), strict=True))

    def _ascii_count(self, wanted: Symbols) -> int:
        return sum(self._ascii.get(symbol, 0) for symbol in wanted.tolist())

    def _listed(self, wanted: Symbols) -> Positions:
        at = wanted.astype(np.intp)
        first, last = self._first[at], self._first[at + 1]
        there = np.flatnonzero(last > first)
        slices = [self._order[first[n] : last[n]] for n in there]
        return np.concatenate(slices) if slices else _NONE


def _among(there: Symbols, wanted: Symbols) -> npt.NDArray[np.bool_]:
    """Tell for each symbol whether it is one of those wanted."""
    if wanted.size <= 2:
        fits = np.zeros(len(there), np.bool_)
        for symbol in wanted:
            fits |= there == symbol
        return fits
    allowed = np.zeros(_ALL, np.bool_)
    allowed[wanted] = True
    return allowed[there]


def _is_ascii(values: Symbols) -> npt.NDArray[np.bool_]:
    ascii_: npt.NDArray[np.bool_] = (values < _ASCII) | ((values >= START) & (values < START + _ASCII))
    return ascii_


def _postings(all_symbols: Symbols) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the positions of the symbols that are listed, by symbol, and where each symbol's begin."""
    positions = np.flatnonzero(all_symbols >= _ASCII).astype(np.int32)
    found = all_symbols[positions]
    first = np.zeros(_ALL + 1, np.int32)
    np.cumsum(np.bincount(found, minlength=_ALL), out=first[1:])
    return positions[np.argsort(found, kind="stable")], first
