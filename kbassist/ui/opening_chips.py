"""Openings of sympathy beside the form: a click puts one at the beginning of the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.elided_chip import ElidedChip
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme

SHOWN: Final = 2


class OpeningChips(QWidget):
    """The next openings that this customer has not had; `picked` says the text of the one chosen.

    `changed` says that others are shown, or none.
    """

    picked = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        self._used_up = False
        self._gives_way = False
        self._label = PlainLabel("", "faint")
        self._chips = tuple(ElidedChip("suggestion", self, focus=True) for _number in range(SHOWN))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label)
        for number, chip in enumerate(self._chips):
            self._row.addWidget(chip)
            chip.clicked.connect(lambda _on=False, number=number: self._pick(number))
        self._row.addStretch(1)
        self.set_theme(theme)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use other sizes from now on; the colours are the style sheet's."""
        self._row.setSpacing(theme.px(6))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Openings"))
        self.show_openings(self._texts, used_up=self._used_up)

    def show_openings(self, texts: tuple[str, ...], *, used_up: bool = False) -> None:
        """Show the openings whose turn it is, or that this customer has had them all; hidden without any."""
        self._texts, self._used_up = texts[:SHOWN], used_up
        for number, chip in enumerate(self._chips):
            chip.say(texts[number] if number < len(texts) else "")
            chip.setVisible(number < len(texts))
        said = _("Every opening has been used for this customer.") if used_up and not texts else _("Begin with")
        self._label.setText(said)
        self._fit()
        self.changed.emit()

    def give_way(self, given: bool) -> None:
        """Leave the room to others, or take it again."""
        self._gives_way = given
        self._fit()

    @property
    def texts(self) -> tuple[str, ...]:
        """The openings that are shown."""
        return self._texts

    def _fit(self) -> None:
        self.setVisible((bool(self._texts) or self._used_up) and not self._gives_way)

    def _pick(self, number: int) -> None:
        if number < len(self._texts):
            self.picked.emit(self._texts[number])
