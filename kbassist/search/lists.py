"""Posting lists as bytes: encoded and decoded many at a time, in numpy.

A list is the gaps between its documents, then its weights. Either part has one width for the whole list: 1, 2 or 4
bytes a gap and 1 or 2 a weight, or none (a single document has no gap, weights that are all 1 are not written). The
first document, the number of documents and the widths stand in the dictionary, so most of the long tail of tokens
that a single document has takes no byte here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

MOST_WEIGHT: Final = 0xFFFF
MOST_DOCUMENTS: Final = 1 << 24  # of one segment: documents and ranks are packed into one number to be sorted
_WEIGHT_BITS: Final = 16
_DOCUMENT_BITS: Final = 24
RANK_SHIFT: Final = _DOCUMENT_BITS + _WEIGHT_BITS  # of a packed posting
_GAP: Final = 0x0F
_WEIGHT_SHIFT: Final = 4


@dataclass(frozen=True, slots=True)
class Heads:
    """What the dictionary keeps of some lists in the order of their tokens, one value a list."""

    counts: Ints
    firsts: Ints
    widths: npt.NDArray[np.uint8]  # bytes a gap, and in the upper half bytes a weight

    @property
    def gaps(self) -> Ints:
        """Return the bytes a gap takes."""
        return (self.widths & _GAP).astype(np.int64)

    @property
    def weights(self) -> Ints:
        """Return the bytes a weight takes."""
        return (self.widths >> _WEIGHT_SHIFT).astype(np.int64)

    @property
    def sizes(self) -> Ints:
        """Return the bytes a list takes."""
        return (self.counts - 1) * self.gaps + self.counts * self.weights

    def slice(self, low: int, high: int) -> Heads:
        """Return the lists from `low` up to, not including, `high`."""
        counts, firsts = (part[low:high].astype(np.int64) for part in (self.counts, self.firsts))
        return Heads(counts, firsts, self.widths[low:high])


def pack(ranks: Array, documents: Array, weights: Array) -> npt.NDArray[np.uint64]:
    """Return postings as numbers whose order is that of rank, then document."""
    packed = ranks.astype(np.uint64)
    packed <<= np.uint64(RANK_SHIFT)
    shifted = documents.astype(np.uint64)
    shifted <<= np.uint64(_WEIGHT_BITS)
    packed |= shifted
    packed |= weights.astype(np.uint64)
    return packed


def ranks(packed: npt.NDArray[np.uint64]) -> Ints:
    """Return the ranks of packed postings."""
    return (packed >> np.uint64(RANK_SHIFT)).astype(np.int64)


def encode(packed: npt.NDArray[np.uint64]) -> tuple[Ints, Heads, bytes]:
    """Return the ranks, heads and bytes of sorted packed postings, of which there is at least one."""
    by_list = ranks(packed)
    starts = np.flatnonzero(np.diff(by_list, prepend=-1))
    documents = (packed >> np.uint64(_WEIGHT_BITS)).astype(np.int64) & ((1 << _DOCUMENT_BITS) - 1)
    weights = packed.astype(np.int64) & MOST_WEIGHT
    counts = np.diff(starts, append=len(packed))
    gaps = np.diff(documents, prepend=0)
    firsts = documents[starts]
    gaps[starts] = 0
    widths = _widths(np.maximum.reduceat(gaps, starts), np.maximum.reduceat(weights, starts))
    heads = Heads(counts, firsts, widths)
    return by_list[starts], heads, _bytes(heads, gaps, weights)


def _widths(most_gap: Ints, most_weight: Ints) -> npt.NDArray[np.uint8]:
    gap = (most_gap > 0).astype(np.uint8) + (most_gap >= 1 << 8) + 2 * (most_gap >= 1 << 16).astype(np.uint8)
    weight = (most_weight > 1).astype(np.uint8) + (most_weight >= 1 << 8)
    return (gap | weight << _WEIGHT_SHIFT).astype(np.uint8)


def _bytes(heads: Heads, gaps: Ints, weights: Ints) -> bytes:
    out = np.zeros(int(heads.sizes.sum()), np.uint8)
    for width, which, places in _gap_places(heads):
        _scatter(out, places, gaps[which], width)
    for width, which, places in _weight_places(heads):
        _scatter(out, places, weights[which], width)
    return out.tobytes()


def decode(heads: Heads, data: bytes) -> tuple[Ints, Ints]:
    """Return the documents and the weights of lists that stand side by side in `data`, one list after the other."""
    source = np.frombuffer(data, np.uint8)
    gaps = np.zeros(int(heads.counts.sum()), np.int64)
    weights = np.ones(len(gaps), np.int64)
    for width, which, places in _gap_places(heads):
        gaps[which] = _gather(source, places, width)
    for width, which, places in _weight_places(heads):
        weights[which] = _gather(source, places, width)
    documents = np.cumsum(gaps)
    starts = np.cumsum(heads.counts) - heads.counts
    return documents + np.repeat(heads.firsts - documents[starts], heads.counts), weights


def decode_one(count: int, first: int, width: int, data: bytes) -> tuple[npt.NDArray[np.int32], Array | None]:
    """Return the documents and the weights (None: all 1) of one list; raises ValueError if `data` is too short."""
    gap, weight = width & _GAP, width >> _WEIGHT_SHIFT
    documents = np.empty(count, np.int32)
    documents[0] = first
    if gap:
        documents[1:] = np.frombuffer(data, f"<u{gap}", count - 1)
        np.cumsum(documents, out=documents)
    return documents, np.frombuffer(data, f"<u{weight}", count, (count - 1) * gap) if weight else None


_Places = Iterator[tuple[int, Ints, Ints]]  # width, which postings, where in the bytes


def _gap_places(heads: Heads) -> _Places:
    starts, offsets = _before(heads.counts), _before(heads.sizes)
    gaps = heads.gaps
    for width in (1, 2, 4):
        these = np.flatnonzero(gaps == width)
        if len(these):
            yield width, *_ragged(starts[these] + 1, offsets[these], heads.counts[these] - 1, width)


def _weight_places(heads: Heads) -> _Places:
    starts, offsets = _before(heads.counts), _before(heads.sizes) + (heads.counts - 1) * heads.gaps
    weights = heads.weights
    for width in (1, 2):
        these = np.flatnonzero(weights == width)
        if len(these):
            yield width, *_ragged(starts[these], offsets[these], heads.counts[these], width)


def _before(sizes: Ints) -> Ints:
    """Return what stands before each of some things that stand in a row."""
    return np.cumsum(sizes) - sizes


def _ragged(starts: Ints, offsets: Ints, counts: Ints, width: int) -> tuple[Ints, Ints]:
    """Return `counts` postings from each start, and their places from each offset."""
    steps = np.arange(int(counts.sum())) - np.repeat(_before(counts), counts)
    return np.repeat(starts, counts) + steps, np.repeat(offsets, counts) + steps * width


def _scatter(out: npt.NDArray[np.uint8], places: Ints, values: Ints, width: int) -> None:
    for byte in range(width):
        out[places + byte] = values >> 8 * byte & 0xFF


def _gather(source: npt.NDArray[np.uint8], places: Ints, width: int) -> Ints:
    found = source[places].astype(np.int64)
    for byte in range(1, width):
        found |= source[places + byte].astype(np.int64) << 8 * byte
    return found
