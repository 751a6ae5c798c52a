"""The small language in which a team writes a phrase to look for, so that one line stands for its everyday variants.

`(一下|一点)` is one of several, `(先)?` may be missing, `…` or `...` is a short gap, and `a|b` outside of brackets
are two phrases. Brackets, bar and question mark may be full-width. Anything else is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.i18n import N_, Text

_TOKEN: Final = re.compile(
    r"(?P<gap>[…⋯]+|\.{3,})|(?P<open>[(（])|(?P<close>[)）][?？]?)|(?P<bar>[|｜])|[^…⋯.()（）|｜]+|\."
)
_DEEPEST: Final = 4
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are said as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A few words that nobody knows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; `optional`: or none of them."""

    options: tuple[tuple[Item, ...], ...]
    optional: bool


Item = Words | Gap | Choice


def parse(phrase: str) -> tuple[Item, ...]:
    """Return what a phrase is made of; nothing if it is too long or too nested to be looked for.

    A bracket without its other half counts as one at the end, or not at all.
    """
    frames: list[list[list[Item]]] = [[[]]]
    for match in _TOKEN.finditer(phrase):
        if match["open"]:
            frames.append([[]])
        elif match["close"]:
            if len(frames) > 1:
                _close(frames, match[0][1:] != "")
        elif match["bar"]:
            frames[-1].append([])
        else:
            frames[-1][-1].append(Gap() if match["gap"] else Words(match[0]))
        if len(frames) > _DEEPEST + 1 or match.end() > _LONGEST:
            return ()
    while len(frames) > 1:
        _close(frames, False)
    return _outermost(frames[0])


def _close(frames: list[list[list[Item]]], optional: bool) -> None:
    options = frames.pop()
    given = tuple(tuple(option) for option in options if option)
    if given:
        frames[-1][-1].append(Choice(given, optional or len(given) < len(options)))


def _outermost(options: list[list[Item]]) -> tuple[Item, ...]:
    given = [option for each in options if (option := _trimmed(each))]
    if len(given) == 1:
        return given[0]
    return (Choice(tuple(given), False),) if given else ()


def _trimmed(items: list[Item]) -> tuple[Item, ...]:
    """Leave out gaps at the ends: they say nothing."""
    while items and isinstance(items[0], Gap):
        items = items[1:]
    while items and isinstance(items[-1], Gap):
        items = items[:-1]
    return tuple(items)


def gaps(items: tuple[Item, ...]) -> bool:
    """Tell whether there is a gap anywhere."""
    return any(isinstance(item, Gap) or (isinstance(item, Choice) and any(map(gaps, item.options))) for item in items)


def faults(phrase: str) -> Iterator[Text]:
    """Yield what its author should know: brackets that do not match, a phrase that cannot be looked for."""
    depth = deepest = lowest = 0
    for match in _TOKEN.finditer(phrase):
        depth += bool(match["open"]) - bool(match["close"])
        deepest, lowest = max(deepest, depth), min(lowest, depth)
    if depth or lowest:
        yield N_("A bracket of “{phrase}” has no other half.", phrase=phrase[:40])
    if deepest > _DEEPEST or len(phrase) > _LONGEST:
        yield N_("“{phrase}” is too long or too nested; write several phrases.", phrase=phrase[:40])
    elif may_be_missing(parse(phrase)):
        yield N_("“{phrase}” can be left out whole; it is never found.", phrase=phrase[:40])


def may_be_missing(items: tuple[Item, ...]) -> bool:
    """Tell whether a phrase may be nothing at all."""
    return all(isinstance(item, Gap) or (isinstance(item, Choice) and _empty(item)) for item in items)


def _empty(choice: Choice) -> bool:
    return choice.optional or any(map(may_be_missing, choice.options))
