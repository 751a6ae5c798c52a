"""Settings: tried, kept on the disk, applied; and the dialog's life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from kbassist import paths, settings
from kbassist.app.settings_trip import SettingsTrip
from kbassist.desktop.ports import Shortcut
from kbassist.settings import Settings
from kbassist.ui.hotkey_recorder import HotkeyRecorder
from kbassist.ui.settings_dialog import SettingsDialog
from tests.app.rig import Rig, throw_away
from tests.assistant.shelf import Shelf

KEYS = Settings().hotkey


class Held:
    """A trip with what it told, and hands on its dialog."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        rig.hotkey.bind(KEYS)
        self.trip = SettingsTrip(Settings(), rig.lane, rig.library, rig.hotkey)
        self.kept: list[tuple[Settings, Settings]] = []
        self.tried: list[Settings] = []
        self.trip.kept.connect(lambda before, now: self.kept.append((before, now)))
        self.trip.tried.connect(self.tried.append)

    @property
    def dialog(self) -> SettingsDialog:
        assert self.trip.dialog is not None
        return self.trip.dialog

    def edit(self, name: str) -> QLineEdit:
        (found,) = (line for line in self.dialog.findChildren(QLineEdit) if line.accessibleName() == name)
        return found

    def combo(self, name: str) -> QComboBox:
        (found,) = (combo for combo in self.dialog.findChildren(QComboBox) if combo.accessibleName() == name)
        return found

    @property
    def recorder(self) -> HotkeyRecorder:
        (found,) = self.dialog.findChildren(HotkeyRecorder)
        return found

    def click(self, name: str) -> None:
        (button,) = (button for button in self.dialog.findChildren(QPushButton) if button.text() == name)
        button.click()


@pytest.fixture
def held(rig: Rig) -> Iterator[Held]:
    found = Held(rig)
    yield found
    if found.trip.dialog is not None:
        throw_away(found.trip.dialog)


def stored() -> Settings:
    return settings.load(paths.config_dir() / "settings.toml").settings


def test_what_is_kept_is_on_the_disk_and_told_with_what_held_before(held: Held) -> None:
    held.trip.open()
    held.edit("Your name").setText("小林")
    held.click("OK")
    now = Settings(agent_name="小林")
    assert held.kept == [(Settings(), now)]
    assert held.trip.held == now == stored()
    assert held.trip.dialog is None


def test_the_dialog_opens_once_and_anew_after_it_was_closed(held: Held) -> None:
    held.trip.open()
    first = held.dialog
    held.trip.open()
    assert held.dialog is first
    held.click("Cancel")
    held.trip.open()
    assert held.dialog is not first
    assert held.kept == []


def test_apply_keeps_and_stays(held: Held) -> None:
    held.trip.open()
    held.edit("Your name").setText("小林")
    held.click("Apply")
    assert stored().agent_name == "小林"
    assert held.trip.dialog is not None
    held.edit("Your name").setText("小周")
    held.click("OK")
    assert [now.agent_name for _before, now in held.kept] == ["小林", "小周"]


def test_the_channels_of_the_team_are_offered(held: Held, shelf: Shelf) -> None:
    held.rig.open(shelf.root)
    held.trip.open()
    combo = held.combo("First channel")
    assert [combo.itemData(at) for at in range(combo.count())] == ["", "微信", "邮件", "电话", "短信", "在线"]


def test_a_disk_that_refuses_is_said_and_the_choice_holds_for_now(held: Held, own_profile: Path) -> None:
    (own_profile / "config").write_text("a file where a folder should be")
    held.trip.open()
    held.edit("Your name").setText("小林")
    held.click("OK")
    assert held.dialog.isVisible()
    assert any("could not be saved" in label.text() for label in held.dialog.findChildren(QLabel))
    assert held.trip.held.agent_name == "小林"
    assert [now.agent_name for _before, now in held.kept] == ["小林"]
    held.click("Cancel")
    assert held.trip.dialog is None
    assert held.tried[-1:] == [held.trip.held]  # the look is the one that holds, not the one on the disk


def test_a_look_is_tried_and_put_back(held: Held) -> None:
    held.trip.open()
    theme = held.combo("Theme")
    theme.setCurrentIndex(theme.findData("dark"))
    theme.activated.emit(theme.currentIndex())
    assert held.tried[-1].theme == "dark"
    held.click("Cancel")
    assert held.tried[-1].theme == "system"
    assert held.kept == []


def test_recording_lets_the_hotkey_go_and_takes_it_back(held: Held) -> None:
    hotkey = held.rig.desktop.hotkey
    held.trip.open()
    QTest.keyClick(held.recorder, Qt.Key.Key_Return)
    assert held.recorder.recording()
    assert hotkey.held is None
    QTest.keyClick(held.recorder, Qt.Key.Key_Escape)
    assert hotkey.held == Shortcut(KEYS)


def test_a_recorded_hotkey_is_kept_with_the_settings(held: Held) -> None:
    held.trip.open()
    QTest.keyClick(held.recorder, Qt.Key.Key_Return)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(held.recorder, Qt.Key.Key_J, modifiers)
    assert held.rig.desktop.hotkey.held == Shortcut(KEYS)  # until it is kept
    held.click("OK")
    assert stored().hotkey == "Ctrl+Alt+J"


def test_closing_while_recording_takes_the_hotkey_back(held: Held) -> None:
    held.trip.open()
    QTest.keyClick(held.recorder, Qt.Key.Key_Return)
    assert held.rig.desktop.hotkey.held is None
    held.dialog.close()
    assert held.trip.dialog is None
    assert held.rig.desktop.hotkey.held == Shortcut(KEYS)


def test_a_folder_is_described_while_it_is_typed(held: Held, shelf: Shelf) -> None:
    held.trip.open()
    held.edit("Library folder").setText(str(shelf.root))
    note = held.dialog._note
    held.rig.until(lambda: "5 files in kb/" in note.text())
    held.edit("Library folder").setText("/nowhere/at/all")
    held.rig.until(lambda: "There is no folder" in note.text())


def test_a_description_that_comes_after_the_dialog_is_gone_is_dropped(held: Held) -> None:
    held.trip.open()
    held.rig.settle()
    held.dialog._look_at_folder()  # asked just before the end
    dialog = held.dialog
    held.click("Cancel")
    throw_away(dialog)
    held.rig.settle()
    assert held.rig.failures == []


def test_settings_may_be_kept_without_a_dialog(held: Held) -> None:
    held.trip.keep(replace(Settings(), theme="dark"))
    assert stored().theme == "dark"


def test_choices_are_forgotten_after_a_confirmation(held: Held, shelf: Shelf) -> None:
    gone: list[int] = []
    held.trip.forgotten.connect(lambda: gone.append(1))
    held.rig.open(shelf.root)
    held.trip.open()
    held.click("Forget what I chose…")
    held.rig.settle()
    assert held.rig.assistant.forgotten == gone == []
    held.click("Yes, forget it")
    held.rig.until(lambda: gone)
    assert held.rig.assistant.forgotten == [None]
    assert any(label.text().startswith("Forgotten") for label in held.dialog.findChildren(QLabel))


def test_progress_is_shown_in_a_dialog_that_is_opened_later(held: Held, shelf: Shelf) -> None:
    held.rig.open(shelf.root)
    held.trip.show_meaning_progress(3, 10)
    held.trip.open()
    assert any("3 of 10" in label.text() for label in held.dialog.findChildren(QLabel))
    held.trip.show_meaning_progress(10, 10)
    assert not any("of 10" in label.text() for label in held.dialog.findChildren(QLabel))
