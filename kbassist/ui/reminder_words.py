"""How a reminder's day and time are said."""

from __future__ import annotations

from datetime import date, datetime

from kbassist.i18n import _, ngettext

_WEEK = 7


def weekday(day: date) -> str:
    """Return the short name of a day of the week."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def calendar_day(day: date, today: date) -> str:
    """Return a day with its weekday; the year only where it is not this one."""
    words = _("{month}/{day}").format(month=day.month, day=day.day) if day.year == today.year else day.isoformat()
    return f"{words} {weekday(day)}"


def distance(day: date, today: date) -> str:
    """Return how far away a day is, in words."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def when(due: datetime, now: datetime) -> str:
    """Return when something falls due, as short as it can be said without doubt."""
    days = (due.date() - now.date()).days
    clock = f"{due:%H:%M}"
    if days < 0:
        return ngettext("{n} day overdue", "{n} days overdue", -days).format(n=-days)
    if days == 0:
        return _("Today {time}").format(time=clock)
    if days == 1:
        return _("Tomorrow {time}").format(time=clock)
    return f"{weekday(due)} {clock}" if days < _WEEK else calendar_day(due.date(), now.date())
