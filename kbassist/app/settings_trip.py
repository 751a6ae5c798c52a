"""The trip of a setting: shown, tried, kept, and applied to everything that it touches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kbassist import paths, settings
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.assistant.folders import look_at
from kbassist.desktop.clients import BUILT_IN
from kbassist.settings import Settings
from kbassist.ui.worker import Lane

if TYPE_CHECKING:
    from kbassist.ui.settings_dialog import FolderNote, SettingsDialog


class SettingsTrip(QObject):
    """Owns the settings that hold, and the dialog while it is open."""

    tried = Signal(object)
    """`Settings` whose look is to be shown."""

    kept = Signal(object, object)
    """The `Settings` before and the ones that hold from now on."""

    forgotten = Signal()
    """What the search learnt from the agent's choices is gone."""

    def __init__(self, held: Settings, lane: Lane, library: LibraryTrip, hotkey: HotkeyTrip) -> None:
        super().__init__()
        self.held = held
        self._lane = lane
        self._library = library
        self._hotkey = hotkey
        self._recording = False
        self._unsaved = False
        self._progress = (0, 0)
        self.dialog: SettingsDialog | None = None

    def open(self) -> None:
        """Show the dialog, or bring the one that is open to the front."""
        if self.dialog is None:
            from kbassist.ui.settings_dialog import SettingsDialog

            assistant = self._library.assistant
            names = [channel.name for channel in assistant.library.team.channels] if assistant else []
            installed = assistant is not None and assistant.meaning_installed
            self.dialog = SettingsDialog(
                self.held, names, self._hotkey.remark, self._describe, meaning_installed=installed
            )
            target = self._hotkey.target
            self.dialog.show_programs(BUILT_IN, target.program or target.kind)
            self.dialog.forget_wanted.connect(self._forget)
            self.dialog.show_meaning_progress(*self._progress)
            self.dialog.saved.connect(self.keep)
            self.dialog.tried.connect(self.tried)
            self.dialog.recording_changed.connect(self._record)
            self.dialog.finished.connect(self._closed)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def keep(self, wanted: Settings) -> None:
        """Keep settings on disk and apply them; where the disk refuses they hold for now, and the dialog says so."""
        self._unsaved = False
        try:
            settings.save(paths.config_dir() / "settings.toml", wanted)
        except settings.SettingsNotSaved as error:
            self._unsaved = True
            if self.dialog is not None:
                self.dialog.show_error(str(error))
        before, self.held = self.held, wanted
        self.kept.emit(before, wanted)

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Show how many entries have been read for their meaning, now and where the dialog is opened later."""
        self._progress = (done, total)
        if self.dialog is not None:
            self.dialog.show_meaning_progress(done, total)

    def _forget(self) -> None:
        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(lambda: assistant.forget_choices(None), lambda _nothing: self._show_forgotten())

    def _show_forgotten(self) -> None:
        if self.dialog is not None:
            self.dialog.show_forgotten()
        self.forgotten.emit()

    def _record(self, recording: bool) -> None:
        self._recording = recording
        self._hotkey.listen(not recording, self.held.hotkey)

    def _closed(self) -> None:
        self._lane.forget("describe")  # its answer would be for a dialog that is gone
        if self._recording:
            self._record(False)
        if self._unsaved:
            self.tried.emit(self.held)  # a cancelled dialog has put back the look of what is on the disk
        self._unsaved = False
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _describe(self, folder: str, tell: Callable[[FolderNote], None]) -> None:
        from kbassist.ui.settings_dialog import FolderNote

        root = Path(folder) if folder else paths.sample_library()
        self._lane.submit_latest("describe", lambda: look_at(root), lambda seen: tell(FolderNote(*seen)))
