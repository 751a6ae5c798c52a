"""How many marked places lie before another, and the numbers of many ranges at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Ranks:
    """Marks among places, 64 to a word, and how many marks lie before each word.

    Jacobson's rank directory: a look-up takes two reads, where a binary search among the marks takes one for each
    halving, most of them out of the processor's cache.
    """

    words: npt.NDArray[np.uint64]
    before: npt.NDArray[np.int32]

    @classmethod
    def of(cls, marked: npt.NDArray[np.bool_]) -> Ranks:
        """Read one flag a place."""
        padded = np.zeros((len(marked) // 64 + 1) * 64, np.bool_)
        padded[: len(marked)] = marked
        words = np.packbits(padded, bitorder="little").view("<u8")
        before = np.zeros(len(words), np.int32)
        np.cumsum(np.bitwise_count(words[:-1]), dtype=np.int32, out=before[1:])
        return cls(words, before)

    def below(self, places: Ints) -> npt.NDArray[np.int32]:
        """Return how many marks lie before each place."""
        word = places >> 6
        lower = (np.uint64(1) << (places & 63).astype(np.uint64)) - np.uint64(1)
        count: npt.NDArray[np.int32] = self.before[word] + np.bitwise_count(self.words[word] & lower)
        return count


def spread(starts: Ints, ends: Ints) -> Ints:
    """Return the numbers of each range (its end left out), one range after the other."""
    sizes = ends - starts
    offsets = np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    numbers: Ints = offsets + np.arange(len(offsets))
    return numbers
