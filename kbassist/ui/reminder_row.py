"""One reminder in the list: what, when, and what can be done about it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import ElidedLabel, PlainLabel, repolish, set_plain_tooltip
from kbassist.ui.reminder_words import when
from kbassist.ui.theme import Theme
from kbassist.usage.reminder import Reminder, Snooze

ICONS: Final = {"done": "check", "snooze": "clock", "edit": "edit", "delete": "close"}
KEYS: Final[dict[int, str]] = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_Space: "done",
    Qt.Key.Key_S: "snooze",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Delete: "delete",
}
WHEN: Final = 104  # so wide that titles stand below each other
STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def snooze_names() -> dict[Snooze, str]:
    """Return what each way to put a reminder off is called."""
    return {
        Snooze.HOUR: _("In an hour"),
        Snooze.TOMORROW: _("Tomorrow"),
        Snooze.NEXT_WORKDAY: _("Next workday"),
        Snooze.NEXT_WEEK: _("In a week"),
    }


class ReminderRow(QFrame):
    """`wished` says one of `open`, `done`, `edit`, `delete`; `snoozed` a `Snooze`; `stepped` -1 or 1 for ↑ and ↓."""

    wished = Signal(str)
    snoozed = Signal(object)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, reminder: Reminder, now: datetime) -> None:
        super().__init__()
        self.setObjectName("reminder")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reminder = reminder
        self._theme = theme
        self.title = ElidedLabel(reminder.title, "label")
        self.when = PlainLabel(when(reminder.due, now), "due" if reminder.is_due(now) else "faint")
        self.note = ElidedLabel(reminder.note, "muted")
        self.buttons = {name: self._button(name) for name in ICONS}
        self._menu: QMenu | None = None
        self._lay_out()
        self._name(now)
        self._show_buttons(False)

    def _button(self, name: str) -> QPushButton:
        found = button("quiet", self)
        side = self._theme.px(15)
        found.setIcon(icons.icon(ICONS[name], self._theme.muted, side))
        found.setIconSize(QSize(side, side))
        found.clicked.connect(lambda _on=False: self._do(name))
        policy = found.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        found.setSizePolicy(policy)
        return found

    def _lay_out(self) -> None:
        px = self._theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(9), px(1), px(4), px(1))
        row.setSpacing(0)
        self.when.setMinimumWidth(px(WHEN))
        row.addWidget(self.when)
        row.addSpacing(px(12))
        row.addWidget(self.title, 3)
        row.addSpacing(px(12))
        row.addWidget(self.note, 2)
        row.addSpacing(px(8))
        for each in self.buttons.values():
            row.addWidget(each)

    def _name(self, now: datetime) -> None:
        parts = (self.reminder.title, when(self.reminder.due, now), self.reminder.note)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setAccessibleDescription(_("Enter: open the reply. Space: done. S: later. E: edit. Delete: delete."))
        said = {
            "done": _("Done (Space)"),
            "snooze": _("Remind me later (S)"),
            "edit": _("Edit (E)"),
            "delete": _("Delete (Del)"),
        }
        for name, words in said.items():
            self.buttons[name].setAccessibleName(words)
            set_plain_tooltip(self.buttons[name], words)

    def _do(self, name: str) -> None:
        if name == "snooze":
            self.open_menu()
        else:
            self.wished.emit(name)

    def open_menu(self) -> None:
        """Ask for how long to put it off."""
        menu = self._menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for how, words in snooze_names().items():
            menu.addAction(words).triggered.connect(lambda _on=False, how=how: self.snoozed.emit(how))
        menu.setActiveAction(menu.actions()[0])
        below = self.buttons["snooze"]
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means on a row."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key() if plain else 0
        if key in KEYS:
            self._do(KEYS[key])
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open the reply."""
        self.wished.emit("open")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be done."""
        super().enterEvent(event)
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Be calm again."""
        super().leaveEvent(event)
        self._show_buttons(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what can be done."""
        super().focusInEvent(event)
        self._show_buttons(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Be calm again, unless it is for the menu."""
        super().focusOutEvent(event)
        self._show_buttons(self.underMouse() or event.reason() is Qt.FocusReason.PopupFocusReason)

    def _show_buttons(self, on: bool) -> None:
        for each in self.buttons.values():
            each.setVisible(on)
        repolish(self, "state", "on" if on else "")


def step(rows: list[ReminderRow], by: int) -> QWidget | None:
    """Return the row above or below the one with the focus; None beyond the ends."""
    at = next((number for number, row in enumerate(rows) if row.hasFocus()), -1) + by
    return rows[at] if 0 <= at < len(rows) else None
