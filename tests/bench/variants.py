"""The titles of a library as people type them: by sound, by first letters, in the other script, with a slip."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.bench.rivals import Rival

WITHIN = 3
ASKED = 10
HAN = re.compile("[\u3400-\u9fff]")
_NOISE = re.compile(r"[^\w]+")
KINDS = ("full pinyin", "half pinyin, half characters", "first letters", "traditional", "one slip")
HEAD = ("variant", "titles", f"recall@{WITHIN}")
_SHORTEST = 3  # first letters
_SLIPPERY = 4  # characters of a title that may have a slip


@dataclass(frozen=True, slots=True)
class Typed:
    """One way to type a title, and the entries that have the title."""

    kind: str
    title: str
    text: str
    entries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """How many of one kind were found among the first rows, and those that were not."""

    kind: str
    count: int
    missed: tuple[Typed, ...]

    def row(self) -> list[str]:
        """Return the cells of a table under `HEAD`."""
        share = (self.count - len(self.missed)) / self.count if self.count else 0.0
        return [self.kind, str(self.count), f"{share:.4f}" if self.count else "–"]


def variants(titles: Iterable[tuple[str, str]], seed: int = 5) -> Iterator[Typed]:
    """Yield every variant of titles given as (entry id, title); first letters only where one title has them."""
    entries: dict[str, set[str]] = {}
    for entry, title in titles:
        entries.setdefault(title, set()).add(entry)
    chance = random.Random(seed)
    letters = {title: initials(title) for title in entries}
    common = Counter(letters.values())
    characters = sorted({character for title in entries for character in HAN.findall(title)})
    for title, ids in entries.items():
        shown = {
            "full pinyin": _pinyin(title),
            "half pinyin, half characters": _mixed(title, chance),
            "first letters": letters[title] if common[letters[title]] == 1 else "",
            "traditional": _traditional(title),
            "one slip": _slip(title, characters, chance),
        }
        yield from (Typed(kind, title, text, frozenset(ids)) for kind, text in shown.items() if text)


def _syllables(title: str) -> list[str]:
    """Return the title in pieces, a Chinese character as its reading in this title, all else as it is."""
    from pypinyin import Style, lazy_pinyin

    return [str(piece) for piece in lazy_pinyin(_NOISE.sub("", title), style=Style.NORMAL)]


def _pinyin(title: str) -> str:
    return "".join(_syllables(title)).replace("ü", "v") if len(HAN.findall(title)) > 1 else ""


def initials(title: str) -> str:
    """Return the first letters of a title's characters, empty where there are fewer than three characters."""
    from pypinyin import Style, lazy_pinyin

    characters = HAN.findall(title)
    if len(characters) < _SHORTEST or len(characters) < len(_NOISE.sub("", title)):
        return ""
    return "".join(lazy_pinyin("".join(characters), style=Style.FIRST_LETTER))


def _mixed(title: str, chance: random.Random) -> str:
    """Return the title with about half of its characters in pinyin: whole stretches, as people change over."""
    text = _NOISE.sub("", title)
    if len(HAN.findall(text)) < 2 or len(HAN.findall(text)) < len(text):
        return ""
    syllables = _syllables(text)
    middle = max(1, len(text) // 2)
    if chance.random() < 0.5:
        return text[:middle] + "".join(syllables[middle:])
    return "".join(syllables[:middle]) + text[middle:]


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


def _traditional(title: str) -> str:
    written = _converter()(title)
    return written if written != title else ""


def _slip(title: str, characters: list[str], chance: random.Random) -> str:
    """Return the title with one slip: two neighbours exchanged, one wrong character, or one Latin letter missing."""
    places = [n for n, character in enumerate(title) if character.isalnum()]
    if len(places) < _SLIPPERY:
        return ""
    place = chance.choice(places[1:])
    if not HAN.match(title[place]):
        return title[:place] + title[place + 1 :]
    if HAN.match(title[place - 1]) and title[place - 1] != title[place] and chance.random() < 0.5:
        return title[: place - 1] + title[place] + title[place - 1] + title[place + 1 :]
    wrong = chance.choice([character for character in characters if character != title[place]] or ["一"])
    return title[:place] + wrong + title[place + 1 :]


def ask(rival: Rival, typed: Iterable[Typed]) -> list[Found]:
    """Put every variant to a search; return what was found, in the order of `KINDS`."""
    counts: Counter[str] = Counter()
    missed: dict[str, list[Typed]] = {}
    for variant in typed:
        counts[variant.kind] += 1
        if not variant.entries & set(rival.search(variant.text, ASKED)[:WITHIN]):
            missed.setdefault(variant.kind, []).append(variant)
    return [Found(kind, counts[kind], tuple(missed.get(kind, ()))) for kind in KINDS]
