"""The trip of a setting: shown, tried, kept, and applied to everything that it touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from kbassist import paths, policy, registry, settings_file
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.assistant.folders import look_at
from kbassist.desktop.clients import BUILT_IN
from kbassist.desktop.ports import Autostart
from kbassist.errors import KbassistError
from kbassist.policy import Managed
from kbassist.settings import KINDS, Settings
from kbassist.ui.worker import Lane

if TYPE_CHECKING:
    from kbassist.ui.settings_dialog import SettingsDialog
    from kbassist.ui.settings_general import FolderNote, SignIn

_UNMANAGED: Final = Managed()


def in_force() -> Managed:
    """Return what IT decided, as the registry says now."""
    return policy.read(registry.here())


class SettingsTrip(QObject):
    """Owns the settings that hold and what IT decided about them, and the dialog while it is open.

    What IT decided is read again when the dialog opens and by `look_again`.
    """

    tried = Signal(object)
    """`Settings` whose look is to be shown."""

    kept = Signal(object, object)
    """The `Settings` before and the ones that hold from now on."""

    decided = Signal(object)
    """The `Managed` that IT decided otherwise than before, while the program runs."""

    forgotten = Signal()
    """What the search learnt from the agent's choices is gone."""

    def __init__(  # noqa: PLR0913 - the parts that it joins
        self,
        held: Settings,
        lane: Lane,
        library: LibraryTrip,
        hotkey: HotkeyTrip,
        managed: Managed = _UNMANAGED,
        *,
        autostart: Autostart | None = None,
        decisions: Callable[[], Managed] = in_force,
    ) -> None:
        super().__init__()
        self.held = held
        self.managed = managed
        self._decisions = decisions
        self._autostart = autostart
        self._lane = lane
        self._library = library
        self._hotkey = hotkey
        self._recording = False
        self._unsaved = False  # something of what holds is not on the disk
        self._refused = False  # so it was for the dialog that is open
        self._progress = (0, 0)
        self._looking: Lane | None = None
        self.dialog: SettingsDialog | None = None

    def open(self) -> None:
        """Show the dialog, or bring the one that is open to the front."""
        if self.dialog is None:
            self.look_again()
            self.dialog = self._made()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def keep(self, wanted: Settings) -> None:
        """Keep settings on disk and apply them; where the disk refuses they hold for now, and the dialog says so."""
        try:
            settings_file.save(_file(), wanted, self.managed)
            self._unsaved = self._refused = False
        except settings_file.SettingsNotSaved as error:
            self._unsaved = self._refused = True
            if self.dialog is not None:
                self.dialog.show_error(str(error))
        self._hold(wanted)

    def look_again(self) -> None:
        """Read again what IT decided, and apply it where it changed; an open dialog is closed by its user first."""
        if self.dialog is not None:
            return
        managed = self._decisions()
        if managed != self.managed:
            now = self._under(managed)
            self.managed = managed
            self.decided.emit(managed)
            self._hold(now)

    def stop(self) -> None:
        """Drop a look at a folder, and wait for none: each has a lane of its own, since a share may hang."""
        if self._looking is not None:
            self._looking.end()
            self._looking = None

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Show how many entries have been read for their meaning, now and where the dialog is opened later."""
        self._progress = (done, total)
        if self.dialog is not None:
            self.dialog.show_meaning_progress(done, total)

    def _made(self) -> SettingsDialog:
        """Make the dialog, and join it to what it changes."""
        from kbassist.ui.settings_dialog import SettingsDialog

        assistant = self._library.assistant
        dialog = SettingsDialog(
            self.held,
            [channel.name for channel in assistant.library.team.channels] if assistant else [],
            self._hotkey.remark,
            self._describe,
            meaning_installed=assistant is not None and assistant.meaning_installed,
            locked=frozenset(self.managed.locked),
            sign_in=self._sign_in(),
            default_keys=str(self.managed.defaults.get("hotkey", Settings().hotkey)),
        )
        target = self._hotkey.target
        dialog.show_programs(BUILT_IN, target.program or target.kind)
        dialog.show_meaning_progress(*self._progress)
        dialog.forget_wanted.connect(self._forget)
        dialog.saved.connect(self.keep)
        dialog.tried.connect(self.tried)
        dialog.sign_in_wanted.connect(self._start_at_sign_in)
        dialog.recording_changed.connect(self._record)
        dialog.finished.connect(self._closed)
        return dialog

    def _hold(self, now: Settings) -> None:
        """Let other settings hold from now on."""
        before, self.held = self.held, now
        if now != before:
            self.kept.emit(before, now)

    def _under(self, managed: Managed) -> Settings:
        """Return what holds under other decisions of IT; what the disk refused to keep goes on to hold."""
        loaded = settings_file.load(_file(), managed).settings
        if not self._unsaved:
            return loaded
        own = [name for name in KINDS if name not in managed.locked and name not in self.managed.locked]
        return replace(loaded, **{name: getattr(self.held, name) for name in own})

    def _sign_in(self) -> SignIn | None:
        from kbassist.ui.settings_general import SignIn

        start = self._autostart
        return SignIn(start.enabled(), start.changeable()) if start is not None else None

    def _start_at_sign_in(self, on: bool) -> None:
        try:
            if self._autostart is not None:
                self._autostart.set(on)
        except KbassistError as error:
            if self.dialog is not None:
                self.dialog.show_error(str(error))

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
        self.stop()  # the answer would be for a dialog that is gone
        if self._recording:
            self._record(False)
        if self._refused:
            self.tried.emit(self.held)  # a cancelled dialog has put back the look of what is on the disk
        self._refused = False
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.look_again()

    def _describe(self, folder: str, tell: Callable[[FolderNote], None]) -> None:
        from kbassist.ui.settings_general import FolderNote

        root = Path(folder) if folder else paths.sample_library()
        self.stop()
        self._looking = Lane("folder", self)
        self._looking.failed.connect(self._lane.failed)
        self._looking.submit(lambda: look_at(root), lambda seen: tell(FolderNote(*seen)))


def _file() -> Path:
    return paths.config_dir() / "settings.toml"
