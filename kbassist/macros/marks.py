"""Invisible marks in a text under way: where tags stood, and which stretch came from which field.

They are Unicode noncharacters, which no text may carry from one program to another; `clean` takes them out of all
that comes from outside, so that nothing but the engine can set one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from kbassist.macros.form import Span

TAG: Final = "\ufdd0"
_VALUE: Final = "\ufdd1"
_GAP: Final = "\ufdd2"
_END: Final = "\ufdd3"
_NUMBER_END: Final = "\ufdd4"

_FOREIGN: Final = re.compile("[\ufdd0-\ufdef]")
_OPENING: Final = rf"[{_VALUE}{_GAP}]\d+{_NUMBER_END}"
_ANY: Final = re.compile(rf"{_OPENING}|[{TAG}{_END}]")
_STRETCH: Final = re.compile(rf"([{_VALUE}{_GAP}])(\d+){_NUMBER_END}([^{_END}]*){_END}")


def clean(text: str) -> str:
    """Return a text from outside without the characters that serve as marks here."""
    return _FOREIGN.sub("", text)


def wrap(text: str, number: int, *, gap: bool = False) -> str:
    """Mark a stretch as coming from the field with this number; `gap` says that it still wants a value."""
    return f"{_GAP if gap else _VALUE}{number}{_NUMBER_END}{text}{_END}"


def bare(marked: str) -> str:
    """Return the text without its marks."""
    return _ANY.sub("", marked)


def holds_value(line: str) -> bool:
    """Tell whether any part of a line came from a field, were it a mere dash."""
    return any(mark in line for mark in (_VALUE, _GAP, _END))


def map_values(marked: str, change: Callable[[str], str]) -> str:
    """Change the marked stretches only; the author's own text stays."""
    return _STRETCH.sub(lambda match: f"{match[1]}{match[2]}{_NUMBER_END}{change(match[3])}{_END}", marked)


def without_tags(marked: str) -> str:
    """Return the text with the marks of its values only."""
    return marked.replace(TAG, "")


def spans(marked: str, fields: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Return the text without marks and the stretches that came from fields; numbers are places in `fields`."""
    pieces: list[str] = []
    found: list[Span] = []
    length = last = 0
    for match in _STRETCH.finditer(marked):
        before = bare(marked[last : match.start()])
        inner = bare(match[3])
        start = length + len(before)
        if inner:
            found.append(Span(start, len(inner), fields[int(match[2])], match[1] == _GAP))
        pieces += (before, inner)
        length, last = start + len(inner), match.end()
    pieces.append(bare(marked[last:]))
    return "".join(pieces), tuple(found)
