"""The rows whose names are what the letters of a query stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final, NamedTuple

from kbassist.search.scope import Scope
from kbassist.search.spelled import spelled
from kbassist.search.spots import Spot
from kbassist.search.syllables import LONGEST, characters
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

_LIKELY: Final = 0.85  # what a reading counts that costs one more
_ENOUGH: Final = 100  # rows beyond which dearer readings are not tried
_MOST: Final = 60  # hits that are told: no list is longer
_WORD: Final = 4  # letters from which a Latin word of the names is only that
_APART: Final = 0.5  # what parts count that stand apart
_SEAMS: Final = 4  # places at which a run of letters is cut in two
_SCRIPTS: Final = re.compile(r"[a-z]+|[^a-z\s]+")
_LONGEST_CUT: Final = 30  # letters of a run that is cut
# What scores lie between: below those of words as typed, and full syllables above first letters.
_BANDS: Final = {Way.PINYIN: (0.2, 0.29), Way.INITIALS: (0.1, 0.19)}


class _Read(NamedTuple):
    """What a part of the query is in one row, with the score of it."""

    score: float
    way: Way
    spot: Spot


def read(scope: Scope, text: str, *, crowded: bool) -> Iterator[TitleHit]:
    """Yield rows that fit what a folded text with letters stands for, as one or else its parts apart, best first.

    Where enough fits as it was typed (`crowded`), a single syllable counts only where a name begins with it.
    """
    found: dict[int, tuple[_Read | str, ...]]
    found = {row: (one,) for row, one in _as_one(scope, text, crowded=crowded).items()}
    parts = text.split()
    if not found and len(parts) > 1:
        found = _apart(scope, parts)
    if not found:
        found = next((apart for cut in _seams(text) if cut != parts and (apart := _apart(scope, cut))), {})
    best = sorted(((_score(each), row) for row, each in found.items()), key=itemgetter(0), reverse=True)
    yield from (_hit(row, score, found[row]) for score, row in best[:_MOST])


def _seams(text: str) -> Iterator[list[str]]:
    """Yield the ways to cut a text between letters and characters, or letters into two words, the evenest first.

    So `tuikuan到账` is looked for as `tuikuan` and `到账`, `tuikuandaozhang` as `tuikuan` and `daozhang`. Each word
    that letters are cut into has at least two whole syllables.
    """
    scripts = _SCRIPTS.findall(text)
    if len(scripts) > 1:
        yield scripts
    if not (text.isascii() and text.isalpha()) or len(text) > _LONGEST_CUT:
        return
    heads, tails = _cuts(text), {len(text) - end for end in _cuts(text, backwards=True)}
    for seam in sorted(heads & tails - {0, len(text)}, key=lambda end: abs(2 * end - len(text)))[:_SEAMS]:
        if not {text[:seam], text[seam:]} & characters().keys():
            yield [text[:seam], text[seam:]]


def _cuts(text: str, *, backwards: bool = False) -> set[int]:
    """Return how many letters of the beginning (or the end) can be cut into whole syllables."""
    known, ends = characters(), {0}
    for start in range(len(text)):
        if start in ends:
            for end in range(start + 1, min(start + LONGEST, len(text)) + 1):
                piece = text[len(text) - end : len(text) - start] if backwards else text[start:end]
                if piece in known:
                    ends.add(end)
    return ends


def _hit(row: int, score: float, parts: tuple[_Read | str, ...]) -> TitleHit:
    read_parts = [part for part in parts if isinstance(part, _Read)]
    way = Way.INITIALS if any(part.way is Way.INITIALS for part in read_parts) else Way.PINYIN
    read_as = " ".join(part if isinstance(part, str) else part.spot.text for part in parts)
    return TitleHit(row, score, read_as=read_as, way=way)


def _score(parts: tuple[_Read | str, ...]) -> float:
    """Return the score of all parts (strings are parts as typed): the one that is read worst says how sure it is."""
    weakest = min((part for part in parts if isinstance(part, _Read)), key=itemgetter(0))
    low = _BANDS[weakest.way][0]
    return low + (weakest.score - low) * (_APART if len(parts) > 1 else 1.0)


def _as_one(scope: Scope, text: str, *, crowded: bool = False) -> dict[int, _Read]:
    readings = spelled(text, scope.habits, scope.names.latin)
    found: dict[int, _Read] = {}
    for reading in readings:
        low, high = _BANDS[reading.way]
        high = low + (high - low) * _LIKELY ** (reading.cost - readings[0].cost)
        short = len(reading.pattern) == 1 and (crowded or reading.way is Way.INITIALS)
        for spot in scope.spots(reading.pattern, beginnings=short):
            score = low + (high - low) * spot.fit
            if spot.row not in found or found[spot.row].score < score:
                found[spot.row] = _Read(score, reading.way, spot)
        if len(found) >= _ENOUGH:
            break
    return found


def _apart(scope: Scope, parts: list[str]) -> dict[int, tuple[_Read | str, ...]]:
    """Return the rows that have every part, each as typed or as its letters can be read, at least one read so.

    A single letter at the end is not looked for: it is only the beginning of a part.
    """
    if len(parts[-1]) == 1 and parts[-1].isascii():
        parts = parts[:-1]
    found: dict[str, dict[int, _Read]] = {}
    for part in sorted(parts, key=len, reverse=True):
        typed = scope.names.having(part) & scope.mask
        found[part] = {} if len(part) >= _WORD and typed.any() else _as_one(scope, part)
        typed[list(found[part])] = True
        scope = scope.within(typed)
        if not scope.mask.any():
            return {}
    read_so = sorted(row for row in set().union(*found.values()) if scope.mask[row])
    return {row: tuple(found[part].get(row, part) for part in parts) for row in read_so}
