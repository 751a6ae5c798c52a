"""The editor of a form for dates: typed freely (`today+3d`), or picked from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.form_fields import LineEditor
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme


def weekdays() -> tuple[str, ...]:
    """Return the short names of the days of the week, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _is_arrow(event: QKeyEvent) -> bool:
    return event.key() in {Qt.Key.Key_Up.value, Qt.Key.Key_Down.value}


class CalendarPopup(QWidget):
    """A calendar below a field; it closes on a day, on Esc, or on a click elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class DateEditor(LineEditor):
    """A line for a date, with a calendar; the value stays as it was typed.

    ↑ and ↓ step by a day, Alt+↓ opens the calendar. The day of the week is shown beside a date.
    """

    def __init__(self, spec: FieldSpec, theme: Theme, example: str) -> None:
        super().__init__(spec, theme, example or _("2026-11-22, or today+3d"))
        self._popup: CalendarPopup | None = None
        self.button = QToolButton()
        self.button.setProperty("tone", "quiet")
        self.button.setIcon(icons.icon("calendar", theme.muted, theme.px(18)))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setAccessibleName(_("Pick from the calendar"))
        self.button.clicked.connect(self.open_calendar)
        self._weekday = PlainLabel("", "muted")
        self.row.addWidget(self._weekday)
        self.row.addWidget(self.button)
        self.line.textChanged.connect(lambda _text: self._show_weekday())
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step by a day, or open the calendar."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.line:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0) if _is_arrow(event) else 0
            if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
            if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return self._step(step)
        return super().eventFilter(watched, event)

    def _step(self, days: int) -> bool:
        """Step from the date that is typed, from today where none is; anything else is left as it is."""
        typed = self.value().strip()
        day = QDate.fromString(typed, Qt.DateFormat.ISODate) if typed else QDate.currentDate().addDays(-days)
        if day.isValid():
            self.set_value(day.addDays(days).toString(Qt.DateFormat.ISODate))
        return day.isValid()

    def _show_weekday(self) -> None:
        day = QDate.fromString(self.value().strip(), Qt.DateFormat.ISODate)
        self._weekday.setText(weekdays()[day.dayOfWeek() - 1] if day.isValid() else "")

    def open_calendar(self) -> None:
        """Open the calendar at the date that is typed, else at today."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.calendar.clicked.connect(self._picked)
            self._popup.calendar.activated.connect(self._picked)
        typed = QDate.fromString(self.value().strip(), Qt.DateFormat.ISODate)
        self._popup.calendar.setSelectedDate(typed if typed.isValid() else QDate.currentDate())
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()
        self._popup.calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        self.set_value(day.toString(Qt.DateFormat.ISODate))
        if self._popup:
            self._popup.close()
        self.target().setFocus(Qt.FocusReason.PopupFocusReason)
