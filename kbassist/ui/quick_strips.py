"""The strips below the head of the quick window: the customers, the reply so far, and what is to be followed up."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbassist.ui.case_tabs import CaseTabs
from kbassist.ui.pending_reply import PendingReply
from kbassist.ui.reminders_list import RemindersList
from kbassist.ui.theme import Theme
from kbassist.ui.timer_chip import TimerChip


class QuickStrips(QWidget):
    """Each strip takes room only while there is something to show in it; the head shows the times."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases = CaseTabs(theme)
        self.pending = PendingReply(theme)
        self.reminders = RemindersList(theme)
        self.timers = TimerChip(theme)
        self._due, self._so_far = _frame(self.reminders), _frame(self.pending)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cases)
        column.addWidget(self._so_far)
        column.addWidget(self._due)
        self._fit(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on."""
        for part in (self.cases, self.pending, self.reminders, self.timers):
            part.set_theme(theme)
        self._fit(theme)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        for part in (self.cases, self.pending, self.reminders, self.timers):
            part.retranslate()

    def show_due(self, shown: bool) -> None:
        """Show what is to be followed up, if anything, or not."""
        self._due.setVisible(shown)

    def show_pending(self, shown: bool) -> None:
        """Show the reply so far, if there is any, or not: a form shows it itself."""
        self._so_far.setVisible(shown)

    def _fit(self, theme: Theme) -> None:
        self.cases.setContentsMargins(theme.px(10), theme.px(4), theme.px(14), theme.px(4))
        self.timers.setContentsMargins(0, 0, theme.px(18), 0)


def _frame(inside: QWidget) -> QWidget:
    """Return a frame to hide a widget by that hides itself while it is empty."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    return frame
