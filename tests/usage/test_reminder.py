"""When a follow-up falls due, what may be kept of its note, and how times are read."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.model import FollowUp
from kbassist.content.team_model import Pattern
from kbassist.macros.dates import Calendar
from kbassist.usage.follow_up_days import done, due_at, put_off, snoozed
from kbassist.usage.reminder import Reminder, Snooze, State, agenda, one_line, parse_time
from kbassist.usage.reminder_note import kept_note

# National day 2026: off from the 1st to the 7th, worked on Saturday the 10th; the new year 2027 off on Friday.
CALENDAR = Calendar(
    frozenset({*(date(2026, 10, day) for day in range(1, 8)), date(2027, 1, 1)}), frozenset({date(2026, 10, 10)})
)
PATTERNS = (
    Pattern("case_no", "工单号", r"GD\d{8,12}"),
    Pattern("order_no", "订单号", r"\d{12,18}"),
    Pattern("wechat", "微信号", r"wx\d{6,}", personal=True),
    Pattern("broken", "坏", r"("),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def reminder(due: str, name: str = "a1") -> Reminder:
    return Reminder(name, at(due), "refund@zh-CN", "退款进度", at("2026-11-20T10:00"), at("2026-11-20T10:00"))


@pytest.mark.parametrize(
    ("follow_up", "now", "due"),
    [
        (FollowUp(3), "2026-11-20T10:00", "2026-11-23"),
        (FollowUp(1), "2026-11-20T10:00", "2026-11-23"),  # Saturday gives way to Monday
        (FollowUp(3, workdays=True), "2026-11-20T10:00", "2026-11-25"),
        (FollowUp(1, workdays=True), "2026-09-30T10:00", "2026-10-08"),  # over the holidays
        (FollowUp(3, workdays=True), "2026-09-30T10:00", "2026-10-10"),  # a Saturday that is worked
        (FollowUp(10), "2026-09-30T10:00", "2026-10-10"),
        (FollowUp(2), "2026-09-29T10:00", "2026-10-08"),
        (FollowUp(1), "2028-02-28T10:00", "2028-02-29"),  # leap day
        (FollowUp(2), "2028-02-28T10:00", "2028-03-01"),
        (FollowUp(1, workdays=True), "2027-02-26T10:00", "2027-03-01"),  # no leap year
        (FollowUp(1), "2026-12-31T10:00", "2027-01-04"),  # over the year's end and a holiday
        (FollowUp(1, workdays=True), "2026-12-31T23:59", "2027-01-04"),
        (FollowUp(31), "2026-12-31T10:00", "2027-02-01"),  # the 31st is a Sunday
    ],
)
def test_days_are_counted_by_the_teams_calendar(follow_up: FollowUp, now: str, due: str) -> None:
    assert due_at(follow_up, at(now), CALENDAR) == datetime.combine(date.fromisoformat(due), time(9, 30))


def test_a_follow_up_of_today_lies_ahead() -> None:
    assert due_at(FollowUp(0), at("2026-11-20T08:00"), CALENDAR) == at("2026-11-20T09:30")
    assert due_at(FollowUp(0), at("2026-11-20T14:10:33"), CALENDAR) == at("2026-11-20T15:10")


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert due_at(FollowUp(10_000, workdays=True), at("9999-12-30T10:00"), CALENDAR).date() == date.max
    assert due_at(FollowUp(10**9), at("2026-11-20T10:00"), CALENDAR).year < 2060


@given(st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1)), st.integers(0, 400), st.booleans())
def test_it_is_due_on_a_day_that_is_worked_and_never_too_early(now: datetime, days: int, workdays: bool) -> None:
    due = due_at(FollowUp(days, workdays), now, CALENDAR)
    assert due > now
    if days:
        assert CALENDAR.is_workday(due.date())
        assert (due.date() - now.date()).days >= days


@pytest.mark.parametrize(
    ("how", "due"),
    [
        (Snooze.HOUR, "2026-11-20T15:31"),
        (Snooze.TOMORROW, "2026-11-21T16:00"),
        (Snooze.NEXT_WORKDAY, "2026-11-23T16:00"),
        (Snooze.NEXT_WEEK, "2026-11-27T16:00"),
    ],
)
def test_put_off_it_keeps_its_time_of_day_and_is_told_of_again(how: Snooze, due: str) -> None:
    from dataclasses import replace

    old = replace(reminder("2026-11-02T16:00"), told=True, revision=4)
    found = snoozed(old, how, at("2026-11-20T14:31:20"), CALENDAR)
    assert (found.due, found.state, found.told, found.revision) == (at(due), State.SNOOZED, False, 5)
    assert (found.id, found.key, found.created) == (old.id, old.key, old.created)
    assert found.changed == at("2026-11-20T14:31:20")


def test_put_off_by_days_counts_from_today() -> None:
    assert put_off(reminder("2026-11-02T16:00"), 9, at("2028-02-20T12:00")).due == at("2028-02-29T16:00")


def test_the_agenda_puts_the_earliest_first_and_forgets_what_is_done() -> None:
    now = at("2026-11-20T12:00")
    old, later = reminder("2026-11-18T09:30", "a"), reminder("2026-11-20T16:00", "b")
    coming, over = reminder("2026-11-21T00:00", "c"), done(reminder("2026-11-01T09:30", "d"), now)
    found = agenda((coming, over, later, old), now)
    assert (found.pressing, found.coming, found.count) == ((old, later), (coming,), 3)
    assert [one.is_due(now) for one in (old, later, coming, over)] == [True, False, False, False]
    assert (old.days_ahead(now.date()), coming.days_ahead(now.date())) == (-2, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9:30", time(9, 30)), ("0930", time(9, 30)), ("930", time(9, 30)), ("１４：０５", time(14, 5)),
        ("9", time(9)), ("9点", time(9)), ("14点半", time(14, 30)), ("下午3点20分", time(15, 20)),
        ("晚上8", time(20)), ("中午12点", time(12)), ("中午1点", time(13)), ("3 pm", time(15)), ("12am", time(0)),
        ("9.30", time(9, 30)), ("0:00", time(0)), ("23:59", time(23, 59)),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text: str, found: time) -> None:
    assert parse_time(text) == found


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "soon", "9:30:00", "-1", "12345", "下午", "25点"])
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert parse_time(text) is None or isinstance(parse_time(text), time)


@given(st.times())
def test_every_time_is_read_back(of_day: time) -> None:
    assert parse_time(f"{of_day:%H:%M}") == of_day.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("工单 GD2026112201", "工单 GD2026112201"),
        ("gd2026112201", "gd***"),
        ("GD2026112201，手机13812345678", "GD2026112201，手机***"),
        ("订单 202611220001", "订单 ***"),  # digits alone might be anybody's
        ("wx123456789", "wx***"),  # personal: yes
        ("GD2026112201@mail.example", "***@***"),
        ("x.GD2026112201@a.cn", "***@***"),
        ("回电给王女士", "回电给***女士"),
        ("再确认一下", "再确认一下"),
        (" 两\n行\u202e ", "两 行"),
        ("", ""),
    ],
)
def test_of_a_note_only_the_teams_own_numbers_are_kept(typed: str, kept: str) -> None:
    assert kept_note(typed, PATTERNS) == kept


def test_without_patterns_every_number_is_masked() -> None:
    assert kept_note("工单 GD2026112201", ()) == "工单 GD***"


@given(st.text(alphabet="GD0123456789 -@王女士abc工单手机，：", max_size=60))
def test_a_kept_note_is_kept_as_it_is_the_next_time(text: str) -> None:
    once = kept_note(text, PATTERNS)
    assert kept_note(once, PATTERNS) == once
    assert "13812345678" not in kept_note(f"{text} 13812345678", PATTERNS)


def test_one_line_is_short_and_visible() -> None:
    assert one_line("a\x1b[2J\u200b \n b" + "长" * 300, 20) == ("a [2J b" + "长" * 300)[:20]


def test_a_long_note_is_cut() -> None:
    assert len(kept_note("长" * 1000, PATTERNS)) == 200
