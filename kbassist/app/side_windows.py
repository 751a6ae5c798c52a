"""The windows beside the quick one: problems, about, the library's folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kbassist import paths
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.news import News
from kbassist.content.problem import Problem
from kbassist.desktop.ports import Opener
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.ui import icons
from kbassist.ui.worker import Lane
from kbassist.updates.notice import UpdateNotice

if TYPE_CHECKING:
    from kbassist.ui.about_dialog import AboutDialog, Folder
    from kbassist.ui.problems_window import ProblemsWindow


class SideWindows(QObject):
    """Made when first wanted; a check runs on the index lane, since that of a large library takes long."""

    update_wanted = Signal()
    """The user wants to see where the newer version lies."""

    def __init__(self, lane: Lane, library: LibraryTrip, opener: Opener, news: News) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._opener = opener
        self._news = news
        self._problems: ProblemsWindow | None = None
        self._about: AboutDialog | None = None
        self._newer: UpdateNotice | None = None

    def show_problems(self) -> None:
        """Show every remark on the library."""
        if self._problems is None:
            from kbassist.ui.problems_window import ProblemsWindow

            self._problems = ProblemsWindow()
            self._problems.edit_wanted.connect(self._edit)
            self._problems.repair_wanted.connect(self._repair)
            self._problems.check_wanted.connect(self._library.reload)
        self.library_read()
        _to_front(self._problems)

    def library_read(self) -> None:
        """Check the library anew where the problems are being looked at."""
        assistant = self._library.assistant
        if assistant is not None and self._problems is not None:
            self._lane.submit_latest("check", assistant.check, self._problems.show_problems)

    def show_about(self) -> None:
        """Show version, licences and folders."""
        if self._about is None:
            from kbassist.ui.about_dialog import AboutDialog

            assistant = self._library.assistant
            meaning = assistant.meaning_state if assistant else None
            self._about = AboutDialog(icons.app_icon(), self._folders(), meaning=meaning)
            self._about.folder_wanted.connect(lambda path: self._try(lambda: self._opener.folder(path)))
            self._about.update_wanted.connect(self.update_wanted)
            self._about.show_update(self._newer)
        _to_front(self._about)

    def show_update(self, notice: UpdateNotice | None) -> None:
        """Show a newer version beside this one; None takes it away."""
        self._newer = notice
        if self._about is not None:
            self._about.show_update(notice)

    def open_folder(self) -> None:
        """Show the library's folder in the file browser."""
        assistant = self._library.assistant
        if assistant is not None:
            self._try(lambda: self._opener.folder(assistant.root))

    def _folders(self) -> list[Folder]:
        from kbassist.ui.about_dialog import Folder

        assistant = self._library.assistant
        own = [Folder(N_("Library"), assistant.root)] if assistant else []
        return [
            *own,
            Folder(N_("Settings"), paths.config_dir()),
            Folder(N_("Notes and recent entries"), paths.data_dir()),
            Folder(N_("Cache"), paths.cache_dir()),
        ]

    def _edit(self, path: str, _line: int) -> None:
        assistant = self._library.assistant
        if assistant is not None:
            self._try(lambda: self._opener.file(assistant.root / path))

    def _repair(self, problem: Problem) -> None:
        from kbassist.lint.repair import apply

        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(lambda: apply(assistant.root, problem), self._repaired)

    def _repaired(self, done: bool) -> None:
        if not done:
            self._news.tell(N_("The file has changed meanwhile, so it was left as it is. The list is being renewed."))
        self._library.reload()

    def _try(self, hand_over: Callable[[], None]) -> None:
        try:
            hand_over()
        except KbassistError as error:
            self._news.failed(error)


def _to_front(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
