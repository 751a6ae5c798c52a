"""A look at a template's text before it is parsed: its size, and whether its marks are closed.

The Liquid lexer is quadratic on some malformed texts, so those never reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.i18n import N_, Text

LONGEST_TEMPLATE: Final = 65_536
LONGEST_LINE: Final = 2_000
"""Characters of one line inside a mark."""
MOST_MARKS: Final = 1_000
MOST_BRACKETS: Final = 50
"""On one line inside a mark: they may nest, and the parser is recursive."""

_UNSEEN: Final = "[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]{0,9}"
BRACES: Final = re.compile(f"[{{｛﹛]{_UNSEEN}[{{｛﹛%％﹪]|[%％﹪}}｝﹜]{_UNSEEN}[}}｝﹜]")
"""Template marks, half-width, full-width or mixed, that no text to a customer may hold."""

_LONG_SPACE: Final = re.compile(r"\s{100}")
_ENDRAW: Final = re.compile(r"\{%-?\s{0,99}endraw\s{0,99}-?%\}")
_NAME: Final = re.compile(r"-?\s*(\w+)")
_CLOSING: Final = {"{{": "}}", "{%": "%}"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What keeps a template from being used: where (an offset in characters), the lint rule, and a sentence."""

    offset: int
    rule: str
    message: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """`{{ … }}` or `{% … %}`: from `start` up to `end`, `inner` is what stands between."""

    start: int
    end: int
    inner: str


def first_flaw(source: str) -> Flaw | None:
    """Return what makes a template unfit for parsing, or None."""
    if len(source) > LONGEST_TEMPLATE:
        return Flaw(
            0, "template-too-big", N_("The template has more than {limit} characters", limit=LONGEST_TEMPLATE)
        )
    for count, mark in enumerate(marks(source)):
        if isinstance(mark, Flaw):
            return mark
        if count >= MOST_MARKS:
            return Flaw(
                mark.start, "template-too-big", N_("The template has more than {limit} marks", limit=MOST_MARKS)
            )
        if flaw := _flaw_inside(mark):
            return flaw
    return None


def marks(source: str) -> Iterator[Mark | Flaw]:
    """Yield the marks of a template in order, none in `raw` blocks; a flaw ends the row where one is not closed."""
    place = 0
    while (start := _next_opening(source, place)) >= 0:
        closing = _CLOSING[source[start : start + 2]]
        end = source.find(closing, start + 2)
        if end < 0:
            yield Flaw(start, "template-syntax", N_("“{mark}” is not closed", mark=source[start : start + 2]))
            return
        mark = Mark(start, end + 2, source[start + 2 : end])
        yield mark
        place = mark.end
        if closing == "%}" and mark.inner.strip("- \t\n") == "raw":
            raw_end = _ENDRAW.search(source, place)
            if raw_end is None:
                yield Flaw(start, "template-syntax", N_("“{mark}” is not closed", mark="{% raw %}"))
                return
            place = raw_end.end()


def unclosed_block(source: str, name: str) -> int:
    """Return where the outermost `name` block begins that is never ended; 0 if there is none."""
    open_blocks: list[int] = []
    for mark in marks(source):
        tag = _NAME.match(mark.inner) if isinstance(mark, Mark) and source.startswith("{%", mark.start) else None
        if tag and tag[1] == name:
            open_blocks.append(mark.start if isinstance(mark, Mark) else 0)
        elif tag and tag[1] == f"end{name}" and open_blocks:
            open_blocks.pop()
    return open_blocks[0] if open_blocks else 0


def _next_opening(source: str, place: int) -> int:
    found = [at for at in (source.find("{{", place), source.find("{%", place)) if at >= 0]
    return min(found, default=-1)


def _flaw_inside(mark: Mark) -> Flaw | None:
    if any(len(line) > LONGEST_LINE for line in mark.inner.split("\n")) or _LONG_SPACE.search(mark.inner):
        return Flaw(mark.start, "template-too-big", N_("This mark is too long"))
    if any(line.count("[") + line.count("(") > MOST_BRACKETS for line in mark.inner.split("\n")):
        return Flaw(mark.start, "template-too-big", N_("The template is too deeply nested"))
    name = _NAME.match(mark.inner)
    if name and name[1] == "doc":
        return Flaw(mark.start, "unknown-tag", N_("There is no tag “{name}”", name="doc"))
    return None
