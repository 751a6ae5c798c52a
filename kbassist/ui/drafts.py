"""What was typed into forms and not sent yet: in memory only, never on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MAX_DRAFTS: Final = 50


class Drafts:
    """The latest values of each form, by customer and by the key of its macro; the oldest give way beyond fifty.

    `case` is the customer who is being answered: what was typed for another one is never offered.
    """

    def __init__(self) -> None:
        self.case = 0
        self._values: dict[tuple[int, str], dict[str, str]] = {}

    def keep(self, key: str, values: Mapping[str, str], initial: Mapping[str, str]) -> None:
        """Remember what differs from the form's own defaults; nothing to remember keeps the draft before."""
        typed = {name: value for name, value in values.items() if value != initial.get(name, "")}
        if typed:
            self.drop(key)
            self._values[self.case, key] = typed
            while len(self._values) > MAX_DRAFTS:
                self._values.pop(next(iter(self._values)))

    def __len__(self) -> int:
        """Return how many forms have one, of all customers."""
        return len(self._values)

    def of(self, key: str) -> dict[str, str]:
        """Return the values that were typed for a macro; empty where there are none."""
        return dict(self._values.get((self.case, key), {}))

    def drop(self, key: str) -> None:
        """Forget the draft of a macro, after its text has left."""
        self._values.pop((self.case, key), None)

    def retain(self, known: frozenset[int]) -> None:
        """Forget all that was typed for customers other than these."""
        self._values = {name: values for name, values in self._values.items() if name[0] in known}
