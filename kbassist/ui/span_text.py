"""A text whose stretches from fields stand on rounded chips."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextBlock, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from kbassist.macros.form import Span
from kbassist.ui.theme import Theme, Tint

LINE_PERCENT = 128.0


class SpanText(QTextEdit):
    """Plain text with spans: filled ones and gaps each have their colours. Nothing pasted into it stays rich."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spans: tuple[Span, ...] = ()
        self.calm_gaps = False  # in a preview nothing is missing yet
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(theme.px(12))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters from now on."""
        self._theme = theme
        self.document().setDocumentMargin(theme.px(12))
        self.show_text(self.toPlainText(), self._spans)

    def show_text(self, text: str, spans: tuple[Span, ...]) -> None:
        """Show a text; `spans` count characters. The place that was scrolled to stays."""
        place = self.verticalScrollBar().value()
        self.setPlainText(text)
        self._spans = spans
        self._space_lines()
        for span in spans:
            self._color(text, span)
        self.verticalScrollBar().setValue(place)
        self.viewport().update()

    def forget_spans(self) -> None:
        """Show the text as one piece, e.g. while it is edited by hand."""
        self._spans = ()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(QTextCharFormat())
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips below the letters."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        offset = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        text = self.toPlainText()
        for span in self._spans:
            painter.setBrush(QColor(self._tint(span).fill))
            for chip in self._chips(*_units(text, span)):
                painter.drawRoundedRect(chip.translated(offset), self._theme.px(4), self._theme.px(4))
        painter.end()
        super().paintEvent(event)

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = cursor.blockFormat()
        block.setProperty(QTextFormat.Property.LineHeight, LINE_PERCENT)
        block.setProperty(QTextFormat.Property.LineHeightType, 1)  # proportional
        cursor.setBlockFormat(block)

    def _color(self, text: str, span: Span) -> None:
        start, end = _units(text, span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setForeground(QColor(self._tint(span).text))
        cursor.mergeCharFormat(look)

    def _tint(self, span: Span) -> Tint:
        return self._theme.gap if span.gap and not self.calm_gaps else self._theme.filled

    def _chips(self, start: int, end: int) -> Iterator[QRectF]:
        """Yield the rectangles of a stretch, one for each line that it is on."""
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield from self._chips_of(block, start - block.position(), end - block.position())
            block = block.next()

    def _chips_of(self, block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
        layout = block.layout()
        origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
        height = self.fontMetrics().height() + self._theme.px(1)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                top = line.y() + line.ascent() - self.fontMetrics().ascent()
                yield QRectF(left - 2, top, right - left + 4, height).translated(origin)


def _x(place: object) -> float:
    """Take the place out of what PySide6 returns, which is a pair with the cursor."""
    return float(place[0] if isinstance(place, tuple) else place)  # type: ignore[arg-type]  # typed as object


def _units(text: str, span: Span) -> tuple[int, int]:
    """Return where a span starts and ends in Qt's UTF-16 units."""
    start = _utf16(text[: span.start])
    return start, start + _utf16(text[span.start : span.start + span.length])


def _utf16(text: str) -> int:
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)
