"""Marks in titles and short extracts around the words that were found."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice
from typing import Final, Protocol

from kbassist.search.analyzer import fold
from kbassist.search.results import Marked

WIDTH: Final = 90  # columns; a Chinese character takes two
_BEFORE: Final = 20  # columns shown before the first mark
_LOOKED_AT: Final = 200  # matches in one text
_TOGETHER: Final = 24  # matches in one extract
_SPACE: Final = re.compile(r"\s+")
_TO_LAST_BREAK: Final = re.compile(r".*[。！？；.!?;\n]", re.DOTALL)
_CUT: Final = "…"


class Marker(Protocol):
    """Gives the spans (start, end) to mark in a text, sorted and apart; `folded` is the text folded, where known."""

    def __call__(self, text: str, folded: str | None = None) -> list[tuple[int, int]]:
        """Return the spans in a text."""
        ...


def marker(terms: Iterable[str]) -> Marker:
    """Return a function that gives the spans (start, end) of the terms in a text, sorted and apart.

    Terms are folded; the first ones win where several begin at one place. A Latin term must begin a word.
    """
    forms = [_form(term) for term in sorted(terms, key=len, reverse=True) if term]
    if not forms:
        return lambda text, folded=None: []
    pattern = re.compile("|".join(forms))

    def spans(text: str, folded: str | None = None) -> list[tuple[int, int]]:
        folded = fold(text) if folded is None else folded
        found = [match.span() for match in islice(pattern.finditer(folded), _LOOKED_AT)]
        return found if len(folded) == len(text) or not found else _mapped(text, found)

    return spans


def _form(term: str) -> str:
    return r"(?<![a-z0-9])" + re.escape(term) if term[0].isascii() and term[0].isalnum() else re.escape(term)


def _mapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bring spans of the folded text back to the text itself, where folding changed the length."""
    places = [0]
    for character in text:
        places.append(places[-1] + len(fold(character)))
    start_of = {place: number for number, place in reversed(list(enumerate(places)))}
    last = len(text)

    def back(place: int, *, up: bool) -> int:
        while place not in start_of and 0 < place < places[-1]:
            place += 1 if up else -1
        return start_of.get(place, last)

    found = [(back(start, up=False), back(end, up=True)) for start, end in spans]
    return [(start, end) for start, end in found if start < end]


def marked(text: str, spans: Marker) -> Marked:
    """Return the whole text with marks."""
    return Marked(text, _joined(spans(text)))


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return (start, length) of spans, those that touch made one."""
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return tuple((start, end - start) for start, end in joined)


def snippet(text: str, spans: Marker, width: int = WIDTH, folded: str | None = None) -> Marked:
    """Return the extract of about `width` columns with the most different words, from the start of a sentence.

    `text` is tidy; `folded` is the same folded, where known.
    """
    found = spans(text, folded)
    start = _start(text, found[_best(text, found, width)][0]) if found else 0
    end = _end(text, start, width)
    lead, tail = _CUT if start else "", _CUT if end < len(text) else ""
    shift = len(lead) - start
    inside = [(first + shift, last + shift) for first, last in found if first >= start and last <= end]
    return Marked(lead + text[start:end] + tail, _joined(inside))


def _best(text: str, found: list[tuple[int, int]], width: int) -> int:
    """Return the number of the match at which the best extract begins: most letters of different matches."""
    if len(found) == 1:
        return 0
    ends = [end for _start, end in found]
    words = [text[start:end].lower() for start, end in found]
    best, chosen = 0, 0
    for number, (start, _last) in enumerate(found):
        after = bisect_right(ends, start + width // 2, number, min(number + _TOGETHER, len(ends)))
        value = sum(map(len, set(words[number:after])))
        if value > best:
            best, chosen = value, number
    return chosen


def _start(text: str, match: int) -> int:
    """Return where to begin: after the end of a sentence, or of a word, a little before the match."""
    earliest = max(0, match - _BEFORE)
    if not earliest:
        return 0
    if sentence := _TO_LAST_BREAK.match(text, earliest, match):
        return sentence.end() + (text[sentence.end() : sentence.end() + 1] == " ")
    space = text.find(" ", earliest, match)
    return space + 1 if space >= 0 else max(0, match - _BEFORE // 2)


def _end(text: str, start: int, width: int) -> int:
    end = start + min(width, len(text) - start)
    taken = 0
    for place in range(start, end):
        taken += 2 if unicodedata.east_asian_width(text[place]) in "WF" else 1
        if taken > width:
            return _word_end(text, start, place)
    return end if end == len(text) else _word_end(text, start, end)


def _word_end(text: str, start: int, end: int) -> int:
    """Move the cut before a Latin word that it would break, if that word is short."""
    if not (text[end : end + 1].isascii() and text[end : end + 1].isalnum()):
        return end
    space = text.rfind(" ", start, end)
    return space if space > end - 16 and space > start else end


def has_phrases(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether the folded text holds every phrase, whatever the spaces."""
    folded = _SPACE.sub(" ", fold(text))
    return all(phrase in folded for phrase in phrases)
