"""`kbassist reviewed`: write into entries that somebody compared them with their basis today."""

from __future__ import annotations

import difflib
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbassist.cli.opening import LibraryOption, LocaleOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.content.model import DEFAULT_LOCALE, Article, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from kbassist.assistant.assistant import Assistant
    from kbassist.content.header_edit import Rewritten

NAME: Final = "reviewed"
_PERIOD: Final = re.compile(r"(\d{1,4})\s*(?:d|days?|天)")


class NotADay(KbassistError):  # noqa: N818 - named as the user reads it
    """What was given is no day."""


def command(
    names: Annotated[list[str], typer.Argument(metavar="ID", help="Ids or shortcuts of what was reviewed.")],
    next_review: Annotated[
        str, typer.Option("--next", metavar="DAY", help="When to review again: 2027-05-22, or 180d from today.")
    ] = "",
    library: LibraryOption = None,
    locale: LocaleOption = DEFAULT_LOCALE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Set `reviewed` to today and note which version of the basis was read; nothing else in the files changes.

    Exit with 1 where a file could not be edited; the others are written.
    """
    with opened(library) as assistant:
        today = assistant.context.today
        review_by = _day(next_review, today) if next_review else None
        named = [assistant.library.get(name, locale) or assistant.entry(name) for name in names]
        entries = {entry.key: entry for entry in named}
        results = {key: _review(assistant, entry, today, review_by, dry_run, json) for key, entry in entries.items()}
        if json:
            print_json([_record(entry, today, results[key]) for key, entry in entries.items()])
    refused = {key: reason for key, reason in results.items() if reason}
    for key, reason in refused.items():
        complain(f"{key}: {reason}")
    done = len(results) - len(refused)
    if not dry_run:
        told = ngettext("{n} entry was marked as reviewed.", "{n} entries were marked as reviewed.", done)
        complain(told.format(n=done))
    if refused:
        raise typer.Exit(1)


def _day(written: str, today: date) -> date:
    """Return a day, or so many days from today; raises NotADay where it is none to come."""
    period = _PERIOD.fullmatch(written.strip())
    try:
        day = today + timedelta(days=int(period[1])) if period else date.fromisoformat(written.strip())
    except (ValueError, OverflowError):
        day = today
    if day <= today:
        raise NotADay(
            N_("“{value}” is no day to come.", value=written), N_("Write it like 2027-05-22, or 180d for 180 days.")
        )
    return day


def _review(
    assistant: Assistant, entry: Article | Macro, today: date, review_by: date | None, dry_run: bool, json: bool
) -> str:
    """Write one file, or show what would change; return why it was refused, or nothing."""
    from kbassist.content.reviewed import rewritten

    if assistant.library.stale:
        return _("The library folder cannot be reached.")
    try:
        change = rewritten(assistant.library, entry, today, review_by)
        if not dry_run:
            change.write()
    except KbassistError as error:
        return str(error)
    except OSError as error:
        return _("{what} — nothing was changed.").format(what=error)
    if dry_run and not json:
        _show(change, entry)
    if review_by is None and entry.to_be_checked(today):
        complain(_("{id}: its next review is overdue; give a new day with --next.").format(id=entry.id))
    _warn(assistant, entry, today)
    return ""


def _show(change: Rewritten, entry: Article | Macro) -> None:
    print(*difflib.unified_diff(change.before, change.after, entry.path, entry.path, lineterm="", n=2), sep="\n")


def _warn(assistant: Assistant, entry: Article | Macro, today: date) -> None:
    """Say where a basis is no longer in force: a review does not change that."""
    from kbassist.content import basis
    from kbassist.content.links import Resolver

    resolver = Resolver(assistant.library)
    for ref in basis.references(entry):
        found = basis.target(ref, entry, resolver)
        if found is not None and basis.lapsed(found, today):
            told = _("{id}: its basis “{title}” is no longer in force; agents cannot use it as it is.")
            complain(told.format(id=entry.id, title=basis.shown(found, ref)))


def _record(entry: Article | Macro, today: date, refused: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "locale": entry.locale,
        "path": entry.path,
        "reviewed": None if refused else today.isoformat(),
        "refused": refused or None,
    }
