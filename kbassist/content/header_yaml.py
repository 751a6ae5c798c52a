"""Setting one key of a YAML header, whose other lines stay as they are."""

from __future__ import annotations

from typing import Any, Final

import yaml

from kbassist.content.nodes import RefusedHeaderError, compose

# YAML takes these for line ends, an editor does not: places would drift apart.
_ODD_BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})


def pairs_of(lines: list[str]) -> list[Any] | None:
    """Return the key and value nodes of a header's lines; None where it is no plain block mapping."""
    source = "\n".join(lines).translate(_ODD_BREAKS)
    try:
        compose(source)  # refuses what must not be given to yaml.compose: depth, aliases, tags
        root: Any = yaml.compose(source, Loader=yaml.SafeLoader)
    except (RefusedHeaderError, yaml.YAMLError):
        return None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    return list(root.value)


def last_line(lines: list[str], first: int, end: int) -> int:
    """Return the index of the last line of a value; comments and blank lines after it belong to what follows."""
    return max(n for n in range(first, end) if n == first or (lines[n].strip() and lines[n].lstrip()[0] != "#"))


def put(lines: list[str], at: int | None, name: str, written: str, after: int | None) -> list[str] | None:
    """Return the lines with `name: written`; `written` is YAML of one line. None where that cannot be done.

    `at` is the index of the line with the key, None where there is none yet: it is put below the value of the key
    in line `after`, or at the end.
    """
    pairs = pairs_of(lines)
    if pairs is None:
        return None
    if at is None:
        place = _below(lines, pairs, after)
        return [*lines[:place], f"{name}: {written}", *lines[place:]]
    pair = next(((key, value) for key, value in pairs if key.start_mark.line == at), None)
    if pair is None:
        return None
    key, value = pair
    last = _below(lines, pairs, at) - 1
    colon = lines[at].find(":", key.end_mark.column)
    if colon < 0:
        return None
    comment = _comment(lines, value, at, last, colon)
    return [*lines[:at], f"{lines[at][: colon + 1]} {written}{comment}", *lines[last + 1 :]]


def _below(lines: list[str], pairs: list[Any], at: int | None) -> int:
    """Return the index of the line below the value of the key in line `at`; without one, below all."""
    index = next((n for n, (key, _) in enumerate(pairs) if key.start_mark.line == at), None)
    if at is None or index is None:
        return len(lines)
    end = pairs[index + 1][0].start_mark.line if index + 1 < len(pairs) else len(lines)
    return last_line(lines, at, end) + 1


def _comment(lines: list[str], value: Any, at: int, last: int, colon: int) -> str:
    """Return the comment behind a value of one line, with the space before it."""
    if at != last:
        return ""
    written = value.start_mark.line == at and value.end_mark.line == at
    rest = lines[at][value.end_mark.column :] if written else lines[at][colon + 1 :]
    return rest.rstrip() if rest.lstrip().startswith("#") else ""
