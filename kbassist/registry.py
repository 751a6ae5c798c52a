"""Reading the Windows registry: values of one key, as plain Python values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Protocol

Value = str | int
"""REG_SZ and REG_EXPAND_SZ give text, REG_DWORD gives a number; other types are left out."""


class Hive(Enum):
    """Whose values: of the machine (only an administrator writes them) or of the user."""

    MACHINE = "HKLM"
    USER = "HKCU"


class Registry(Protocol):
    """The registry, or one that a test holds."""

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        """Return the values of a key; empty where it is not there or cannot be read."""
