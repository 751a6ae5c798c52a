"""A small button for a text that may be longer than its room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from kbassist.ui.labels import literal, set_plain_tooltip


class ElidedChip(QPushButton):
    """Shows what of its text fits; the whole of it is its accessible name, and its tooltip where it does not fit."""

    def __init__(self, tone: str, parent: QWidget | None = None, *, focus: bool = False) -> None:
        super().__init__(parent)
        self._whole = ""
        self._tail = ""
        self.setProperty("tone", tone)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if focus else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tail: str = "") -> None:
        """Show a text; `tail`, e.g. a key, follows it and is never cut."""
        self._whole, self._tail = text, f"  {tail}" if tail else ""
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    @property
    def said(self) -> str:
        """The whole text, without its tail."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Ask for the room of the whole text."""
        metrics = self.fontMetrics()
        more = metrics.horizontalAdvance(self._whole + self._tail) - metrics.horizontalAdvance(_bare(self.text()))
        hint = super().sizeHint()
        return QSize(hint.width() + max(0, more), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Do with a few letters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 12), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new room."""
        super().resizeEvent(event)
        self._elide()

    def showEvent(self, event: QShowEvent) -> None:
        """Cut the text to the room that there is."""
        super().showEvent(event)
        self._elide()

    def _elide(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        metrics = self.fontMetrics()
        room -= metrics.horizontalAdvance(self._tail)
        shown = (
            metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room) if self.isVisible() else self._whole
        )
        if self.text() != literal(shown + self._tail):
            self.setText(literal(shown + self._tail))
        set_plain_tooltip(self, self._whole if shown != self._whole else "")


def _bare(text: str) -> str:
    return text.replace("&&", "&")
