"""What a channel asks of texts that are written for it: their length, emoji, nothing that it cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Macro, Status, Variant
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import Channel, Team
from kbassist.i18n import N_
from kbassist.macros.source import Mark, marks
from kbassist.wording.norms import norms
from kbassist.wording.remarks import Remark

_OPENING: Final = re.compile(r"-?\s*(?:if|unless|case|for|capture|comment)\b")
_CLOSING: Final = re.compile(r"-?\s*end\w+")
_MARK: Final = re.compile(r"\S")
_COUNTED: Final = frozenset({"length-limit", "emoji-limit"})  # each of which a condition may keep out of the text
_SEEN: Final = frozenset({"link-spoken", "formatting"})


def channel_norm(library: Library, today: date) -> Iterator[Problem]:
    """Yield texts of macros that their channel cannot show or read aloud, or that are too much for it in any case.

    Length and emoji are counted without values and without what stands in conditions: what is too much even so
    always is. The rest is seen while the agent writes.
    """
    for macro in library.macros():
        told: set[tuple[int, str]] = set()
        for variant in macro.variants if macro.status is not Status.ARCHIVED else ():
            channel = library.team.channel(variant.channel) if variant.channel else None
            for problem in _in_variant(macro, variant, channel, library.team) if channel else ():
                if (problem.line, str(problem.message)) not in told:
                    told.add((problem.line, str(problem.message)))
                    yield problem


def _in_variant(macro: Macro, variant: Variant, channel: Channel, team: Team) -> Iterator[Problem]:
    whole, least = _texts(variant.body)
    for remark in _kind_of(whole, channel, team, _SEEN):
        line = variant.line + whole.count("\n", 0, remark.start)
        yield _problem(macro, line, channel, remark)
    counted = {remark.rule: remark for remark in _kind_of(least, channel, team, _COUNTED)}
    for remark in counted.values():
        yield _problem(macro, variant.line, channel, remark)


def _kind_of(text: str, channel: Channel, team: Team, rules: frozenset[str]) -> Iterator[Remark]:
    return (remark for remark in norms(text, channel, team) if remark.rule in rules)


def _problem(macro: Macro, line: int, channel: Channel, remark: Remark) -> Problem:
    message = N_("{channel}: {what}", channel=channel.name, what=remark.why)
    return Problem(macro.path, line, Level.WARNING, "channel-norm", message)


def _texts(body: str) -> tuple[str, str]:
    """Return a template's text with its marks blanked, places unchanged; and what is sent of it in any case."""
    whole, least, end, depth = [], [], 0, 0
    for mark in marks(body):
        if not isinstance(mark, Mark):
            break
        text = body[end : mark.start]
        whole += [text, _MARK.sub(" ", body[mark.start : mark.end])]
        least.append("" if depth else text)
        end = mark.end
        if body.startswith("{%", mark.start):
            depth += bool(_OPENING.match(mark.inner)) - bool(_CLOSING.match(mark.inner))
    return "".join([*whole, body[end:]]), "".join([*least, "" if depth > 0 else body[end:]])
