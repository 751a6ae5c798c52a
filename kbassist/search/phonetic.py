"""How an agent spells Chinese: sounds that are not told apart, and a double pinyin scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kbassist.search.syllables import beginning, characters, split

FUZZY: Final = (
    "z-zh",
    "c-ch",
    "s-sh",
    "l-n",
    "f-h",
    "l-r",
    "an-ang",
    "en-eng",
    "in-ing",
    "ian-iang",
    "uan-uang",
)
"""Pairs of initials or finals that input methods let one confuse."""
SCHEMES: Final = ("xiaohe", "ziranma", "microsoft", "sogou", "abc", "ziguang")
"""Double pinyin schemes: two keys a syllable."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What an agent confuses (codes of `FUZZY`; unknown ones count for nothing) and the scheme, empty for none."""

    fuzzy: frozenset[str] = frozenset()
    scheme: str = ""


@lru_cache(maxsize=4096)
def read_so(syllable: str, fuzzy: frozenset[str] = frozenset()) -> str:
    """Return the characters that are read so, or so that the agent does not tell them apart; empty: no syllable."""
    return _union(_alike(syllable, fuzzy))


@lru_cache(maxsize=4096)
def beginning_so(letters: str, fuzzy: frozenset[str] = frozenset()) -> str:
    """Return the characters with a syllable that begins with these letters, or with what sounds like one of them."""
    return _union(alike for syllable in beginning(letters) for alike in _alike(syllable, fuzzy))


def _union(syllables: Iterator[str]) -> str:
    table = characters()
    return "".join(dict.fromkeys(character for known in dict.fromkeys(syllables) for character in table[known]))


def _alike(syllable: str, fuzzy: frozenset[str]) -> Iterator[str]:
    if syllable in characters():
        yield syllable
    if fuzzy:
        initial, final = split(syllable)
        spelled = (one + other for one in _confused(initial, fuzzy) for other in _confused(final, fuzzy))
        yield from (other for other in spelled if other in characters())


def _confused(part: str, fuzzy: frozenset[str]) -> tuple[str, ...]:
    """Return an initial or final and what it is confused with."""
    pairs = (pair.split("-") for pair in FUZZY if pair in fuzzy)
    return tuple(dict.fromkeys((part, *(other for pair in pairs if part in pair for other in pair))))
