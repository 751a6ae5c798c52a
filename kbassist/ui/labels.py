"""Labels and tooltips for text that comes from a library: always plain, never rich."""

from __future__ import annotations

import html
import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class PlainLabel(QLabel):
    """A label that shows its text as it is; `tone` chooses its look in the style sheet."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)


class ElidedLabel(PlainLabel):
    """A plain label of one line that ends in `…` where the room is short; the whole text is its tooltip then."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, tone, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)
        set_plain_tooltip(self, self.text() if shown != self.text() else "")


def set_plain_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that wraps and shows `text` literally, whatever marks stand in it."""
    widget.setToolTip(f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if text else "")


def literal(text: str) -> str:
    """Return text for buttons, menus and buddy labels, where `&` would underline a letter."""
    return text.replace("&", "&&")


def short(text: str, longest: int) -> str:
    """Return text cut to so many letters of Chinese; two others count as one of them."""
    room = 2 * longest
    for place, letter in enumerate(text):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return text[: max(1, place - 1)].rstrip() + "…"
    return text


def repolish(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
