"""Reading a macro from its text: header, form, and one variant per channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.entry import common, file_lines
from kbassist.content.examples import read_examples
from kbassist.content.fields import read_fields
from kbassist.content.frontmatter import Document, split
from kbassist.content.headings import Heading, headings
from kbassist.content.model import FollowUp, Macro, Snippet, Variant
from kbassist.content.names import MACRO
from kbassist.content.problem import Problem
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header, vocabulary, with_hugo
from kbassist.content.source import Place
from kbassist.content.team_model import Team
from kbassist.i18n import N_

_NAMES: Final = with_hugo(MACRO)
_WORDS: Final = vocabulary(_NAMES)
_SUBJECT: Final = re.compile(r"(?:主题|标题|subject)\s*[:：]\s*(.+)$", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*[/、,，|｜／&＆+＋]\s*")
_FOLLOW_UP: Final = re.compile(
    r"(\d{1,4})\s*"
    r"(?:(days?|天|日)|(work(?:ing)?[ -]?days?|business days?|个?工作日)|(weeks?|周|个?星期))?"
    r"(?:后|之后)?",
    re.IGNORECASE,
)


def read_macro(text: str, where: Place, team: Team) -> tuple[Macro, tuple[Problem, ...]]:
    """Return the macro of a file and what was wrong with it; the team's channels give variants their names."""
    remarks = file_lines(text, where.path)
    document = split(text, _WORDS, remarks)
    header = Header(document.header, _NAMES, remarks)
    title, variants = read_variants(document, team, remarks)
    macro = Macro(
        **common(header, where, title),
        shortcut=header.text("shortcut"),
        scene=header.text("scene"),
        steps=header.steps(),
        fields=read_fields(header.nodes.get("fields"), header.written("fields"), remarks),
        follow_up=_follow_up(header),
        variants=variants,
        examples=read_examples(header.nodes.get("examples"), header.written("examples"), remarks),
    )
    return macro, remarks.problems


def read_snippet(text: str, where: Place) -> tuple[Snippet, tuple[Problem, ...]]:
    """Return the snippet of a file: its text without header."""
    remarks = file_lines(text, where.path)
    document = split(text, _WORDS, remarks)
    return Snippet(where.name, document.body.strip("\n"), where.path), remarks.problems


def _follow_up(header: Header) -> FollowUp | None:
    written = header.text("follow_up")
    match = _FOLLOW_UP.fullmatch(written)
    if match:
        return FollowUp(int(match[1]) * (7 if match[4] else 1), workdays=bool(match[3]))
    if written:
        message = N_("“{value}” is no waiting time; write “3 days” or “3个工作日”.", value=written)
        header.remarks.error("unknown-value", header.lines["follow_up"], message)
    return None


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one variant, by index; `heading` and `names` are empty for the one that serves all channels."""

    first: int
    end: int
    heading: str = ""
    names: tuple[str, ...] = ()


def read_variants(document: Document, team: Team, remarks: Remarks) -> tuple[str, tuple[Variant, ...]]:
    """Return the title that an H1 gives, and the variants: one per channel that an H2 names, or one for all."""
    lines = document.body.split("\n")
    found = list(headings(lines))
    title, start = "", 0
    if found and found[0].level == 1 and not any(line.strip() for line in lines[: found[0].first]):
        title, start = found[0].text, found[0].end
    cuts = [heading for heading in found if _opens_variant(heading, team)]
    if not cuts:
        return title, tuple(_variants(_Part(start, len(lines)), document, lines, team))
    _note_lead(lines, start, cuts[0].first, document.body_line, remarks)
    variants: dict[str, Variant] = {}
    for cut, end in zip(cuts, [*(cut.first for cut in cuts[1:]), len(lines)], strict=True):
        part = _Part(cut.end, end, cut.text, _channels(cut.text, team))
        for variant in _variants(part, document, lines, team):
            if variants.setdefault(variant.channel, variant) is not variant:
                message = N_("There are two variants for {channel}; the first one counts.", channel=variant.channel)
                remarks.add("duplicate-variant", document.body_line + cut.first, message)
    return title, tuple(variants.values())


def _opens_variant(heading: Heading, team: Team) -> bool:
    """Tell whether a heading begins a variant; an underlined one only if it names channels: a signature has rules."""
    underlined = heading.end - heading.first == 2
    known = all(team.channel(name) for name in _channels(heading.text, team))
    return heading.level == 2 and bool(heading.text) and (known or not underlined)


def _channels(heading: str, team: Team) -> tuple[str, ...]:
    names = (heading,) if team.channel(heading) else tuple(name for name in _SEPARATOR.split(heading) if name)
    found = ((team.channel(name), name) for name in names)
    return tuple(dict.fromkeys(channel.name if channel else name for channel, name in found))


def _variants(part: _Part, document: Document, lines: list[str], team: Team) -> Iterator[Variant]:
    """Yield one variant for each channel of a heading; the subject goes to those that have one."""
    known = [team.channel(name) for name in part.names]
    first = _solid(lines, part.first, part.end)
    subject = ""
    match = _SUBJECT.match(lines[first].strip()) if first < part.end else None
    if match and (not part.heading or any(channel is None or channel.subject for channel in known)):
        subject, first = match[1].strip(), _solid(lines, first + 1, part.end)
    body = "\n".join(lines[first : part.end]).rstrip()
    if not body:
        first = max(part.first - 1, 0)  # the heading, since there is no text to point at
    for name, channel in zip(part.names or ("",), known or [None], strict=True):
        own = subject if channel is None or channel.subject else ""
        yield Variant(name, body, own, document.body_line + first)


def _solid(lines: list[str], first: int, end: int) -> int:
    """Return the index of the first line that is not blank, or `end`."""
    return next((number for number in range(first, end) if lines[number].strip()), end)


def _note_lead(lines: list[str], start: int, end: int, first_line: int, remarks: Remarks) -> None:
    for number in range(start, end):
        if lines[number].strip():
            message = N_(
                "This text stands before the first channel's heading; it belongs to no variant and is never sent."
            )
            remarks.add("text-before-variants", first_line + number, message)
            return
