"""How long a text takes to be read aloud, and where a reader takes breath.

Chinese is counted in characters: 220 to 240 a minute is the trade's rule for telephone service. English is counted in
words: 140 to 160 a minute, the usual advice for being understood on the telephone. A team that sets another rate for
Chinese gets the same share of change in English: 140 words go with 220 characters, 160 with 240.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_SOUNDS: Final = re.compile(
    "(?P<word>[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ɏ]+)*)"
    "|(?P<percent>[%％])"
    "|(?P<digit>[0-9０-９¥￥$€£])"
    "|(?P<character>[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_STOPS: Final = re.compile('[。！？!?…；;]+[”’」』）)"]*|\\.+["’”)]*(?=\\s+[^\\sa-z0-9]|\\s*\n|\\s*\\Z)|\n+')
_COMMAS: Final = re.compile("[，、：,:—–]+[”’」』）)]*(?!\\d)")
_ABBREVIATION: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|approx)|^\s*\d{1,2})\.$", re.IGNORECASE)
_WORDS_OF_RATE: Final = (140 / 220, 160 / 240)


class Unit(StrEnum):
    """What speech is counted in."""

    CHARACTERS = "characters"
    WORDS = "words"


_WEIGHTS: Final = {
    Unit.CHARACTERS: {"word": 2.0, "percent": 3.0, "digit": 1.0, "character": 1.0},
    Unit.WORDS: {"word": 1.0, "percent": 1.0, "digit": 1.0, "character": 0.5},
}
"""In Chinese an English word takes about as long as two characters and % is read 百分之; in English each digit is a
short word, and two Chinese characters, a name as a rule, take as long as one."""
_BREATH: Final = {Unit.CHARACTERS: 30.0, Unit.WORDS: 20.0}
"""What is said in one breath at most: about eight seconds."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast to speak, from and to, in units a minute."""

    unit: Unit
    low: int
    high: int

    @property
    def middle(self) -> float:
        """The middle of the range; at least one unit a minute."""
        return max(1.0, (self.low + self.high) / 2)


@dataclass(frozen=True, slots=True)
class Breath:
    """What is said in one go: `start` and `length` in characters of the text, `amount` in units of its speech.

    `ends` tells whether a sentence ends with it, `rests` whether a paragraph does.
    """

    start: int
    length: int
    amount: float
    ends: bool = True
    rests: bool = False


def unit_of(text: str) -> Unit:
    """Return what a text is counted in: words where it holds more English words than Chinese characters."""
    kinds = [match.lastgroup for match in _SOUNDS.finditer(text)]
    return Unit.WORDS if kinds.count("word") > kinds.count("character") else Unit.CHARACTERS


def rate_of(text: str, rate: tuple[int, int]) -> Rate:
    """Return how fast to read a text where the channel says `rate`, in Chinese characters a minute."""
    if unit_of(text) is Unit.CHARACTERS:
        return Rate(Unit.CHARACTERS, *rate)
    low, high = (round(number * share) for number, share in zip(rate, _WORDS_OF_RATE, strict=True))
    return Rate(Unit.WORDS, low, high)


def amount(text: str, unit: Unit) -> float:
    """Return how much there is to say in a text; punctuation counts nothing."""
    weights = _WEIGHTS[unit]
    return sum(weights[match.lastgroup or "character"] for match in _SOUNDS.finditer(text))


def seconds(text: str, rate: tuple[int, int]) -> float:
    """Return the speaking time at the middle of `rate` (Chinese characters a minute, from and to).

    460 characters at 230 a minute take 120 seconds; 150 English words at the same setting take 60.
    """
    spoken = rate_of(text, rate)
    return amount(text, spoken.unit) * 60 / spoken.middle


def breaths(text: str) -> tuple[Breath, ...]:
    """Split a text at the ends of sentences, long ones at commas as well; their amounts add up to the text's."""
    unit = unit_of(text)
    return tuple(breath for start, end in _sentences(text) for breath in _breaths(text, start, end, unit))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOPS.finditer(text):
        if not _ABBREVIATION.search(text[start : stop.end()].rstrip('"’”)')):
            yield start, stop.end()
            start = stop.end()
    yield start, len(text)


def _breaths(text: str, start: int, end: int, unit: Unit) -> Iterator[Breath]:
    parts = [part for part in _clauses(text, start, end, unit) if text[slice(*part)].strip()]
    for number, (left, right) in enumerate(parts, 1):
        words = text[left:right]
        first, length = left + len(words) - len(words.lstrip()), len(words.strip())
        last = number == len(parts)
        rests = last and text[first + length :].lstrip(" \t\r").startswith("\n")
        yield Breath(first, length, amount(words, unit), ends=last, rests=rests)


def _clauses(text: str, start: int, end: int, unit: Unit) -> Iterator[tuple[int, int]]:
    """Cut a sentence at commas so that no part is longer than a breath where commas allow it, parts much alike."""
    whole = amount(text[start:end], unit)
    count = -(-whole // _BREATH[unit])
    wanted, left = whole / max(1.0, count), start
    for comma in _COMMAS.finditer(text, start, end):
        enough = amount(text[left : comma.end()], unit) >= wanted * 0.75
        if count > 1 and enough and amount(text[comma.end() : end], unit) >= wanted * 0.3:
            yield left, comma.end()
            left = comma.end()
    yield left, end
