"""A text as wording is compared: width, case, script, 您 and 你, and signs between characters make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kbassist.content.han import simple_forms

_KEPT: Final = frozenset("%")
_SILENT: Final = frozenset("'’‘`´")
_APART: Final = " "
_FIRST_HAN: Final = "\u2e80"
"""Scripts before this code point write words with spaces between them."""
_PAUSE: Final = re.compile("[，,、。！？!?；;：:…\n]|\\.\\s")
_STOP: Final = re.compile("[。！？!?；;：:…\n]|\\.\\s")
_NO_PAUSE, _COMMAS = 3, 5
"""Phrases of up to 3 units hold no pause (还没，办法是 is no 没办法), of up to 5 only commas."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: `first` to `last` in the folded text, `start` to `end` in the text as written."""

    first: int
    last: int
    start: int
    end: int

    def within(self, other: Place) -> bool:
        """Tell whether it lies inside another place."""
        return other.first <= self.first and self.last <= other.last


@dataclass(frozen=True, slots=True)
class Needle:
    """A phrase to look for: folded, and how many units (Chinese characters, other words) it has."""

    text: str
    units: int

    @classmethod
    def of(cls, phrase: str) -> Needle:
        """Fold a phrase; one without letters and digits is never found."""
        text = fold(phrase).text
        words = len(re.findall(f"[^ {_FIRST_HAN}-\U0010ffff]+", text))
        return cls(text, words + sum(each >= _FIRST_HAN for each in text))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `at` tells for each of its characters which one of `source` it comes from."""

    source: str
    text: str
    at: tuple[int, ...]

    def find(self, needle: Needle) -> Iterator[Place]:
        """Yield each place of a phrase: whole words, and no longer pause inside than its length allows."""
        if not needle.text:
            return
        first = self.text.find(needle.text)
        while first >= 0:
            last = first + len(needle.text)
            place = self.place(first, last)
            if self._at_borders(first, last) and not self._broken(place, needle.units):
                yield place
            first = self.text.find(needle.text, first + 1)

    def has(self, needle: Needle) -> bool:
        """Tell whether a phrase is somewhere in it."""
        return needle.text in self.text and any(True for _place in self.find(needle))

    def place(self, first: int, last: int) -> Place:
        """Return where a stretch of the folded text (at least one character) stands in the source."""
        return Place(first, last, self.at[first], self.at[last - 1] + 1)

    def touching(self, place: Place, before: int, after: int) -> bool:
        """Tell whether no pause parts a place from so many folded characters before and after it."""
        wide = self.place(place.first - before, place.last + after)
        return not _PAUSE.search(self.source, wide.start, wide.end)

    def _at_borders(self, first: int, last: int) -> bool:
        return not (_joined(self.text, first) or _joined(self.text, last))

    def _broken(self, place: Place, units: int) -> bool:
        if units <= _NO_PAUSE:
            return _PAUSE.search(self.source, place.start, place.end) is not None
        return units <= _COMMAS and _STOP.search(self.source, place.start, place.end) is not None


def _joined(text: str, cut: int) -> bool:
    """Tell whether a cut would fall inside a word of a script with spaces."""
    if not 0 < cut < len(text):
        return False
    before, after = text[cut - 1], text[cut]
    return before < _FIRST_HAN and after < _FIRST_HAN and before.isalnum() and after.isalnum()


def fold(text: str) -> Folded:
    """Return a text folded: of signs and spaces one space is left between two words of a script that needs it."""
    kept: list[str] = []
    at: list[int] = []
    apart = False
    for number, form in enumerate(map(_form, text)):
        if form == _APART:
            apart = True
        elif form:
            if apart and kept and form[0] < _FIRST_HAN and kept[-1] < _FIRST_HAN:
                kept.append(_APART)
                at.append(number - 1)
            apart = False
            kept += form
            at += [number] * len(form) if len(form) > 1 else (number,)
    return Folded(text, "".join(kept), tuple(at))


@lru_cache(maxsize=16_384)
def _form(character: str) -> str:
    """Return what a character is compared as: nothing for an invisible one, a space for one that parts words."""
    if character in _SILENT:
        return ""
    plain = unicodedata.normalize("NFKD", character).casefold()
    simple = simple_forms()
    kept = [simple.get(each, each) for each in plain if each.isalnum() or each in _KEPT]
    if kept:
        return "".join(kept).replace("您", "你")
    hidden = all(unicodedata.category(each) in {"Cf", "Mn", "Me"} for each in plain)
    return "" if hidden else _APART
