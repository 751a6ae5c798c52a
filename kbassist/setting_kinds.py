"""The kinds of values that a setting can have: which of them make sense, and how their rule is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from kbassist.i18n import N_, Text

_BREAKS: Final = frozenset("\0\n\r")
_LONGEST_CODES: Final = 200  # characters of a list of codes


class Kind(Protocol):
    """What a value must be."""

    def accepts(self, value: object) -> bool:
        """Tell whether a value from outside (TOML, JSON, registry) may stand for a setting of this kind."""

    def rule(self) -> Text:
        """Say what a value must be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, from `shortest` to `longest` characters; `path` names a folder."""

    longest: int
    shortest: int = 0
    path: bool = False

    def accepts(self, value: object) -> bool:
        """Accept one line."""
        return (
            isinstance(value, str) and self.shortest <= len(value) <= self.longest and not _BREAKS.intersection(value)
        )

    def rule(self) -> Text:
        """Say how long it may be."""
        return N_("one line of at most {n} characters", n=self.longest)


@dataclass(frozen=True, slots=True)
class Lines:
    """Text of several lines."""

    longest: int

    def accepts(self, value: object) -> bool:
        """Accept text without NUL."""
        return isinstance(value, str) and len(value) <= self.longest and "\0" not in value

    def rule(self) -> Text:
        """Say how long it may be."""
        return N_("text of at most {n} characters", n=self.longest)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few names."""

    names: tuple[str, ...]

    def accepts(self, value: object) -> bool:
        """Accept one of the names, exactly."""
        return isinstance(value, str) and value in self.names

    def rule(self) -> Text:
        """Name them."""
        return N_("one of {names}", names=", ".join(name or "none" for name in self.names))


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, whole or not."""

    low: float
    high: float

    def accepts(self, value: object) -> bool:
        """Accept a number in the range; True and False are none."""
        return isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high

    def rule(self) -> Text:
        """Say the range."""
        return N_("a number from {low} to {high}", low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def accepts(self, value: object) -> bool:
        """Accept a whole number in the range; True and False are none."""
        return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high

    def rule(self) -> Text:
        """Say the range."""
        return N_("a whole number from {low} to {high}", low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    def accepts(self, value: object) -> bool:
        """Accept True and False, no numbers."""
        return isinstance(value, bool)

    def rule(self) -> Text:
        """Say how both are written in the registry."""
        return N_("1 for yes or 0 for no")


@dataclass(frozen=True, slots=True)
class Codes:
    """Some of a few codes, with commas between them."""

    known: tuple[str, ...]

    def accepts(self, value: object) -> bool:
        """Accept a list of known codes, which may be empty."""
        return isinstance(value, str) and len(value) <= _LONGEST_CODES and set(listed(value)) <= set(self.known)

    def rule(self) -> Text:
        """Name the codes."""
        return N_("some of {names}, with commas between them", names=", ".join(self.known))


@dataclass(frozen=True, slots=True)
class Tables:
    """A list of tables, whose fields have kinds of their own; fields that are not known are let through."""

    fields: Mapping[str, Kind]
    required: str
    most: int

    def accepts(self, value: object) -> bool:
        """Accept a list in which nothing is odd."""
        return isinstance(value, list) and not self.odd(value)

    def rule(self) -> Text:
        """Say how it is written in the registry."""
        return N_("a JSON list of at most {n} objects", n=self.most)

    def odd(self, tables: list[Any]) -> list[str]:
        """Return where what makes no sense stands: `[2].newline`, counted from 1; empty text for the whole list."""
        places = [] if len(tables) <= self.most else [""]
        for number, table in enumerate(tables[: self.most], 1):
            places += [f"[{number}]{name}" for name in self._odd_fields(table)]
        return places

    def sound(self, tables: list[Any]) -> list[dict[str, Any]]:
        """Return the tables that make sense, with the fields that are known."""
        return [
            {name: table[name] for name in self.fields if name in table}
            for table in tables[: self.most]
            if not self._odd_fields(table)
        ]

    def _odd_fields(self, table: object) -> list[str]:
        if not isinstance(table, Mapping):
            return [""]
        given = {self.required: None} | dict(table)
        known = ((name, self.fields[name], value) for name, value in given.items() if name in self.fields)
        return [f".{name}" for name, kind, value in known if not kind.accepts(value)]


def listed(codes: str) -> list[str]:
    """Return the codes of a list with commas."""
    return [code.strip() for code in codes.split(",") if code.strip()]
