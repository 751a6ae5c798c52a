"""What ranking knows beside the index and the titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Similar = Callable[[str], Sequence[tuple[str, float]]]
"""Gives the words that are spelled like one, with their likeness from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Signals:
    """`lift` is 0 to 1 by key: what this agent chose for this query before.

    `doubts` counts for each row of the catalogue what speaks against it: an overdue review, a changed basis.
    `text` gives the folded text of a row's passage by ordinal (0: of its names); `keep` is asked for each row in
    turn (quoted phrases); `similar` gives words that are spelled like one.
    """

    doubts: bytes
    lift: Mapping[str, float] | None = None
    text: Callable[[int, int], str] | None = None
    keep: Callable[[int], bool] | None = None
    similar: Similar | None = None
