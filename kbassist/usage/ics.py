"""Reminders as a calendar file (iCalendar, RFC 5545), which every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbassist import atomic
from kbassist.i18n import _
from kbassist.usage.reminder import Reminder

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//kbassist//follow-ups//EN"
LASTS: Final = timedelta(minutes=15)


def calendar(reminders: Iterable[Reminder], now: datetime) -> bytes:
    """Return a calendar with an event and an alarm for each reminder; `now` is local time.

    Events rather than to-dos, since Outlook and most web calendars pass over a VTODO. Their times float (no zone):
    half past nine is half past nine wherever the agent is. The UID of a reminder never changes and SEQUENCE counts
    its changes, so that reading a later file moves the event instead of adding a second one.
    """
    from icalendar import Calendar  # noqa: PLC0415 - 90 ms that only an export needs

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for reminder in reminders:
        made.add_component(_event(reminder, now))
    result: bytes = made.to_ical()
    return result


def export(path: Path, reminders: Iterable[Reminder], now: datetime) -> None:
    """Write a calendar file, or leave what is there. Raises OSError."""
    atomic.write_bytes(path, calendar(reminders, now))


def _event(reminder: Reminder, now: datetime) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415 - see above

    words = _("Follow up: {title}").format(title=reminder.title)
    event = Event()
    event.add("uid", f"{reminder.id}@kbassist")
    event.add("dtstamp", _utc(now))
    event.add("created", _utc(reminder.created))
    event.add("last-modified", _utc(reminder.changed))
    event.add("sequence", reminder.revision)
    event.add("dtstart", reminder.due)
    event.add("duration", LASTS)
    event.add("summary", words)
    if reminder.note:
        event.add("description", reminder.note)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", words)
    event.add_component(alarm)
    return event


def _utc(local: datetime) -> datetime:
    return local.replace(microsecond=0).astimezone(UTC)
