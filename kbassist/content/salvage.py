"""Reading as much as can be read of a header that is not quite YAML."""

from __future__ import annotations

import re
from typing import Final

from kbassist.content.nodes import MAX_DEPTH, Listing, Node, RefusedHeaderError, Scalar, Table, compose
from kbassist.content.punctuation import Vocabulary, straighten
from kbassist.content.remarks import Remarks
from kbassist.i18n import N_

_PAIR: Final = re.compile(r"([^\s:#][^:]*?)\s*:(?:\s+(.*)|)$")


def read_yaml(text: str, first_line: int, words: Vocabulary, remarks: Remarks) -> Node | None:
    """Return the tree of a YAML text; where it is broken, of its sound parts and what the others seem to mean."""
    lines = straighten(text.split("\n"), first_line, words, remarks)
    try:
        return compose("\n".join(lines), first_line)
    except RefusedHeaderError as refusal:
        if refusal.too_deep:
            remarks.error(
                "header-too-deep", refusal.line, N_("This is nested too deeply to be a header; it is not read.")
            )
            return None
        return _salvage(lines, first_line, remarks, 0)


def _salvage(lines: list[str], first_line: int, remarks: Remarks, depth: int) -> Node:
    pairs: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    for offset, chunk in _chunks(lines):
        node = _chunk(chunk, first_line + offset, remarks, depth)
        if isinstance(node, Table):
            pairs += node.pairs
        elif isinstance(node, Listing):
            items += node.items
    return Listing(tuple(items), first_line) if items and not pairs else Table(tuple(pairs), first_line)


def _chunks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Cut into pieces that begin at the least indentation, each with its offset."""
    solid = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    least = min((_indent(line) for line in solid), default=0)
    pieces: list[tuple[int, list[str]]] = []
    for offset, line in enumerate(lines):
        begins = line.strip() and _indent(line) <= least and not line.lstrip().startswith("#")
        belongs = pieces and (line.strip() in {"]", "}"} or _lists_below(pieces[-1][1][0], line))
        if begins and not belongs:
            pieces.append((offset, []))
        if pieces:
            pieces[-1][1].append(line)
    return pieces


def _lists_below(head: str, line: str) -> bool:
    """Tell whether a line is an item of the key above it: YAML lets a list begin in the column of its key."""
    match = _PAIR.match(head.strip())
    keyed = match is not None and not match[2] and not head.lstrip().startswith("- ")
    return keyed and _indent(line) == _indent(head) and line.lstrip().startswith("- ")


def _chunk(chunk: list[str], first_line: int, remarks: Remarks, depth: int) -> Node | None:
    try:
        node = compose("\n".join(chunk), first_line)
    except RefusedHeaderError as refusal:
        return _rescue(chunk, first_line, refusal, remarks, depth)
    if isinstance(node, Scalar):
        _lost(node.line, remarks)
    return node


def _rescue(
    chunk: list[str], first_line: int, refusal: RefusedHeaderError, remarks: Remarks, depth: int
) -> Node | None:
    head = chunk[0].strip()
    match = _PAIR.match(head)
    more = [line for line in chunk[1:] if line.strip()]
    if refusal.too_deep or depth > MAX_DEPTH:
        remarks.error("header-too-deep", first_line, N_("This is nested too deeply to be a header; it is not read."))
        return None
    if head.startswith("- ") and (more or _PAIR.match(head[2:])):
        inner = [chunk[0].replace("-", " ", 1), *chunk[1:]]
        return Listing((_salvage(inner, first_line, remarks, depth + 1),), first_line)
    if match and not match[2] and more:
        value = _salvage(chunk[1:], first_line + 1, remarks, depth + 1)
        return Table(((Scalar(match[1], first_line), value),), first_line)
    if more:
        _lost(refusal.line, remarks)
    return _guess(chunk[0], first_line, remarks, report=not more)


def _guess(line: str, number: int, remarks: Remarks, report: bool) -> Node | None:
    """Read one broken line as `key: text` or `- text`, with the missing mark added or the text in quotes."""
    lead = re.match(r"\s*(?:- +)?", line)
    start = lead.end() if lead else 0
    match = _PAIR.match(line[start:].rstrip())
    if match:
        before, value = line[: start + match.start(2)] if match[2] else line, match[2] or ""
    elif "-" in line[:start]:
        before, value = line[:start], line[start:].strip()
    else:
        _lost(number, remarks)
        return None
    for written in (f"{value}]", f"{value}}}", f'{value}"', f"{value}'", quoted(value)):
        try:
            node = compose(before + written, number)
        except RefusedHeaderError:
            continue
        if report:
            repair = remarks.rewrite(N_("Write “{line}”.", line=(before + written).strip()), number, before + written)
            remarks.add("header-syntax", number, N_("This line is not valid YAML."), repair)
        return node
    _lost(number, remarks)
    return None


def quoted(value: str) -> str:
    """Return a text in YAML's single quotes; stray double quotes at its ends are left out."""
    return "'" + value.strip().strip('"').replace("'", "''") + "'"


def _lost(number: int, remarks: Remarks) -> None:
    message = N_("This line is left out: a colon is missing, or it does not begin where the lines around it do.")
    remarks.error("header-syntax", number, message)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
