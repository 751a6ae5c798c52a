"""The values of cases and of smart fill; the `repr` of none of them shows what a customer said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kbassist.content.model import FieldSpec, FieldType

Accepts = Callable[[FieldSpec, str], bool]
"""Tells whether a field takes a value as typed."""


class Origin(StrEnum):
    """Where a value on offer comes from."""

    CLIPBOARD = "clipboard"
    SELECTION = "selection"  # text selected in another program, without copying
    CASE = "case"  # what this customer said before


Sources = Mapping[Origin, str]
"""The texts that values are looked for in."""


class FoundKind(StrEnum):
    """What a stretch of text was recognized as."""

    PATTERN = "pattern"  # one of the team's, or of a field's own
    PHONE = "phone"
    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    EMAIL = "email"
    NAME = "name"
    PERSONAL = "personal"  # an identity number or a bank card: never offered
    WHOLE = "whole"  # the whole text, which a field that asks for the clipboard takes


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a text: `start` and `length` in characters; `value` as a form takes it (`12.5`, `2026-11-22`).

    `pattern` is the name of the pattern where `kind` says so. `named` tells that words before it say what it is.
    """

    kind: FoundKind
    value: str = field(repr=False)
    start: int
    length: int
    pattern: str = ""
    named: bool = False

    @property
    def end(self) -> int:
        """Where the stretch ends, exclusive."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a field may take on the agent's wish."""

    value: str = field(repr=False)
    origin: Origin
    kind: FoundKind


NO_VALUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """A window of another program: its native id (0: unknown), and the name of the program behind it."""

    window: int = 0
    program: str = ""

    @property
    def known(self) -> bool:
        """Whether it can be told from other windows."""
        return self.window != 0


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a field held when its text was sent. `sure` values are filled in, the others only offered."""

    name: str
    label: str
    type: FieldType
    pattern: str
    value: str = field(repr=False)
    sure: bool = True

    @property
    def key(self) -> tuple[str, FieldType, str]:
        """What makes two values answers to one question: name, type and pattern."""
        return self.name, self.type, self.pattern


@dataclass(frozen=True, slots=True)
class Filling:
    """What a case gives to a form: values to fill in, and values to offer, both by field."""

    filled: Mapping[str, str] = field(repr=False)
    offered: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseView:
    """An open case as its tab shows it.

    `hint` is a salutation or the end of an order number, empty where neither is known. `values` are label and value
    of what is remembered. `doubtful` says that it may not be the customer of the window the agent came from: its
    values are offered then, not filled in.
    """

    number: int
    hint: str = field(default="", repr=False)
    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    current: bool = False
    doubtful: bool = False
