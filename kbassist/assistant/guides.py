"""What a step of a guide offers today: its text to read and its macros, each with the reason where it may not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Entry, Guide, Macro, Status, Step
from kbassist.content.team_model import Team
from kbassist.i18n import N_, Text

_LONE: Final = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\[\[([^\[\]|#\n]+)\]\][ \t]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """A macro of a step. `key` and `title` are its own; of one that the library lacks, `key` is empty.

    `channel` is the channel that it would be written for. `refused` says why it may not be used; None: it may.
    """

    key: str
    title: str
    channel: str
    refused: Text | None = None


def offers(library: Library, guide: Guide, step: Step, channel: str, today: date) -> tuple[Offer, ...]:
    """Return the macros of a step as they are offered on a day, in the wanted channel where they have a text for it.

    An article that the step names is a link in its text and no macro.
    """
    found = ((name, library.get(name, guide.locale)) for name in step.macros)
    return tuple(
        _offer(name, entry, channel, library.team, today)
        for name, entry in found
        if entry is None or isinstance(entry, Macro)
    )


def _offer(name: str, macro: Macro | None, channel: str, team: Team, today: date) -> Offer:
    if macro is None:
        return Offer("", name, "", N_("the library does not hold it"))
    known = team.channel(channel)
    wanted = known.name if known else channel
    target = wanted if macro.variant(wanted) or not macro.variants else macro.variants[0].channel
    return Offer(macro.key, macro.title, target, refusal(macro, today))


def refusal(entry: Entry, today: date) -> Text | None:
    """Return why agents may not use an entry on a day; None where they may."""
    if entry.status is Status.ARCHIVED:
        return N_("it is archived")
    if entry.status is Status.DRAFT:
        return N_("it is a draft")
    if entry.expires is not None and entry.expires < today:
        return N_("it expired on {day}", day=entry.expires.isoformat())
    if entry.effective is not None and entry.effective > today:
        return N_("it takes effect on {day}", day=entry.effective.isoformat())
    return None


def step_text(library: Library, guide: Guide, step: Step) -> str:
    """Return the Markdown of a step without the lines that do nothing but name a macro: those are offered apart."""

    def names_macro(line: str) -> bool:
        lone = _LONE.match(line)
        return lone is not None and not _is_article(library, guide, lone[1].strip())

    return "\n".join(line for line in step.text.split("\n") if not names_macro(line)).strip("\n")


def _is_article(library: Library, guide: Guide, name: str) -> bool:
    entry = library.get(name, guide.locale)
    return entry is not None and not isinstance(entry, Macro)
