"""The directives of the `date` filter, in the language of the reply and the same on every system."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from kbassist.i18n import N_
from kbassist.macros.values import MONTHS, BadValueError, is_chinese

_DIRECTIVE: Final = re.compile(r"%(-?)(.?)", re.DOTALL)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH: Final = ("一", "二", "三", "四", "五", "六", "日")
_MONTHS_ZH: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def weekday_name(day: date, locale: str) -> str:
    """Return 星期五 or Friday."""
    return f"星期{_WEEKDAYS_ZH[day.weekday()]}" if is_chinese(locale) else _WEEKDAYS[day.weekday()]


def formatted(day: date, pattern: str, locale: str) -> str:
    """Return the day in a pattern such as `%m月%d日`; `%-m` leaves the zero out.

    Raises BadValueError for an unknown directive, and for hours of a day that has none.
    """
    return _DIRECTIVE.sub(lambda match: _directive(match, day, locale), pattern)


def _directive(match: re.Match[str], day: date, locale: str) -> str:
    letter = match[2]
    if letter in _CLOCK:
        if not isinstance(day, datetime):
            raise BadValueError(N_("a day has no time for {directive}", directive=match[0]))
        words = _CLOCK[letter](day)
    elif letter in _CALENDAR:
        words = _CALENDAR[letter](day, locale)
    else:
        raise BadValueError(N_("{directive} means nothing", directive=match[0]))
    return (words.lstrip("0 ") or "0") if match[1] else words


def _month(day: date, locale: str) -> str:
    return f"{_MONTHS_ZH[day.month - 1]}月" if is_chinese(locale) else MONTHS[day.month - 1]


def _short_weekday(day: date, locale: str) -> str:
    return f"周{_WEEKDAYS_ZH[day.weekday()]}" if is_chinese(locale) else _WEEKDAYS[day.weekday()][:3]


_CALENDAR: Final[Mapping[str, Callable[[date, str], str]]] = MappingProxyType(
    {
        "Y": lambda day, _: f"{day.year:04}",
        "y": lambda day, _: f"{day.year % 100:02}",
        "m": lambda day, _: f"{day.month:02}",
        "d": lambda day, _: f"{day.day:02}",
        "e": lambda day, _: f"{day.day:2}",
        "j": lambda day, _: f"{day.timetuple().tm_yday:03}",
        "u": lambda day, _: f"{day.isoweekday()}",
        "F": lambda day, _: day.strftime("%Y-%m-%d"),
        "B": _month,
        "b": lambda day, locale: f"{day.month}月" if is_chinese(locale) else MONTHS[day.month - 1][:3],
        "A": weekday_name,
        "a": _short_weekday,
        "%": lambda _, __: "%",
    }
)
_CLOCK: Final[Mapping[str, Callable[[datetime], str]]] = MappingProxyType(
    {
        "H": lambda moment: f"{moment.hour:02}",
        "I": lambda moment: f"{moment.hour % 12 or 12:02}",
        "M": lambda moment: f"{moment.minute:02}",
        "S": lambda moment: f"{moment.second:02}",
        "p": lambda moment: "AM" if moment.hour < 12 else "PM",
    }
)
