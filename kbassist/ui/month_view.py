"""A calendar of one month, drawn in the colours of the program and used by keyboard or mouse."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kbassist.i18n import _, language
from kbassist.ui.theme import Theme

WEEKS: Final = 6
DAYS: Final = 7
_CELL: Final = QSize(36, 29)
_STEPS: Final = {
    Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1, Qt.Key.Key_Up.value: -DAYS, Qt.Key.Key_Down.value: DAYS,
}  # fmt: skip
_PAGES: Final = {Qt.Key.Key_PageUp.value: -1, Qt.Key.Key_PageDown.value: 1}
_PICK: Final = frozenset({Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value, Qt.Key.Key_Space.value})
_YEARS: Final = (date(1900, 1, 1), date(2200, 12, 31))


def weekdays() -> tuple[str, ...]:
    """Return the short names of the days of the week, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def month_name(day: date) -> str:
    """Return month and year in the language in use."""
    return QLocale(language()).toString(QDate(day.year, day.month, 1), _("MMMM yyyy"))


class MonthView(QWidget):
    """Six weeks that begin on Monday; `picked` says a day that may be picked, `moved` that the cursor did.

    ← → ↑ ↓ move by day and week, Page up and down by month, with Shift by year, Home and End to the ends of the
    month, T to today; Enter or Space picks. `allowed` tells which days may be picked; the cursor goes over all.
    """

    picked = Signal(object)
    moved = Signal()

    def __init__(
        self, theme: Theme, today: date, allowed: Callable[[date], bool], is_workday: Callable[[date], bool]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._allowed = allowed
        self._is_workday = is_workday
        self.day = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(theme.px(_CELL.width()) * DAYS, theme.px(_CELL.height()) * (WEEKS + 1))
        self.setAccessibleName(_("Calendar"))

    def set_day(self, day: date) -> None:
        """Put the cursor on a day."""
        self.day = min(max(day, _YEARS[0]), _YEARS[1])
        named = f"{self.day.isoformat()} {weekdays()[self.day.weekday()]}"
        self.setAccessibleDescription(named if self._allowed(self.day) else f"{named}, {_('not possible')}")
        self.moved.emit()
        self.update()

    def turn(self, months: int) -> None:
        """Go to another month, to the same day or the last one of it."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.set_day(date(year, month + 1, min(self.day.day, last)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or pick."""
        key = event.key()
        if key in _STEPS:
            self.set_day(self.day + timedelta(days=_STEPS[key]))
        elif key in _PAGES:
            self.turn(_PAGES[key] * (12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        elif key == Qt.Key.Key_Home:
            self.set_day(self.day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.set_day(self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1]))
        elif key == Qt.Key.Key_T:
            self.set_day(self._today)
        elif key in _PICK:
            self._pick()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the day that was clicked."""
        if (day := self.day_at(event.position().toPoint())) is not None:
            self.set_day(day)
            self._pick()

    def day_at(self, place: QPoint) -> date | None:
        """Return the day that is drawn there; None in the row of names."""
        column = place.x() * DAYS // self.width()
        row = place.y() * (WEEKS + 1) // self.height() - 1
        inside = 0 <= column < DAYS and 0 <= row < WEEKS
        return self._first() + timedelta(days=row * DAYS + column) if inside else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the days of the week and six weeks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(self._theme.px(12))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.faint))
        for column, name in enumerate(weekdays()):
            painter.drawText(self._cell(0, column), Qt.AlignmentFlag.AlignCenter, name)
        for number in range(WEEKS * DAYS):
            day = self._first() + timedelta(days=number)
            self._draw(painter, self._cell(number // DAYS + 1, number % DAYS), day)

    def _draw(self, painter: QPainter, cell: QRect, day: date) -> None:
        theme, chosen = self._theme, day == self.day
        side = min(cell.width(), cell.height()) - theme.px(3)
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(QRectF(cell).center())
        if chosen or day == self._today:
            ring = theme.accent if chosen or self._allowed(day) else theme.edge
            painter.setPen(QPen(QColor(ring), 1.4))
            filled = chosen and self._allowed(day)
            painter.setBrush(QColor(theme.accent) if filled else Qt.GlobalColor.transparent)
            painter.drawEllipse(disc)
        font = painter.font()
        font.setStrikeOut(chosen and not self._allowed(day))
        painter.setFont(font)
        painter.setPen(QColor(self._color(day)))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _color(self, day: date) -> str:
        """Days off are quiet, days that may not be picked hardly seen."""
        theme = self._theme
        if not self._allowed(day):
            return theme.edge
        if day == self.day:
            return theme.on_accent
        if day == self._today:
            return theme.accent_text
        if day.month != self.day.month or not self._is_workday(day):
            return theme.faint
        return theme.text

    def _cell(self, row: int, column: int) -> QRect:
        width, height = self.width() // DAYS, self.height() // (WEEKS + 1)
        return QRect(column * width, row * height, width, height)

    def _first(self) -> date:
        """Return the Monday that the view begins with."""
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _pick(self) -> None:
        if self._allowed(self.day):
            self.picked.emit(self.day)
