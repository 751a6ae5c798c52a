"""Days in a text, as dates: 2026-11-22, 11月22日, 十一月二十二号, 昨天, 下周三, Nov 22."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from kbassist.cases.numerals import chinese_number
from kbassist.cases.values import Found, FoundKind
from kbassist.macros.dates import Calendar, parse_day

_HAN: Final = "一二三四五六七八九十"
_WRITTEN: Final = re.compile(
    r"(?<![\d.-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2})(?![\d-])"
    r"|(?<!\d)(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?!\d)"
    r"|大前天|大后天|前天|后天|昨[天日]|今[天日]|明[天日]|\b(?:today|tomorrow|yesterday)\b"
    r"|(?<!\d)\d{1,3}(?:天|个工作日|周)[后前]",
    re.IGNORECASE,
)
_SPELLED: Final = re.compile(rf"([{_HAN}]{{1,2}})月([{_HAN}]{{1,3}})[日号]")
_WEEKDAY: Final = re.compile(r"(下下|下个?|上上|上个?|本|这个?)(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKS: Final = {"下下": 2, "下": 1, "本": 0, "这": 0, "上": -1, "上上": -2}
_WEEKDAYS: Final = {character: number for number, character in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTH_FIRST: Final = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?(?![\d])")
_DAY_FIRST: Final = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?:,? (\d{{4}}))?(?![\da-z])")
_NO_HOLIDAYS: Final = Calendar()


def days(shown: str, today: date) -> Iterator[Found]:
    """Yield the days that a text names, as ISO dates; one without a year is that of the nearest year."""
    for match in _WRITTEN.finditer(shown):
        yield from _found(match, parse_day(match[0], today, _NO_HOLIDAYS))
    for match in _SPELLED.finditer(shown):
        month, day = chinese_number(match[1]), chinese_number(match[2])
        yield from _found(match, parse_day(f"{month}月{day}日", today, _NO_HOLIDAYS))
    for match in _WEEKDAY.finditer(shown):
        yield from _found(match, _weekday(match[1].removesuffix("个"), match[2], today))
    for expression, month_at, day_at in ((_MONTH_FIRST, 1, 2), (_DAY_FIRST, 2, 1)):
        for match in expression.finditer(shown):
            yield from _found(match, _english(match[month_at], match[day_at], match[3], today))


def _weekday(week: str, weekday: str, today: date) -> date | None:
    """Return a day of a week that begins on Monday, as weeks do in China."""
    monday = today - timedelta(days=today.weekday())
    try:
        return monday + timedelta(weeks=_WEEKS[week], days=_WEEKDAYS[weekday])
    except OverflowError:
        return None


def _english(month: str, day: str, year: str | None, today: date) -> date | None:
    number = _MONTHS.index(month[:3].lower()) + 1
    return parse_day(f"{year}-{number}-{day}" if year else f"{number}-{day}", today, _NO_HOLIDAYS)


def _found(match: re.Match[str], day: date | None) -> Iterator[Found]:
    if day is not None:
        yield Found(FoundKind.DATE, day.isoformat(), match.start(), match.end() - match.start())
