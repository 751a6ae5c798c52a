"""Cutting an article's body into its lead and its H2 sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kbassist.content.headings import Heading, headings
from kbassist.content.model import Section


@dataclass(frozen=True, slots=True)
class Body:
    """A body without the H1 that names the file: that title, the text, its first line in the file, the sections."""

    title: str
    text: str
    line: int
    sections: tuple[Section, ...]


def read_body(text: str, first_line: int, title: str = "") -> Body:
    """Return a body cut into sections; `title` is what the header says, empty if nothing.

    An H1 at the very beginning names the file: it is taken out unless the header's title differs.
    """
    lines = text.split("\n")
    found = list(headings(lines))
    top = found[0] if found and found[0].level == 1 else None
    if top and top.text and title in {"", top.text} and not any(line.strip() for line in lines[: top.first]):
        lines, found = lines[top.end :], found[1:]
        first_line += top.end
        found = [Heading(h.level, h.text, h.first - top.end, h.end - top.end, h.source) for h in found]
    sections = tuple(_sections(lines, found, first_line))
    return Body(top.text if top else "", "\n".join(lines), first_line, sections)


def _sections(lines: list[str], found: list[Heading], first_line: int) -> Iterable[Section]:
    cuts = [heading for heading in found if heading.level <= 2]
    lead_end = cuts[0].first if cuts else len(lines)
    taken: dict[str, int] = {}
    first, text = _trimmed(lines, 0, lead_end)
    if text.strip():
        yield Section("", "", text, first_line, _below(found, 0, lead_end), first_line + first)
    for number, cut in enumerate(cuts):
        end = cuts[number + 1].first if number + 1 < len(cuts) else len(lines)
        anchor = _unique(cut.text, taken)
        first, text = _trimmed(lines, cut.end, end)
        yield Section(anchor, cut.text, text, first_line + cut.first, _below(found, cut.end, end), first_line + first)


def _trimmed(lines: list[str], first: int, end: int) -> tuple[int, str]:
    """Return the text of these lines without blank lines around it, and the index where it begins."""
    while first < end and not lines[first].strip():
        first += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    return first, "\n".join(lines[first:end])


def _below(found: list[Heading], first: int, end: int) -> tuple[str, ...]:
    return tuple(
        heading.text for heading in found if first <= heading.first < end and heading.level > 2 and heading.text
    )


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """Return the anchor, with `-2`, `-3` … where the same heading came before."""
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"
