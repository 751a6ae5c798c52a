"""`kbassist reminders`: the follow-ups that wait at this desk."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kbassist import paths
from kbassist.assistant.clock import system_clock
from kbassist.cli.opening import JsonOption
from kbassist.cli.output import complain, print_json
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _, ngettext
from kbassist.usage.follow_up_days import done, put_off
from kbassist.usage.reminder import Reminder, agenda
from kbassist.usage.reminders import FILE, Reminders

NAME: Final = "reminders"
_HOW: Final = N_("Name one as “kbassist reminders” lists it.")
_FARTHEST: Final = 3660


class ReminderMissing(KbassistError):  # noqa: N818 - named as the user reads it
    """No reminder has this id."""


class NoDays(KbassistError):  # noqa: N818 - named as the user reads it
    """A reminder cannot be put off by so many days."""


def command(
    finish: Annotated[str, typer.Option("--done", metavar="ID", help="Mark one as done.")] = "",
    snooze: Annotated[
        tuple[str, int],
        typer.Option(
            "--snooze", metavar="ID DAYS", show_default=False, help="Put one off by so many days from today."
        ),
    ] = ("", 0),
    delete: Annotated[str, typer.Option("--delete", metavar="ID", help="Take one away.")] = "",
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write those that wait into a calendar file.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List those that are done as well.")] = False,
    json: JsonOption = False,
) -> None:
    """List the follow-ups that wait, put them off, tick them off, or export them."""
    store, now = Reminders(paths.data_dir() / FILE), system_clock()
    if finish:
        _said(store.change(finish, lambda one: done(one, now), now), finish, _("Done: {title}"))
    if snooze[0]:
        _snooze(store, *snooze, now)
    if delete:
        _said(store.delete(delete), delete, _("Deleted: {title}"))
    found = store.all(now)
    if ics is not None:
        _export(ics, found, now)
    elif not (finish or snooze[0] or delete):
        _list(found, now, every, json)


def _snooze(store: Reminders, name: str, days: int, now: datetime) -> None:
    if not 1 <= days <= _FARTHEST:
        raise NoDays(N_("A follow-up can be put off by 1 to {most} days.", most=_FARTHEST))
    _said(store.change(name, lambda one: put_off(one, days, now), now), name, _("Later: {title}"))


def _said(before: Reminder | None, name: str, sentence: str) -> None:
    if before is None:
        raise ReminderMissing(N_("There is no follow-up “{id}”.", id=name), _HOW)
    complain(sentence.format(title=before.title))


def _export(path: Path, found: tuple[Reminder, ...], now: datetime) -> None:
    from kbassist.usage.ics import export

    waiting = agenda(found, now)
    export(path, (*waiting.pressing, *waiting.coming), now)
    n = waiting.count
    complain(ngettext("{n} follow-up exported.", "{n} follow-ups exported.", n).format(n=n))


def _list(found: tuple[Reminder, ...], now: datetime, every: bool, json: bool) -> None:
    waiting = agenda(found, now)
    shown = [*waiting.pressing, *waiting.coming, *(one for one in found if every and not one.waiting)]
    if json:
        print_json([_record(one, now) for one in shown])
        return
    for one in shown:
        mark = _("done") if not one.waiting else _("due") if one.is_due(now) else ""
        parts = (f"{one.id}  {one.due:%Y-%m-%d %H:%M}", mark, one.title, one.note)
        print("  ".join(part for part in parts if part))
    if not shown:
        complain(_("There are no follow-ups."))


def _record(one: Reminder, now: datetime) -> dict[str, Any]:
    times = {name: getattr(one, name).isoformat(timespec="minutes") for name in ("due", "created", "changed")}
    fields = {name: value for name, value in asdict(one).items() if name not in {"told", "revision"}}
    return fields | times | {"state": one.state.value, "is_due": one.is_due(now)}
