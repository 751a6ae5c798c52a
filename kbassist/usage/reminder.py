"""A follow-up that an agent wants to be reminded of, as a value that windows can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

DEFAULT_TIME: Final = time(9, 30)
LONGEST_NOTE: Final = 200
LONGEST_TITLE: Final = 200
_CLOCK: Final = re.compile(
    r"(?P<part>上午|早上|中午|下午|晚上|am|pm)?(?P<hour>\d{1,2})"
    r"(?:[:点时.]?(?P<minute>[0-5]\d)分?|[点时](?P<half>半)|[点时整]+)?(?P<after>am|pm)?",
    re.ASCII,
)
_AFTERNOON: Final = frozenset({"下午", "晚上", "中午", "pm"})


class State(StrEnum):
    """Where a reminder stands; a snoozed one waits for a later time than it had at first."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"


class Snooze(StrEnum):
    """For how long a reminder is put off."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    NEXT_WORKDAY = "next-workday"
    NEXT_WEEK = "next-week"


@dataclass(frozen=True, slots=True)
class Reminder:
    """When to follow up (`due`, local time without a zone) on the reply `key`, whose title was `title` then.

    `note` is what the agent typed for it, and nothing else of the customer's. `told` is whether a balloon showed it
    since it fell due; `revision` counts its changes.
    """

    id: str
    due: datetime
    key: str
    title: str
    created: datetime
    changed: datetime
    note: str = ""
    state: State = State.OPEN
    told: bool = False
    revision: int = 0

    @property
    def waiting(self) -> bool:
        """Whether it is still to be done."""
        return self.state is not State.DONE

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to follow up."""
        return self.waiting and self.due <= now

    def days_ahead(self, today: date) -> int:
        """Return how many days are left, negative where it is overdue."""
        return (self.due.date() - today).days


@dataclass(frozen=True, slots=True)
class Draft:
    """A reminder as it is being written; `id` is empty for a new one."""

    key: str
    title: str
    due: datetime
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What waits, earliest first: of today and before (`pressing`), of later days (`coming`)."""

    pressing: tuple[Reminder, ...] = ()
    coming: tuple[Reminder, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pressing) + len(self.coming)


def agenda(reminders: Iterable[Reminder], now: datetime) -> Agenda:
    """Return those that wait, in the order in which they fall due."""
    waiting = sorted((one for one in reminders if one.waiting), key=lambda one: (one.due, one.created, one.id))
    pressing = tuple(one for one in waiting if one.days_ahead(now.date()) <= 0)
    return Agenda(pressing, tuple(waiting[len(pressing) :]))


def parse_time(text: str) -> time | None:
    """Return the time of day that a person means (`9:30`, `0930`, `14`, `14点半`, `下午3点`, `3 pm`), else None."""
    wanted = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    match = _CLOCK.fullmatch(wanted)
    if match is None:
        return None
    hour, minute = int(match["hour"]), 30 if match["half"] else int(match["minute"] or 0)
    part = match["part"] or match["after"] or ""
    if part in _AFTERNOON and 1 <= hour < 12 and not (part == "中午" and hour > 2):
        hour += 12
    elif part == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 else None


def one_line(text: str, longest: int) -> str:
    """Return text as one line of at most so many characters, without anything that no one can see."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest].rstrip()
