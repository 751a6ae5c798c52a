"""Where a pattern stands in the names of a catalogue, and how well it fits there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kbassist.search.column import Column, Found, Pattern, Positions
from kbassist.search.names import Names

MOST: Final = 60
"""Spots that are told of one pattern: no list is longer."""
_CROWDED: Final = 4000  # places beyond which beginnings of texts will do
_SEARCHED: Final = 2000  # rows whose names are rather read through than looked up
_SORTED: Final = 5  # places sorted for each that is told: a row may have the pattern in several names
# How well a pattern fits by what the text is: the whole of it, its beginning (and more with the share), anywhere.
_WHOLE: Final = np.array([1.0, 1.0, 1.0, 0.5])
_BEGINNING: Final = np.array([0.7, 0.5, 0.9, 0.45])
_ANYWHERE: Final = np.array([0.55, 0.4, 0.4, 0.35])
_SHARE: Final = np.array([0.15, 0.05, 0.0, 0.05])
_EXACT: Final = np.array([2, 1, 3, 0])
_TOLD: Final = np.array([True, False, True, False])  # titles and shortcuts are where others would crowd them out

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Spot(NamedTuple):
    """The best place of a pattern in one row: how well it fits (0 to 1), and `exact` as in `TitleHit`.

    It begins at `position` of the column. A plain tuple: there are hundreds a keystroke.
    """

    row: int
    fit: float
    exact: int
    position: int
    size: int
    column: Column

    @property
    def text(self) -> str:
        """What stands there."""
        return self.column.part(self.position, self.size)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which spots are wanted: those of rows in `mask`, the best `most`, and only at `beginnings` of texts if so.

    Of a short pattern that stands nearly everywhere the best are found among the beginnings of texts in any case,
    unless the mask is `narrow`.
    """

    mask: Bools
    most: int = MOST
    narrow: bool = False
    beginnings: bool = False


def spots(names: Names, pattern: Pattern, wish: Wish) -> list[Spot]:
    """Return the best spot of each row, best first."""
    found: list[Spot] = []
    for column, current in names.columns():
        places = _places(column, pattern, wish)
        if not len(places.texts):
            continue
        rows = column.rows[places.texts]
        admitted = wish.mask[rows] if current is None else wish.mask[rows] & current[rows]
        places = places if admitted.all() else _only(places, admitted)
        found += _best(column, places, len(pattern), wish.most)
    return sorted(found, key=lambda spot: (-spot.fit, spot.row))[: wish.most]


def _places(column: Column, pattern: Pattern, wish: Wish) -> Found:
    if wish.narrow:
        rows = np.flatnonzero(wish.mask)
        return column.find(pattern, beginnings=wish.beginnings, rows=rows if len(rows) < _SEARCHED else None)
    places = column.find(pattern, beginnings=wish.beginnings, crowded=_CROWDED)
    if len(places.texts) <= _CROWDED:
        return places
    told = _TOLD[column.fields[places.texts]]
    return _only(places, told) if told.any() else places


def _only(places: Found, chosen: Bools | Positions) -> Found:
    return Found(places.texts[chosen], places.positions[chosen])


def _best(column: Column, places: Found, size: int, most: int) -> Iterator[Spot]:
    fits, exact = _fits(column, places, size)
    if len(fits) > _SORTED * most:
        chosen = np.argpartition(-fits, _SORTED * most)[: _SORTED * most]
        places, fits, exact = _only(places, chosen), fits[chosen], exact[chosen]
    order = np.lexsort((places.positions, -fits))
    _, first = np.unique(column.rows[places.texts[order]], return_index=True)
    best = order[np.sort(first)[:most]]
    values = (column.rows[places.texts[best]], fits[best], exact[best], places.positions[best])
    for row, fit, is_exact, position in zip(*(value.tolist() for value in values), strict=True):
        yield Spot(row, fit, is_exact, position, size, column)


def _fits(column: Column, places: Found, size: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    fields = column.fields[places.texts]
    lengths = column.lengths[places.texts]
    first = places.positions == column.starts[places.texts]
    whole = first & (lengths == size)
    fits = np.where(first, _BEGINNING[fields], _ANYWHERE[fields]) + _SHARE[fields] * (size / lengths)
    return np.where(whole, _WHOLE[fields], fits), np.where(whole, _EXACT[fields], 0)
