"""The settings dialog: what it keeps, tries, explains, and how it is used without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kbassist.desktop import keys
from kbassist.desktop.ports import Shortcut
from kbassist.i18n import N_, use_language
from kbassist.settings import Client, Settings
from kbassist.ui import theme
from kbassist.ui.page_scroll import PageScroll
from kbassist.ui.settings_dialog import SettingsDialog
from kbassist.ui.settings_general import FolderNote

GIVEN = Settings(agent_name="小林", agent_signature="一行\n二行", channel="微信", theme="dark", library="/lib")
MEANING = "Find what means the same in other words or in another language"
Tell = Callable[[FolderNote], None]


class Bench:
    """A dialog, and everything that it told."""

    def __init__(self, qtbot: QtBot, settings: Settings = GIVEN, *, installed: bool = True) -> None:
        self.asked: list[tuple[str, Tell]] = []
        self.saved: list[Settings] = []
        self.tried: list[Settings] = []
        self.dialog = SettingsDialog(
            settings,
            ("微信", "邮件"),
            keys.refusal,
            lambda path, tell: self.asked.append((path, tell)),
            meaning_installed=installed,
        )
        self.dialog.saved.connect(self.saved.append)
        self.dialog.tried.connect(self.tried.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def field(self, name: str) -> QWidget:
        return next(widget for widget in self.dialog.findChildren(QWidget) if widget.accessibleName() == name)

    def combo(self, name: str) -> QComboBox:
        found = self.field(name)
        assert isinstance(found, QComboBox)
        return found

    def choose(self, name: str, value: object) -> None:
        combo = self.combo(name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())

    def box(self, name: str) -> QCheckBox:
        return next(box for box in self.dialog.findChildren(QCheckBox) if name in {box.accessibleName(), box.text()})

    def check(self, name: str, on: bool) -> None:
        self.box(name).setChecked(on)

    def write(self, name: str, text: str) -> None:
        field = self.field(name)
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)

    def button(self, name: str) -> QPushButton:
        return {
            "Ok": self.dialog._ok, "Cancel": self.dialog._cancel, "Apply": self.dialog._apply_button,
        }[name]  # fmt: skip

    def labels(self) -> list[str]:
        return [label.text() for label in self.dialog.findChildren(QWidget) if hasattr(label, "textFormat")]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_what_is_given_is_shown_and_nothing_is_to_be_kept(bench: Bench) -> None:
    assert bench.dialog.settings() == GIVEN
    assert not bench.button("Apply").isEnabled()
    bench.dialog.accept()
    assert bench.saved == []


def test_every_field_is_kept(bench: Bench) -> None:
    bench.write("Library folder", " /other ")
    bench.write("Your name", " 小王 ")
    bench.write("Your signature", "客服小王\n\n")
    bench.choose("First channel", "邮件")
    bench.choose("Language", "en")
    bench.choose("Theme", "light")
    bench.choose("Text size", 1.25)
    bench.dialog._general._hotkey.set_shortcut(Shortcut("Ctrl+Alt+K"))
    bench.dialog.accept()
    assert bench.saved == [Settings("/other", "en", "light", "Ctrl+Alt+K", "小王", "客服小王", "邮件", 1.25)]
    assert not bench.dialog.isVisible()


def test_the_look_is_shown_while_it_is_chosen_and_goes_back_on_cancel(bench: Bench) -> None:
    bench.choose("Theme", "light")
    bench.choose("Language", "zh_CN")
    assert [(tried.theme, tried.language) for tried in bench.tried] == [("light", "system"), ("light", "zh_CN")]
    bench.dialog.reject()
    assert bench.tried[-1] == GIVEN
    assert bench.saved == []


def test_cancel_without_a_new_look_changes_nothing(bench: Bench) -> None:
    bench.write("Your name", "x")
    bench.dialog.reject()
    assert bench.tried == bench.saved == []


def test_apply_keeps_and_stays_and_cancel_goes_back_to_what_was_applied(bench: Bench, qtbot: QtBot) -> None:
    bench.choose("Theme", "light")
    qtbot.mouseClick(bench.button("Apply"), Qt.MouseButton.LeftButton)
    assert bench.saved == [replace(GIVEN, theme="light")]
    assert bench.dialog.isVisible()
    assert not bench.button("Apply").isEnabled()
    bench.choose("Theme", "system")
    bench.dialog.reject()
    assert bench.tried[-1].theme == "light"


def test_where_keeping_fails_the_dialog_stays_and_says_why(bench: Bench) -> None:
    bench.dialog.saved.connect(lambda _settings: bench.dialog.show_error("The disk is full."))
    bench.write("Your name", "小王")
    bench.dialog.accept()
    assert bench.dialog.isVisible()
    assert "The disk is full." in bench.labels()
    assert bench.button("Apply").isEnabled()
    assert bench.dialog.settings().agent_name == "小王"


def test_the_folder_note_belongs_to_the_folder_shown(bench: Bench, qtbot: QtBot) -> None:
    asked = len(bench.asked)
    bench.write("Library folder", "/late")
    qtbot.waitUntil(lambda: len(bench.asked) > asked)
    late = bench.asked[-1]
    bench.write("Library folder", "/now")
    qtbot.waitUntil(lambda: bench.asked[-1][0] == "/now")
    bench.asked[-1][1](FolderNote(True, N_("{n} articles", n=52)))
    late[1](FolderNote(False, N_("There is no such folder.")))
    assert "52 articles" in bench.labels()
    assert "There is no such folder." not in bench.labels()


def test_the_folder_is_chosen_from_the_disk(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_words: "/chosen 资料"))
    bench.dialog._general._browse.click()
    assert bench.dialog.settings().library == "/chosen 资料"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_words: ""))
    bench.dialog._general._browse.click()
    assert bench.dialog.settings().library == "/chosen 资料"


def test_a_refused_hotkey_is_explained_beside_it(bench: Bench, qtbot: QtBot) -> None:
    recorder = bench.dialog._general._hotkey
    recorder.setFocus()
    qtbot.keyClick(recorder, Qt.Key.Key_Return)
    qtbot.keyClick(recorder, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert any("input method" in text for text in bench.labels())
    assert bench.dialog.settings().hotkey == GIVEN.hotkey
    qtbot.keyClick(recorder, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert not any("input method" in text for text in bench.labels())
    bench.dialog._general._reset.click()
    assert bench.dialog.settings().hotkey == "Ctrl+Alt+Space"


def test_a_channel_that_the_team_dropped_and_an_odd_text_size_are_kept(qtbot: QtBot) -> None:
    odd = replace(GIVEN, channel="传真", font_scale=1.33)
    assert Bench(qtbot, odd).dialog.settings() == odd


def test_everything_is_reached_with_tab_alone(bench: Bench, qtbot: QtBot) -> None:
    bench.dialog._general._hotkey.setFocus()
    seen = []
    for _step in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    texts = (bench.dialog._general._library, bench.dialog._general._name, bench.dialog._general._signature)
    page = bench.dialog._pages.widget(0)
    assert page is not None
    fields = [*page.findChildren(QComboBox), *texts]
    assert {
        *fields,
        bench.dialog._general._hotkey,
        bench.dialog._general._reset,
        bench.dialog._general._browse,
    } <= set(seen)
    assert bench.button("Ok") in seen


def test_the_search_page_is_reached_with_the_keyboard_and_walked_with_tab(bench: Bench, qtbot: QtBot) -> None:
    bench.dialog._pages.tabBar().setFocus()
    qtbot.keyClick(bench.dialog._pages.tabBar(), Qt.Key.Key_Right)
    page = bench.dialog._search
    assert page.isVisible()
    seen = set()
    for _step in range(25):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {*page.findChildren(QCheckBox), *page.findChildren(QComboBox), page._forget} <= seen


def test_fuzzy_pairs_double_pinyin_and_meaning_are_kept(bench: Bench) -> None:
    bench.check("Fuzzy pinyin zh = z", True)
    bench.check("Fuzzy pinyin ing = in", True)
    bench.choose("Double pinyin", "xiaohe")
    bench.check(MEANING, False)
    assert bench.button("Apply").isEnabled()
    bench.dialog.accept()
    chosen = replace(GIVEN, fuzzy_pinyin="z-zh,in-ing", double_pinyin="xiaohe", semantic=False)
    assert bench.saved == [chosen]
    assert bench.tried == []


def test_what_is_chosen_about_searching_is_shown(qtbot: QtBot) -> None:
    chosen = replace(GIVEN, fuzzy_pinyin="l-n, s-sh", double_pinyin="ziguang", semantic=False)
    bench = Bench(qtbot, chosen)
    checked = {box.text() for box in bench.dialog._search.findChildren(QCheckBox) if box.isChecked()}
    assert checked == {"n = l", "sh = s"}
    assert bench.combo("Double pinyin").currentText() == "紫光拼音"
    bench.check("Fuzzy pinyin n = l", False)
    assert bench.dialog.settings().fuzzy_pinyin == "s-sh"


def test_opening_and_closing_leaves_a_list_that_was_written_by_hand(qtbot: QtBot) -> None:
    bench = Bench(qtbot, replace(GIVEN, fuzzy_pinyin=" s-sh , l-n"))
    bench.dialog.accept()
    assert bench.saved == []


def test_without_the_part_for_meaning_the_choice_is_disabled_with_a_word_and_kept(qtbot: QtBot) -> None:
    bench = Bench(qtbot, installed=False)
    assert not bench.box(MEANING).isEnabled()
    assert any("not installed" in text for text in bench.labels())
    bench.dialog.show_meaning_progress(1, 9)
    assert not any("1 of 9" in text for text in bench.labels())
    assert bench.dialog.settings() == GIVEN


def test_reading_for_meaning_shows_how_far_it_is(bench: Bench) -> None:
    bench.dialog.show_meaning_progress(120, 3027)
    assert any("120 of 3027" in text for text in bench.labels())
    bench.dialog.show_meaning_progress(3027, 3027)
    assert not any("of 3027" in text for text in bench.labels())


def test_forgetting_asks_first_and_says_when_it_is_done(bench: Bench, qtbot: QtBot) -> None:
    wanted: list[int] = []
    bench.dialog.forget_wanted.connect(lambda: wanted.append(1))
    bench.dialog._pages.setCurrentIndex(1)
    page = bench.dialog._search
    qtbot.mouseClick(page._forget, Qt.MouseButton.LeftButton)
    assert any("Wordings that you kept stay" in text for text in bench.labels())
    qtbot.mouseClick(page._keep, Qt.MouseButton.LeftButton)
    assert not page._keep.isVisible()
    assert wanted == []
    for _press in range(2):
        qtbot.mouseClick(page._forget, Qt.MouseButton.LeftButton)
    assert wanted == [1]
    bench.dialog.show_forgotten()
    assert any(text.startswith("Forgotten") for text in bench.labels())
    assert page._forget.text() == "Forget what I chose…"
    assert bench.saved == []


def test_every_field_has_a_name_for_screen_readers(bench: Bench) -> None:
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    fields = [widget for kind in kinds for widget in bench.dialog.findChildren(kind)]
    assert all(field.accessibleName() for field in fields)


def test_the_dialog_changes_its_language_while_it_is_open(bench: Bench) -> None:
    use_language("zh_CN")
    QCoreApplication.sendEvent(bench.dialog, QEvent(QEvent.Type.LanguageChange))
    assert bench.dialog.windowTitle() == "设置"
    assert bench.field("默认渠道") is bench.dialog._general._channel
    assert bench.combo("语言").itemText(0) == "跟随系统"
    assert bench.button("Ok").text() == "确定"
    assert bench.dialog.settings() == GIVEN


def test_programs_are_kept_with_the_rest(bench: Bench) -> None:
    bench.dialog.show_programs((Client("known.exe", rich=False),), "chat.exe")
    add = next(one for one in bench.dialog.findChildren(QPushButton) if one.text() == "Add chat.exe")
    add.click()
    bench.choose("Line breaks", "shift-enter")
    assert bench.button("Apply").isEnabled()
    bench.dialog.accept()
    assert [each.clients for each in bench.saved] == [(Client("chat.exe", newline="shift-enter"),)]


def test_programs_written_by_hand_stay_as_they_are(qtbot: QtBot) -> None:
    own = (Client("a.exe", longest=777), Client("b*", images=True))
    bench = Bench(qtbot, replace(GIVEN, clients=own))
    bench.write("Your name", "X")
    bench.dialog.accept()
    assert bench.saved[0].clients == own


def test_enter_in_the_name_of_a_program_does_not_close_the_dialog(bench: Bench) -> None:
    bench.dialog._pages.setCurrentIndex(3)
    bench.write("Name of the program", "own.exe")
    name = bench.field("Name of the program")
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert bench.dialog.isVisible()
    assert bench.dialog.settings().clients == (Client("own.exe"),)


def test_all_can_be_seen_without_scrolling_where_the_screen_is_large_enough(bench: Bench) -> None:
    for at in range(4):
        bench.dialog._pages.setCurrentIndex(at)
        page = bench.dialog._pages.widget(at)
        assert isinstance(page, PageScroll)
        assert not page.verticalScrollBar().isVisible()
        assert page.maximumViewportSize().width() >= page.widget().minimumSizeHint().width()


def test_on_a_screen_that_is_too_small_the_pages_scroll_and_the_buttons_stay(
    styled: QApplication, qtbot: QtBot
) -> None:
    try:
        theme.apply(styled, replace(theme.LIGHT, scale=2.0))
        bench = Bench(qtbot)
        dialog = bench.dialog
        assert dialog.height() <= dialog.screen().availableGeometry().height()
        for at in range(4):
            dialog._pages.setCurrentIndex(at)
            page = dialog._pages.widget(at)
            assert isinstance(page, PageScroll)
            assert page.widget().width() >= page.widget().minimumSizeHint().width()  # nothing is cut at the side
        assert bench.button("Ok").visibleRegion().boundingRect() == bench.button("Ok").rect()
        dialog._pages.setCurrentIndex(0)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog._general._hotkey.setFocus()
        for _step in range(9):
            if (focused := dialog.focusWidget()) is not None and focused is not dialog._general._scale:
                QTest.keyClick(focused, Qt.Key.Key_Tab)
        shown = dialog._general._scale.visibleRegion().boundingRect()
        assert shown == dialog._general._scale.rect()  # it has scrolled there
    finally:
        theme.apply(styled, theme.LIGHT)
