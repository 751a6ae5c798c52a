"""The next start tells of a run that ended unexpectedly: in the window, once, with a way to its report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kbassist.app.crash import Reports
from kbassist.app.last_run import OPEN_REPORTS, LastRun
from kbassist.desktop.opener import NotOpened
from kbassist.i18n import N_
from kbassist.ui.views import Action, MessageKind
from tests.app.test_run_record import STACKS, write


class FakeWindow(QObject):
    message_acted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []

    def show_message(self, text: str, _kind: MessageKind, action: Action | None = None) -> None:
        self.shown.append((text, action.name if action else ""))


class FakeOpener:
    def __init__(self, error: NotOpened | None = None) -> None:
        self.opened: list[Path] = []
        self._error = error

    def folder(self, path: Path) -> None:
        if self._error:
            raise self._error
        self.opened.append(path)


def test_it_is_told_once_with_the_folder_of_the_reports(tmp_path: Path) -> None:
    reports, opener = Reports(tmp_path), FakeOpener()
    write(reports, STACKS)
    window = FakeWindow()
    LastRun(reports, window, opener)  # type: ignore[arg-type]
    window.message_acted.emit("settings")
    assert opener.opened == []
    window.message_acted.emit(OPEN_REPORTS)
    assert opener.opened == [tmp_path]
    assert [action for _text, action in window.shown] == [OPEN_REPORTS]
    again = FakeWindow()
    LastRun(reports, again, opener)  # type: ignore[arg-type]
    assert again.shown == []


def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    window = FakeWindow()
    LastRun(Reports(tmp_path), window, FakeOpener(NotOpened(N_("It cannot be reached."))))  # type: ignore[arg-type]
    window.message_acted.emit(OPEN_REPORTS)
    assert window.shown == [("It cannot be reached.", "")]
