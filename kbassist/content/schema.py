"""A header as typed values by canonical name, whichever names its keys were written with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from kbassist.content import typed
from kbassist.content.model import EMPTY, Ref, Status
from kbassist.content.names import EXAMPLE, FIELD, HUGO, STATUSES, in_script_of, index, nearest, normal
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.problem import Edit, Level, Repair
from kbassist.content.punctuation import Vocabulary
from kbassist.content.remarks import Remarks
from kbassist.i18n import N_

Value = TypeVar("Value")
_STEP_SEPARATOR: Final = re.compile(r"\s*(?:-+>?|—+|→|=>|>|～)\s*")
_STRUCTURED: Final = ("fields", "examples")  # keys of a header that have keys of their own


def vocabulary(names: Mapping[str, Iterable[str]]) -> Vocabulary:
    """Return the words that a header with these keys may use, for putting its punctuation right."""
    inside = frozenset(alias for key in _STRUCTURED for alias in (key, *names.get(key, ())) if key in names)
    nested = frozenset({*index(FIELD), *index(EXAMPLE)}) if inside else frozenset[str]()
    return Vocabulary(frozenset(index(names)), nested, inside)


class Header:
    """The keys of one mapping by canonical name; unknown ones are kept in `extra`, and noted if they look mistyped.

    `lines` tells where each known key stands, `line` where the mapping begins.
    """

    def __init__(
        self, table: Table, names: Mapping[str, Iterable[str]], remarks: Remarks, *, closed: bool = False
    ) -> None:
        """Sort the pairs of a mapping; in a closed one every unknown key is noted: no other system writes there."""
        self.remarks = remarks
        self.line = table.line
        self.nodes: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        self.extra: Mapping[str, Any] = EMPTY
        self._written: dict[str, str] = {}
        self._names = names
        self._keys = "".join(key.value for key, _value in table.pairs)
        known = index(names)
        unknown = [pair for pair in table.pairs if not self._take(known.get(normal(pair[0].value)), *pair)]
        extra = {}
        for key, value in unknown:
            if not self._foreign(key, value, known, closed):
                extra[key.value] = bare(value)
        if extra:
            self.extra = extra

    def _take(self, name: str | None, key: Scalar, value: Node) -> bool:
        if name is None:
            return False
        if name in self.nodes:
            one_line = isinstance(value, Scalar) and value.columns[1] and value.line == key.line
            edit = Edit(key.line, key.line, (), (self.remarks.line(key.line),)) if one_line else None
            repair = Repair(N_("Remove this line."), edit)
            message = N_("“{key}” is given twice; the first one counts.", key=key.value)
            self.remarks.add("duplicate-key", key.line, message, repair)
        else:
            self.nodes[name], self.lines[name], self._written[name] = value, key.line, key.value
        return True

    def _foreign(self, key: Scalar, value: Node, known: Mapping[str, str], closed: bool) -> bool:
        """Note an unknown key that looks like one of ours; return True where its value was used as meant."""
        meant = nearest(key.value, known)
        if meant is None:
            if closed:
                level = Level.INFO if key.value.isascii() else Level.WARNING
                there = typed.listing(in_script_of((name, *more), key.value) for name, more in self._names.items())
                message = N_("There is no key “{key}” here; there are: {known}.", key=key.value, known=there)
                self.remarks.add("unknown-key", key.line, message, level=level)
            return False
        repair = None
        if key.columns[1]:
            repair = self.remarks.substitute(N_("Write “{line}”.", line=meant), key.line, key.columns, meant)
        message = N_("There is no key “{key}”; “{meant}” was probably meant.", key=key.value, meant=meant)
        self.remarks.add("unknown-key", key.line, message, repair)
        return known[meant] not in self.nodes and self._take(known[meant], key, value)

    def written(self, name: str) -> str:
        """Return a key as the file writes it, for messages."""
        return self._written.get(name, name)

    def named(self, name: str) -> str:
        """Return a key that is missing as this file would write it: in Chinese where other keys are."""
        return in_script_of((name, *self._names.get(name, ())), self._keys)

    def text(self, name: str) -> str:
        """Return a text, or an empty one."""
        node = self.nodes.get(name)
        return typed.text(node, self.written(name), self.remarks) if node else ""

    def rows(self, name: str) -> tuple[str, ...]:
        """Return sentences, one per line or item."""
        node = self.nodes.get(name)
        return typed.rows(node, self.written(name), self.remarks) if node else ()

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of short names."""
        node = self.nodes.get(name)
        return typed.words(node, self.written(name), self.remarks) if node else ()

    def steps(self) -> tuple[str, ...]:
        """Return the steps; `情感安抚-事实确认` is the usual way to write them in one line."""
        found = self.words("steps")
        if len(found) == 1 and not found[0].isascii():
            return tuple(part for part in _STEP_SEPARATOR.split(found[0]) if part)
        return found

    def refs(self, name: str) -> tuple[Ref, ...]:
        """Return references to entries."""
        node = self.nodes.get(name)
        return typed.refs(node, self.written(name), self.remarks) if node else ()

    def day(self, name: str) -> date | None:
        """Return a date."""
        node = self.nodes.get(name)
        return typed.day(node, self.written(name), self.remarks) if node else None

    def yes(self, name: str, default: bool) -> bool:
        """Return a yes or no."""
        node = self.nodes.get(name)
        return typed.yes(node, self.written(name), self.remarks, default) if node else default

    def count(self, name: str) -> int | None:
        """Return a whole number."""
        node = self.nodes.get(name)
        return typed.count(node, self.written(name), self.remarks) if node else None

    def member(
        self, name: str, values: Mapping[Value, Iterable[str]], otherwise: Value | None = None
    ) -> Value | None:
        """Return a value of a closed list; where nothing is said None, where nothing understandable `otherwise`."""
        node = self.nodes.get(name)
        return typed.member(node, self.written(name), self.remarks, values, otherwise) if node else None

    def status(self) -> Status:
        """Return the status: published if nothing is said; a word that nobody understands keeps the entry a draft."""
        said = self.text("status") if isinstance(self.nodes.get("status"), Scalar) else ""
        status = self.member("status", STATUSES)
        if status is None and not said and "draft" in self.nodes:
            return Status.DRAFT if self.yes("draft", False) else Status.PUBLISHED
        return status or (Status.DRAFT if said else Status.PUBLISHED)


def bare(node: Node) -> Any:
    """Return a node as text, list or dictionary."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [bare(item) for item in node.items]
    return {key.value: bare(value) for key, value in node.pairs}


def with_hugo(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the names with those that Hugo uses for the same things."""
    return {name: (*names.get(name, ()), *HUGO.get(name, ())) for name in (*names, *HUGO)}
