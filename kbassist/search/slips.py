"""Rows whose names are almost what was typed: a wrong, missing, extra or swapped letter or character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kbassist.search.analyzer import Word, words
from kbassist.search.misspelled import misspelled
from kbassist.search.query import Query
from kbassist.search.scope import Rows, Scope
from kbassist.search.spelled import sounding
from kbassist.search.symbols import kept
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

Typed = Callable[[Scope, str, tuple[Word, ...]], Iterator[TitleHit]]

_WORD: Final = re.compile("[a-z]{4,}")  # shorter ones are too like each other
_CORRECTED: Final = 6  # words of one query
_CORRECTIONS: Final = 4  # words tried in place of one
_LONGEST: Final = 100  # characters of a text that is compared
_COMPARED: Final = 100  # rows
_SPARE: Final = 4  # characters that a name may lack which is like the text but for two
_NO_ROWS: Final[Rows] = np.empty(0, np.intp)
_SHOWN: Final = 60  # rows where the sounds are the same
_SOUNDS: Final = (0.16, 0.2)  # what scores lie between where the sounds are the same,
_PATTERNS: Final = 40  # that letters with a slip can stand for
_PINYIN: Final = (0.08, 0.12)  # where pinyin has a slip,
_LETTERS: Final = (0.12, 0.16)  # where a Latin word is one letter away,
_CHARACTERS: Final = (0.06, 0.12)  # and where all but one or two characters are the same


def slips(scope: Scope, query: Query, typed: Typed) -> Iterator[TitleHit]:
    """Yield the rows that fit a query with a slip, likeliest first, all of them `loose`.

    `typed` finds the rows that have a corrected text as it is.
    """
    text = _bare(query.text)
    han = [character for character in text if character > "\u2e7f"]
    if len(han) >= 2 and len(text) <= _LONGEST:
        yield from _of_same_sound(scope, query.text)
    yield from _of_other_letters(scope, query, typed)
    if 3 <= len(text) <= _LONGEST and han:
        yield from _of_other_characters(scope, query.text, text, han)


def likeness(scope: Scope, rows: Rows, text: str) -> dict[int, float]:
    """Return how much of a folded text the best name of each row (ascending) has in the same order, from 0 to 1."""
    bare, best = _bare(text), dict[int, float]()
    names = list(scope.names.texts(rows))
    # A name that is longer may have the text in it; one that is shorter must be like the whole.
    for scorer, longer in ((fuzz.partial_ratio, True), (fuzz.ratio, False)):
        some = [(row, name) for row, name in names if (len(name) >= len(bare)) is longer]
        alike = process.cdist([bare], [name for _row, name in some], scorer=scorer, dtype=np.float64)
        for (row, _name), percent in zip(some, alike.ravel().tolist(), strict=True):
            best[row] = max(best.get(row, 0.0), percent / 100)
    return best


def _bare(text: str) -> str:
    return "".join(filter(kept, text))


def _of_same_sound(scope: Scope, text: str) -> Iterator[TitleHit]:
    for spot in scope.spots(sounding(text, scope.habits), most=_SHOWN):
        score = _between(_SOUNDS, spot.fit)
        yield TitleHit(spot.row, score, loose=True, read_as=spot.text, way=Way.SPELLING)


def slips_of_pinyin(scope: Scope, text: str) -> Iterator[TitleHit]:
    """Yield the rows that have what letters stand for which are full pinyin but for a slip, likeliest first."""
    spots = (spot for pattern in misspelled(text, scope.habits)[:_PATTERNS] for spot in scope.spots(pattern))
    for spot in sorted(spots, key=attrgetter("fit"), reverse=True)[:_SHOWN]:
        score = _between(_PINYIN, spot.fit)
        yield TitleHit(spot.row, score, loose=True, read_as=spot.text, way=Way.SPELLING)


def _of_other_letters(scope: Scope, query: Query, typed: Typed) -> Iterator[TitleHit]:
    for text in corrected(scope, query):
        for hit in typed(scope, text, words(text)):
            score = _between(_LETTERS, hit.score)
            yield hit._replace(score=score, exact=0, loose=True, read_as=text, way=Way.SPELLING)


def corrected(scope: Scope, query: Query) -> Iterator[str]:
    """Yield the query's text with a Latin word that no name has exchanged for one that is one slip away."""
    text = query.text
    for match in islice(_WORD.finditer(text), _CORRECTED):
        for other in _near_words(scope, match[0], typing=match.end() == len(text)):
            yield text[: match.start()] + other + text[match.end() :]


def _near_words(scope: Scope, word: str, *, typing: bool) -> list[str]:
    """Return the words of the names that are one slip away; of a word that is being typed, what they begin with."""
    if any(other.startswith(word) for other in scope.names.beginning(word[0])):
        return []
    found = process.extract(
        word, scope.names.as_long(len(word)), scorer=OSA.distance, score_cutoff=1, limit=_CORRECTIONS
    )
    whole = [other for other, _distance, _place in found]
    if not typing or whole:
        return whole
    begun = [(other[: len(word) + more], other) for other in scope.names.beginning(word[0]) for more in (0, 1, -1)]
    near = process.extract(word, [part for part, _ in begun], scorer=OSA.distance, score_cutoff=1, limit=_CORRECTIONS)
    return list(dict.fromkeys(begun[place][1] for _part, _distance, place in near))


def _of_other_characters(scope: Scope, text: str, bare: str, han: list[str]) -> Iterator[TitleHit]:
    """Yield rows with all but one or two of the characters, in the same order but for a swap."""
    # The share of the characters in order (twice those in common, of both lengths) with one or two slips.
    least = 1 - (1.2 if len(bare) < 8 else 2.2) / len(bare)
    for row, alike in likeness(scope, _sharing(scope, han), text).items():
        if alike >= least:
            yield TitleHit(row, _between(_CHARACTERS, alike), loose=True, way=Way.SPELLING)


def _sharing(scope: Scope, han: list[str]) -> Rows:
    """Return the rows that share most of these characters, at least all but a third and all but four, in order."""
    wanted = sorted(set(han), key=scope.names.frequency)
    spare = min(max(1, len(wanted) // 3), _SPARE)
    missing = np.zeros(len(scope.mask), np.uint8)
    missing[~scope.mask] = spare + 1
    for place, character in enumerate(wanted):
        missing += ~scope.names.having(character)
        if place >= spare and not (missing <= spare).any():
            return _NO_ROWS  # the rarest come first, and too many of them stand nowhere together
    rows = np.flatnonzero(missing <= spare)
    best: Rows = np.sort(rows[np.argsort(missing[rows], kind="stable")[:_COMPARED]])
    return best


def _between(band: tuple[float, float], share: float) -> float:
    low, high = band
    return low + (high - low) * share
