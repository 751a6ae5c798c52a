"""What a form asks the program about values while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from kbassist.content.model import FieldType


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _today() -> date:
    return datetime.now().astimezone().date()


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _plain_number(_kind: FieldType, text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _containing(labels: Sequence[str], typed: str) -> Sequence[int]:
    return [number for number, label in enumerate(labels) if typed.casefold() in label.casefold()]


@dataclass(frozen=True, slots=True)
class FormAids:
    """Quick and pure answers for the editors of a form; the defaults know no team and no pinyin.

    `day_of` gives the day that a text means (`2026-11-25`, `today+3d`, 周五), None where it means none; `today` the
    day it is; `is_workday` whether the team works on a day. `number_of` gives the number that is typed into a field
    of this type, None where it is none. `match` gives the numbers of the labels that fit what is typed, best first.
    """

    day_of: Callable[[str], date | None] = _iso_day
    today: Callable[[], date] = _today
    is_workday: Callable[[date], bool] = _is_weekday
    number_of: Callable[[FieldType, str], Decimal | None] = _plain_number
    match: Callable[[Sequence[str], str], Sequence[int]] = _containing


NO_AIDS = FormAids()
"""What is known without a library."""
