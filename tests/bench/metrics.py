"""What a ranking is worth: recall, reciprocal rank, discounted gain, and the area under a ROC curve."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Qrels = Mapping[str, Mapping[str, float]]
"""Query id → document id → grade; grades above zero only."""
Run = Mapping[str, Sequence[str]]
"""Query id → document ids, best first, each once."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over all queries that have a right answer; a query without an answer scores 0."""

    queries: int
    recall_1: float
    recall_5: float
    mrr_10: float
    ndcg_10: float
    empty: float
    """The share of queries that found nothing at all."""


def recall(found: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Return which share of the right documents stands among the first `k`."""
    return len(set(found[:k]) & set(grades)) / len(grades)


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Return 1 / rank of the first right document among the first `k`, else 0."""
    return next((1 / rank for rank, name in enumerate(found[:k], 1) if name in grades), 0.0)


def ndcg(found: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Return the discounted gain (2^grade − 1) / log2(rank + 1) as a share of the best possible one."""
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(name, 0.0) for name in found[:k]]) / best


def _gain(grades: Iterable[float]) -> float:
    return float(sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1)))


def score(run: Run, qrels: Qrels) -> Scores:
    """Score a run over the queries in `qrels`; raises ValueError where there are none."""
    if not qrels:
        raise ValueError("no query has a right answer")
    pairs = [(run.get(query, ()), grades) for query, grades in qrels.items()]

    def mean(values: Iterable[float]) -> float:
        return sum(values) / len(pairs)

    return Scores(
        queries=len(pairs),
        recall_1=mean(recall(found, grades, 1) for found, grades in pairs),
        recall_5=mean(recall(found, grades, 5) for found, grades in pairs),
        mrr_10=mean(reciprocal_rank(found, grades) for found, grades in pairs),
        ndcg_10=mean(ndcg(found, grades) for found, grades in pairs),
        empty=mean(not found for found, _grades in pairs),
    )


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how likely a positive's value is above a negative's, ties counting half (Mann–Whitney U)."""
    if not positive or not negative:
        raise ValueError("both kinds are needed")
    above = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return above / (len(positive) * len(negative))
