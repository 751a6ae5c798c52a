from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.macros.dates import Calendar, parse_day

TODAY = date(2026, 11, 20)  # a Friday
CALENDAR = Calendar(frozenset({date(2026, 11, 23)}), frozenset({date(2026, 11, 21)}))
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.11.22", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("２０２６年１１月２２日", date(2026, 11, 22)),
        ("2026年11月22号", date(2026, 11, 22)),
        (" 2026 年 11 月 22 日 ", date(2026, 11, 22)),
        ("今天", TODAY),
        ("后天", date(2026, 11, 22)),
        ("Tomorrow", date(2026, 11, 21)),
        ("昨天", date(2026, 11, 19)),
        ("11-25", date(2026, 11, 25)),
        ("1月5日", date(2027, 1, 5)),
        ("today", TODAY),
        ("today+7d", date(2026, 11, 27)),
        ("today-1w", date(2026, 11, 13)),
        ("today + 1wd", date(2026, 11, 21)),
        ("today+2wd", date(2026, 11, 24)),
        ("today-1wd", date(2026, 11, 19)),
        ("明天+1d", date(2026, 11, 22)),
        ("+3", date(2026, 11, 23)),
        ("3天后", date(2026, 11, 23)),
        ("2周前", date(2026, 11, 6)),
        ("2个工作日后", date(2026, 11, 24)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert parse_day(text, TODAY, CALENDAR) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "尽快",
        "2026-02-29",
        "2026-13-01",
        "2-30",
        "1800-01-01",
        "9999-01-01",
        "today+",
        "today+99999999d",
        "heute+1d",
        "今今+1d",
        "2026-11/22",
        "2026-11-22-1",
        "12:30",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text, TODAY, CALENDAR) is None


def test_the_29th_of_february_of_the_nearest_year() -> None:
    assert parse_day("2-29", date(2027, 12, 1), CALENDAR) == date(2028, 2, 29)
    assert parse_day("2-29", date(2025, 12, 1), CALENDAR) is None


@given(DAYS)
def test_every_day_is_read_back(day: date) -> None:
    for written in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"):
        assert parse_day(written, TODAY, CALENDAR) == day


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_workdays_are_counted_one_by_one(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)
    assert CALENDAR.is_workday(end)
    step = timedelta(days=1 if count > 0 else -1)
    between = [start + step * offset for offset in range(1, abs((end - start).days) + 1)]
    assert sum(map(CALENDAR.is_workday, between)) == abs(count)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    day = parse_day(text, TODAY, CALENDAR)
    assert day is None or 1900 <= day.year <= 2200


def test_too_many_workdays() -> None:
    with pytest.raises(OverflowError):
        CALENDAR.add_workdays(TODAY, 10_001)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (TODAY, TODAY),
        (date(2026, 11, 21), date(2026, 11, 21)),  # a Saturday that is worked
        (date(2026, 11, 22), date(2026, 11, 24)),  # Sunday, then a holiday
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2027, 1, 2), date(2027, 1, 4)),
    ],
)
def test_a_day_off_gives_way_to_the_next_workday(day: date, worked: date) -> None:
    assert CALENDAR.workday_from(day) == worked


def test_the_calendar_ends() -> None:
    with pytest.raises(OverflowError):
        Calendar(frozenset({date.max})).workday_from(date.max)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周五", TODAY),
        ("星期四", date(2026, 11, 26)),
        ("礼拜天", date(2026, 11, 22)),
        ("周日", date(2026, 11, 22)),
        ("本周五", TODAY),
        ("这周一", date(2026, 11, 16)),
        ("下周五", date(2026, 11, 27)),
        ("下个周日", date(2026, 11, 29)),
        ("下下周一", date(2026, 11, 30)),
        ("上周三", date(2026, 11, 11)),
        ("Friday", TODAY),
        ("thu", date(2026, 11, 26)),
        ("next Friday", date(2026, 11, 27)),
        ("this Mon", date(2026, 11, 16)),
        ("last sunday", date(2026, 11, 15)),
        ("周八", None),
        ("下下下周一", None),
        ("fry", None),
        ("next", None),
        ("下周", None),
    ],
)
def test_days_of_the_week(text: str, day: date | None) -> None:
    assert parse_day(text, TODAY, CALENDAR) == day


@given(DAYS.filter(lambda day: date(1901, 1, 1) < day < date(2199, 1, 1)), st.sampled_from("一二三四五六日"))
def test_a_day_of_the_week_is_the_first_one_from_today_on(today: date, name: str) -> None:
    found = parse_day(f"周{name}", today, CALENDAR)
    assert found is not None
    assert 0 <= (found - today).days < 7
    assert found.weekday() == "一二三四五六日".index(name)
    following, this = (parse_day(f"{week}周{name}", today, CALENDAR) for week in ("下", "本"))
    assert following is not None
    assert this is not None
    assert (following - this).days == 7
    assert this.isocalendar()[:2] == today.isocalendar()[:2]
