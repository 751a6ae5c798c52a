"""Dates, owners and language versions: what has to be looked after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kbassist.content.library import Library
from kbassist.content.model import DEFAULT_LOCALE, Article, Macro, Status
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_, Text


def review_overdue(library: Library, today: date) -> Iterator[Problem]:
    """Yield published entries whose review was due before today."""
    for entry in library.entries.values():
        if entry.status is Status.PUBLISHED and entry.review_by and entry.to_be_checked(today):
            message = N_("It should have been checked by {day}.", day=entry.review_by.isoformat())
            yield _at(entry, "review_by", Level.WARNING, "review-overdue", message)


def expired(library: Library, today: date) -> Iterator[Problem]:
    """Yield published entries that are no longer in force, so that nobody is offered them."""
    for entry in library.entries.values():
        if entry.status is Status.PUBLISHED and entry.expires and entry.expires < today:
            message = N_(
                "It expired on {day} and is not offered any more; archive it.", day=entry.expires.isoformat()
            )
            yield _at(entry, "expires", Level.INFO, "expired", message)


def empty_window(library: Library, today: date) -> Iterator[Problem]:
    """Yield entries that expire before they come into force."""
    for entry in library.entries.values():
        if entry.effective and entry.expires and entry.effective > entry.expires:
            yield _at(entry, "expires", Level.ERROR, "empty-window", N_("It expires before it comes into force."))


def no_owner(library: Library, today: date) -> Iterator[Problem]:
    """Yield entries nobody answers for, in a team where most entries have an owner."""
    owned = sum(1 for entry in library.entries.values() if entry.owner)
    if owned * 2 <= len(library.entries):
        return
    for entry in library.entries.values():
        if not entry.owner and entry.status is not Status.ARCHIVED:
            yield Problem(entry.path, 0, Level.INFO, "no-owner", N_("Nobody is named who answers for it."))


def twin_differs(library: Library, today: date) -> Iterator[Problem]:
    """Yield language versions whose stage, dates or kind differ from the main version's."""
    for entry, base in _twins(library):
        if base.kind is not entry.kind:
            message = N_("Its version in another language, {path}, is of another kind.", path=base.path)
            yield _at(entry, "kind", Level.WARNING, "twin-differs", message)
        elif base.status is not entry.status:
            message = N_("Its version in another language, {path}, is at another stage.", path=base.path)
            yield _at(entry, "status", Level.WARNING, "twin-differs", message)
        elif (base.effective, base.expires) != (entry.effective, entry.expires):
            message = N_("Its version in another language, {path}, has other dates.", path=base.path)
            yield _at(entry, "expires", Level.WARNING, "twin-differs", message)


def twin_without_base(library: Library, today: date) -> Iterator[Problem]:
    """Yield files named as a language version beside a main version that has another id."""
    by_path = {entry.path: entry for entry in library.entries.values()}
    for entry in library.entries.values():
        suffix = f".{entry.locale}.md"
        base = by_path.get(entry.path[: -len(suffix)] + ".md") if entry.path.endswith(suffix) else None
        if base is not None and base.id != entry.id:
            message = N_(
                "It stands beside {path} as its version in another language, but has another id.", path=base.path
            )
            yield _at(entry, "id", Level.WARNING, "twin-without-base", message)


def _twins(library: Library) -> Iterator[tuple[Article | Macro, Article | Macro]]:
    counts = Counter(entry.id for entry in library.entries.values())
    for entry in library.entries.values():
        if counts[entry.id] > 1 and entry.locale != DEFAULT_LOCALE:
            base = library.entries.get(f"{entry.id}@{DEFAULT_LOCALE}")
            if base is not None:
                yield entry, base


def _at(entry: Article | Macro, key: str, level: Level, rule: str, message: Text) -> Problem:
    return Problem(entry.path, entry.lines.get(key, 0), level, rule, message)
