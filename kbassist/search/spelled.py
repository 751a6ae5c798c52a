"""What letters can stand for: syllables, their beginnings, first letters, Latin words, in any mix with characters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile
from operator import attrgetter
from typing import Final

import numpy as np

from kbassist.search.double_pinyin import initials_by_key, syllables_by_keys
from kbassist.search.phonetic import Habits, beginning_so, read_so
from kbassist.search.syllables import LONGEST, beginning, characters, readings
from kbassist.search.symbols import START, Symbols, kept, symbols
from kbassist.search.ways import Way

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_INITIALS: Final = frozenset("abcdefghjklmnopqrstwxyz")
_LONG_INITIALS: Final = frozenset({"zh", "ch", "sh"})
_NUMERALS: Final = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_DIGITS: Final = {numeral: digit for digit, numeral in _NUMERALS.items()} | {"两": "2", "〇": "0"}
_LONGEST_WORD: Final = 24
_LONGEST_TEXT: Final = 120
_BEST: Final = 6  # readings kept of each rest of the text
_SLACK: Final = 2.6  # how much dearer than the cheapest a reading may be

# What a part costs: the fewer and the fuller the syllables, the likelier the reading.
_FULL: Final = 1.0
_VOWEL: Final = 1.8  # a syllable of one letter
_BEGUN: Final = 1.6  # a last syllable that is still being typed
_INITIAL: Final = 2.2
_LONG_INITIAL: Final = 4.6  # zh, ch, sh: most people type z, c, s
_WORD: Final = 1.3
_LETTER: Final = 2.6
_GIVEN: Final = 0.5

Pattern = tuple[Symbols, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read letters: for each place the symbols that may stand there, and the cost (lower is likelier)."""

    pattern: Pattern
    cost: float
    way: Way


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a reading: `characters` that may stand in one place, or (`letters`) some that all stand in turn."""

    end: int
    cost: float
    characters: str = ""
    letters: str = ""
    full: bool = False
    initial: bool = False


@dataclass(slots=True)
class _Link:
    """The parts of a chain from a place on, and what they cost together."""

    cost: float
    part: _Part | None = None
    rest: _Link | None = None


_cost = attrgetter("cost")
_Chain = tuple[float, tuple[_Part, ...]]
_Steps = Callable[[int], Iterator[_Part]]


def spelled(text: str, habits: Habits, known: Collection[str] = ()) -> tuple[Reading, ...]:
    """Return what a folded text with letters in it can stand for, likeliest first; blanks and ' part syllables.

    `known` are Latin words of the titles, which may stand as they are between syllables.
    """
    if len(text) > _LONGEST_TEXT or not any(character in _LETTERS for character in text):
        return ()
    # Syllables and Latin words are cheap and would crowd out first letters: each is looked for beside the others.
    ways = [
        partial(_steps, text, habits, ()),
        partial(_steps, text, habits, known),
        partial(_first_letters, text, habits),
    ]
    if habits.scheme:
        ways += [partial(_double_steps, text, habits, words) for words in ((), known)]
    chains = dict.fromkeys(chain for way in ways for chain in _likely(len(text), way))
    return tuple(
        Reading(tuple(_pattern(parts)), cost, _way(parts))
        for cost, parts in sorted(chains, key=lambda chain: chain[0])
    )


def sounding(text: str, habits: Habits) -> Pattern:
    """Return the pattern of everything that sounds like the text's characters (others stand for themselves)."""
    return tuple(place for character in text for place in _sounds(character, habits))


@lru_cache(maxsize=1024)
def literal(text: str, *, anywhere: bool = False) -> Pattern:
    """Return the pattern of a folded text itself; unless `anywhere`, it begins where a Latin word does."""
    found = symbols(text.replace("\n", " "))
    return tuple(_either(symbol, anywhere=anywhere or n > 0) for n, symbol in enumerate(found.tolist()))


def _sounds(character: str, habits: Habits) -> Pattern:
    if syllables := readings().get(character):
        return (symbols_of("".join(read_so(syllable, habits.fuzzy) for syllable in syllables)),)
    return literal(character, anywhere=True)


def _either(symbol: int, *, anywhere: bool) -> Symbols:
    bare = symbol - START if START <= symbol < START + 0x80 else symbol
    if bare >= 0x80 or not chr(bare).isalnum():
        return np.array([bare], np.uint16)
    return np.array([bare, START + bare] if anywhere else [START + bare], np.uint16)


def _likely(size: int, steps: _Steps) -> Iterator[_Chain]:
    """Yield the chains that are not much dearer than the cheapest, and in which letters are read at all."""
    chains = _chains(size, steps)
    for link in chains:
        parts = tuple(_parts(link))
        if link.cost <= chains[0].cost + _SLACK and any(part.full or part.initial for part in parts):
            yield link.cost, parts


def _chains(size: int, steps: _Steps) -> list[_Link]:
    """Return the cheapest chains of parts from the first place to the last (best first, by dynamic programming)."""
    best: list[list[_Link]] = [[] for _ in range(size)] + [[_Link(0.0)]]
    for at in reversed(range(size)):
        links = [_Link(part.cost + rest.cost, part, rest) for part in steps(at) for rest in best[part.end]]
        best[at] = sorted(links, key=_cost)[:_BEST]
    return best[0]


def _parts(link: _Link | None) -> Iterator[_Part]:
    while link is not None and link.part is not None:
        yield link.part
        link = link.rest


def _way(parts: tuple[_Part, ...]) -> Way:
    """First letters only at the end of full syllables are syllables that are still being typed."""
    spoken = [part for part in parts if part.characters or part.letters]
    initials = sum(part.initial for part in spoken)
    typing = initials == 1 and spoken[-1].initial and any(part.full for part in spoken)
    return Way.INITIALS if initials and not typing else Way.PINYIN


def _pattern(parts: tuple[_Part, ...]) -> Iterator[Symbols]:
    for part in parts:
        if part.letters:
            yield from literal(part.letters)
        elif part.characters:
            yield symbols_of(part.characters)


@lru_cache(maxsize=4096)
def symbols_of(known: str) -> Symbols:
    """Return the symbols of single characters; of digits also as they begin a word."""
    plain = np.frombuffer("".join(dict.fromkeys(known)).encode("utf-16-le"), np.uint16)
    ascii_ = plain[plain < 0x80]
    return np.concatenate((plain, ascii_ + START)).astype(np.uint16)


def _steps(text: str, habits: Habits, known: Collection[str], at: int) -> Iterator[_Part]:
    if text[at] not in _LETTERS:
        yield _given(text, at)
        return
    run = "".join(takewhile(_LETTERS.__contains__, text[at : at + _LONGEST_WORD]))
    yield from _words(run, at, known)
    yield from _initials(run, at, habits)
    for size in range(1, min(len(run), LONGEST) + 1):
        letters, end = run[:size], at + size
        if letters in characters():
            yield _Part(end, _FULL if size > 1 else _VOWEL, read_so(letters, habits.fuzzy), full=True)
        if size > 1 and end == len(text) and any(syllable != letters for syllable in beginning(letters)):
            yield _Part(end, _BEGUN, beginning_so(letters, habits.fuzzy), full=True)


def _first_letters(text: str, habits: Habits, at: int) -> Iterator[_Part]:
    yield from _initials(text[at : at + 2], at, habits) if text[at] in _LETTERS else (_given(text, at),)


def _initials(run: str, at: int, habits: Habits) -> Iterator[_Part]:
    if run[0] in _INITIALS:
        yield _Part(at + 1, _INITIAL, beginning_so(run[0], habits.fuzzy), initial=True)
    if run[:2] in _LONG_INITIALS:
        yield _Part(at + 2, _LONG_INITIAL, beginning_so(run[:2], habits.fuzzy), initial=True)


def _double_steps(text: str, habits: Habits, known: Collection[str], at: int) -> Iterator[_Part]:
    if text[at] not in _LETTERS:
        yield _given(text, at)
        return
    run = "".join(takewhile(_LETTERS.__contains__, text[at : at + _LONGEST_WORD]))
    yield from _words(run, at, known)
    if syllables := syllables_by_keys(habits.scheme).get(text[at : at + 2]):
        spoken = "".join(read_so(syllable, habits.fuzzy) for syllable in syllables)
        yield _Part(at + 2, _FULL, spoken, full=True)
    initial = initials_by_key(habits.scheme).get(text[at])
    if initial and at + 1 == len(text):
        yield _Part(at + 1, _BEGUN, beginning_so(initial, habits.fuzzy), initial=True)


def _words(run: str, at: int, known: Collection[str]) -> Iterator[_Part]:
    for size in range(1, len(run) + 1):
        if run[:size] in known:
            yield _Part(at + size, _WORD if size > 1 else _LETTER, letters=run[:size])


def _given(text: str, at: int) -> _Part:
    """Return a character that stands for itself, and a numeral for its digit and back."""
    character = text[at]
    if not kept(character):
        return _Part(at + 1, 0.0)
    if character > "\uffff":
        return _Part(at + 1, _GIVEN, letters=character)
    other = _NUMERALS.get(character) or _DIGITS.get(character, "")
    return _Part(at + 1, _GIVEN, character + other)
