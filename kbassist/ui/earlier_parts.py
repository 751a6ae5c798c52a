"""The parts of a reply that stand before the text at work."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.macros.reply import Part, Piece
from kbassist.ui.chips import button
from kbassist.ui.emptied import emptied
from kbassist.ui.labels import ElidedLabel, PlainLabel, literal, set_plain_tooltip, short
from kbassist.ui.theme import Theme

TALLEST: Final = 104
LONGEST_TITLE: Final = 12


class EarlierParts(QScrollArea):
    """Shows each part quietly with its title; `removed` says the number of the one to take out."""

    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[tuple[Part, Piece], ...] = ()
        self._gives_way = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("fields")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self.setWidget(inside)
        self.hide()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._show()

    def show_parts(self, parts: tuple[tuple[Part, Piece], ...]) -> None:
        """Show parts with what is sent of each; nothing for none."""
        if parts != self._parts:
            self._parts = parts
            self._show()

    def give_way(self, given: bool) -> None:
        """Show one part at a time, or as many as fit usually."""
        if given != self._gives_way:
            self._gives_way = given
            self._fit()

    def _show(self) -> None:
        emptied(self._column)
        for number, (part, piece) in enumerate(self._parts):
            self._column.addWidget(self._card(number, part, piece))
        self.setAccessibleName(_("Before this text: {n}").format(n=len(self._parts)))
        self.setVisible(bool(self._parts))
        self._fit()

    def _card(self, number: int, part: Part, piece: Piece) -> QFrame:
        px = self._theme.px
        card = QFrame()
        card.setObjectName("earlier")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(10), px(1), px(2), px(1))
        row.setSpacing(px(8))
        row.addWidget(PlainLabel(f"{number + 1}  {short(part.title, LONGEST_TITLE)}", "heading"))
        row.addWidget(ElidedLabel(" ".join(piece.text.split()), "muted"), 1)
        row.addWidget(self._remover(number, part))
        set_plain_tooltip(card, f"{part.title}\n\n{piece.text}")
        return card

    def _remover(self, number: int, part: Part) -> QPushButton:
        remove = button("quiet", self)
        remove.setText("×")
        remove.setFixedWidth(self._theme.px(28))
        said = _("Take “{title}” out of the reply").format(title=part.title)
        remove.setAccessibleName(literal(said))
        set_plain_tooltip(remove, said)
        remove.clicked.connect(lambda: self.removed.emit(number))
        return remove

    def _fit(self) -> None:
        """Take as much height as the parts need, up to a limit; the last one is in sight."""
        self._column.activate()
        first = self._column.itemAt(0)
        tallest = first.sizeHint().height() if first and self._gives_way else self._theme.px(TALLEST)
        self.setFixedHeight(min(max(self._column.sizeHint().height(), 1), tallest))
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
