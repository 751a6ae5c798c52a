"""Reading the examples of a macro: values, and what they must give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from kbassist.content import typed
from kbassist.content.model import Example
from kbassist.content.names import EXAMPLE, NO, YES
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.problem import Repair
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.i18n import N_

NOON: Final = time(12)
_CLOCK: Final = re.compile(r"[T\s日]\s*(\d{1,2}):(\d{2})(?::\d{2})?$")
_COLON: Final = re.compile(r"\s*[：:]\s*")
_COMMA: Final = re.compile(r"\s*[，,]\s*")
_EXPECTING: Final = ("text", "subject", "contains", "lacks", "refused")


def read_examples(node: Node | None, key: str, remarks: Remarks) -> tuple[Example, ...]:
    """Return the examples in their order; one that stands alone need be no list."""
    if node is None or (isinstance(node, Scalar) and not node.value):
        return ()
    found = []
    for item in node.items if isinstance(node, Listing) else (node,):
        if isinstance(item, Table):
            found.append(_example(Header(item, EXAMPLE, remarks, closed=True), item.line))
        else:
            message = N_("“{key}” must be a list of “values: …” and “text: …”.", key=key)
            remarks.error("wrong-type", item.line, message)
    return tuple(found)


def _example(header: Header, line: int) -> Example:
    if not any(name in header.nodes for name in _EXPECTING):
        message = N_("This example expects nothing; give it “text”, “contains”, “lacks” or “refused”.")
        header.remarks.add("missing-value", line, message)
    return Example(
        channels=header.words("channel"),
        now=_moment(header),
        agent=header.text("agent"),
        values=tuple(_values(header)),
        text=header.text("text") if "text" in header.nodes else None,
        subject=header.text("subject") if "subject" in header.nodes else None,
        contains=header.rows("contains"),
        lacks=header.rows("lacks"),
        refused=_refused(header),
        line=line,
    )


def _moment(header: Header) -> datetime | None:
    """Return the day at the time that is written behind it, else at noon."""
    day = header.day("today")
    if day is None:
        return None
    clock = _CLOCK.search(unicodedata.normalize("NFKC", header.text("today")))
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        return datetime.combine(day, time(int(clock[1]), int(clock[2])))
    return datetime.combine(day, NOON)


def _refused(header: Header) -> str | None:
    """Return the field or reason; `yes` stands for whatever reason, `no` for a text that may leave."""
    if "refused" not in header.nodes:
        return None
    written = header.text("refused")
    if written.casefold() in NO:
        return None
    return "" if written.casefold() in YES else written


def _values(header: Header) -> Iterator[tuple[str, str]]:
    node = header.nodes.get("values")
    if isinstance(node, Table):
        for name, value in node.pairs:
            if isinstance(value, Scalar) and not value.value and "：" in name.value:
                yield from _typed_wide(name.value, name, header.remarks)
            else:
                yield name.value, _typed(value, name.value, header.remarks)
    elif isinstance(node, Scalar) and node.value:
        for row in node.rows or (node.value,):
            yield from _typed_wide(row, node, header.remarks)
    elif isinstance(node, Listing):
        message = N_("“{key}” must be “name: value” lines.", key=header.written("values"))
        header.remarks.error("wrong-type", node.line, message)


def _typed_wide(written: str, node: Scalar, remarks: Remarks) -> Iterator[tuple[str, str]]:
    """Yield pairs that were written with full-width colons and commas, which YAML takes for one text."""
    pairs = [_COLON.split(part, maxsplit=1) for part in _COMMA.split(written.strip("{}｛｝ ")) if part]
    if not all(len(pair) == 2 for pair in pairs):
        pairs = [_COLON.split(written, maxsplit=1)]
    if len(pairs[0]) != 2:
        remarks.error("wrong-type", node.line, N_("“{value}” is no “name: value”.", value=written))
        return
    better = ", ".join(f"{name}: {value}" for name, value in pairs)
    message = N_("There is a full-width colon (：) where YAML needs “: ”.")
    remarks.add("full-width-colon", node.line, message, Repair(N_("Write “{line}”.", line=better)))
    yield from ((name, value) for name, value in pairs)


def _typed(value: Node, key: str, remarks: Remarks) -> str:
    """Return what the agent would type; several choices as they are joined in a form."""
    if isinstance(value, Listing):
        return "、".join(typed.words(value, key, remarks))
    return value.value if isinstance(value, Scalar) else typed.text(value, key, remarks)
