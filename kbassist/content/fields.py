"""Reading the form of a macro: the fields in its header."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kbassist.content import typed
from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.content.names import FIELD, FIELD_TYPES, normal
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.i18n import N_

_TYPES: Final = {normal(name): kind for kind, names in FIELD_TYPES.items() for name in names}
_REMEMBER: Final = {"case": ("case", "本客户", "yes", "是"), "": ("no", "否")}
_FROM: Final = {"clipboard": ("clipboard", "剪贴板"), "": ("no", "否")}


def read_fields(node: Node | None, key: str, remarks: Remarks) -> tuple[FieldSpec, ...]:
    """Return the fields in their order; a list of mappings with a `name` is understood too."""
    if node is None or (isinstance(node, Scalar) and not node.value):
        return ()
    fields: dict[str, FieldSpec] = {}
    for name, value in _named(node, key, remarks):
        if name.value in fields:
            remarks.add(
                "duplicate-key", name.line, N_("“{key}” is given twice; the first one counts.", key=name.value)
            )
        else:
            fields[name.value] = _field(name, value, remarks)
    return tuple(fields.values())


def _named(node: Node, key: str, remarks: Remarks) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, Table):
        yield from node.pairs
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _from_list(item, key, remarks)
    else:
        remarks.error("wrong-type", node.line, N_("“{key}” must be “name: {{type: …}}” lines.", key=key))


def _from_list(item: Node, key: str, remarks: Remarks) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(item, Scalar):
        yield item, Scalar("", item.line)
        return
    pairs = item.pairs if isinstance(item, Table) else ()
    named = [pair for pair in pairs if normal(pair[0].value) in {"name", "名称", "名字"}]
    if named and isinstance(named[0][1], Scalar):
        yield named[0][1], Table(tuple(pair for pair in pairs if pair is not named[0]), item.line)
    elif len(pairs) == 1:
        yield pairs[0]
    else:
        remarks.error("wrong-type", item.line, N_("“{key}” must be “name: {{type: …}}” lines.", key=key))


def _field(name: Scalar, value: Node, remarks: Remarks) -> FieldSpec:
    if isinstance(value, Scalar):
        kind, pattern = _type(value.value)
        required = kind is not FieldType.YES_NO
        return FieldSpec(name.value, kind, name.value, required, pattern_name=pattern, line=name.line)
    if isinstance(value, Listing):
        # `结果: [同意, 不同意]` can only mean a choice.
        options = _options(value, name.value, remarks)
        return FieldSpec(name.value, FieldType.CHOICE, name.value, options=options, line=name.line)
    return _full(name, Header(value, FIELD, remarks, closed=True), remarks)


def _full(name: Scalar, header: Header, remarks: Remarks) -> FieldSpec:
    kind, pattern = _type(header.text("type"))
    options = _options(header.nodes.get("options"), header.written("options"), remarks)
    if kind is FieldType.TEXT and options and "type" not in header.nodes:
        kind = FieldType.CHOICE
    return FieldSpec(
        name=name.value,
        type=kind,
        label=header.text("label") or name.value,
        required=header.yes("required", True) and kind is not FieldType.YES_NO,
        default=_default(header),
        example=header.text("example"),
        help=header.text("help"),
        remember=header.member("remember", _REMEMBER) or "",
        from_=header.member("from", _FROM) or "",
        options=options,
        max_length=header.count("max_length"),
        pattern=header.text("pattern"),
        pattern_name=pattern,
        not_before=header.text("not_before"),
        not_after=header.text("not_after"),
        workdays=header.yes("workdays", False),
        min=_amount(header, "min"),
        max=_amount(header, "max"),
        over=header.text("over"),
        line=name.line,
    )


def _type(written: str) -> tuple[FieldType, str]:
    """Return a built-in type, or the type of patterns with the name of the team's."""
    if not written.strip():
        return FieldType.TEXT, ""
    kind = _TYPES.get(normal(written))
    return (kind, "") if kind else (FieldType.PATTERN, written.strip())


def _amount(header: Header, name: str) -> Decimal | None:
    node = header.nodes.get(name)
    return typed.amount(node, header.written(name), header.remarks) if node else None


def _default(header: Header) -> str:
    """Return the default as typed; a list (for several choices) joined as choices are."""
    node = header.nodes.get("default")
    if isinstance(node, Listing):
        return "、".join(header.words("default"))
    return header.text("default")


def _options(node: Node | None, key: str, remarks: Remarks) -> tuple[Option, ...]:
    if node is None:
        return ()
    if isinstance(node, Table):
        return tuple(Option(name.value, typed.text(value, key, remarks)) for name, value in node.pairs)
    if isinstance(node, Scalar):
        return tuple(Option(word, word) for word in typed.words(node, key, remarks))
    return tuple(option for item in node.items for option in _option(item, key, remarks, len(node.items)))


def _option(item: Node, key: str, remarks: Remarks, siblings: int) -> Iterator[Option]:
    if isinstance(item, Table):
        for name, value in item.pairs:
            yield Option(name.value, typed.text(value, key, remarks))
    elif siblings == 1:
        # `[好，不好]`: one option is none, so the comma must have been meant to divide.
        yield from (Option(word, word) for word in typed.words(Listing((item,), item.line), key, remarks))
    elif word := typed.text(item, key, remarks):
        yield Option(word, word)
