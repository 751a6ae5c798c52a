"""What can be undone and done again in the text of a reply: replacements, and leaving what was written by hand."""

from __future__ import annotations

from kbassist.ui.final_text import FinalText


class TextHistory:
    """States of a text before the present one, and those that were undone."""

    def __init__(self) -> None:
        self._done: list[FinalText] = []
        self._undone: list[FinalText] = []

    def __bool__(self) -> bool:
        """Tell whether there is anything to undo."""
        return bool(self._done)

    def keep(self, state: FinalText) -> None:
        """Keep the state before a change; what was undone cannot be done again."""
        self._done.append(state)
        self._undone.clear()

    def back(self, now: FinalText) -> FinalText | None:
        """Return the state before the last change; None where there was no change."""
        return _move(self._done, self._undone, now)

    def forth(self, now: FinalText) -> FinalText | None:
        """Return the state that was undone last; None where nothing was."""
        return _move(self._undone, self._done, now)

    def clear(self) -> None:
        """Forget all."""
        self._done, self._undone = [], []

    def drop_edits(self) -> None:
        """Forget what was written by hand."""
        self._done = [state for state in self._done if state.edited is None]
        self._undone = [state for state in self._undone if state.edited is None]


def _move(one: list[FinalText], other: list[FinalText], now: FinalText) -> FinalText | None:
    if not one:
        return None
    other.append(now)
    return one.pop()
