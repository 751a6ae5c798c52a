"""What letters stand for that are pinyin in full but for one slip: a wrong, missing, extra or swapped letter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kbassist.search.column import Pattern
from kbassist.search.phonetic import Habits, read_so
from kbassist.search.spelled import symbols_of
from kbassist.search.syllables import LONGEST, characters

_SHORTEST: Final = 5  # letters: in fewer there is no syllable without the slip to go by
_LONGEST_TEXT: Final = 48
_SHORTEST_PIECE: Final = 2


def misspelled(text: str, habits: Habits) -> tuple[Pattern, ...]:
    """Return the patterns that a folded text of letters was meant to be, if one syllable of several has a slip.

    Blanks and ' are left out. A letter exchanged with its neighbour may also lie between two syllables. What is good
    pinyin already may only lack a letter (tuikan for tuikuan): else every text would stand for many others.
    """
    letters = text.replace(" ", "").replace("'", "")
    if not (_SHORTEST <= len(letters) <= _LONGEST_TEXT and letters.isascii() and letters.isalpha()):
        return ()
    good = bool(_cut(letters))
    found = _with_one_wrong(letters, missing=True) if good else chain(_swapped(letters), _with_one_wrong(letters))
    return tuple(
        tuple(symbols_of("".join(read_so(syllable, habits.fuzzy) for syllable in place)) for place in places)
        for places in dict.fromkeys(found)
    )


def _swapped(letters: str) -> Iterator[tuple[tuple[str, ...], ...]]:
    for at in range(len(letters) - 1):
        swapped = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
        spoken = _cut(swapped) if swapped != letters else ()
        if len(spoken) > 1:
            yield tuple((syllable,) for syllable in spoken)


def _with_one_wrong(letters: str, *, missing: bool = False) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield for each place its syllables: all have one but that of the slip (if so, a `missing` letter)."""
    for start in range(len(letters)):
        before = _cut(letters[:start])
        if start and not before:
            continue
        for end in range(start + _SHORTEST_PIECE, min(start + LONGEST + 1, len(letters)) + 1):
            after = _cut(letters[end:])
            if (after or end == len(letters)) and (before or after) and (near := _near(letters[start:end], missing)):
                yield (*((syllable,) for syllable in before), near, *((syllable,) for syllable in after))


@lru_cache(maxsize=4096)
def _near(piece: str, missing: bool) -> tuple[str, ...]:
    """Return the syllables that are one slip away from a piece, if so only those with one letter more."""
    near = process.extract(piece, characters().keys(), scorer=OSA.distance, score_cutoff=1, limit=None)
    found = (syllable for syllable, distance, _place in near if distance == 1)
    return tuple(sorted(syllable for syllable in found if not missing or len(syllable) > len(piece)))


@lru_cache(maxsize=4096)
def _cut(letters: str) -> tuple[str, ...]:
    """Return letters as the fewest full syllables, empty where they are none."""
    fewest: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - LONGEST), end)
        ways = [(*before, letters[at:end]) for at in starts if (before := fewest[at]) is not None]
        spoken = [way for way in ways if way[-1] in characters()]
        fewest.append(min(spoken, key=len, default=None))
    return fewest[-1] or ()
