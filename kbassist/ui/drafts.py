"""What was typed into forms and not sent yet: in memory only, never on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MAX_DRAFTS: Final = 50


class Drafts:
    """The latest values of each form, by the key of its macro; the oldest give way beyond fifty."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, str]] = {}

    def keep(self, key: str, values: Mapping[str, str], initial: Mapping[str, str]) -> None:
        """Remember what differs from the form's own defaults; nothing to remember keeps the draft before."""
        typed = {name: value for name, value in values.items() if value != initial.get(name, "")}
        if typed:
            self._values.pop(key, None)
            self._values[key] = typed
            while len(self._values) > MAX_DRAFTS:
                self._values.pop(next(iter(self._values)))

    def of(self, key: str) -> dict[str, str]:
        """Return the values that were typed for a macro; empty where there are none."""
        return dict(self._values.get(key, {}))

    def drop(self, key: str) -> None:
        """Forget the draft of a macro, after its text has left."""
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget all, e.g. for the next customer."""
        self._values.clear()
