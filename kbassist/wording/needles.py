"""Phrases of a team as they are looked for in a folded text.

A phrase becomes one expression of google-re2, made of escaped words and bounded gaps only, so it takes time in
proportion to the text. Nearly all phrases are not there; an anchor that must be tells that first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from kbassist.content.phrase import Choice, Gap, Item, Words, gaps, may_be_missing, parse
from kbassist.wording.english import forms, stem
from kbassist.wording.folding import COMMA, FIRST_HAN, MODAL, PARTICLES, STOP, Folded, Place, bare, fold, units

_HAN: Final = r"\x{2e80}-\x{10ffff}"
_GAP: Final = rf"(?:[{_HAN}]|[^ {_HAN}\x01\x02]+ ){{0,6}}?"
"""A gap: up to six Chinese characters or words of one clause, as few as will do."""
_NO_PAUSE, _COMMAS = 3, 5
"""Phrases of up to 3 units hold no pause (还没，办法是 is no 没办法), of up to 5 only commas; one with a gap none."""
_PRONOUNS: Final = frozenset("你我他她它们")


@dataclass(frozen=True, slots=True)
class Needle:
    """A phrase to look for: its expression, what must stand in a bare text, and the plainest way to say it."""

    expression: str
    anchors: tuple[str, ...]
    sample: str
    gap: bool = False

    @classmethod
    def of(cls, phrase: str, *, pauses: bool = True) -> Needle:
        """Read a phrase; one without letters and digits, or that may be left out whole, is never found.

        `pauses`: a long one is found across commas and the ends of sentences, too.
        """
        items = tuple(_folded(parse(phrase)))
        if may_be_missing(items):
            return cls("", (), "")
        gap = gaps(items)
        allowed = _pauses(_fewest(items)) if pauses and not gap else ""
        return cls(_expression(items, allowed), _anchors(items), _sample(items), gap)

    def likely(self, text: Folded) -> bool:
        """Tell, quickly, whether it may be in a text."""
        for anchor in self.anchors:  # noqa: SIM110 - thousands a text: half the time of a generator
            if anchor[:2] in text.heads and anchor in text.bare:
                return True
        return False

    def find(self, text: Folded) -> Iterator[Place]:
        """Yield each place where it is said, in whole words."""
        if not self.likely(text) or not (compiled := _compiled(self.expression)):
            return
        end = 0
        match = compiled.search(text.text)
        while match:
            first, last = match.span()
            if last > max(first, end) and not _inside_word(text.text, first):
                end = last
                yield text.place(first, last)
            match = compiled.search(text.text, first + 1)

    def found(self, text: Folded) -> bool:
        """Tell whether it is said anywhere in a text."""
        return any(True for _place in self.find(text))

    def holds(self, other: Needle) -> bool:
        """Tell whether it is a longer way to say another phrase."""
        return other.found(fold(self.sample))


@lru_cache(maxsize=4_096)
def _compiled(expression: str) -> Any:
    """Compile; None where a phrase has too many variants, which a check of the library says."""
    import re2  # noqa: PLC0415 - a quarter of the time that this module takes to load

    try:
        return re2.compile(expression)
    except re2.error:
        return None


def _inside_word(text: str, first: int) -> bool:
    return first > 0 and text[first] < FIRST_HAN and text[first - 1] < FIRST_HAN and text[first - 1].isalnum()


def _folded(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Words):
            words = "".join(units(fold(item.text).text)).replace("没有", "没")
            if words:
                yield Words(words)
        elif isinstance(item, Choice):
            options = tuple(tuple(_folded(option)) for option in item.options)
            given = tuple(option for option in options if option)
            if given:
                yield Choice(given, item.optional or len(given) < len(options))
        else:
            yield item


def _fewest(items: tuple[Item, ...]) -> int:
    """Return how many units are said at least."""
    return sum(_units(item) for item in items)


def _units(item: Item) -> int:
    if isinstance(item, Words):
        return len(list(units(item.text)))
    return 0 if isinstance(item, Gap) or item.optional else min(map(_fewest, item.options))


def _pauses(fewest: int) -> str:
    if fewest <= _NO_PAUSE:
        return ""
    return f"{COMMA}*?" if fewest <= _COMMAS else f"[{COMMA}{STOP}]*?"


def _expression(items: tuple[Item, ...], pauses: str) -> str:
    return "".join(_part(item, pauses) for item in items)


def _part(item: Item, pauses: str) -> str:
    if isinstance(item, Gap):
        return _GAP
    if isinstance(item, Words):
        return "".join(_said(unit) + pauses for unit in units(item.text))
    options = "|".join(_expression(option, pauses) for option in item.options)
    return f"(?:{options})?" if item.optional else f"(?:{options})"


def _said(unit: str) -> str:
    """Return the expression of a unit: 消消气 is 消气, 公司的规定 公司规定, 没有 没, and calming a form of calm."""
    if unit >= FIRST_HAN:
        slipped = MODAL if unit in _PRONOUNS else PARTICLES
        same = "没有?" if unit == "没" else unit
        return f"{same}(?:{unit})??[{slipped}]??"
    return f"(?:{'|'.join(forms(unit[:-1]))}) "


def _anchors(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Return texts of which one must stand in a bare text for the phrase to be there; the longest such choice."""
    found = (_anchors_of(item) for item in items)
    return max((each for each in found if each), key=lambda each: min(map(len, each)), default=())


def _anchors_of(item: Item) -> tuple[str, ...]:
    if isinstance(item, Words):
        return (_anchor(item.text),)
    if isinstance(item, Gap) or item.optional:
        return ()
    each = [_anchors(option) for option in item.options]
    return tuple(anchor for anchors in each for anchor in anchors) if all(each) else ()


def _anchor(words: str) -> str:
    runs = [""]
    for unit in units(words):
        if unit >= FIRST_HAN:
            runs[-1] += unit
        else:
            runs += [stem(unit[:-1]), ""]
    return max(map(bare, runs), key=len)


def _sample(items: tuple[Item, ...]) -> str:
    return "".join(_plainest(item) for item in items)


def _plainest(item: Item) -> str:
    if isinstance(item, Words):
        return item.text
    return "" if isinstance(item, Gap) or item.optional else _sample(item.options[0])
