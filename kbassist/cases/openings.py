"""Openings of sympathy in turn: none comes twice for one customer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kbassist.content.opening import Opening

SHOWN: Final = 2
_SALUTATION: Final = re.compile(
    r"[^\n。！？!?，,]{0,30}?(?:您好|你好|早上好|上午好|下午好|晚上好)[呀啊]?[，,！!：:。]?[^\S\n]*\n*"
    r"|(?:Dear|Hello|Hi)\b[^\n,.!:]{0,40}[,.!:]?\s*"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What an opening is for: scene and language of the macro, channel in use, and words for the customer's mood."""

    scene: str = ""
    channel: str = ""
    locale: str = ""
    feelings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """The openings whose turn it is; `used_up` tells that there were fitting ones, and this customer had them all."""

    texts: tuple[str, ...] = ()
    used_up: bool = False


def next_openings(openings: Iterable[Opening], had: Collection[str], moment: Moment, count: int = SHOWN) -> Turn:
    """Return the next openings that a case has not had, the most fitting first, else in the team's order.

    An opening for another scene, channel or language is never among them; one for a mood that nobody named comes
    after all others.
    """
    fitting = [opening for opening in openings if _fits(opening, moment)]
    left = [opening for opening in fitting if opening.text not in had]
    left.sort(key=lambda opening: _distance(opening, moment))  # stable
    return Turn(tuple(opening.text for opening in left[:count]), bool(fitting) and not left)


def used_in(text: str, openings: Iterable[Opening]) -> tuple[str, ...]:
    """Return the openings that stand in a text, whoever put them there: a chip, the macro, or the agent."""
    plain = _bare(text)
    return tuple(opening.text for opening in openings if (bare := _bare(opening.text)) and bare in plain)


def beginning(text: str) -> int:
    """Return where an opening goes: after the salutation, else at the very start."""
    match = _SALUTATION.match(text)
    return match.end() if match else 0


def insertion(opening: str, text: str) -> tuple[int, str]:
    """Return what to put into a reply so that it begins with an opening, and where (in characters)."""
    at = beginning(text)
    rest = text[at : at + 1]
    before = " " if at and text[at - 1].isascii() and not text[at - 1].isspace() else ""
    after = " " if opening[-1:].isascii() and rest and not rest.isspace() else ""
    return at, f"{before}{opening}{after}"


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _fits(opening: Opening, moment: Moment) -> bool:
    return (
        opening.scene in {"", moment.scene}
        and (not opening.channels or moment.channel in opening.channels)
        and (not moment.locale or _language(opening.locale) == _language(moment.locale))
    )


def _language(locale: str) -> str:
    return locale.partition("-")[0]


def _distance(opening: Opening, moment: Moment) -> tuple[int, int]:
    named = 0 if opening.feeling in moment.feelings else 2
    return named if opening.feeling else 1, 0 if opening.scene else 1
