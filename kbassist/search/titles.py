"""The first stage: titles, the customers' words, shortcuts and tags, in memory and with no index at all."""

from __future__ import annotations

from typing import NamedTuple

from kbassist.search.catalogue import Catalogue
from kbassist.search.phonetic import Habits
from kbassist.search.query import Query
from kbassist.search.ways import Way


class TitleHit(NamedTuple):
    """One row that fits: `score` lies between 0 and 1. A plain tuple: there are hundreds a keystroke.

    `exact` is 3 where the text is the whole shortcut, 2 the title, 1 a phrase of the customers, else 0.
    `loose` means that only the characters or parts of the words were found, or what is spelled almost so.
    `read_as` is the query with the characters that the typed letters stood for; `way` tells how it was read.
    """

    row: int
    score: float
    exact: int = 0
    loose: bool = False
    read_as: str = ""
    way: Way = Way.LITERAL


def find(catalogue: Catalogue, query: Query, habits: Habits = Habits()) -> list[TitleHit]:  # noqa: B008 - a frozen value
    """Return the rows whose head fits the query, best first, at most a few hundred.

    What has all words as typed comes first, then what the team's synonyms and numerals make of them, then pinyin in
    full, then first letters; where all these are few, what has only the characters or parts of the words, or is
    spelled almost so.
    """
    if not query.text:
        return []
    from kbassist.search import finding  # noqa: PLC0415 - numpy, which the program starts without

    return finding.find(catalogue, query, habits)
