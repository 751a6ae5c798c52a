"""Days as people type them, and the calendar of workdays."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kbassist.content.team_model import Team

FARTHEST: Final = 10_000
"""The longest step, in days or workdays; more is a slip of the finger."""
_HALF_A_YEAR: Final = timedelta(days=183)
_YEARS: Final = range(1900, 2201)

_NAMED: Final = {
    "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_UNITS: Final = {
    "d": "d", "day": "d", "days": "d", "天": "d", "日": "d",
    "w": "w", "week": "w", "weeks": "w", "周": "w", "星期": "w", "个星期": "w",
    "wd": "wd", "workday": "wd", "workdays": "wd", "工作日": "wd", "个工作日": "wd",
}  # fmt: skip
_WEEKDAYS: Final = (
    ("一", "mon", "monday"), ("二", "tue", "tues", "tuesday"), ("三", "wed", "wednesday"),
    ("四", "thu", "thur", "thurs", "thursday"), ("五", "fri", "friday"), ("六", "sat", "saturday"),
    ("日", "天", "sun", "sunday"),
)  # fmt: skip
_WEEKDAY: Final = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_WEEKS: Final = {
    "本": 0, "这": 0, "这个": 0, "this": 0, "上": -1, "上个": -1, "last": -1,
    "下": 1, "下个": 1, "next": 1, "下下": 2, "下下个": 2,
}  # fmt: skip
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_FULL: Final = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))", re.ASCII
)
_FULL_ZH: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?", re.ASCII)
_STEP: Final = re.compile(
    rf"(?P<base>[a-z]+|[今明后昨前大天日]+)?(?P<sign>[+-])(?P<count>\d{{1,5}})(?P<unit>{_UNIT})?", re.ASCII
)
_STEP_ZH: Final = re.compile(rf"(?P<count>\d{{1,5}})(?P<unit>{_UNIT})(?P<way>后|前|later|ago)", re.ASCII)

_ON_ZH: Final = re.compile(r"(?P<week>本|这个?|上个?|下下?个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", re.ASCII)
_ON: Final = re.compile(r"(?P<week>this|last|next)?(?P<day>[a-z]{3,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: Monday to Friday without `holidays`, and `workdays` whatever their weekday."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, team: Team) -> Calendar:
        """Return the team's calendar."""
        return cls(frozenset(team.holidays), frozenset(team.workdays))

    def is_workday(self, day: date) -> bool:
        """Tell whether this day is worked."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def workday_from(self, day: date) -> date:
        """Return `day` if it is worked, else the next day that is. Raises OverflowError at the calendar's end."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Return the day that lies `count` workdays after (or before) `day`; 0 gives `day` itself.

        Raises OverflowError where `count` goes beyond `FARTHEST` or the result beyond the calendar.
        """
        if abs(count) > FARTHEST:
            raise OverflowError("too many workdays")
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day


def parse_day(text: str, today: date, calendar: Calendar) -> date | None:
    """Return the day that a person means, or None if it is none.

    Understood are `2026-11-22`, `2026/11/22`, `2026年11月22日`, `20261122`; of the nearest year `11-25`, `11月25日`;
    今天, 明天, 后天, tomorrow …; `today+7d`, `today-1w`, `明天+3wd`, `+3d`, `3天后`, `2周前`, `3个工作日后`;
    周五, `Friday`: the first such day from today on; 本周五, 下周五, `next Friday`: that of this week or another,
    where a week begins on Monday.
    """
    wanted = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if wanted in _NAMED:
        return _moved(today, _NAMED[wanted], "d", calendar)
    return (
        _absolute(wanted)
        or _of_nearest_year(wanted, today)
        or _on_weekday(wanted, today, calendar)
        or _relative(wanted, today, calendar)
    )


def _absolute(wanted: str) -> date | None:
    match = _FULL.fullmatch(wanted) or _FULL_ZH.fullmatch(wanted)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return _day(year, month, day)


def _of_nearest_year(wanted: str, today: date) -> date | None:
    match = _SHORT.fullmatch(wanted)
    if match is None:
        return None
    month, day = int(match[1]), int(match[2])
    nearby = (_day(today.year + offset, month, day) for offset in (-1, 0, 1))
    return next((each for each in nearby if each and abs(each - today) <= _HALF_A_YEAR), None)


def _on_weekday(wanted: str, today: date, calendar: Calendar) -> date | None:
    match = _ON_ZH.fullmatch(wanted) or _ON.fullmatch(wanted)
    weekday = _WEEKDAY.get(match["day"]) if match else None
    if match is None or weekday is None:
        return None
    ahead = weekday - today.weekday()
    if match["week"] is None:
        return _moved(today, ahead % 7, "d", calendar)
    return _moved(today, ahead + 7 * _WEEKS[match["week"]], "d", calendar)


def _relative(wanted: str, today: date, calendar: Calendar) -> date | None:
    if match := _STEP.fullmatch(wanted):
        base = _NAMED.get(match["base"] or "today")
        start = None if base is None else _moved(today, base, "d", calendar)
        forward = match["sign"] == "+"
    elif match := _STEP_ZH.fullmatch(wanted):
        start, forward = today, match["way"] in {"后", "later"}
    else:
        return None
    count = int(match["count"]) * (1 if forward else -1)
    return None if start is None else _moved(start, count, _UNITS[match["unit"] or "d"], calendar)


def _moved(day: date, count: int, unit: str, calendar: Calendar) -> date | None:
    try:
        if unit == "wd":
            moved = calendar.add_workdays(day, count)
        else:
            moved = day + timedelta(days=count * (7 if unit == "w" else 1))
    except OverflowError:
        return None
    return moved if moved.year in _YEARS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
