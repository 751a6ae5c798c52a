"""Reading the lists of a team's settings: mappings in a row, each with its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kbassist.content import typed
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.i18n import N_

Fields = dict[str, Any]


def top(node: Node, names: Mapping[str, tuple[str, ...]], remarks: Remarks) -> Header:
    """Return the keys of a whole settings file; one without any is noted."""
    if not isinstance(node, Table):
        remarks.error("not-a-mapping", node.line, N_("The file has no “key: value” lines; it is not read."))
        node = Table((), node.line)
    return Header(node, names, remarks, closed=True)


def listed(node: Node | None, key: str, names: Mapping[str, tuple[str, ...]], remarks: Remarks) -> Iterator[Header]:
    """Yield the mappings of a list; `name: {…}` pairs count as mappings with a name."""
    if isinstance(node, Table):
        first = next(iter(names))
        for name, value in node.pairs:
            inner = value.pairs if isinstance(value, Table) else ()
            yield Header(Table(((Scalar(first, name.line), name), *inner), name.line), names, remarks, closed=True)
        return
    for item in node.items if isinstance(node, Listing) else ():
        if isinstance(item, Table):
            yield Header(item, names, remarks, closed=True)
        elif isinstance(item, Scalar) and item.value.strip():
            yield Header(Table(((Scalar(next(iter(names)), item.line), item),), item.line), names, remarks)
        else:
            remarks.error("wrong-type", item.line, N_("Each item of “{key}” must be “key: value” lines.", key=key))
    if isinstance(node, Scalar) and node.value.strip():
        remarks.error("wrong-type", node.line, N_("“{key}” must be a list.", key=key))


def named(headers: Iterable[Header], name: str, remarks: Remarks) -> Iterator[tuple[str, Header]]:
    """Yield each mapping with its name; one without is noted, and so is a name that comes again."""
    seen: set[str] = set()
    for header in headers:
        written = header.text(name)
        line = min(header.lines.values(), default=0)
        if not written:
            remarks.error("missing-value", line, N_("“{key}” is missing here.", key=name))
        elif written in seen:
            remarks.add("duplicate-key", line, N_("“{key}” is given twice; the first one counts.", key=written))
        else:
            seen.add(written)
            yield written, header


def texts(node: Node | None, remarks: Remarks) -> Iterator[tuple[str, str]]:
    """Yield `key: text` lines."""
    if isinstance(node, Table):
        yield from ((key.value.strip(), typed.text(value, key.value, remarks)) for key, value in node.pairs)
    elif node is not None and not (isinstance(node, Scalar) and not node.value):
        remarks.error("wrong-type", node.line, N_("This must be “key: value” lines."))
