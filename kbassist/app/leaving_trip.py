"""The trip out of the program: an agent who has a reply open is asked once before it is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QMessageBox

from kbassist.i18n import _, ngettext
from kbassist.ui.quick_window import QuickWindow

Ask = Callable[[str, str], bool]
"""A sentence and its second line, shown as a question; True: leave all the same."""


class LeavingTrip(QObject):
    """Lets the program end, at once or after a question; what was typed lives in memory only and would be lost."""

    def __init__(self, app: QApplication, window: QuickWindow, ask: Ask | None = None) -> None:
        super().__init__()
        self._app = app
        self._window = window
        self._ask = ask or _ask
        self._asking = False
        app.commitDataRequest.connect(self.session_ends)

    def quit(self) -> None:
        """End the program, unless the agent wants to finish a reply first."""
        if self._may_leave():
            self._app.quit()

    def session_ends(self, manager: QSessionManager) -> None:
        """Answer a log-out or shutdown: hold it up once where a reply is open and the agent says so."""
        if self._window.unsent and manager.allowsInteraction():
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
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    leave = box.addButton(_("Quit all the same"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
