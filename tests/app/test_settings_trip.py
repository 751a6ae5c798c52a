"""Settings: tried, kept on the disk, applied; and the dialog's life."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from kbassist import paths, settings_file
from kbassist.app import settings_trip
from kbassist.app.settings_trip import SettingsTrip
from kbassist.desktop.ports import Shortcut
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.policy import Managed
from kbassist.settings import Settings
from kbassist.ui.hotkey_recorder import HotkeyRecorder
from kbassist.ui.settings_dialog import SettingsDialog
from tests.app.rig import LONGEST_S, Rig, throw_away
from tests.assistant.shelf import Shelf

KEYS = Settings().hotkey


class SignInSwitch:
    """Starts nothing, but remembers; `refuses` is what the desktop says instead."""

    def __init__(self) -> None:
        self.on = False
        self.refuses: KbassistError | None = None

    def enabled(self) -> bool:
        return self.on

    def changeable(self) -> bool:
        return True

    def set(self, on: bool) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.on = on


class Held:
    """A trip with what it told, and hands on its dialog; `managed` is what IT decides."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        rig.hotkey.bind(KEYS)
        self.managed = Managed()
        self.sign_in = SignInSwitch()
        self.trip = SettingsTrip(
            Settings(), rig.lane, rig.library, rig.hotkey, autostart=self.sign_in, decisions=lambda: self.managed
        )
        self.decided: list[Managed] = []
        self.trip.decided.connect(self.decided.append)
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
    found.trip.stop()
    if found.trip.dialog is not None:
        throw_away(found.trip.dialog)


def stored() -> Settings:
    return settings_file.load(paths.config_dir() / "settings.toml").settings


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
    note = held.dialog._general._note
    held.rig.until(lambda: "5 files in kb/" in note.text())
    held.edit("Library folder").setText("/nowhere/at/all")
    held.rig.until(lambda: "There is no folder" in note.text())


def test_a_description_that_comes_after_the_dialog_is_gone_is_dropped(held: Held) -> None:
    held.trip.open()
    held.rig.settle()
    held.dialog._general.look_at_folder()  # asked just before the end
    dialog = held.dialog
    held.click("Cancel")
    throw_away(dialog)
    held.rig.settle()
    assert held.rig.failures == []


def test_a_folder_that_hangs_keeps_the_next_from_no_answer(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    over, looked = threading.Event(), settings_trip.look_at

    def look(folder: Path) -> tuple[bool, Text]:
        if folder.name == "hangs":
            over.wait(LONGEST_S)
        return looked(folder)

    monkeypatch.setattr(settings_trip, "look_at", look)
    held.trip.open()
    note = held.dialog._general._note
    for folder in ("/hangs", "/nowhere/at/all"):
        held.edit("Library folder").setText(folder)
        held.dialog._general.look_at_folder()
    held.rig.until(lambda: str(Path("/nowhere/at/all")) in note.text())
    over.set()


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


def test_a_policy_locks_in_the_dialog_holds_at_once_and_is_not_written(held: Held) -> None:
    held.trip.keep(Settings(agent_name="小林", theme="light"))
    held.managed = Managed(locked={"theme": "dark"})
    held.trip.open()
    assert held.decided == [held.managed]
    assert held.trip.held == Settings(agent_name="小林", theme="dark")
    assert held.kept[-1] == (Settings(agent_name="小林", theme="light"), held.trip.held)
    assert held.combo("Theme").currentData() == "dark"
    assert not held.combo("Theme").isEnabled()
    held.edit("Your name").setText("小周")
    held.click("OK")
    assert stored() == Settings(agent_name="小周", theme="light")


def test_when_the_policy_goes_the_users_own_choice_holds_again(held: Held) -> None:
    held.trip.keep(Settings(theme="light"))
    held.managed = Managed(locked={"theme": "dark"})
    held.trip.look_again()
    assert held.trip.held.theme == "dark"
    held.managed = Managed()
    held.trip.look_again()
    assert held.trip.held.theme == "light"
    held.trip.open()
    assert held.combo("Theme").isEnabled()


def test_looking_again_at_the_same_decisions_tells_nothing(held: Held) -> None:
    held.trip.look_again()
    assert held.kept == held.decided == []


def test_a_decision_without_another_setting_is_told_without_a_change(held: Held) -> None:
    held.managed = Managed(locked={"theme": "system"})
    held.trip.look_again()
    assert held.decided == [held.managed]
    assert held.kept == []
    assert held.trip.managed == held.managed


def test_decisions_wait_until_the_dialog_is_closed(held: Held) -> None:
    held.trip.open()
    held.edit("Your name").setText("小林")
    held.managed = Managed(locked={"agent_name": "晴选客服"})
    held.trip.look_again()
    assert held.edit("Your name").isEnabled()
    assert held.decided == []
    held.click("Apply")
    assert held.trip.held.agent_name == "小林"
    held.click("Cancel")
    assert held.trip.held.agent_name == "晴选客服"
    assert stored().agent_name == "小林"


def test_what_the_disk_refused_goes_on_to_hold_under_other_decisions(held: Held, own_profile: Path) -> None:
    held.managed = Managed(locked={"theme": "dark"})
    held.trip.look_again()
    (own_profile / "config").write_text("a file where a folder should be")
    held.trip.keep(replace(held.trip.held, agent_name="小林", channel="微信"))
    held.managed = Managed(locked={"channel": "邮件"})
    held.trip.look_again()
    # The name is on no disk; the channel is locked now; the theme was IT's and never the user's.
    assert held.trip.held == Settings(agent_name="小林", channel="邮件")


def test_a_default_of_it_is_put_into_no_file(held: Held) -> None:
    held.managed = Managed(defaults={"language": "en", "agent_name": "晴选客服"})
    held.trip.open()
    assert held.edit("Your name").text() == "晴选客服"
    assert held.edit("Your name").isEnabled()
    theme = held.combo("Theme")
    theme.setCurrentIndex(theme.findData("dark"))
    held.click("OK")
    assert stored() == Settings(theme="dark")
    assert held.trip.held == Settings(theme="dark", language="en", agent_name="晴选客服")


def test_the_default_keys_are_those_that_it_proposed(held: Held) -> None:
    held.managed = Managed(defaults={"hotkey": "Ctrl+Alt+K"})
    held.trip.look_again()
    held.trip.keep(replace(held.trip.held, hotkey="Ctrl+Alt+J"))
    held.trip.open()
    held.click("Default")
    held.click("OK")
    assert held.trip.held.hotkey == "Ctrl+Alt+K"


def box(held: Held) -> QCheckBox:
    (found,) = (one for one in held.dialog.findChildren(QCheckBox) if one.text() == "Start when I sign in")
    return found


def test_starting_at_sign_in_is_asked_of_the_desktop_each_time(held: Held) -> None:
    held.trip.open()
    box(held).setChecked(True)
    held.click("OK")
    assert held.sign_in.on
    held.sign_in.on = False  # somebody else switched it off
    held.trip.open()
    assert not box(held).isChecked()


def test_a_refused_start_at_sign_in_is_said(held: Held) -> None:
    held.sign_in.refuses = KbassistError(N_("The disk is full."))
    held.trip.open()
    box(held).setChecked(True)
    held.click("OK")
    assert any(label.text() == "The disk is full." for label in held.dialog.findChildren(QLabel))
    assert not held.sign_in.on
