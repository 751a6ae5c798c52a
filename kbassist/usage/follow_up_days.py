"""On which day a follow-up falls due, by the team's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from kbassist.content.model import FollowUp
from kbassist.macros.dates import FARTHEST, Calendar
from kbassist.usage.reminder import DEFAULT_TIME, Reminder, Snooze, State

USUAL: Final = FollowUp(1, workdays=True)
"""What is proposed for a reply that names no follow-up."""


def due_at(follow_up: FollowUp, now: datetime, calendar: Calendar) -> datetime:
    """Return when to follow up: half past nine on the day that lies so many days or workdays after today.

    Workdays are counted one by one. Plain days are counted as they come, and a day on which nobody works gives way
    to the next workday: a promise of three days made on a Thursday is kept on Monday. Never in the past.
    """
    count = min(max(0, follow_up.days), FARTHEST)
    today = now.date()
    try:
        if follow_up.workdays:
            day = calendar.add_workdays(today, count)
        else:
            day = calendar.workday_from(today + timedelta(days=count))
    except OverflowError:  # the end of the calendar
        day = date.max
    due = datetime.combine(day, DEFAULT_TIME)
    return due if due > now else in_an_hour(now)


def in_an_hour(now: datetime) -> datetime:
    """Return the time in an hour, to the minute."""
    return (now + timedelta(hours=1)).replace(second=0, microsecond=0)


def snoozed(reminder: Reminder, how: Snooze, now: datetime, calendar: Calendar) -> Reminder:
    """Return a reminder put off, counted from today; but for an hour's rest it keeps its time of day."""
    if how is Snooze.HOUR:
        return moved(reminder, in_an_hour(now), now)
    today = now.date()
    day = {
        Snooze.TOMORROW: lambda: today + timedelta(days=1),
        Snooze.NEXT_WORKDAY: lambda: calendar.add_workdays(today, 1),
        Snooze.NEXT_WEEK: lambda: today + timedelta(days=7),
    }[how]()
    return moved(reminder, datetime.combine(day, reminder.due.time()), now)


def put_off(reminder: Reminder, days: int, now: datetime) -> Reminder:
    """Return a reminder put off by so many days from today, at its time of day. Raises OverflowError."""
    return moved(reminder, datetime.combine(now.date() + timedelta(days=days), reminder.due.time()), now)


def moved(reminder: Reminder, due: datetime, now: datetime) -> Reminder:
    """Return a reminder that falls due at another time, and will be told of again."""
    return replace(reminder, due=due, state=State.SNOOZED, told=False, changed=now, revision=reminder.revision + 1)


def done(reminder: Reminder, now: datetime) -> Reminder:
    """Return a reminder that was followed up."""
    return replace(reminder, state=State.DONE, changed=now, revision=reminder.revision + 1)
