"""What a search answers: frozen values that travel from the worker to the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kbassist.content.model import Entry, Kind
from kbassist.content.team_model import Team
from kbassist.i18n import Text


class Badge(StrEnum):
    """A mark on a row that the agent should see before choosing it."""

    TO_BE_CHECKED = "to_be_checked"
    BASIS = "basis"  # what it rests on has changed or expired since it was reviewed
    EXPIRING = "expiring"
    FOREIGN = "foreign"  # in another language than the library's first
    PINNED = "pinned"


def badges_of(entry: Entry, team: Team, today: date, *, doubtful: bool = False) -> tuple[Badge, ...]:
    """Return the marks that an agent of this team should see on an entry today; `doubtful`: its basis has changed."""
    found = (
        (Badge.TO_BE_CHECKED, entry.to_be_checked(today)),
        (Badge.BASIS, doubtful),
        (Badge.EXPIRING, entry.expiring(today)),
        (Badge.FOREIGN, entry.locale not in (team.languages[:1] or (entry.locale,))),
    )
    return tuple(badge for badge, holds in found if holds)


class Stage(StrEnum):
    """Which part of the engine answered: titles in memory, the whole index, or both and the sentence encoder."""

    TITLES = "titles"
    FULL = "full"
    REFINED = "refined"


@dataclass(frozen=True, slots=True)
class Marked:
    """Plain text with marked spans, each `(start, length)` in characters, sorted and apart."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: an entry, for an article the section that matched (`anchor` and `section` empty: the lead)."""

    key: str
    id: str
    kind: Kind
    locale: str
    title: Marked
    path: str
    section: str = ""
    anchor: str = ""
    line: int = 0
    channel: str = ""
    channels: tuple[str, ...] = ()
    shortcut: str = ""
    category: str = ""
    score: float = 0.0
    snippet: Marked = Marked("")
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query, best first.

    `terms` are the strings to mark in a preview. `near` are titles that come close when nothing is found.
    `partial` is true when not all words were found in any entry and the best effort is shown. `fits` is false where
    even the best hit most likely answers another question. `read_as` are other readings of the query that
    were searched too (a corrected word, the characters that pinyin stands for), the likeliest first.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    terms: tuple[str, ...] = ()
    stage: Stage = Stage.FULL
    total: int = 0
    partial: bool = False
    near: tuple[Hit, ...] = ()
    fits: bool = True
    read_as: tuple[str, ...] = ()
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved an entry up (`value` above zero) or down, in words; `value` is in points of the score."""

    text: Text
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an entry stands where it stands: its place (from 1; 0: not in the list) and the reasons, weightiest first.

    The values of the reasons add up to `score`, apart from rounding.
    """

    key: str
    query: str
    place: int
    score: float
    reasons: tuple[Reason, ...] = ()
