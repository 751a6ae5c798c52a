"""Typing one value of a header: a text in, a date, number or list out, a remark where it does not fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from kbassist.content.model import Ref
from kbassist.content.names import NO, YES, in_script_of, nearest, normal
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.remarks import Remarks
from kbassist.i18n import N_, Text

Value = TypeVar("Value")
COMMAS: Final = re.compile(r"\s*[，、；]\s*")
REF_COMMAS: Final = re.compile(r"\s*[，；]\s*")
_ANY_COMMA: Final = re.compile(r"\s*[,，、;；]\s*")
_BRACKETS: Final = re.compile(r"[［【〔](.*)[］】〕]")
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONEY_MARKS: Final = re.compile(r"^[¥￥$€£]|元$|%$|,")


def text(node: Node, key: str, remarks: Remarks) -> str:
    """Return a text without outer white space; of a list its first text, with a remark."""
    if isinstance(node, Scalar):
        return node.value.strip()
    pair = _one_pair(node)
    if pair is not None:
        return pair
    remarks.error("wrong-type", node.line, N_("“{key}” must be a single text.", key=key))
    if isinstance(node, Listing) and node.items and isinstance(node.items[0], Scalar):
        return node.items[0].value.strip()
    return ""


def _one_pair(node: Node) -> str | None:
    """Return `a: b` as it was meant: a sentence with a colon that YAML took for a mapping."""
    if isinstance(node, Table) and len(node.pairs) == 1 and isinstance(node.pairs[0][1], Scalar):
        key, value = node.pairs[0]
        return f"{key.value}: {value.value}".strip() if isinstance(value, Scalar) else None
    return None


def rows(node: Node, key: str, remarks: Remarks) -> tuple[str, ...]:
    """Return sentences: the items of a list, or one per line."""
    if isinstance(node, Scalar):
        lines: Iterable[str] = node.rows or node.value.split("\n")
        lines = (re.sub(r"^[-*•]\s+", "", line.strip()) for line in lines)
    elif isinstance(node, Listing):
        lines = [text(item, key, remarks) for item in node.items]
    else:
        lines = [text(node, key, remarks)]
    return tuple(dict.fromkeys(line for line in lines if line))


def words(node: Node, key: str, remarks: Remarks, commas: re.Pattern[str] = COMMAS) -> tuple[str, ...]:
    """Return short names: a list, one per line, or a single one; full-width commas are noted and split at."""
    if isinstance(node, Scalar):
        found = _scalar_words(node, remarks, commas)
    elif isinstance(node, Listing):
        found = [word for item in node.items for word in _item_words(item, key, remarks, commas)]
    else:
        found = [text(node, key, remarks)]
    return tuple(dict.fromkeys(word for word in (word.strip() for word in found) if word))


def _scalar_words(node: Scalar, remarks: Remarks, commas: re.Pattern[str]) -> list[str]:
    if node.rows:
        return [re.sub(r"^[-*•]\s+", "", row) for row in node.rows]
    brackets = _BRACKETS.fullmatch(node.value.strip())
    if node.plain and brackets:
        parts = _ANY_COMMA.split(brackets[1])
        repair = remarks.substitute(_write(_bracketed(parts)), node.line, node.columns, _bracketed(parts))
        remarks.add(
            "full-width-bracket", node.line, N_("There are full-width brackets where YAML needs “[ ]”."), repair
        )
        return parts
    parts = re.split(rf"{commas.pattern}|,\s+", node.value) if node.plain else [node.value]
    if len(parts) > 1:
        repair = remarks.substitute(_write(_bracketed(parts)), node.line, node.columns, _bracketed(parts))
        remarks.add("list-without-brackets", node.line, N_("A list in one line needs brackets: “[a, b]”."), repair)
    return parts


def _bracketed(parts: list[str]) -> str:
    return f"[{', '.join(part.strip() for part in parts if part.strip())}]"


def _write(written: str) -> Text:
    return N_("Write “{line}”.", line=written)


def _item_words(node: Node, key: str, remarks: Remarks, commas: re.Pattern[str]) -> list[str]:
    word = text(node, key, remarks)
    parts = commas.split(word)
    if not isinstance(node, Scalar) or not node.plain or len(parts) == 1:
        return [word]
    better = ", ".join(part for part in parts if part)
    repair = remarks.substitute(_write(better), node.line, node.columns, better) if node.columns[1] else None
    remarks.add("full-width-comma", node.line, N_("There is a full-width comma in a list; YAML needs “, ”."), repair)
    return parts


def day(node: Node, key: str, remarks: Remarks) -> date | None:
    """Return a date written as 2026-11-22, 2026/11/22, 2026.11.22 or 2026年11月22日; None and a remark otherwise."""
    written = unicodedata.normalize("NFKC", text(node, key, remarks))
    if not written:
        return None
    match = _DATE.fullmatch(written) or _COMPACT.fullmatch(written)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        remarks.error("bad-date", node.line, N_("There is no such day: “{value}”.", value=written))
        return None
    message = N_("“{value}” is not a date; dates are written like 2026-11-22.", value=written)
    remarks.error("bad-date", node.line, message)
    return None


def yes(node: Node, key: str, remarks: Remarks, default: bool) -> bool:
    """Return a yes or no, or the default and a remark."""
    written = text(node, key, remarks).casefold()
    if written in YES or written in NO:
        return written in YES
    if written:
        remarks.add("unknown-value", node.line, N_("“{value}” is neither yes nor no.", value=written))
    return default


def member(
    node: Node, key: str, remarks: Remarks, values: Mapping[Value, Iterable[str]], otherwise: Value | None = None
) -> Value | None:
    """Return the value of a closed list that is meant, mistyped ones with a remark.

    Where there is none such, `otherwise` holds, and the remark says so.
    """
    written = text(node, key, remarks)
    meanings = {normal(name): value for value, names in values.items() for name in names}
    if not written or normal(written) in meanings:
        return meanings.get(normal(written))
    meant = nearest(written, meanings)
    message = N_("“{value}” is no value of “{key}”; there are: {known}.", value=written, key=key,
                 known=listing(in_script_of(names, f"{key}{written}") for names in values.values()))  # fmt: skip
    columns = node.columns if isinstance(node, Scalar) and node.columns[1] else None
    repair = remarks.substitute(_write(meant), node.line, columns, meant) if meant and columns else None
    if not meant and otherwise is not None:
        held = in_script_of(values[otherwise], f"{key}{written}")
        message = N_("{what} “{value}” holds for now.", what=message, value=held)
    remarks.add("unknown-value", node.line, message, repair)
    return meanings.get(meant or "", otherwise)


def listing(names: Iterable[str]) -> str:
    """Return names in a row, as a message quotes them: Chinese ones divided by `、`."""
    shown = list(names)
    return (", " if all(name.isascii() for name in shown) else "、").join(shown)


def count(node: Node, key: str, remarks: Remarks) -> int | None:
    """Return a whole number from 0 up, or None and a remark."""
    number = amount(node, key, remarks)
    if number is None:
        return None
    if number < 0 or number != number.to_integral_value() or number > 10**9:
        remarks.error("bad-number", node.line, N_("“{key}” must be a whole number.", key=key))
        return None
    return int(number)


def amount(node: Node, key: str, remarks: Remarks) -> Decimal | None:
    """Return a number; a currency or percent sign around it does not matter; None and a remark otherwise."""
    written = unicodedata.normalize("NFKC", text(node, key, remarks))
    if not written:
        return None
    try:
        number = Decimal(_MONEY_MARKS.sub("", written).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and len(written) < 40:
        return number
    remarks.error("bad-number", node.line, N_("“{value}” is not a number.", value=written))
    return None


def refs(node: Node, key: str, remarks: Remarks) -> tuple[Ref, ...]:
    """Return references `id` or `id#section`, each with its line."""
    nodes = node.items if isinstance(node, Listing) else (node,)
    found = []
    for item in nodes:
        for written in words(item, key, remarks, REF_COMMAS):
            name, _, section = written.partition("#")
            found.append(
                Ref(name.strip().removeprefix("[[").removesuffix("]]"), section.strip().removesuffix("]]"), item.line)
            )
    return tuple(found)
