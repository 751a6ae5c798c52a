"""One customer: what was said, and which openings were used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from kbassist.cases.matching import is_name
from kbassist.cases.values import Remembered
from kbassist.content.model import FieldType

Key = tuple[str, FieldType, str]
_HINT: Final = 4  # characters of a number that tell customers apart and give nobody away
_LONGEST_HINT: Final = 12


class Case:
    """One customer. Its `repr` is that of any object: it shows no content."""

    __slots__ = ("number", "openings", "serial", "used", "values")

    def __init__(self, number: int, serial: int, now: datetime) -> None:
        self.number = number
        self.serial = serial
        self.used = now
        self.values: dict[Key, Remembered] = {}
        self.openings: set[str] = set()

    def contradicts(self, said: Sequence[Remembered]) -> list[Remembered]:
        """Return what is said now otherwise than before."""
        return [new for new in said if (old := self.values.get(new.key)) and old.value != new.value]

    def agrees(self, said: Sequence[Remembered]) -> bool:
        """Tell whether something is said again, and nothing otherwise."""
        return not self.contradicts(said) and any(new.key in self.values for new in said)

    def learn(self, said: Sequence[Remembered]) -> None:
        """Take new values; where one of them corrects an old one, what was not said again is no longer sure."""
        if self.contradicts(said):
            self.values = {key: doubted(old) for key, old in self.values.items()}
        self.values |= {new.key: new for new in said}

    def hint(self) -> str:
        """Return the salutation, else the end of a number; empty where neither is known."""
        values = self.values.values()
        if name := next((one.value for one in values if is_name(one)), ""):
            return name if len(name) <= _LONGEST_HINT else name[: _LONGEST_HINT - 1] + "…"
        number = next((one.value for one in values if one.type is FieldType.PATTERN and _is_number(one.value)), "")
        return f"…{number[-_HINT:]}" if number else ""

    def other_name(self, said: Sequence[Remembered]) -> bool:
        """Tell whether the customer is called otherwise now."""
        return any(is_name(new) for new in self.contradicts(said))


def doubted(one: Remembered) -> Remembered:
    """Return a value that is offered, and not filled in."""
    return replace(one, sure=False)


def _is_number(value: str) -> bool:
    return sum(character.isdigit() for character in value) >= _HINT
