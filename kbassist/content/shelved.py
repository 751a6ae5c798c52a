"""Values whose long parts stand on a shelf until somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar


class Rows(Protocol):
    """A shelf: it gives the fields of a row that are not kept in the value itself."""

    def field(self, row: int, name: str, value: Shelved) -> Any:
        """Return one field of the value that stands in this row; raises KeyError where it has none of this name."""


class Shelved:
    """Base of values of which some fields may be left out and are then taken from a row of a shelf.

    A value that was made with all its fields never asks. Python calls `__getattr__` only where a slot is empty, so
    the fields that are there cost nothing.
    """

    __slots__ = ("_key", "_row", "_shelf")
    _key: str  # of an entry in its library; stands here so that it is made once
    _row: int
    _shelf: Rows

    if not TYPE_CHECKING:  # for a type checker it would make every misspelt name an attribute

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_") and hasattr(self, "_shelf"):
                try:
                    return self._shelf.field(self._row, name, self)
                except KeyError:
                    pass
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}", name=name, obj=self)


Value = TypeVar("Value", bound=Shelved)


def shelved(kind: type[Value], shelf: Rows, row: int, key: str) -> Value:
    """Return a value of which every field comes from the shelf until its slot is filled."""
    value = object.__new__(kind)
    object.__setattr__(value, "_shelf", shelf)
    object.__setattr__(value, "_row", row)
    object.__setattr__(value, "_key", key)
    return value


def row_of(value: Shelved, shelf: Rows) -> int | None:
    """Return the row of a value on this shelf; None where it stands on another or on none."""
    return value._row if getattr(value, "_shelf", None) is shelf else None
