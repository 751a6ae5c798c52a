"""The entries that this agent pinned, in the order in which they were pinned."""

from __future__ import annotations

import json
from pathlib import Path

from kbassist import atomic


class Pins:
    """A small JSON file of keys; a damaged one counts as empty and is overwritten at the next pin."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys = _read(path)

    @property
    def keys(self) -> tuple[str, ...]:
        """The pinned keys, first pinned first."""
        return tuple(self._keys)

    def toggle(self, key: str) -> bool:
        """Pin an entry or let it go; return whether it is pinned now. Raises OSError, and then nothing changed."""
        keys = [kept for kept in self._keys if kept != key] if key in self._keys else [*self._keys, key]
        atomic.write_text(self._path, json.dumps(keys, ensure_ascii=False, indent=1) + "\n")
        self._keys = keys
        return key in keys


def _read(path: Path) -> list[str]:
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
