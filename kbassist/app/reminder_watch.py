"""The watch over what is due: read from the disk, judged by the clock, shown in list and tray, told once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kbassist.assistant.clock import Clock
from kbassist.i18n import _, ngettext
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.reminder_words import when
from kbassist.ui.tray import DueRow, Tray
from kbassist.ui.worker import Lane
from kbassist.usage.reminder import Reminder, agenda
from kbassist.usage.reminders import Reminders

EVERY_MS: Final = 30_000
_SLOT: Final = "reminders"


class ReminderWatch(QObject):
    """Every look judges anew what is due by the time that the clock shows then.

    A reminder that a balloon showed is marked on the disk, so that a restart is quiet. The mark goes as soon as the
    reminder is not due any more (it was put off, or the clock had run ahead), so that a clock that jumps there and
    back lets nothing be told twice in a row and swallows nothing.
    """

    changed = Signal(object, object)
    """The `Agenda` of what waits, and the time by which it was made."""

    reminder_wanted = Signal(str)
    """The id of a reminder chosen in the tray; empty for all that are due."""

    def __init__(self, lane: Lane, store: Reminders, clock: Clock, window: QuickWindow, tray: Tray) -> None:
        super().__init__()
        self.lane = lane
        self.store = store
        self.now = clock
        self.all: tuple[Reminder, ...] = ()
        self._window = window
        self._tray = tray
        self._marks: dict[str, bool] = {}  # what was told in this run; the disk may refuse to know
        self._timer = QTimer(self, interval=EVERY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.check)
        tray.reminder_wanted.connect(self.reminder_wanted)
        window.hidden.connect(self.show)

    def start(self) -> None:
        """Read what was kept, and look at the clock from now on."""
        self._timer.start()
        self.check()

    def stop(self) -> None:
        """Look at the clock no more."""
        self._timer.stop()

    def check(self) -> None:
        """Read what is kept, by whichever program, and judge it by the clock."""
        store, now = self.store, self.now()
        self.lane.submit_latest(_SLOT, lambda: store.all(now), self._take)

    def named(self, name: str) -> Reminder | None:
        """Return the reminder with this id; None where there is none."""
        return next((one for one in self.all if one.id == name), None)

    def show(self) -> None:
        """Show what waits, in the language in use."""
        now = self.now()
        waiting = agenda(self.all, now)
        self.changed.emit(waiting, now)
        due = [one for one in waiting.pressing if one.is_due(now)]
        self._tray.show_due([DueRow(one.id, one.title, when(one.due, now)) for one in due])
        self._tell(due)

    def _take(self, found: tuple[Reminder, ...]) -> None:
        self.all = found
        self.show()

    def _tell(self, due: list[Reminder]) -> None:
        """Say once what is due, but never while the agent is in the window, which shows it anyway."""
        fresh = [] if self._window.in_use else [one for one in due if not self._is_told(one)]
        if fresh:
            self._tray.remind(_("Time to follow up"), _sentence(fresh))
        ahead = {one.id for one in self.all if one.waiting} - {one.id for one in due}
        over = [one for one in self.all if one.id in ahead and self._is_told(one)]
        self._mark({one.id: True for one in fresh} | {one.id: False for one in over})

    def _is_told(self, one: Reminder) -> bool:
        return self._marks.get(one.id, one.told)

    def _mark(self, marks: dict[str, bool]) -> None:
        if marks:
            self._marks |= marks
            store, now = self.store, self.now()
            self.lane.submit(lambda: store.mark(marks, now))


def _sentence(fresh: list[Reminder]) -> str:
    if len(fresh) == 1:
        return " · ".join(part for part in (fresh[0].title, fresh[0].note) if part)
    return ngettext("{n} follow-up is due", "{n} follow-ups are due", len(fresh)).format(n=len(fresh))
