"""Reading the lists of a team's settings: mappings in a row, each with its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kbassist.content import typed
from kbassist.content.names import index, normal
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
        yield from _by_name(node, names, remarks)
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


def _by_name(node: Table, names: Mapping[str, tuple[str, ...]], remarks: Remarks) -> Iterator[Header]:
    """Yield `name: {…}` pairs; keys that stand there themselves are those of a single item without its dash."""
    known, first = index(names), next(iter(names))
    if sum(normal(name.value) in known for name, _value in node.pairs) * 2 > len(node.pairs):
        yield Header(node, names, remarks, closed=True)
        return
    for name, value in node.pairs:
        if isinstance(value, Table):
            whole = Table(((Scalar(first, name.line), name), *value.pairs), name.line)
            yield Header(whole, names, remarks, closed=True)
        else:
            message = N_("Each item of “{key}” must be “key: value” lines.", key=name.value)
            remarks.error("wrong-type", name.line, message)


def named(headers: Iterable[Header], name: str, remarks: Remarks) -> Iterator[tuple[str, Header]]:
    """Yield each mapping with its name; one without is noted, and so is a name that comes again."""
    seen: set[str] = set()
    for header in headers:
        written = header.text(name)
        line = min(header.lines.values(), default=header.line)
        if not written:
            remarks.error("missing-value", line, N_("“{key}” is missing here.", key=header.named(name)))
        elif written in seen:
            remarks.add("duplicate-key", line, N_("“{key}” is given twice; the first one counts.", key=written))
        else:
            seen.add(written)
            yield written, header


def texts(node: Node | None, remarks: Remarks) -> Iterator[tuple[str, str]]:
    """Yield `key: text` lines."""
    if isinstance(node, Table):
        yield from ((key.value.strip(), typed.text(value, key.value, remarks)) for key, value in node.pairs)
    elif isinstance(node, Listing) and all(isinstance(item, Table) for item in node.items):  # with needless dashes
        for item in node.items:
            yield from texts(item, remarks)
    elif node is not None and not (isinstance(node, Scalar) and not node.value):
        remarks.error("wrong-type", node.line, N_("This must be “key: value” lines."))
