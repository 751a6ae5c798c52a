"""The trip out of the program: an agent who has a reply open is asked once before it is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QMessageBox

from kbassist.desktop.shutdown import held_up
from kbassist.i18n import _, ngettext
from kbassist.ui.quick_window import QuickWindow

_ICON: Final = 40  # logical pixels
SESSION_MS: Final = 120_000  # a program that still runs so long after it was told of the end is meant to stay

Ask = Callable[[str, str], bool]
"""A sentence and its second line, shown as a question; True: leave all the same."""

Hold = Callable[[int, str], AbstractContextManager[None]]
"""While it is entered, the system shows why the sign-out waits; given a native window and a sentence."""


class LeavingTrip(QObject):
    """Lets the program end, at once or after a question; what was typed lives in memory only and would be lost."""

    session_ending = Signal()
    """The user signs out or the computer shuts down: the process may be ended at any moment from now on."""

    session_stays = Signal()
    """The session did not end after all."""

    def __init__(self, app: QApplication, window: QuickWindow, ask: Ask | None = None, hold: Hold = held_up) -> None:
        super().__init__()
        self._app = app
        self._window = window
        self._ask = ask or _ask
        self._hold = hold
        self._asking = False
        self._later = QTimer(self, interval=SESSION_MS, singleShot=True)
        self._later.timeout.connect(self.session_stays)
        app.commitDataRequest.connect(self.session_ends)

    def quit(self) -> None:
        """End the program, unless the agent wants to finish a reply first."""
        if self._may_leave():
            self._app.quit()

    def session_ends(self, manager: QSessionManager) -> None:
        """Answer a log-out or shutdown: hold it up once where a reply is open and the agent says so."""
        self.session_ending.emit()
        self._later.start()
        if not self._window.unsent or not manager.allowsInteraction():
            return
        with self._hold(int(self._window.winId()), _("A reply has not been sent yet")):
            leave = self._may_leave()
        manager.release()
        if not leave:
            manager.cancel()

    def _may_leave(self) -> bool:
        count = self._window.unsent
        if not count:
            return True
        if self._asking:
            return False
        self._asking = True
        try:
            question = ngettext(
                "{n} reply is filled in and was not sent.", "{n} replies are filled in and were not sent.", count
            ).format(n=count)
            return self._ask(question, _("What customers said is never written to the disk, so it would be gone."))
        finally:
            self._asking = False


def _ask(question: str, more: str) -> bool:
    """Ask in a dialog whose safe answer is the default."""
    box = QMessageBox(QMessageBox.Icon.Question, "kbassist", question)
    box.setIconPixmap(QApplication.windowIcon().pixmap(_ICON))  # the desktop's own may not fit our colours
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    leave = box.addButton(_("Quit all the same"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
