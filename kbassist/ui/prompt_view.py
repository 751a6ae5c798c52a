"""Draws a script in big letters, the line that is said at a fixed height, the others quiet above and below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from kbassist.ui import fonts
from kbassist.ui.prompt_script import PromptLine, PromptMark, Reading
from kbassist.ui.theme import Theme

LETTERS: Final = 34  # pixels
WIDEST: Final = 760
MARGIN: Final = 56
EYE_LINE: Final = 0.34  # of the height: where the line that is said stands
_BAR: Final = 4


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line laid out: where it begins, and how high it is with the space below it."""

    top: float
    height: float
    text_height: float
    layout: QTextLayout


class PromptView(QWidget):
    """`clicked` says a line, `wheeled` how many lines on (negative: back)."""

    clicked = Signal(int)
    wheeled = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reading: Reading | None = None
        self._placed: list[_Placed] = []
        self._laid_out_for = 0
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters from now on."""
        self._theme = theme
        self._lay_out()
        self.update()

    def show_reading(self, reading: Reading) -> None:
        """Show a script; call `update` when one is further in it."""
        self._reading = reading
        self._lay_out()
        self.update()

    def place(self) -> float:
        """Return which height of the laid out text stands at the eye line now, in pixels from its top."""
        if self._reading is None or not self._placed:
            return 0.0
        at = self._placed[self._reading.line]
        return at.top + at.height * self._reading.share

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the lines out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != self._laid_out_for:
            self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which line was clicked."""
        y = event.position().y() - self._eye() + self.place()
        for number, placed in enumerate(self._placed):
            if placed.top <= y < placed.top + placed.height:
                self.clicked.emit(number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Say which way the wheel was turned."""
        if event.angleDelta().y():
            self.wheeled.emit(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines that are seen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.window))
        if self._reading is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self._eye() - self.place()
        for number, placed in enumerate(self._placed):
            top = placed.top + offset
            if top + placed.height > 0 and top < self.height():
                self._draw(painter, number, placed, top)
        painter.end()

    def _draw(self, painter: QPainter, number: int, placed: _Placed, top: float) -> None:
        assert self._reading is not None
        theme, current = self._theme, number == self._reading.line
        if current:
            self._draw_bar(painter, top, placed.text_height)
        color = theme.text if current else theme.faint
        painter.setPen(QColor(color))
        painter.setOpacity(1.0 if current else 0.5 if number < self._reading.line else 0.85)
        marks = _formats(self._reading.script.lines[number], theme, quiet=not current)
        placed.layout.draw(painter, QPointF(self._left(), top), marks)
        painter.setOpacity(1.0)

    def _draw_bar(self, painter: QPainter, top: float, height: float) -> None:
        """Draw at the left of the line how much of it is said."""
        assert self._reading is not None
        width = self._theme.px(_BAR)
        left = self._left() - self._theme.px(20)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, color in ((1.0, self._theme.line), (self._reading.share, self._theme.accent)):
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(QRectF(left, top, width, height * share), width / 2, width / 2)

    def _lay_out(self) -> None:
        self._laid_out_for = self.width()
        self._placed = []
        top = 0.0
        for line in self._reading.script.lines if self._reading else ():
            placed = self._place(line, top)
            self._placed.append(placed)
            top += placed.height

    def _place(self, line: PromptLine, top: float) -> _Placed:
        font = fonts.interface(self._theme.px(LETTERS), QFont.Weight.Medium)
        layout = QTextLayout(line.text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        height = _balanced(layout, self._text_width())
        below = self._theme.px(40 if line.rests else 18)
        return _Placed(top, height + below, height, layout)

    def _text_width(self) -> float:
        return float(max(self._theme.px(160), min(self._theme.px(WIDEST), self.width() - self._theme.px(MARGIN) * 2)))

    def _left(self) -> float:
        return max(float(self._theme.px(36)), (self.width() - self._text_width()) / 2)

    def _eye(self) -> float:
        return self.height() * EYE_LINE


def _balanced(layout: QTextLayout, width: float) -> float:
    """Lay a text out so that its rows are much alike, since a lone word in the last one trips the reader's tongue.

    Returns its height.
    """
    height, rows = _broken(layout, width)
    if rows < 2:
        return height
    narrow = sum(layout.lineAt(row).naturalTextWidth() for row in range(rows)) / rows
    while narrow < width:
        found, count = _broken(layout, narrow)
        if count == rows:
            return found
        narrow *= 1.05
    return _broken(layout, width)[0]


def _broken(layout: QTextLayout, width: float) -> tuple[float, int]:
    """Break a text into rows of a width; return its height and how many there are."""
    layout.beginLayout()
    height = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, height))
        height += row.height()
    layout.endLayout()
    return height, layout.lineCount()


def _formats(line: PromptLine, theme: Theme, *, quiet: bool) -> list[QTextLayout.FormatRange]:
    return [_format(line.text, mark, theme) for mark in line.marks if mark.gap or not quiet]


def _format(text: str, mark: PromptMark, theme: Theme) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(QColor(theme.gap.text if mark.gap else theme.accent_text))
    if mark.gap:
        look.setBackground(QColor(theme.gap.fill))
    found = QTextLayout.FormatRange()
    found.start = _utf16(text[: mark.start])
    found.length = _utf16(text[mark.start : mark.start + mark.length])
    found.format = look
    return found


def _utf16(text: str) -> int:
    """Return the length of a text as Qt counts it."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)
