"""Reading the steps of a guide: headings, the choices that lead on, and the macros to offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from kbassist.content import anchors
from kbassist.content.headings import Fences, heading_text
from kbassist.content.model import Choice, Section, Step

_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\[(.+)\]\(\s*<?#([^<>]+?)>?\s*\)\s*$")
_WIKI: Final = re.compile(r"\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|[^\[\]\n]*)?\]\]")


def read_steps(sections: Iterable[Section]) -> tuple[Step, ...]:
    """Return a step for each H2; a list item that is one link to a heading of the same file is a choice."""
    steps = tuple(section for section in sections if section.anchor)
    known = tuple(step.anchor for step in steps)
    return tuple(_step(section, known) for section in steps)


def _step(section: Section, known: tuple[str, ...]) -> Step:
    found = tuple(_choices(section, known))
    taken = {choice.line - section.text_line for choice in found}
    lines = section.text.split("\n")
    text = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    macros = tuple(dict.fromkeys(name.strip() for name in _WIKI.findall(text)))
    return Step(section.anchor, section.title, text.strip("\n"), section.line, found, macros)


def _choices(section: Section, known: tuple[str, ...]) -> Iterator[Choice]:
    fences = Fences()
    for number, line in enumerate(section.text.split("\n")):
        match = None if fences.inside(line) else _ITEM.match(line)
        if match and "](" not in match[1]:
            wanted = unquote(match[2]).strip()
            yield Choice(heading_text(match[1]), anchors.find(known, wanted) or wanted, section.text_line + number)
