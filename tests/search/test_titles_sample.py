"""Each title of the sample library, typed in the ways in which agents type, is among the first three."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pytest
from opencc import OpenCC
from pypinyin import lazy_pinyin

from kbassist.content.loader import load
from kbassist.paths import sample_library
from kbassist.search.catalogue import Catalogue
from kbassist.search.query import parse
from kbassist.search.titles import find

HAN = re.compile("[\u4e00-\u9fff]+")
LATIN = re.compile("[A-Za-z]{5,}")
Typed = Callable[[str, random.Random], str]


@cache
def catalogue() -> Catalogue:
    return Catalogue.of(load(sample_library()), date(2026, 5, 20))


@cache
def converter() -> OpenCC:
    return OpenCC("s2t")


def pinyin(text: str) -> str:
    return "".join(lazy_pinyin(text, v_to_u=False)).replace("ü", "v").lower()


def longest(title: str) -> str:
    return max(HAN.findall(title), key=len, default="")


def whole(title: str, _chance: random.Random) -> str:
    return pinyin(title) if longest(title) else ""


def chinese_part(title: str, _chance: random.Random) -> str:
    return pinyin(longest(title)) if len(longest(title)) > 2 else ""


def half_characters(title: str, _chance: random.Random) -> str:
    return title[: len(title) // 2] + pinyin(title[len(title) // 2 :]) if longest(title) else ""


def half_letters(title: str, _chance: random.Random) -> str:
    return pinyin(title[: len(title) // 2]) + title[len(title) // 2 :] if longest(title) else ""


def first_letters(title: str, _chance: random.Random) -> str:
    part = longest(title)
    return "".join(syllable[0] for syllable in lazy_pinyin(part)) if len(part) > 2 else ""


def traditional(title: str, _chance: random.Random) -> str:
    return str(converter().convert(title)) if longest(title) else ""


def swapped_character(title: str, chance: random.Random) -> str:
    part = longest(title)
    if len(part) < 3:
        return ""
    at = title.index(part) + chance.randrange(len(part) - 1)
    return title[:at] + title[at + 1] + title[at] + title[at + 2 :]


def wrong_character(title: str, chance: random.Random) -> str:
    part = longest(title)
    at = title.find(part) + chance.randrange(max(len(part), 1))
    return title[:at] + chance.choice("天水手心") + title[at + 1 :] if len(part) > 2 else ""


def misspelled_word(title: str, chance: random.Random) -> str:
    if not (words := LATIN.findall(title)):
        return ""
    word = chance.choice(words)
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + chance.choice("aeinorst") + word[at:],
        word[:at] + chance.choice("aeinorst") + word[at + 1 :],
    )
    return title.replace(word, chance.choice(slips), 1)


@pytest.mark.parametrize(
    ("typed", "least"),
    [
        (whole, 0.98),
        (chinese_part, 0.98),
        (half_characters, 0.98),
        (half_letters, 0.98),
        (traditional, 0.98),
        (first_letters, 0.95),
        (swapped_character, 0.95),
        (wrong_character, 0.95),
        (misspelled_word, 0.95),
    ],
)
def test_every_title_is_among_the_first_three(typed: Typed, least: float) -> None:
    asked = list(_asked(typed))
    missed = [(title, query) for title, query in asked if not _found(title, query)]
    assert len(asked) > 20
    assert len(missed) <= (1 - least) * len(asked), missed


def _asked(typed: Typed) -> Iterator[tuple[str, str]]:
    chance = random.Random(7)
    offered = {entry.title for entry, there in zip(catalogue().entries, catalogue().in_force, strict=True) if there}
    for title in sorted(offered):
        if query := typed(title, chance):
            yield title, query


def _found(title: str, typed: str) -> bool:
    first = [
        catalogue().entries[hit.row].title for hit in find(catalogue(), parse(typed, catalogue().library.team))[:3]
    ]
    return any(title == other or (longest(title) and longest(title) in other) for other in first)
