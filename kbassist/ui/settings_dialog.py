"""The settings dialog: a few choices, each explained by what it does, looks shown while they are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTabWidget, QVBoxLayout

from kbassist.i18n import _
from kbassist.settings import Client, Settings
from kbassist.ui.hotkey_recorder import Check
from kbassist.ui.labels import PlainLabel
from kbassist.ui.page_scroll import PageScroll
from kbassist.ui.screen_fit import keep_on_screen, room_for
from kbassist.ui.settings_clients import ClientsPage
from kbassist.ui.settings_general import Describe, GeneralPage, SignIn
from kbassist.ui.settings_replies import RepliesPage
from kbassist.ui.settings_search import SearchPage


class SettingsDialog(QDialog):
    """Shows settings and lets them be changed, those apart that are `locked`: they are what IT decided.

    `channels` are the team's channel names; `meaning_installed` tells whether meanings can be compared here.
    Language, theme and text size are told by `tried` as they are chosen, and once more as they were when the dialog
    is cancelled; `saved` tells what is to be kept. A slot of `saved` that fails calls `show_error`, and the dialog
    stays.
    """

    saved = Signal(object)
    """The `Settings` to keep."""
    tried = Signal(object)
    """`Settings` whose look is to be shown now, but not kept."""
    sign_in_wanted = Signal(bool)
    """The program is to start at sign-in from now on, or no more."""
    recording_changed = Signal(bool)
    """Whether the hotkey field listens, so that the bound hotkey must be let go for the moment."""
    forget_wanted = Signal()
    """What the search learnt from the agent's choices is to be forgotten; `show_forgotten` answers."""

    def __init__(  # noqa: PLR0913 - what it shows beside the settings
        self,
        settings: Settings,
        channels: Sequence[str],
        check: Check,
        describe: Describe,
        *,
        meaning_installed: bool = False,
        locked: frozenset[str] = frozenset(),
        sign_in: SignIn | None = None,
        default_keys: str = Settings().hotkey,
    ) -> None:
        super().__init__()
        self._kept = settings
        self._locked = locked
        self._failed = False
        self._general = GeneralPage(
            settings, channels, check, describe, locked=locked, sign_in=sign_in, default_keys=default_keys
        )
        self._started = self._general.starts()
        self._search = SearchPage(settings, meaning_installed=meaning_installed, locked=locked)
        self._replies = RepliesPage(settings, locked=locked)
        self._programs = ClientsPage(settings, locked=locked)
        self._parts = (self._general, self._search, self._replies, self._programs)
        self._pages = QTabWidget(documentMode=True)
        self._error = PlainLabel(tone="error")
        self._ok, self._cancel, self._apply_button = QPushButton(), QPushButton(), QPushButton()
        self._outer = QVBoxLayout(self)
        self._build()
        self._connect()
        self.retranslate()
        self._changed()

    def settings(self) -> Settings:
        """Return what the dialog shows now; what is locked stays as it was given."""
        shown = self._kept
        for page in self._parts:
            shown = page.taken_into(shown)
        return replace(shown, **{name: getattr(self._kept, name) for name in self._locked})

    def show_error(self, sentence: str) -> None:
        """Say why the settings could not be kept; the dialog stays open."""
        self._failed = True
        self._error.setText(sentence)
        self._error.show()
        self._make_room()

    def show_forgotten(self) -> None:
        """Say that the choices are forgotten."""
        self._search.show_forgotten()

    def show_programs(self, built_in: Sequence[Client], last: str) -> None:
        """Show which programs are known anyway, and offer the one that the agent came from last (empty: none)."""
        self._programs.show_known(built_in, last)

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Show how many entries have been read for their meaning."""
        self._search.show_meaning_progress(done, total)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("Settings"))
        for at, title in enumerate((_("General"), _("Search"), _("Replies"), _("Programs"))):
            self._pages.setTabText(at, title)
        for page in self._parts:
            page.retranslate()
        self._ok.setText(_("OK"))
        self._cancel.setText(_("Cancel"))
        self._apply_button.setText(_("Apply"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the program's language and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.isVisible():
            self._fit_letters()
            keep_on_screen(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that the letters need."""
        super().showEvent(event)
        self._fit_letters()
        if not event.spontaneous():
            self.resize(self.width(), self._wanted_height())
            keep_on_screen(self)

    def accept(self) -> None:
        """Keep and close; where keeping failed, stay."""
        self._apply()
        if not self._failed:
            super().accept()

    def reject(self) -> None:
        """Close, and show the look as it was."""
        if _look(self.settings()) != _look(self._kept):
            self.tried.emit(self._kept)
        super().reject()

    def _build(self) -> None:
        """Put the pages above the buttons."""
        self._error.setWordWrap(True)
        self._error.hide()
        outer = self._outer
        outer.setContentsMargins(24, 16, 24, 20)
        self._pages.tabBar().setDrawBase(False)
        for page in self._parts:
            self._pages.addTab(PageScroll(page), "")
        outer.addWidget(self._pages, 1)
        outer.addSpacing(12)
        outer.addWidget(self._error)
        outer.addWidget(self._button_row())

    def _button_row(self) -> QDialogButtonBox:
        """Put the buttons in the desktop's order; they are our own, since Qt names its own in its language."""
        row = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        for button, part in (
            (self._ok, role.AcceptRole),
            (self._cancel, role.RejectRole),
            (self._apply_button, role.ApplyRole),
        ):
            row.addButton(button, part)
        self._ok.setDefault(True)
        row.accepted.connect(self.accept)
        row.rejected.connect(self.reject)
        return row

    def _connect(self) -> None:
        """Join the pages to what they change."""
        for page in self._parts:
            page.changed.connect(self._changed)
        self._general.look_chosen.connect(self._try)
        self._general.recording_changed.connect(self.recording_changed)
        self._general.grown.connect(self._make_room)
        self._search.forget_wanted.connect(self.forget_wanted)
        self._apply_button.clicked.connect(self._apply)

    def _changed(self) -> None:
        """Offer Apply where something is to be kept."""
        self._apply_button.setEnabled(self.settings() != self._kept or self._general.starts() != self._started)
        self._error.hide()
        self._failed = False

    def _try(self) -> None:
        """Show the look just chosen."""
        self._changed()
        self.tried.emit(self.settings())

    def _apply(self) -> None:
        """Keep what is shown, where it differs."""
        self._failed = False
        chosen, starts = self.settings(), self._general.starts()
        if chosen != self._kept:
            self.saved.emit(chosen)
        if starts != self._started:
            self.sign_in_wanted.emit(starts)
        if not self._failed:
            self._kept, self._started = chosen, starts
            self._changed()

    def _fit_letters(self) -> None:
        """Take sizes from the letters: thirty lines wide."""
        self._general.fit_letters()
        self.setMinimumWidth(self.fontMetrics().lineSpacing() * 30)
        self._make_room()

    def _make_room(self) -> None:
        """Grow where a sentence has become longer than its line; never shrink under the user's hand."""
        if not self.isVisible():
            return
        self._outer.invalidate()
        self._outer.activate()
        wanted = self._wanted_height()
        if wanted > self.height():
            self.resize(self.width(), wanted)
            keep_on_screen(self)

    def _wanted_height(self) -> int:
        """Return the height that all words need, but no more than the screen has below the window's title."""
        return min(self._outer.totalHeightForWidth(self.width()), room_for(self).height())


def _look(settings: Settings) -> tuple[str, str, float]:
    """Return what can be seen of settings while they are chosen."""
    return settings.language, settings.theme, settings.font_scale
