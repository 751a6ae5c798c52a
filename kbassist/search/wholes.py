"""The score of entries as wholes: head and all passages as one document, as against the best of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kbassist.search.postings import K1, Postings
from kbassist.search.scoring import Reading, Scores

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[Any]


def wholes(postings: Postings, scores: Scores, groups: Sequence[int]) -> Floats:
    """Return the BM25 score of each group as one document, in the reading in which it scores best, scaled like it.

    Counts are added up over head and passages before they saturate, and the length is that of all together (BM25F
    with equal weights: Robertson, Zaragoza & Taylor 2004).
    """
    found = np.zeros(len(groups))
    by_reading: dict[int, list[int]] = defaultdict(list)
    readings = [scores.reading(group) for group in groups]
    for place, reading in enumerate(readings):
        by_reading[id(reading)].append(place)
    for places in by_reading.values():
        reading = readings[places[0]]
        found[places] = reading.scale * _scored(postings, reading, np.array([groups[place] for place in places]))
    return found


def _scored(postings: Postings, reading: Reading, groups: Ints) -> Floats:
    documents, owners = _documents(postings, groups)
    norms, lengths = postings.norms[documents], postings.entry_norms[groups]
    total = np.zeros(len(groups))
    for part in reading.parts:
        weights = part.weights(documents)
        counts = np.bincount(owners, weights * norms / (K1 + 1 - weights), len(groups))
        total += part.factor * counts * (K1 + 1) / (counts + lengths)
    return total


def _documents(postings: Postings, groups: Ints) -> tuple[Ints, Ints]:
    """Return all documents of the groups, and the place of each one's group."""
    starts = postings.starts[groups].astype(np.int64)
    sizes = postings.ends[groups] - starts
    owners = np.repeat(np.arange(len(groups)), sizes)
    first = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1]), sizes)
    return np.arange(len(owners)) + first, owners
