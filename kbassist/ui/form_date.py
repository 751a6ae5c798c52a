"""The editor of a form for dates: typed freely (`today+3d`, 周五), or picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_fields import LineEditor, is_plain
from kbassist.ui.labels import PlainLabel, set_plain_tooltip
from kbassist.ui.month_view import MonthView, month_name, weekdays
from kbassist.ui.overlay import place_at
from kbassist.ui.theme import Theme

_ARROWS: Final = {Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1}
_FARTHEST: Final = 400  # days that a step looks for one that may be picked


class CalendarPopup(QFrame):
    """A month with its name at a field; it closes on a day, on Esc, or on a click elsewhere."""

    def __init__(self, parent: QWidget, view: MonthView, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendar")
        self.view = view
        self._title = PlainLabel("", "label")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        before, after = (_turner(theme, view, months) for months in (-1, 1))
        head = QHBoxLayout()
        head.addWidget(before)
        head.addWidget(self._title, 1)
        head.addWidget(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(8) for _side in range(4)))
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(view)
        column.addWidget(PlainLabel(_("Enter picks   PgUp PgDn month   T today"), "faint"))
        view.moved.connect(lambda: self._title.setText(month_name(view.day)))

    def open_at(self, anchor: QRect) -> None:
        """Open below a place on the screen, or above it where there is no room below."""
        self.adjustSize()
        screen = self.screen() if (parent := self.parentWidget()) is None else parent.screen()
        self.move(place_at(anchor, self.sizeHint(), screen.availableGeometry()))
        self.show()
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() in {Qt.Key.Key_Escape.value, Qt.Key.Key_Tab.value}:
            self.close()
        else:
            super().keyPressEvent(event)


class DateEditor(LineEditor):
    """A line for a date, with a calendar; the value stays as it was typed, and what it means is shown beside it.

    ↑ and ↓ step by a day, over days that the field does not take; Alt+↓ opens the calendar.
    """

    def __init__(self, spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        super().__init__(spec, theme, example or _("2026-11-22, or today+3d"), aids)
        self._theme = theme
        self._popup: CalendarPopup | None = None
        self.button = QToolButton()
        self.button.setProperty("tone", "quiet")
        self.button.setIcon(icons.icon("calendar", theme.muted, theme.px(18)))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setAccessibleName(_("Pick from the calendar"))
        set_plain_tooltip(self.button, _("Pick from the calendar") + "  Alt+↓")
        self.button.clicked.connect(self.open_calendar)
        self.meaning = PlainLabel("", "muted")
        self.row.addWidget(self.meaning)
        self.row.addWidget(self.button)
        self.line.textChanged.connect(lambda _text: self._show_meaning())

    def key(self, event: QKeyEvent) -> bool:
        """Step by a day, or open the calendar."""
        step = _ARROWS.get(event.key(), 0)
        if step and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return bool(step) and is_plain(event) and self._step(step)

    def allowed(self, day: date) -> bool:
        """Tell whether the field takes this day."""
        earliest, latest = (self.aids.day_of(bound) if bound else None for bound in self._bounds())
        within = (earliest is None or day >= earliest) and (latest is None or day <= latest)
        return within and (not self.spec.workdays or self.aids.is_workday(day))

    def _bounds(self) -> tuple[str, str]:
        return self.spec.not_before, self.spec.not_after

    def _step(self, way: int) -> bool:
        """Step from the date that is typed, from today where none is; anything else is left as it is."""
        typed = self.value().strip()
        day = self.aids.day_of(typed) if typed else self.aids.today() - timedelta(days=way)
        if day is None:
            return False
        ahead = (day + timedelta(days=way * count) for count in range(1, _FARTHEST))
        if (found := next(filter(self.allowed, ahead), None)) is not None:
            self.set_value(found.isoformat())
        return True

    def _show_meaning(self) -> None:
        typed = self.value().strip()
        day = self.aids.day_of(typed) if typed else None
        self.meaning.setText(self._words(day, typed) if day else "")
        spoken = day.isoformat() if day else ""
        self.meaning.setAccessibleName(f"{spoken} {self.meaning.text()}".strip())

    def _words(self, day: date, typed: str) -> str:
        """Return the day of the week, after the date where that was not typed as one; and a day off or on."""
        parts = [] if typed == day.isoformat() else [day.isoformat()]
        parts.append(weekdays()[day.weekday()])
        usual = day.weekday() < 5
        if usual is not self.aids.is_workday(day):
            parts.append(_("day off") if usual else _("workday"))
        return " ".join(parts)

    def open_calendar(self) -> None:
        """Open the calendar at the date that is typed, else at the first day from today on that the field takes."""
        self.put_away()
        today = self.aids.today()
        view = MonthView(self._theme, today, self.allowed, self.aids.is_workday)
        self._popup = CalendarPopup(self, view, self._theme)
        view.picked.connect(self._picked)
        typed = self.value().strip()
        ahead = (today + timedelta(days=count) for count in range(_FARTHEST))
        view.set_day((self.aids.day_of(typed) if typed else None) or next(filter(self.allowed, ahead), today))
        corner = self.line.mapToGlobal(self.line.rect().topLeft())
        self._popup.open_at(QRect(corner, self.line.size()))

    @property
    def calendar(self) -> CalendarPopup | None:
        """The calendar while it is open."""
        return self._popup if self._popup is not None and self._popup.isVisible() else None

    def put_away(self) -> None:
        """Close the calendar."""
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.close()
            popup.deleteLater()

    def _picked(self, day: date) -> None:
        self.set_value(day.isoformat())
        self.put_away()
        self.target().setFocus(Qt.FocusReason.PopupFocusReason)


def _turner(theme: Theme, view: MonthView, months: int) -> QToolButton:
    """Return a button to another month."""
    turner = QToolButton()
    turner.setProperty("tone", "quiet")
    turner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    turner.setIcon(icons.icon("chevron-left" if months < 0 else "chevron-right", theme.muted, theme.px(16)))
    turner.setAccessibleName(_("Previous month") if months < 0 else _("Next month"))
    turner.clicked.connect(lambda: view.turn(months))
    return turner
