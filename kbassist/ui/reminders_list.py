"""The follow-ups that wait, for the quick window while nothing is searched: what is due first, then what comes."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import _, language, ngettext
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel
from kbassist.ui.reminder_row import ReminderRow, step
from kbassist.ui.theme import Theme
from kbassist.usage.reminder import Agenda, Reminder

PRESSING: Final = 3
COMING: Final = 1
MOST: Final = 100
TALLEST: Final = 130


class RemindersList(QWidget):
    """Hidden while there is nothing to follow up.

    Signals carry the id of a reminder: `done`, `edit_wanted`, `deleted`, `snoozed` (with a `Snooze`), `opened`;
    `exported` asks for a calendar file of all; `left` wants the keys back where they came from.
    """

    done = Signal(str)
    snoozed = Signal(str, object)
    opened = Signal(str)
    edit_wanted = Signal(str)
    deleted = Signal(str)
    exported = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reminders")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # for its line at the bottom
        self._theme = theme
        self._agenda = Agenda()
        self._now = datetime.min
        self._all = False
        self._shown: object = None
        self.rows: list[ReminderRow] = []
        self._heading = PlainLabel("", "heading")
        self.export = button("quiet", self, focus=True)
        self.more = button("quiet", self, focus=True)
        self._area = QScrollArea()
        self._lay_out()
        self.export.clicked.connect(self.exported)
        self.more.clicked.connect(self._show_all)
        self.hide()

    def _lay_out(self) -> None:
        px = self._theme.px
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(2))
        head = QHBoxLayout()
        head.setContentsMargins(px(10), 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self.more)
        head.addWidget(self.export)
        self._column.addLayout(head)
        self._column.addWidget(self._area)

    def show_agenda(self, agenda: Agenda, now: datetime) -> None:
        """Show what waits at this time; the row that has the focus keeps it, or the one that follows it gets it."""
        self._agenda, self._now = agenda, now
        self._all = self._all and bool(agenda.count)
        self._show()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._show()

    def take_focus(self) -> bool:
        """Give the keys to the first row; False where there is none."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self.rows)

    def chosen(self) -> tuple[Reminder, ...]:
        """Return the reminders that have a row."""
        if self._all:
            return (*self._agenda.pressing, *self._agenda.coming)[:MOST]
        return (*self._agenda.pressing[:PRESSING], *self._agenda.coming[:COMING])

    def _show(self) -> None:
        chosen = self.chosen()
        due = sum(one.is_due(self._now) for one in chosen)
        look = (chosen, self._agenda.count, self._now.date(), due, language(), self._theme)
        if look == self._shown:
            return
        self._shown = look
        self._heading.setText(_("Follow-ups"))
        self.setAccessibleName(_("Follow-ups"))
        self.export.setText(_("Export .ics"))
        rest = self._agenda.count - len(chosen)
        self.more.setText(ngettext("{n} more", "{n} more", rest).format(n=rest))
        self.more.setVisible(rest > 0 and not self._all)
        self._fill(chosen)
        self.setVisible(bool(chosen))

    def _fill(self, chosen: tuple[Reminder, ...]) -> None:
        focused = next((number for number, row in enumerate(self.rows) if row.hasFocus()), None)
        page = QWidget()
        page.setObjectName("fields")  # as transparent as other pages that scroll
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(1))
        self.rows = [self._row(one) for one in chosen]
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        if old := self._area.takeWidget():
            old.deleteLater()  # later: a key of one of its rows may be under way
        self._area.setWidget(page)
        self._area.setFixedHeight(min(page.sizeHint().height(), self._theme.px(TALLEST)) if chosen else 0)
        if focused is not None:
            self._refocus(focused)

    def _refocus(self, number: int) -> None:
        if self.rows:
            self.rows[min(number, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _row(self, reminder: Reminder) -> ReminderRow:
        row = ReminderRow(self._theme, reminder, self._now)
        wishes = {"open": self.opened, "done": self.done, "edit": self.edit_wanted, "delete": self.deleted}
        row.wished.connect(lambda wish: wishes[wish].emit(reminder.id))
        row.snoozed.connect(partial(self.snoozed.emit, reminder.id))
        row.stepped.connect(self._step)
        row.left.connect(self.left)
        return row

    def _step(self, by: int) -> None:
        target = step(self.rows, by)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(target)
        elif by > 0 and not self.more.isHidden():
            self._show_all()
        elif by < 0:
            self.left.emit()

    def _show_all(self) -> None:
        self._all = True
        self._show()
