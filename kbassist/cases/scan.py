"""Values in a text that somebody wrote: numbers of the team's patterns, telephone numbers, sums, days, names.

The expressions of a team run on RE2; those of this package are its own, and linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from kbassist.cases import days, names, sums
from kbassist.cases.personal import personal
from kbassist.cases.text import cue_before, folded
from kbassist.cases.values import Found, FoundKind
from kbassist.content.team_model import Pattern

CAP: Final = 4000
"""Characters of a text that are looked at."""
_MOST_OF_A_PATTERN: Final = 40
_CUES: Final = {
    "order_no": ("订单", "order"),
    "tracking_no": ("快递", "运单", "物流", "包裹", "tracking", "parcel"),
}
_RANKS: Final = {
    FoundKind.PERSONAL: 0,
    FoundKind.EMAIL: 1,
    FoundKind.PATTERN: 2,
    FoundKind.PHONE: 3,
    FoundKind.DATE: 4,
    FoundKind.AMOUNT: 5,
    FoundKind.PERCENT: 6,
    FoundKind.NAME: 7,
}


def scan(text: str, patterns: Iterable[Pattern], today: date) -> tuple[Found, ...]:
    """Return the values in the first `CAP` characters of a text, in order; `today` is what 明天 counts from.

    Two of them either cover the same characters, where the text leaves open what they are, or none in common.
    """
    shown = folded(text[:CAP])
    found = [
        *personal(shown),
        *_of_patterns(shown, tuple(patterns)),
        *sums.phones(shown),
        *sums.emails(shown),
        *sums.amounts(shown),
        *sums.percents(shown),
        *days.days(shown, today),
        *names.names(shown),
    ]
    return tuple(_apart(found, len(shown)))


def _of_patterns(shown: str, patterns: Sequence[Pattern]) -> Iterator[Found]:
    for pattern in patterns:
        expression = _searching(pattern.expression)
        if expression is None:
            continue
        cues = (*_CUES.get(pattern.name, ()), pattern.label.casefold())
        for number, match in enumerate(expression.finditer(shown)):
            start, end = match.span()
            if number >= _MOST_OF_A_PATTERN:
                break
            if end > start and _stands_alone(shown, start, end):
                named = cue_before(shown, start, cues)
                yield Found(FoundKind.PATTERN, shown[start:end], start, end - start, pattern.name, named)


def _stands_alone(shown: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit of the same word is left out at either end."""
    before, after = shown[start - 1 : start], shown[end : end + 1]
    return not (_is_word(before) and _is_word(shown[start])) and not (_is_word(after) and _is_word(shown[end - 1]))


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


@lru_cache(maxsize=256)
def _searching(expression: str) -> Any | None:
    """Return an expression that is written for whole values as one that finds them in a text."""
    from kbassist.macros.fieldvalues import compiled  # noqa: PLC0415 - RE2 is not needed to show the window

    edge = r"\b" if expression.isascii() else ""
    return compiled(f"{edge}(?:{expression}){edge}")


def _apart(found: Iterable[Found], length: int) -> Iterator[Found]:
    """Yield what is left where stretches overlap: of two the personal, then the longer, then the surer one."""
    kept: list[Found] = []
    owners: list[list[Found] | None] = [None] * length
    for one in sorted(dict.fromkeys(found), key=_precedence):
        rivals = next((taken for taken in owners[one.start : one.end] if taken), None)
        if rivals is None:
            owners[one.start : one.end] = [[one]] * one.length
        elif all(_may_share(one, other) for other in rivals):
            rivals.append(one)
        else:
            continue
        kept.append(one)
    yield from sorted(kept, key=lambda one: (one.start, _precedence(one)))


def _precedence(one: Found) -> tuple[bool, int, bool, int, int]:
    return one.kind is not FoundKind.PERSONAL, -one.length, not one.named, _RANKS[one.kind], one.start


def _may_share(one: Found, other: Found) -> bool:
    """Tell whether a number may be either: of two patterns, or of a pattern and the kind that it is made for."""
    same = (one.start, one.length) == (other.start, other.length)
    kinds = {one.kind, other.kind}
    if not same or FoundKind.PERSONAL in kinds or FoundKind.PATTERN not in kinds:
        return False
    return one.named == other.named or kinds & {FoundKind.PHONE, FoundKind.EMAIL} != set()
