"""A text whose stretches from fields stand on rounded chips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from kbassist.macros.form import Span
from kbassist.ui.theme import Theme, Tint
from kbassist.wording.remarks import Level

LINE_PERCENT = 128.0
_TAKING = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


@dataclass(frozen=True, slots=True)
class Underline:
    """A stretch that something is to be said about: `start` and `length` in characters."""

    start: int
    length: int
    level: Level


class SpanText(QTextEdit):
    """Plain text with spans: filled ones and gaps each have their colours. Nothing pasted into it stays rich."""

    undo_wanted = Signal()
    """Ctrl+Z where the text itself is not edited, and so has nothing to undo."""

    redo_wanted = Signal()

    withheld = Signal()
    """Selected words were to be copied or dragged away that may not leave."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spans: tuple[Span, ...] = ()
        self._underlines: tuple[Underline, ...] = ()
        self.calm_gaps = False  # in a preview nothing is missing yet
        self.may_leave: Callable[[str], bool] = lambda _words: True
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(theme.px(12))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters from now on."""
        self._theme = theme
        self.document().setDocumentMargin(theme.px(12))
        if self.isReadOnly():
            self.show_text(self.toPlainText(), self._spans)
        self.underline(self._underlines)

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

    def set_editable(self, editable: bool) -> None:
        """Let the text be edited by hand, as one piece and with nothing to undo yet, or not any more."""
        self.setReadOnly(not editable)
        if editable:
            self._spans = ()
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.setCharFormat(QTextCharFormat())
            self.document().clearUndoRedoStacks()
            self.moveCursor(QTextCursor.MoveOperation.End)  # what is typed first goes after the text, not before it
            self.viewport().update()

    def underline(self, underlines: tuple[Underline, ...]) -> None:
        """Mark stretches with a wave in the colour of their level; the text and what can be undone stay."""
        self._underlines = underlines
        self.setExtraSelections([self._wave(each) for each in underlines])

    def replace_all(self, replacements: Sequence[tuple[int, int, str]]) -> None:
        """Put other words into stretches (start and length in characters), as one step to undo."""
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for start, length, words in sorted(replacements, reverse=True):
            if start >= 0:
                self._select(cursor, text, start, length)
                cursor.insertText(words)
        cursor.endEditBlock()

    def show_place(self, start: int, length: int) -> None:
        """Select a stretch and scroll to it; nothing happens for one that is not in this text."""
        if start >= 0:
            cursor = self.textCursor()
            self._select(cursor, self.toPlainText(), start, length)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand undo and redo on while the text is not edited."""
        if self.isReadOnly() and event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif self.isReadOnly() and event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        elif any(event.matches(key) for key in _TAKING) and not self._lets_go():
            self.withheld.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line that is being written in sight when something below takes room."""
        super().resizeEvent(event)
        if not self.isReadOnly():
            self.ensureCursorVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy only what may leave."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in {"edit-copy", "edit-cut"}:
                action.setEnabled(action.isEnabled() and self._lets_go())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give selected words away, e.g. to be dragged, where they may leave; nothing at all where not."""
        return super().createMimeDataFromSelection() if self._lets_go() else QMimeData()

    def _lets_go(self) -> bool:
        return self.may_leave(self.textCursor().selection().toPlainText())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips below the letters."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        text = self.toPlainText()
        for span in self._spans:
            painter.setPen(self._theme.outline(self._tint(span)))
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

    def _wave(self, underline: Underline) -> QTextEdit.ExtraSelection:
        wave = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        self._select(cursor, self.toPlainText(), underline.start, underline.length)
        look = QTextCharFormat()
        dotted = underline.level is Level.INFO
        style = QTextCharFormat.UnderlineStyle
        look.setUnderlineStyle(style.DotLine if dotted else style.WaveUnderline)
        look.setUnderlineColor(QColor(self._line_color(underline.level)))
        wave.cursor, wave.format = cursor, look
        return wave

    def _line_color(self, level: Level) -> str:
        return {Level.BLOCK: self._theme.gap, Level.WARN: self._theme.warning, Level.INFO: self._theme.info}[
            level
        ].text

    def _select(self, cursor: QTextCursor, text: str, start: int, length: int) -> None:
        first, last = _units(text, Span(start, length, ""))
        end = max(0, self.document().characterCount() - 1)
        cursor.setPosition(min(first, end))
        cursor.setPosition(min(last, end), QTextCursor.MoveMode.KeepAnchor)

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
