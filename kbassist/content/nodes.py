"""A header as a tree of texts with line numbers, read from YAML without giving any value a type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

MAX_DEPTH: Final = 16
MAX_NODES: Final = 100_000
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML takes these for line ends, an editor does not: line numbers would drift apart.
_ODD_BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `line` is 1-based, columns count from 0; `plain` is true where no quotes stand around it.

    `rows` are its source lines, trimmed, where it runs over several: YAML folds them into one line.
    """

    value: str
    line: int
    columns: tuple[int, int] = (0, 0)
    plain: bool = True
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; a key may stand in it twice, since that is for the reader to judge."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Listing | Table


class RefusedHeaderError(Exception):
    """The text is no YAML, or YAML of a sort that no header needs (aliases, tags, great depth); `line` is 1-based."""

    def __init__(self, line: int, too_deep: bool = False) -> None:
        super().__init__(line)
        self.line = line
        self.too_deep = too_deep


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    mapping: bool
    nodes: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        if not self.mapping:
            return Listing(tuple(self.nodes), self.line)
        return Table(tuple(_pairs(self.nodes)), self.line)


def _pairs(nodes: list[Node]) -> Iterator[tuple[Scalar, Node]]:
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise RefusedHeaderError(key.line)
        yield key, value


def compose(text: str, first_line: int = 1) -> Node | None:
    """Return the tree of one YAML document whose first line is `first_line` of the file; None if it is empty.

    The parser's events are taken one by one, so a hostile text is left as soon as it is too deep. Raises
    RefusedHeaderError.
    """
    source = text.translate(_ODD_BREAKS)
    try:
        return _built(source, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RefusedHeaderError(first_line + (mark.line if mark else 0)) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        raise RefusedHeaderError(first_line + source.count("\n", 0, position)) from error


def _built(source: str, first_line: int) -> Node | None:
    rows = source.split("\n")
    stack = [_Open(first_line, mapping=False)]
    for count, event in enumerate(yaml.parse(source, Loader=_LOADER)):
        line = first_line + _mark(event.start_mark)[0]
        _check(event, line, len(stack), count)
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].nodes.append(_scalar(event, rows, first_line))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            stack.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            closed = stack.pop().close()
            stack[-1].nodes.append(closed)
    roots = stack[0].nodes
    if len(roots) > 1:
        raise RefusedHeaderError(roots[1].line)
    return roots[0] if roots else None


def _check(event: yaml.Event, line: int, depth: int, count: int) -> None:
    if depth > MAX_DEPTH or count > MAX_NODES:
        raise RefusedHeaderError(line, too_deep=True)
    tag = getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tag not in {None, "!"}:
        raise RefusedHeaderError(line)


def _mark(mark: Any) -> tuple[int, int]:
    """Return line and column, from 0, of either parser's mark."""
    return (mark.line, mark.column) if mark else (0, 0)


def _scalar(event: yaml.ScalarEvent, rows: list[str], first_line: int) -> Scalar:
    (start, left), (end, right) = _mark(event.start_mark), _mark(event.end_mark)
    plain = event.style in {None, ""}
    value = "" if plain and event.value in {"~", "null"} else event.value
    lines: tuple[str, ...] = ()
    if start != end and event.style not in {"'", '"'}:
        last = end if right == 0 else end + 1
        first = start if plain else start + 1
        lines = tuple(row.strip() for row in rows[first:last])
        if plain:
            lines = (rows[start][left:].strip(), *lines[1:])
    width = (left, right) if start == end else (0, 0)
    return Scalar(value, first_line + start, width, plain, lines)
