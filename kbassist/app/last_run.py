"""Telling, once, that the last run ended unexpectedly, and showing where its report lies."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from kbassist.app import run_record
from kbassist.app.crash import Reports
from kbassist.desktop.ports import Opener
from kbassist.errors import KbassistError
from kbassist.i18n import _
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import Action, MessageKind

OPEN_REPORTS: Final = "crash-reports"


class LastRun(QObject):
    """A message in the window, for whenever the agent opens it; no balloon, since nothing is to be done."""

    def __init__(self, reports: Reports, window: QuickWindow, opener: Opener) -> None:
        super().__init__(window)
        self._folder = reports.folder
        self._window = window
        self._opener = opener
        window.message_acted.connect(self._acted)
        if run_record.reported(reports) is not None:
            words = _("kbassist ended unexpectedly the last time. A report without customer data was kept.")
            window.show_message(words, MessageKind.INFO, Action(_("Open report folder"), OPEN_REPORTS))

    def _acted(self, name: str) -> None:
        if name == OPEN_REPORTS:
            self._open(self._folder)

    def _open(self, folder: Path) -> None:
        try:
            self._opener.folder(folder)
        except KbassistError as error:
            self._window.show_message(str(error), MessageKind.WARNING)
