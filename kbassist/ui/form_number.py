"""The editor of a form for numbers, amounts and percentages: typed freely, or stepped with the arrow keys."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from kbassist.content.model import FieldSpec
from kbassist.ui.form_fields import LineEditor
from kbassist.ui.theme import Theme

_STEPS: Final = {
    Qt.Key.Key_Up: Decimal(1),
    Qt.Key.Key_Down: Decimal(-1),
    Qt.Key.Key_PageUp: Decimal(10),
    Qt.Key.Key_PageDown: Decimal(-10),
}

_BEYOND: Final = 15  # digits; no sum of money or count has more


class NumberEditor(LineEditor):
    """A line for a number with its unit.

    ↑ ↓ step by one, Page up and down by ten, never beyond the limits of the field, nor below zero without any.
    """

    def __init__(self, spec: FieldSpec, theme: Theme, example: str) -> None:
        super().__init__(spec, theme, example)
        self._spec = spec
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the arrow keys; what is typed stays where it is no number."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.line:
            step = _STEPS.get(Qt.Key(event.key())) if event.key() in {key.value for key in _STEPS} else None
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return self._step(step)
        return super().eventFilter(watched, event)

    def _step(self, by: Decimal) -> bool:
        number = _number(self.value())
        if number is None:
            return False
        low = self._spec.min if self._spec.min is not None else Decimal(0)
        stepped = max(low, number + by)
        if self._spec.max is not None:
            stepped = min(stepped, self._spec.max)
        if (stepped - number) * by > 0:  # a value beyond its limits is not pulled the other way
            self.set_value(f"{stepped:f}")
        return True


def _number(typed: str) -> Decimal | None:
    """Return the number that is typed; zero for nothing; None where it is more than a plain number."""
    text = unicodedata.normalize("NFKC", typed).strip().strip("¥%元")
    try:
        number = Decimal(text or "0")
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _BEYOND else None
