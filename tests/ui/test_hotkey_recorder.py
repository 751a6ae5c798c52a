"""Recording a key combination with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from kbassist.desktop import keys
from kbassist.desktop.ports import Shortcut
from kbassist.i18n import N_, Text
from kbassist.ui.hotkey_recorder import HotkeyRecorder, native_text

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
TAKEN = Shortcut("Ctrl+Alt+T")


def check(shortcut: Shortcut) -> Text | None:
    return (
        N_("Another program already uses {keys}.", keys=shortcut.text)
        if shortcut == TAKEN
        else keys.refusal(shortcut)
    )


class Bench:
    """A recorder in a dialog, and everything that it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.dialog = QDialog()
        self.recorder = HotkeyRecorder(Shortcut("Ctrl+Alt+Space"), check)
        self.other = QLineEdit()
        layout = QVBoxLayout(self.dialog)
        layout.addWidget(self.recorder)
        layout.addWidget(self.other)
        self.changed: list[Shortcut] = []
        self.refused: list[str] = []
        self.recording: list[bool] = []
        self.recorder.changed.connect(self.changed.append)
        self.recorder.refused.connect(self.refused.append)
        self.recorder.recording_changed.connect(self.recording.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.recorder.setFocus()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.recorder, key, modifiers)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


@pytest.mark.parametrize("start", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_new_combination_is_recorded(bench: Bench, start: Qt.Key) -> None:
    bench.press(start)
    assert bench.recorder.recording()
    assert bench.recorder.text() == "Press the new keys…"
    bench.press(Qt.Key.Key_K, CTRL | ALT)
    assert bench.changed == [Shortcut("Ctrl+Alt+K")]
    assert bench.recorder.recorded() == Shortcut("Ctrl+Alt+K")
    assert bench.recorder.text() == "Ctrl+Alt+K"
    assert bench.recording == [True, False]


@pytest.mark.parametrize(
    ("key", "modifiers", "word"),
    [
        (Qt.Key.Key_Space, CTRL, "input method"),
        (Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "typing"),
        (Qt.Key.Key_K, SHIFT, "typing"),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "typing"),
        (Qt.Key.Key_Backtab, SHIFT, "typing"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "typing"),
        (Qt.Key.Key_C, CTRL, "copy"),
        (Qt.Key.Key_F4, ALT, "windows"),
        (Qt.Key.Key_Escape, CTRL, "system"),
        (Qt.Key.Key_T, CTRL | ALT, "Another program"),
        (Qt.Key.Key_Question, CTRL | SHIFT, "not a key combination"),
    ],
)
def test_a_combination_that_cannot_be_used_is_refused_in_words_and_listening_goes_on(
    bench: Bench, key: Qt.Key, modifiers: Qt.KeyboardModifier, word: str
) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.press(key, modifiers)
    assert word in bench.refused[-1]
    assert bench.changed == []
    assert bench.recorder.recording()
    assert bench.dialog.isVisible()
    assert bench.recorder.hasFocus()
    bench.press(Qt.Key.Key_J, CTRL | ALT)
    assert bench.changed == [Shortcut("Ctrl+Alt+J")]
    assert bench.refused[-1] == ""


def test_modifiers_are_shown_as_they_go_down_and_judged_when_alone(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.qtbot.keyPress(bench.recorder, Qt.Key.Key_Control)
    assert bench.recorder.text() == "Ctrl+…"
    bench.qtbot.keyPress(bench.recorder, Qt.Key.Key_Shift, CTRL)
    assert bench.recorder.text() == "Ctrl+Shift+…"
    bench.qtbot.keyRelease(bench.recorder, Qt.Key.Key_Shift, CTRL)
    bench.qtbot.keyRelease(bench.recorder, Qt.Key.Key_Control)
    assert len([line for line in bench.refused if line]) == 1
    assert "input method" in bench.refused[-1]
    assert bench.recorder.recording()


def test_escape_keeps_the_old_one_and_the_dialog(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.press(Qt.Key.Key_Escape)
    assert not bench.recorder.recording()
    assert bench.recorder.text() == "Ctrl+Alt+Space"
    assert bench.dialog.isVisible()
    bench.press(Qt.Key.Key_Escape)
    assert not bench.dialog.isVisible()


def test_leaving_the_field_keeps_the_old_one(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.other.setFocus()
    assert not bench.recorder.recording()
    assert bench.changed == []
    assert bench.recording == [True, False]


def test_keys_pass_as_usual_while_it_does_not_listen(bench: Bench) -> None:
    bench.press(Qt.Key.Key_K, CTRL | ALT)
    bench.press(Qt.Key.Key_Tab)
    assert bench.other.hasFocus()
    assert bench.changed == []


def test_while_listening_the_dialogs_own_shortcuts_are_silent(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(bench.recorder, event)
    assert event.isAccepted()


def test_the_keypad_is_no_modifier(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.press(Qt.Key.Key_5, CTRL | ALT | Qt.KeyboardModifier.KeypadModifier)
    assert bench.changed == [Shortcut("Ctrl+Alt+5")]


def test_what_is_recorded_can_be_parsed(bench: Bench) -> None:
    for key in keys.KEYS.values():
        shortcut = Shortcut(f"Ctrl+Alt+{key.name}")
        assert native_text(shortcut) == shortcut.text, "Qt writes it as our table does"


def test_a_screen_reader_hears_the_keys_and_what_to_do(bench: Bench) -> None:
    assert "Ctrl+Alt+Space" in bench.recorder.accessibleName()
    assert "Enter" in bench.recorder.accessibleDescription()


def test_setting_the_same_shortcut_tells_nothing(bench: Bench) -> None:
    bench.recorder.set_shortcut(Shortcut("Ctrl+Alt+Space"))
    assert bench.changed == []
