"""The typed values that templates work with, and how each is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from liquid.exceptions import LiquidError
from liquid.token import Token
from liquid.undefined import UNDEFINED, Undefined

from kbassist.i18n import N_, Text
from kbassist.macros.amounts import money_number, plain_number
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.marks import clean


class GapError(LiquidError):
    """Raised where a value is missing or unusable; `gap` is what the agent reads."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.message.msgid, token=None)
        self.gap = gap


class BadValueError(LiquidError):
    """Raised by a filter that cannot use its value; `reason` completes a sentence."""

    def __init__(self, reason: Text, filter_name: str = "") -> None:
        super().__init__(reason.msgid, token=None)
        self.reason = reason
        self.filter_name = filter_name


class Absent(Undefined):
    """A value that is not there: of an empty field (false in conditions), or of a name that nothing defines."""

    __slots__ = ("gap",)

    def __init__(
        self,
        name: str,
        *,
        token: Token | None = None,
        obj: object = UNDEFINED,
        hint: str | None = None,
        gap: Gap | None = None,
    ) -> None:
        super().__init__(name, token=token, obj=obj, hint=hint)
        path = hint.removesuffix(" is undefined").strip("'") if hint else name
        self.gap = gap or Gap(GapKind.UNDEFINED, "", N_("Nothing is called “{name}”", name=path))

    @property
    def empty(self) -> bool:
        """Whether a condition may ask for it: a known name without a value."""
        return self.gap.kind is not GapKind.UNDEFINED

    def _checked(self) -> None:
        if not self.empty:
            raise GapError(self.gap)

    def __liquid__(self) -> object:
        """Return what conditions see; raise GapError for an undefined name."""
        self._checked()
        return None

    def __len__(self) -> int:
        self._checked()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self._checked()
        return iter(())

    def __str__(self) -> str:
        raise GapError(self.gap)


class Money(Decimal):
    """A sum of money in the main unit; printed with two decimals."""


class Day(date):
    """A day; templates compare it by its ISO form."""

    def __liquid__(self) -> str:
        """Return the ISO form."""
        return self.isoformat()

    @classmethod
    def of(cls, day: date) -> Day:
        """Return this day as a template value."""
        return cls(day.year, day.month, day.day)


class Moment(datetime):
    """A point in time; templates compare it by its ISO form."""

    def __liquid__(self) -> str:
        """Return the ISO form to the minute."""
        return self.isoformat(timespec="minutes")

    @classmethod
    def of(cls, moment: datetime) -> Moment:
        """Return this moment as a template value, without its zone."""
        return cls(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


class Choices(tuple[str, ...]):
    """Several chosen options."""

    __slots__ = ()


class Captured(str):
    """What `capture` took: the plain text for filters and conditions, and the same text with its marks."""

    __slots__ = ("marked",)
    marked: str

    @classmethod
    def of(cls, plain: str, marked: str) -> Captured:
        """Return the captured text."""
        captured = cls(plain)
        captured.marked = marked
        return captured


def is_chinese(locale: str) -> bool:
    """Tell whether texts of this locale are written in Chinese."""
    return locale.casefold().startswith("zh")


def separator(locale: str) -> str:
    """Return what stands between listed items."""
    return "、" if is_chinese(locale) else ", "


def printed(value: object, locale: str) -> str:
    """Return a value as it appears in a text of this locale.

    Raises GapError for a value that is absent, and BadValueError for one that is no text, number, day or list.
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return _yes_or_no(value, locale)
    if isinstance(value, Decimal | int | float):
        return _number(value)
    if isinstance(value, date):
        return _day(value, locale)
    if isinstance(value, tuple | list | range):
        return separator(locale).join(printed(item, locale) for item in value)
    if isinstance(value, Absent):
        raise GapError(value.gap)
    raise BadValueError(N_("there is nothing to print"))


def _yes_or_no(value: bool, locale: str) -> str:
    if is_chinese(locale):
        return "是" if value else "否"
    return "yes" if value else "no"


def _number(value: Decimal | int | float) -> str:
    if isinstance(value, Money):
        return money_number(value)
    return plain_number(value if isinstance(value, Decimal) else Decimal(str(value)))


def _day(day: date, locale: str) -> str:
    if is_chinese(locale):
        text = f"{day.year}年{day.month}月{day.day}日"
    else:
        text = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{text} {day:%H:%M}" if isinstance(day, datetime) else text


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
