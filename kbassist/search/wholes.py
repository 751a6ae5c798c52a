"""The score of entries as wholes: head and all passages as one document, as against the best of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kbassist.search.postings import K1, Postings
from kbassist.search.ranks import spread
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
    for place, number in enumerate(scores.best_readings(groups)):
        by_reading[number].append(place)
    for number, places in by_reading.items():
        reading = scores.readings[number]
        found[places] = reading.scale * _scored(postings, reading, np.array([groups[place] for place in places]))
    return found


def _scored(postings: Postings, reading: Reading, groups: Ints) -> Floats:
    if not reading.parts:
        return np.zeros(len(groups))
    starts, ends = postings.starts[groups], postings.ends[groups]
    documents = spread(starts, ends)
    weights = np.array([part.posting.weights_of(documents) for part in reading.parts])
    counts = np.add.reduceat(
        weights * postings.norms[documents] / (K1 + 1 - weights), np.cumsum(ends - starts) - (ends - starts), axis=1
    )
    factors = np.array([part.factor for part in reading.parts])
    scored: Floats = factors @ (counts * (K1 + 1) / (counts + postings.entry_norms[groups]))
    return scored
