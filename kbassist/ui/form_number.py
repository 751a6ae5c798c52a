"""The editor of a form for numbers, amounts and percentages: typed freely, or stepped with the arrow keys."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kbassist.content.model import FieldSpec, FieldType
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_fields import LineEditor
from kbassist.ui.theme import Theme

_ARROWS: Final = {Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1}
_STEPS: Final = {Qt.KeyboardModifier.NoModifier: 1, Qt.KeyboardModifier.ControlModifier: 10}
_SHOWN: Final = {FieldType.MONEY: ("¥", "元整", "元", "块钱", "块"), FieldType.PERCENT: ("%",)}


class NumberEditor(LineEditor):
    """A line for a number with its unit, which need not be typed; one that is typed goes when the field is left.

    ↑ ↓ step by one, with Ctrl by ten, never beyond the limits of the field, nor below zero without any.
    """

    def __init__(self, spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        super().__init__(spec, theme, example, aids)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.editingFinished.connect(self._tidy)

    def key(self, event: QKeyEvent) -> bool:
        """Step with the arrow keys; what is typed stays where it is no number."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        times = _STEPS.get(held, 0) * _ARROWS.get(event.key(), 0)
        return bool(times) and self._step(Decimal(times))

    def _step(self, by: Decimal) -> bool:
        number = self._number()
        if number is None:
            return False
        low = self.spec.min if self.spec.min is not None else Decimal(0)
        stepped = max(low, number + by)
        if self.spec.max is not None:
            stepped = min(stepped, self.spec.max)
        if (stepped - number) * by > 0:  # a value beyond its limits is not pulled the other way
            self.set_value(f"{stepped:f}")
        return True

    def _number(self) -> Decimal | None:
        typed = self.value().strip()
        return self.aids.number_of(self.spec.type, typed) if typed else Decimal(0)

    def _tidy(self) -> None:
        """Take a unit out that stands beside the field already, and make wide digits narrow."""
        if self._number() is None:
            return
        text = unicodedata.normalize("NFKC", self.value()).strip()
        for unit in _SHOWN.get(self.spec.type, ()):
            text = text.removeprefix(unit).removesuffix(unit).strip()
        self.set_value(text)
