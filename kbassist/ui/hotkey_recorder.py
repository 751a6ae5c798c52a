"""A field that records a key combination, and says at once why one cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from kbassist.desktop.ports import Shortcut
from kbassist.i18n import Text, _
from kbassist.ui.labels import literal, repolish

Check = Callable[[Shortcut], Text | None]
"""Says why a shortcut cannot be the hotkey; None where it can."""

_MODIFIERS: Final = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_AltGr: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Meta: Qt.KeyboardModifier.MetaModifier,
    Qt.Key.Key_Super_L: Qt.KeyboardModifier.MetaModifier,
    Qt.Key.Key_Super_R: Qt.KeyboardModifier.MetaModifier,
}
_NAMES: Final = (
    ("Meta", Qt.KeyboardModifier.MetaModifier),
    ("Ctrl", Qt.KeyboardModifier.ControlModifier),
    ("Alt", Qt.KeyboardModifier.AltModifier),
    ("Shift", Qt.KeyboardModifier.ShiftModifier),
)
_NONE: Final = Qt.KeyboardModifier.NoModifier
_SILENT: Final = frozenset({Qt.Key.Key_unknown, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock})


class HotkeyRecorder(QPushButton):
    """Shows a shortcut; pressed, it listens for the next combination. Esc or leaving it keeps the old one.

    `check` refuses a combination with a sentence, told by `refused`, and the field goes on listening.
    """

    changed = Signal(object)
    """The new `Shortcut`."""
    refused = Signal(str)
    """Why the combination just pressed cannot be used; empty when there is nothing to say any more."""
    recording_changed = Signal(bool)
    """Whether it listens: the program lets its own hotkey go meanwhile, so that it can be pressed here."""

    def __init__(self, shortcut: Shortcut, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcut = shortcut
        self._check = check
        self._recording = False
        self._held = _NONE
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAutoDefault(False)
        self.clicked.connect(self._start)
        self.retranslate()

    def recorded(self) -> Shortcut:
        """Return the shortcut shown."""
        return self._shortcut

    def set_shortcut(self, shortcut: Shortcut) -> None:
        """Show another shortcut; `changed` tells of it."""
        self._stop()
        if shortcut != self._shortcut:
            self._shortcut = shortcut
            self.changed.emit(shortcut)
        self.refused.emit("")
        self.retranslate()

    def recording(self) -> bool:
        """Tell whether the field listens."""
        return self._recording

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        shown = native_text(self._shortcut)
        if self._recording:
            held = "+".join(_held_names(self._held))
            shown = f"{held}+…" if held else _("Press the new keys…")
        self.setText(literal(shown))
        self.setAccessibleName(_("Keys that open the search: {keys}").format(keys=native_text(self._shortcut)))
        self.setAccessibleDescription(_("Press Enter, then the new keys; Esc keeps the old ones."))

    def event(self, event: QEvent) -> bool:
        """While listening, take every key before Tab moves the focus or the dialog hears Esc."""
        if self._recording and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
                return True
            if event.type() == QEvent.Type.KeyRelease:
                self._released(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins to listen, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._start()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field keeps the old shortcut."""
        self._stop()
        super().focusOutEvent(event)

    def _start(self) -> None:
        """Begin to listen."""
        if not self._recording:
            self._set_recording(True)
            self.refused.emit("")

    def _stop(self) -> None:
        """Listen no more."""
        if self._recording:
            self._set_recording(False)

    def _set_recording(self, recording: bool) -> None:
        self._recording = recording
        self._held = _NONE
        repolish(self, "state", "recording" if recording else "")
        self.retranslate()
        self.recording_changed.emit(recording)

    def _pressed(self, event: QKeyEvent) -> None:
        """Show modifiers as they are pressed; judge the combination when its key comes."""
        key = Qt.Key(event.key())
        if event.isAutoRepeat() or key in _SILENT:
            return
        if key in _MODIFIERS:
            self._held |= _MODIFIERS[key]
            self.retranslate()
            return
        modifiers = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
        )
        if key is Qt.Key.Key_Escape and modifiers == _NONE:
            self._stop()
            self.refused.emit("")
            return
        self._held = _NONE
        self._judge(_portable(Qt.Key.Key_Tab if key is Qt.Key.Key_Backtab else key, modifiers))

    def _released(self, event: QKeyEvent) -> None:
        """Modifiers that were pressed alone are judged, too: Ctrl+Shift switches input methods."""
        key = Qt.Key(event.key())
        if event.isAutoRepeat() or key not in _MODIFIERS or self._held == _NONE:
            return
        held, self._held = self._held, _NONE
        self._judge(Shortcut("+".join(_held_names(held))))

    def _judge(self, shortcut: Shortcut) -> None:
        """Take a combination, or say why not."""
        remark = self._check(shortcut)
        if remark is None:
            self.set_shortcut(shortcut)
            return
        self.retranslate()
        self.refused.emit(f"{native_text(shortcut)}: {remark}")


def native_text(shortcut: Shortcut) -> str:
    """Return a shortcut as the desktop writes it (`Win` on Windows)."""
    keys = QKeySequence.fromString(shortcut.text, QKeySequence.SequenceFormat.PortableText)
    return keys.toString(QKeySequence.SequenceFormat.NativeText) or shortcut.text


def _portable(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Shortcut:
    """Return a key with its modifiers in portable text."""
    keys = QKeySequence(QKeyCombination(modifiers, key))
    return Shortcut(keys.toString(QKeySequence.SequenceFormat.PortableText))


def _held_names(modifiers: Qt.KeyboardModifier) -> list[str]:
    """Return the portable names of modifiers, in their order."""
    return [name for name, modifier in _NAMES if modifiers & modifier]
