"""Adding wordings to a YAML header, in the style in which its list is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import yaml

from kbassist.content.header_yaml import last_line, pairs_of

_ITEM: Final = re.compile(r"(\s*-\s+)(.?)")
_INDENT: Final = re.compile(r"\s*")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TITLES: Final = ("title", "标题")


def added(lines: list[str], wordings: list[str], at: int | None, name: str) -> list[str] | None:
    """Return the header's lines with wordings added to the list `name`; None where that cannot be done.

    `at` is the index of the line with the key, None where there is none yet. A single text becomes a list with that
    text, as it is written, as its first item.
    """
    pairs = pairs_of(lines)
    if pairs is None:
        return None
    if at is None:
        return _with_key(lines, wordings, pairs, name)
    index = next((n for n, (key, _) in enumerate(pairs) if key.start_mark.line == at), None)
    if index is None:
        return None
    end = pairs[index + 1][0].start_mark.line if index + 1 < len(pairs) else len(lines)
    return _extended(lines, wordings, pairs[index][1], (at, last_line(lines, at, end)))


def _with_key(lines: list[str], wordings: list[str], pairs: list[Any], name: str) -> list[str]:
    """Add the key after the title, where people look for it, else at the end."""
    after = len(lines)
    for number, (key, value) in enumerate(pairs):
        if str(key.value) in _TITLES and value.start_mark.line == key.start_mark.line:
            after = pairs[number + 1][0].start_mark.line if number + 1 < len(pairs) else len(lines)
            after = last_line(lines, key.start_mark.line, after) + 1
    return [*lines[:after], f"{name}:", *_items("  - ", "", wordings), *lines[after:]]


def _extended(lines: list[str], wordings: list[str], node: Any, span: tuple[int, int]) -> list[str] | None:
    first, last = span
    head, tail = lines[: last + 1], lines[last + 1 :]
    if isinstance(node, yaml.SequenceNode):
        if node.flow_style:
            return _in_brackets(lines, wordings, node)
        match = _ITEM.match(lines[node.value[-1].start_mark.line]) if node.value else None
        return [*head, *_items(match[1], match[2], wordings), *tail] if match else None
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.style in {"|", ">"}:
        indent = (_INDENT.match(lines[last]) or [""])[0] if last > first else "  "
        bullet = "- " if last > first and lines[last].lstrip().startswith("- ") else ""
        return [*head, *(f"{indent}{bullet}{wording}" for wording in wordings), *tail]
    if first != last:
        return None
    return [*lines[:first], *_listed(lines[first], node, wordings), *tail]


def _listed(line: str, node: Any, wordings: list[str]) -> Iterable[str]:
    """Turn `key: text  # comment` into a list; without a text, only the items are new."""
    if node.style is None and node.value in _NOTHING:
        yield (line[: node.start_mark.column] + line[node.end_mark.column :]).rstrip()
    else:
        yield line[: node.start_mark.column].rstrip()
        yield f"  - {line[node.start_mark.column :]}"
    yield from _items("  - ", node.style or "", wordings)


def _in_brackets(lines: list[str], wordings: list[str], node: Any) -> list[str]:
    """Add to `[a, b]` after its last item, in that item's quotes."""
    style = (node.value[-1].style or "") if node.value else ""
    written = ", ".join(_quoted(wording, style, flow=True) for wording in wordings)
    mark = node.value[-1].end_mark if node.value else node.start_mark
    column = mark.column if node.value else mark.column + 1
    line = lines[mark.line]
    between = ", " if node.value else ""
    return [*lines[: mark.line], line[:column] + between + written + line[column:], *lines[mark.line + 1 :]]


def _items(lead: str, style: str, wordings: Iterable[str]) -> Iterable[str]:
    return (lead + _quoted(wording, style, flow=False) for wording in wordings)


def _quoted(wording: str, style: str, *, flow: bool) -> str:
    """Return a wording as YAML: in the quotes of its neighbours, else in none where YAML needs none."""
    if style == '"':
        return '"' + wording.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return wording if style != "'" and _plain(wording, flow) else "'" + wording.replace("'", "''") + "'"


def _plain(wording: str, flow: bool) -> bool:
    if flow and set(wording) & set(",，、；;[]{}"):
        return False  # a Chinese comma within brackets is taken for one that divides
    try:
        found = yaml.safe_load(f"[{wording}, x]" if flow else f"- {wording}")
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return bool(found == ([wording, "x"] if flow else [wording]))
