"""How near entries are to a question in meaning, and how much that counts in a library."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Final

import numpy as np

from kbassist.semantic.packing import Floats, Packed, Words, apart, signs, unpack
from kbassist.semantic.vectors import Vectors

EXTRA: Final = 50
"""Entries that are offered by their meaning alone."""
_LOOKED_AT: Final = 200  # nearest by signs, of which the `EXTRA` nearest are among
_BEST: Final = 0.6  # of the chunk that fits best
_WHOLE: Final = 0.4  # of the whole entry
_WEIGHT: Final = 2.2
_USUAL_LENGTH: Final = 250  # units
_LEAST: Final = 1.0
_MOST: Final = 4.5
_ENOUGH: Final = 4  # Chinese characters, or half as many other words
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD: Final = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]{2,}")


def worthwhile(query: str) -> bool:
    """Tell whether a query says enough for an encoder: a sentence or a few words, not a shortcut or a number."""
    return len(_HAN.findall(query)) + 2 * len(_WORD.findall(query)) >= _ENOUGH


def weight(lengths: Collection[int]) -> float:
    """Return what meaning counts beside words in a library of entries of these lengths (see `chunks.units`).

    A vector says all of a short text and ever less of a longer one, while words find a long text ever more surely.
    The square root of the median fits the weights that were best on five sets of questions, from FAQ entries of
    80 units to encyclopaedia articles of 430.
    """
    usual = max(median(lengths), 1) if lengths else _USUAL_LENGTH
    return min(max(_WEIGHT * sqrt(_USUAL_LENGTH / usual), _LEAST), _MOST)


@dataclass(frozen=True, slots=True)
class Overview:
    """The entries that have vectors, with what is needed for a first look at all of them: 64 bytes each."""

    owners: tuple[bytes, ...]
    signs: Words
    weight: float

    @classmethod
    def of(cls, vectors: Vectors, owners: Collection[bytes]) -> Overview:
        """Look at those of these owners that have vectors now."""
        there, rows, lengths = vectors.overview(owners)
        return cls(tuple(there), rows, weight(lengths))

    def near(self, question: Floats) -> list[bytes]:
        """Return the owners that are nearest to a question (one row) by signs, in no order."""
        if len(self.owners) <= _LOOKED_AT:
            return list(self.owners)
        distances = apart(self.signs, signs(question[None, :])[0])
        return [self.owners[row] for row in np.argpartition(distances, _LOOKED_AT)[:_LOOKED_AT]]


def values(question: Floats, packed: Mapping[bytes, Packed]) -> dict[bytes, float]:
    """Return how near each entry is to a question (one row of length 1), about 0 to 1.

    Both the best chunk and the whole count: a chunk alone finds sentences out of their place, a whole alone blurs.
    """
    if not packed:
        return {}
    counts = [len(rows) for rows in packed.values()]
    starts = np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.int64)
    cosines = unpack(np.concatenate(list(packed.values()))) @ question
    wholes = cosines[starts].copy()
    cosines[starts] = np.where(np.array(counts) > 1, -1, wholes)
    best = np.maximum.reduceat(cosines, starts)
    return dict(zip(packed, (_WHOLE * wholes + _BEST * best).tolist(), strict=True))


def meaning(question: Floats, overview: Overview, vectors: Vectors, wanted: Iterable[bytes]) -> dict[bytes, float]:
    """Return the values of the wanted owners, and of the `EXTRA` nearest of all."""
    asked = dict.fromkeys(wanted)
    found = values(question, vectors.read(asked | dict.fromkeys(overview.near(question))))
    extra = sorted(found, key=lambda owner: -found[owner])[:EXTRA]
    return {owner: found[owner] for owner in (asked | dict.fromkeys(extra)) if owner in found}
