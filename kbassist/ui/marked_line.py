"""One line of text with marked letters, shortened to the room there is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from kbassist.search.results import Marked
from kbassist.ui.theme import Tint

_ANY_WIDTH = 100_000.0


@dataclass(frozen=True, slots=True)
class Look:
    """Letters, their colour, and the colours of marked ones."""

    font: QFont
    color: str
    mark: Tint


def draw(painter: QPainter, rect: QRectF, text: Marked, look: Look) -> float:
    """Draw `text` in the middle of the height of `rect`, and return the width that it took."""
    shown = QFontMetricsF(look.font).elidedText(_one_line(text.text), Qt.TextElideMode.ElideRight, rect.width())
    layout = QTextLayout(shown, look.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(_formats(text, shown, look.mark))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_ANY_WIDTH)
    layout.endLayout()
    painter.setPen(QColor(look.color))
    layout.draw(painter, QPointF(rect.x(), rect.y() + (rect.height() - line.height()) / 2))
    return line.naturalTextWidth()


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _formats(text: Marked, shown: str, mark: Tint) -> list[QTextLayout.FormatRange]:
    kept = len(text.text) if shown == _one_line(text.text) else len(shown) - 1  # the last letter became `…`
    marked = QTextCharFormat()
    marked.setBackground(QColor(mark.fill))
    marked.setForeground(QColor(mark.text))
    result = []
    for start, length in text.marks:
        part = QTextLayout.FormatRange()
        part.start = _utf16(text.text, start)
        part.length = _utf16(text.text[start:], min(length, kept - start))
        part.format = marked
        if start < kept:
            result.append(part)
    return result


def _utf16(text: str, characters: int) -> int:
    """Return how many of Qt's UTF-16 units the first `characters` of a Python string take."""
    head = text[: max(0, characters)]
    return len(head) + sum(1 for letter in head if ord(letter) > 0xFFFF)
