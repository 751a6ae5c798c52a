"""One order out of two: how well the words fit, and how near the meaning is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from statistics import fmean


def merged(
    lexical: Mapping[str, float], meaning: Mapping[str, float], weight: float, first: Collection[str] = ()
) -> list[tuple[str, float]]:
    """Return the keys of both, best first, each with `lexical / highest lexical + weight * meaning`.

    An entry that words do not find gets 0 for them. One whose meaning is not known (its vector is not computed yet)
    gets the mean of the known ones, so that it keeps its place among its neighbours. `first` are keys that meaning
    never overturns (an exact title or shortcut): they stay on top, in their lexical order. With equal values the
    order given stands. Adding scores was better than adding reciprocal ranks on every set of questions.
    """
    highest = max(lexical.values(), default=0.0) or 1.0
    unknown = fmean(meaning.values()) if meaning else 0.0
    values = {
        key: lexical.get(key, 0.0) / highest + weight * meaning.get(key, unknown)
        for key in dict.fromkeys((*lexical, *meaning))
    }
    fixed = set(first)
    return sorted(values.items(), key=lambda item: (item[0] not in fixed, _place(item, lexical, fixed)))


def _place(item: tuple[str, float], lexical: Mapping[str, float], fixed: Collection[str]) -> float:
    return -lexical.get(item[0], 0.0) if item[0] in fixed else -item[1]
