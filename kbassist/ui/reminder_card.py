"""The small card on which a reminder is written: day, time, and a note that the agent types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import _, ngettext
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import ElidedLabel, PlainLabel, repolish
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.reminder_words import calendar_day, distance
from kbassist.ui.theme import Theme
from kbassist.usage.reminder import LONGEST_NOTE, Draft, parse_time

QUICK_DAYS: Final = (1, 3, 7)
EXAMPLE: Final = "GD2026112201"


@dataclass(frozen=True, slots=True)
class Reading:
    """How what is typed is read: a day (None: not understood), whether it is worked, and a note as it is kept."""

    day: Callable[[str], date | None]
    is_workday: Callable[[date], bool]
    next_workday: date
    note: Callable[[str], str]


class ReminderCard(QFrame):
    """Hidden until a draft is shown; then `saved` says a `Draft`, or `cancelled` that there will be none."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reminderCard")
        self._theme = theme
        self._draft: Draft | None = None
        self._reading: Reading | None = None
        self._now = datetime.min
        self._icon = PlainLabel()
        self._title = ElidedLabel("", "sum")
        self._labels = [PlainLabel("", "muted") for _number in range(3)]
        self.day, self.time, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self._resolved = PlainLabel("", "muted")
        self._advice = PlainLabel("", "faint")
        self.quick: list[QPushButton] = [button("chip", self, focus=True) for _days in (*QUICK_DAYS, 0)]
        self.save_button = button("primary", self, focus=True)
        self.cancel_button = button("quiet", self, focus=True)
        self._keys = KeyFilter(self._key, self)
        self._lay_out()
        self._join()
        self.set_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(10), px(14), px(10))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        for each in (self.cancel_button, self.save_button):
            head.addWidget(each)
        column.addLayout(head)
        column.addLayout(self._fields())
        self._advice.setWordWrap(True)
        column.addWidget(self._advice)

    def _fields(self) -> QGridLayout:
        px = self._theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        self.day.setFixedWidth(px(150))
        self.time.setFixedWidth(px(150))
        self.note.setMaxLength(LONGEST_NOTE)
        chips = QHBoxLayout()
        chips.setSpacing(px(6))
        for chip in self.quick:
            chips.addWidget(chip)
        chips.addSpacing(px(6))
        chips.addWidget(self._resolved, 1)
        grid.addWidget(self._labels[0], 0, 0)
        grid.addWidget(self.day, 0, 1)
        grid.addLayout(chips, 0, 2, 1, 2)
        grid.addWidget(self._labels[1], 1, 0)
        grid.addWidget(self.time, 1, 1)
        grid.addWidget(self._labels[2], 1, 2)
        grid.addWidget(self.note, 1, 3)
        grid.setColumnStretch(3, 1)
        return grid

    def _join(self) -> None:
        for field in (self.day, self.time, self.note):
            field.textChanged.connect(self._read)
        for days, chip in zip((*QUICK_DAYS, 0), self.quick, strict=True):
            chip.clicked.connect(lambda _on=False, days=days: self._take_day(days))
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        self._keys.watch(self.day, self.time, self.note, *self.quick, self.save_button, self.cancel_button)
        for label, field in zip(self._labels, (self.day, self.time, self.note), strict=True):
            label.setBuddy(field)

    def show_draft(self, draft: Draft, now: datetime, reading: Reading) -> None:
        """Show a reminder to be written or changed, and take the keys."""
        self._draft, self._now, self._reading = draft, now, reading
        for field, text in (
            (self.day, draft.due.date().isoformat()),
            (self.time, f"{draft.due:%H:%M}"),
            (self.note, draft.note),
        ):
            field.setText(text)
        self.retranslate()
        self.show()
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.day.selectAll()

    @property
    def open(self) -> bool:
        """Whether a draft is shown."""
        return self._draft is not None

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        for label, words in zip(self._labels, (_("Day"), _("Time"), _("Your note")), strict=True):
            label.setText(words)
        for days, chip in zip(QUICK_DAYS, self.quick, strict=False):
            chip.setText(_in_days(days))
        self.quick[-1].setText(_("Next workday"))
        self.day.setAccessibleName(_("Day of the follow-up"))
        self.time.setAccessibleName(_("Time of the follow-up"))
        self.note.setAccessibleName(_("Note, kept on this computer"))
        self.note.setPlaceholderText(_("e.g. ticket number {example}").format(example=EXAMPLE))
        self.save_button.setText(_("Remind me") + "  Enter")
        self.cancel_button.setText(_("Cancel") + "  Esc")
        self.setAccessibleName(_("Follow-up"))
        if self._draft is not None:
            self._title.setText(_("Follow up: {title}").format(title=self._draft.title))
        self._read()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        picture = icons.pixmap("calendar", theme.accent_text, theme.px(18), self.devicePixelRatioF())
        self._icon.setPixmap(picture)
        self.retranslate()

    def save(self) -> None:
        """Say what was written and close, or show at the field what is wrong."""
        draft, due = self._draft, self._due()
        if draft is None or self._reading is None:
            return
        if due is None or due <= self._now:
            (self.time if self._day() and due is None else self.day).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        written = replace(draft, due=due, note=self._reading.note(self.note.text()))
        self._close()
        self.saved.emit(written)

    def cancel(self) -> None:
        """Close without a reminder."""
        if self._draft is not None:
            self._close()
            self.cancelled.emit()

    def _close(self) -> None:
        self._draft = None
        self.note.clear()
        self.hide()

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        elif isinstance(widget, QPushButton):
            widget.click()
        else:
            self.save()
        return True

    def _take_day(self, days: int) -> None:
        day = self._now.date() + timedelta(days=days)
        if not days and self._reading is not None:
            day = self._reading.next_workday
        self.day.setText(day.isoformat())
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _day(self) -> date | None:
        return self._reading.day(self.day.text()) if self._reading else None

    def _due(self) -> datetime | None:
        day, of_day = self._day(), parse_time(self.time.text())
        return datetime.combine(day, of_day) if day and of_day else None

    def _read(self) -> None:
        """Say what the words mean, and what is wrong with them."""
        if self._draft is None or self._reading is None:
            return
        day, due = self._day(), self._due()
        past = due is not None and due <= self._now
        repolish(self.day, "state", "gap" if day is None or past else "")
        repolish(self.time, "state", "gap" if parse_time(self.time.text()) is None else "")
        self._resolved.setText(self._meaning(day))
        words = self._fault(day, due) or self._kept()
        repolish(self._advice, "tone", "error" if self._fault(day, due) else "faint")
        self._advice.setText(words)
        self._advice.setAccessibleName(words)

    def _meaning(self, day: date | None) -> str:
        if day is None or self._reading is None:
            return ""
        today = self._now.date()
        off = "" if self._reading.is_workday(day) else _("day off")
        return " · ".join(part for part in (calendar_day(day, today), distance(day, today), off) if part)

    def _fault(self, day: date | None, due: datetime | None) -> str:
        if day is None:
            return _("This is no day: write 2026-11-25, tomorrow, +3d or 3 workdays as +3wd.")
        if due is None:
            return _("This is no time of day: write 9:30 or 1430.")
        return _("This time is over.") if due <= self._now else ""

    def _kept(self) -> str:
        typed, kept = (
            " ".join(self.note.text().split()),
            self._reading.note(self.note.text()) if self._reading else "",
        )
        if typed != kept:
            return _("Personal data is not kept; it will read: {note}").format(note=kept)
        return _("Only what you type here is kept, on this computer; nothing of the customer's is copied.")


def _in_days(days: int) -> str:
    if days == 1:
        return _("Tomorrow")
    if days == 7:
        return _("In a week")
    return ngettext("In {n} day", "In {n} days", days).format(n=days)
