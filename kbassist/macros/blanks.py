"""Lines and list items that conditions emptied vanish without leaving a hole."""

from __future__ import annotations

import re
from typing import Final

from kbassist.macros.marks import TAG, bare, holds_value

_BULLET: Final = re.compile(r"(?:[-*+•·>]|\d{1,2}[.、．)）]|[(（]\d{1,2}[)）])?")
_NUMBERED: Final = re.compile(rf"(?P<before>[\s{TAG}]*[(（]?)(?P<number>\d{{1,2}})(?P<after>[.．](?=\s)|[、)）])")


def tidy(marked: str) -> str:
    """Return the text without emptied lines, list numbers closed up, and no empty lines at either end.

    A line is dropped where a tag stood in it and nothing but space or a bare list mark is left. Empty lines that met
    because something between them vanished become one place; those that the author wrote stay.
    """
    kept: list[str] = []
    holes: set[int] = set()
    dropped = False
    for line in marked.split("\n"):
        if _emptied(line):
            dropped = True
            continue
        if dropped and not line.strip() and (not kept or not bare(kept[-1]).strip()):
            continue
        if dropped:
            holes.add(len(kept))
        dropped = False
        kept.append(_without_tail(line))
    return _without_ends(_renumbered(kept, holes))


def _emptied(line: str) -> bool:
    return TAG in line and _BULLET.fullmatch(bare(line).strip()) is not None and not holds_value(line)


def _without_tail(line: str) -> str:
    """Drop the space that a condition at the end of the line left behind."""
    stripped = line.rstrip(f" \t{TAG}")
    return stripped if TAG in line[len(stripped) :] else line


def _without_ends(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not bare(lines[first]).strip():
        first += 1
    while first < last and not bare(lines[last - 1]).strip():
        last -= 1
    return "\n".join(lines[first:last]).rstrip()


def _renumbered(lines: list[str], holes: set[int]) -> list[str]:
    """Close up the numbers of each run of numbered lines that something vanished from."""
    result = list(lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _NUMBERED.match(lines[end]):
            end += 1
        if end > start and not holes.isdisjoint(range(start, end)):
            _count_from(result, start, end, 1 if start in holes else _number(lines[start]))
        start = max(end, start + 1)
    return result


def _number(line: str) -> int:
    match = _NUMBERED.match(line)
    return int(match["number"]) if match else 1


def _count_from(lines: list[str], start: int, end: int, first: int) -> None:
    for place in range(start, end):
        number = first + place - start
        lines[place] = _NUMBERED.sub(rf"\g<before>{number}\g<after>", lines[place], count=1)
