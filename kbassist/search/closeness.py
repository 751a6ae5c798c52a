"""How far the words of a query stand together, and in its order, in the text that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kbassist.search.analyzer import Word, stem

_LONGEST: Final = 60  # runs that are looked for in each text
_CHARACTERS: Final = (3, 4)  # pairs of Chinese characters are words of the index already
_WORDS: Final = (2, 3)
_COUNTS: Final = 0.5  # what the points of a run count


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of characters and words of a query, each with its points where a text has it."""

    runs: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, words: tuple[Word, ...], information: Callable[[str], float]) -> Runs:
        """Return the runs of a query; `information` is the idf of a character or stem (BM25's scale)."""
        runs = dict(_characters(words, information)) | dict(_neighbours(words, information))
        return cls(tuple(sorted(runs.items(), key=lambda run: -run[1]))[:_LONGEST])

    def points(self, folded: str) -> float:
        """Return the points of a folded text."""
        return sum(points for run, points in self.runs if run in folded)


def _characters(words: tuple[Word, ...], information: Callable[[str], float]) -> Iterator[tuple[str, float]]:
    for word in words:
        values = [information(character) for character in word.text] if word.cjk else []
        for length in _CHARACTERS:
            for start in range(len(values) - length + 1):
                yield word.text[start : start + length], _COUNTS * sum(values[start : start + length]) / length


def _neighbours(words: tuple[Word, ...], information: Callable[[str], float]) -> Iterator[tuple[str, float]]:
    for cjk, group in groupby(words, key=lambda word: word.cjk):
        found = [] if cjk else [word.text for word in group]
        values = [information(stem(text)) for text in found]
        for length in _WORDS:
            for start in range(len(found) - length + 1):
                run = " ".join(found[start : start + length])
                yield run, _COUNTS * sum(values[start : start + length]) / length
