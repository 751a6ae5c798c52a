"""A text as wording is compared: width, case, script, 您 and 你, 啥 and 什么, don't and do not are the same.

Of a folded text each Chinese character is one unit, each other word one with a space behind it, and where the text
pauses stands a mark. Other signs are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add
from typing import Final

from kbassist.content.han import simple_forms
from kbassist.wording.english import expanded

COMMA: Final = "\x01"
STOP: Final = "\x02"
FIRST_HAN: Final = "\u2e80"
"""Scripts before this code point write words with spaces between them."""
MODAL: Final = "啊呀呢吧嘛哦啦哈噢哟"
PARTICLES: Final = f"的了{MODAL}"
"""Characters that may slip in between two of a phrase and change nothing."""
_KEPT: Final = frozenset("%")
_APOSTROPHES: Final = frozenset("'’‘`´")
_APART: Final = " "
_PAUSES: Final = dict.fromkeys("，,、", COMMA) | dict.fromkeys("。！？!?；;：:…\n", STOP)
_HAN: Final = f"{FIRST_HAN}-\U0010ffff"
_TOKEN: Final = re.compile(
    rf"[啥咋甭]|(?P<han>[^啥咋甭\0-\u2e7f]+)|(?P<mark>[{COMMA}{STOP}]|\.(?= |$))"
    rf"|(?P<word>[^ .'{COMMA}{STOP}{_HAN}]+(?:'[^ .'{COMMA}{STOP}{_HAN}]+)*)"
)
_SAME: Final = {"啥": "什么", "咋": "怎么", "甭": "不用"}
_UNSAID: Final = re.compile(f"[{PARTICLES}有{COMMA}{STOP}]+")  # 没有 is 没
_TWICE: Final = re.compile(rf"([{_HAN}])\1+")


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
class Folded:
    """A folded text; `at` and `until` tell for each of its characters from where to where it stands in `source`."""

    source: str
    text: str
    at: tuple[int, ...]
    until: tuple[int, ...]
    bare: str = field(default="", compare=False)
    """The text without pauses, particles and doubled characters: what an anchor of a phrase is looked for in."""
    heads: frozenset[str] = field(default=frozenset(), compare=False)
    """What an anchor may begin with: each one and two characters of `bare`, and nothing."""

    def place(self, first: int, last: int) -> Place:
        """Return where a stretch of the folded text (at least one character) stands in the source."""
        return Place(first, last, self.at[first], self.until[last - 1])

    def with_tail(self, place: Place) -> Place:
        """Return a place with what belongs to it and says nothing: 冷静冷静, and a particle that ends the clause."""
        last = place.last
        if last - place.first >= 2 and self.text[last - 1] >= FIRST_HAN:
            while self.text[last : last + 2] == self.text[last - 2 : last]:
                last += 2
            while self.text[last : last + 1] and self.text[last] in f"{MODAL}了":
                last += 1
            if not self._ends_clause(last):
                last = place.last
        return self.place(place.first, last)

    def _ends_clause(self, position: int) -> bool:
        return position == len(self.text) or self.text[position] in (COMMA, STOP)


def bare(folded: str) -> str:
    """Return a folded text without pauses, particles, 有 and doubled characters."""
    return _TWICE.sub(r"\1", _UNSAID.sub("", folded))


def fold(text: str) -> Folded:
    """Return a text folded."""
    forms = [_form(each) for each in text]
    origin = [number for number, form in enumerate(forms) for _each in form]
    kept: list[str] = []
    at: list[int] = []
    until: list[int] = []
    for match in _TOKEN.finditer("".join(forms)):
        if match["han"]:
            kept.append(match["han"])
            places = origin[match.start() : match.end()]
            at += places
            until += [place + 1 for place in places]
            continue
        unit = _unit(match)
        kept.append(unit)
        at += [origin[match.start()]] * len(unit)
        until += [origin[match.end() - 1] + 1] * len(unit)
    folded = "".join(kept)
    plain = bare(folded)
    heads = frozenset(("", *plain, *map(add, plain, plain[1:])))
    return Folded(text, folded, tuple(at), tuple(until), plain, heads)


def units(folded: str) -> Iterator[str]:
    """Yield the units of a folded text: a Chinese character, or a word with its space."""
    yield from re.findall(rf"[{_HAN}]|[^ {_HAN}{COMMA}{STOP}]+ ", folded)


def _unit(match: re.Match[str]) -> str:
    said = match[0]
    if match["word"]:
        return expanded(said)
    if match["mark"]:
        return STOP if said == "." else said
    return _SAME[said]


@lru_cache(maxsize=16_384)
def _form(character: str) -> str:
    """Return what a character is compared as: nothing for an invisible one, a space or mark for what parts words."""
    if character in _APOSTROPHES:
        return "'"
    if character in _PAUSES:
        return _PAUSES[character]
    if character == ".":
        return character
    plain = unicodedata.normalize("NFKD", character).casefold()
    simple = simple_forms()
    kept = [simple.get(each, each) for each in plain if each.isalnum() or each in _KEPT]
    if kept:
        return "".join(kept).replace("您", "你")
    hidden = all(unicodedata.category(each) in {"Cf", "Mn", "Me"} for each in plain)
    return "" if hidden else _APART
