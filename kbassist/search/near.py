"""Near misses: names that come close to a query that found nothing."""

from __future__ import annotations

from itertools import chain, islice
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from kbassist.search.catalogue import Catalogue
from kbassist.search.names import Names
from kbassist.search.phonetic import Habits
from kbassist.search.spelled import literal, sounding, spelled
from kbassist.search.spots import Bools
from kbassist.search.ways import Way

_CLOSE: Final = 58.0  # of 100
_LONGEST: Final = 60  # characters of a query that are compared
_COMPARED: Final = 400  # rows
_WORDS: Final = 12  # Latin words like those of the query
_WORD_CLOSE: Final = 70.0
_PINYIN: Final = 0.5  # share of the syllables that a name has


def near(catalogue: Catalogue, text: str, mask: bytes, limit: int = 5, habits: Habits = Habits()) -> list[int]:  # noqa: B008 - frozen
    """Return the rows whose names come closest to the folded text, best first, at most `limit`.

    Close are names that share characters, sounds or almost the Latin words with it; of those that share most the
    spelling is compared. Letters are read as pinyin too.
    """
    text = text[:_LONGEST]
    if len(text) < 2:
        return []
    admitted = np.frombuffer(mask, np.bool_)
    sharing = _sharing(catalogue.names, text, admitted)
    names = [(name, row) for row in sharing for name in catalogue.heads[row].names]
    found = process.extract(
        text,
        [name for name, _row in names],
        scorer=fuzz.WRatio if text.isascii() else fuzz.partial_ratio,
        score_cutoff=_CLOSE,
        limit=4 * limit,
    )
    spelled_so = (names[place][1] for _name, _value, place in found)
    sounding_so = _by_sound(catalogue.names, text, admitted, habits)
    return list(islice(dict.fromkeys(chain(spelled_so, sounding_so)), limit))


def _sharing(names: Names, text: str, admitted: Bools) -> list[int]:
    """Return the rows that share most with a text: its characters, or words like its words."""
    patterns = [[literal(character)] for character in {character for character in text if character > "\u2e7f"}]
    for word in {word for word in text.split() if word.isascii() and len(word) > 2}:
        like = process.extract(word, names.latin_words, scorer=fuzz.ratio, score_cutoff=_WORD_CLOSE, limit=_WORDS)
        patterns.append([literal(other) for other, _value, _place in like])
    return _most(names.counts(patterns, len(admitted)), admitted, 1)


def _by_sound(names: Names, text: str, admitted: Bools, habits: Habits) -> list[int]:
    """Return the rows that have at least half of the syllables of a text, or of those that it is pinyin for."""
    readings = spelled(text, habits, names.latin)
    if readings and readings[0].way is not Way.PINYIN:
        return []
    pattern = readings[0].pattern if readings else sounding(text, habits)
    counts = names.counts([[(wanted,)] for wanted in pattern], len(admitted))
    return _most(counts, admitted, max(2, round(_PINYIN * len(pattern))))


def _most(counts: npt.NDArray[np.uint8], admitted: Bools, least: int) -> list[int]:
    """Return the admitted rows with at least so many, those with most first."""
    rows = np.flatnonzero(admitted & (counts >= least))
    order = np.argsort(-counts[rows].astype(np.int16), kind="stable")
    return [int(row) for row in rows[order[:_COMPARED]]]
