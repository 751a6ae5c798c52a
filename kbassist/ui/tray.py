"""The icon in the tray, with the menu from which everything can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from kbassist.i18n import Text, _, ngettext
from kbassist.ui.labels import literal

_LONGEST_TITLE: Final = 32
_LONGEST_TIP: Final = 120  # Windows cuts at 127
_MOST_DUE: Final = 12
_HOST_MS: Final = 5000
_BALLOON_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class RecentMacro:
    """One row of the menu's list of recent macros."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One row of the menu's list of follow-ups that are due: the reminder's id, its title, and when it fell due."""

    id: str
    title: str
    when: str


class Tray(QObject):
    """Emits wishes; is shown recent macros, due follow-ups, the number of problems, and what is wrong."""

    search_wanted = Signal()
    macro_wanted = Signal(str)
    """The key of a recent macro."""
    reminder_wanted = Signal(str)
    """The id of a reminder that is due; empty for all of them."""
    folder_wanted = Signal()
    problems_wanted = Signal()
    reload_wanted = Signal()
    settings_wanted = Signal()
    about_wanted = Signal()
    update_wanted = Signal()
    """The user wants to see where the newer version lies."""
    quit_wanted = Signal()

    def __init__(self, calm: QIcon, warning: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = (calm, warning)
        self._problems = 0
        self._trouble = ""
        self._shortcut = ""
        self._progress = (0, 0)
        self._due = 0
        self._newer: Text | None = None
        self._about_due = False  # what the last balloon said
        self.icon = QSystemTrayIcon(calm, self)
        self.menu = QMenu()
        self._recent_menu = QMenu(self.menu)
        self._due_menu = QMenu(self.menu)
        self._build()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self._balloon_clicked)
        self._host = QTimer(self, interval=_HOST_MS)
        self._host.timeout.connect(self._follow_host)
        self._had_host = QSystemTrayIcon.isSystemTrayAvailable()
        self.show_recent(())
        self.show_due(())

    def show(self) -> None:
        """Put the icon into the tray; where there is no tray yet, as soon as there is one."""
        self.icon.show()
        self._host.start()

    def hide(self) -> None:
        """Take the icon away."""
        self._host.stop()
        self.icon.hide()

    def show_shortcut(self, native_text: str) -> None:
        """Show the hotkey beside the search; empty where there is none."""
        self._shortcut = native_text
        self.retranslate()

    def show_recent(self, macros: Sequence[RecentMacro]) -> None:
        """Show these macros, the latest first."""
        self._recent_menu.clear()
        for macro in macros:
            action = self._recent_menu.addAction(literal(_elided(macro.title, _LONGEST_TITLE)))
            action.triggered.connect(lambda _checked=False, key=macro.key: self.macro_wanted.emit(key))
        self._recent_menu.setEnabled(bool(macros))

    def show_due(self, rows: Sequence[DueRow]) -> None:
        """Show the follow-ups that are due, the earliest first; the menu has a row for them where there are any."""
        self._due = len(rows)
        self._due_menu.clear()
        for row in rows[:_MOST_DUE]:
            words = f"{literal(_elided(row.title, _LONGEST_TITLE))}\t{literal(row.when)}"
            action = self._due_menu.addAction(words)
            action.triggered.connect(lambda _checked=False, name=row.id: self.reminder_wanted.emit(name))
        self._due_menu.menuAction().setVisible(bool(rows))
        self.retranslate()

    def show_problems(self, count: int) -> None:
        """Show how many problems the library has."""
        self._problems = count
        self.retranslate()

    def show_update(self, row: Text | None) -> None:
        """Show a row that says which newer version lies ready; None takes it away."""
        self._newer = row
        self._update.setVisible(row is not None)
        self.retranslate()

    def show_trouble(self, sentence: str) -> None:
        """Mark the icon and say in its tooltip what needs the user; empty when all is well again."""
        self._trouble = sentence
        self.icon.setIcon(self._icons[bool(sentence)])
        self.retranslate()

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Say in the tooltip how many entries have been read for their meaning, until all have."""
        self._progress = (done, total)
        self.icon.setToolTip(_plain_tip(self._trouble or self._calm_tip()))

    def say(self, title: str, sentence: str) -> None:
        """Show a balloon; a click on it leads to the settings while there is trouble, else to the search."""
        self._about_due = False
        self.icon.showMessage(title, sentence, self.icon.icon(), _BALLOON_MS)

    def remind(self, title: str, sentence: str) -> None:
        """Show a balloon about follow-ups that are due; a click on it leads to them."""
        self._about_due = True
        self.icon.showMessage(title, sentence, self.icon.icon(), _BALLOON_MS)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._search.setText(f"{_('Search')}\t{literal(self._shortcut)}" if self._shortcut else _("Search"))
        self._recent_menu.setTitle(_("Recent macros"))
        self._due_menu.setTitle(_("Follow-ups due ({n})").format(n=self._due))
        self._folder.setText(_("Library folder"))
        self._problem.setText(
            ngettext("{n} problem…", "{n} problems…", self._problems).format(n=self._problems)
            if self._problems
            else _("Problems…")
        )
        self._reload.setText(_("Reload the library"))
        self._update.setText(literal(str(self._newer)) if self._newer else "")
        self._settings.setText(_("Settings…"))
        self._about.setText(_("About kbassist"))
        self._quit.setText(_("Quit"))
        self.icon.setToolTip(_plain_tip(self._trouble or self._calm_tip()))

    def _calm_tip(self) -> str:
        """Say the program's name, its hotkey where it has one, what is due, and what it does in the background."""
        done, total = self._progress
        working = _("reading for meaning, {done} of {total}").format(done=done, total=total) if done < total else ""
        due = ngettext("{n} follow-up is due", "{n} follow-ups are due", self._due).format(n=self._due)
        parts = ("kbassist", self._shortcut, due if self._due else "", working)
        return " · ".join(part for part in parts if part)

    def _build(self) -> None:
        """Make the menu's rows; `retranslate` names them."""
        self._search = self._row(self.search_wanted.emit)
        self.menu.setDefaultAction(self._search)
        self.menu.addMenu(self._recent_menu)
        self.menu.addMenu(self._due_menu)
        self.menu.addSeparator()
        self._folder = self._row(self.folder_wanted.emit)
        self._problem = self._row(self.problems_wanted.emit)
        self._reload = self._row(self.reload_wanted.emit)
        self.menu.addSeparator()
        self._update = self._row(self.update_wanted.emit)
        self._update.setVisible(False)
        self._settings = self._row(self.settings_wanted.emit)
        self._about = self._row(self.about_wanted.emit)
        self.menu.addSeparator()
        self._quit = self._row(self.quit_wanted.emit)

    def _row(self, wish: object) -> QAction:
        """Add a row that emits a wish; macOS's habit of moving rows by their names is switched off."""
        action = self.menu.addAction("")
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(wish)
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A left click opens the search (a double click began with a click and adds nothing)."""
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.search_wanted.emit()

    def _balloon_clicked(self) -> None:
        """The user wants to do something about what the balloon said."""
        if self._about_due:
            self.reminder_wanted.emit("")
        else:
            (self.settings_wanted if self._trouble else self.search_wanted).emit()

    def _follow_host(self) -> None:
        """Come back where the tray itself was restarted, or came later than we."""
        available = QSystemTrayIcon.isSystemTrayAvailable()
        if available and not self._had_host:
            self.icon.hide()
            self.icon.show()
        self._had_host = available


def _elided(text: str, longest: int) -> str:
    """Return one line of at most `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _plain_tip(text: str) -> str:
    """Return a tooltip that no desktop reads as HTML."""
    return _elided(text, _LONGEST_TIP).replace("<", "‹").replace(">", "›")
