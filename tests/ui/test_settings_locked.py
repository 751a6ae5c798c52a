"""Settings that IT decided: shown, not to be changed, and explained to mouse, keyboard and screen reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kbassist.desktop import keys
from kbassist.desktop.clients import BUILT_IN
from kbassist.desktop.ports import Shortcut
from kbassist.i18n import use_language
from kbassist.settings import KINDS, Client, Settings
from kbassist.ui import theme
from kbassist.ui.locks import LockMark
from kbassist.ui.settings_dialog import SettingsDialog
from kbassist.ui.settings_general import SignIn

GIVEN = Settings(
    library=r"\\srv\kb ",
    language="en",
    theme="dark",
    agent_name="小林",
    agent_signature="一行\n",
    channel="微信",
    fuzzy_pinyin=" z-zh , l-n",
    double_pinyin="xiaohe",
    clients=(Client("crm.exe", paste_key="shift+insert"),),
)
EVERY = frozenset(KINDS)
CHANGERS = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox)
WORDS = "Set by your IT department"


class Bench:
    """A dialog in which something is locked, and what it told."""

    def __init__(self, qtbot: QtBot, locked: frozenset[str], sign_in: SignIn | None = None) -> None:
        self.saved: list[Settings] = []
        self.sign_in: list[bool] = []
        self.dialog = SettingsDialog(
            GIVEN,
            ("微信", "邮件"),
            keys.refusal,
            lambda _path, _tell: None,
            meaning_installed=True,
            locked=locked,
            sign_in=sign_in,
        )
        self.dialog.show_programs(BUILT_IN, "WeChat.exe")
        self.dialog.saved.connect(self.saved.append)
        self.dialog.sign_in_wanted.connect(self.sign_in.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)

    def marks(self) -> list[LockMark]:
        """The locks beside fields, on all pages."""
        return [mark for mark in self.dialog.findChildren(LockMark) if mark.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def marked(self) -> list[str]:
        return [mark.accessibleName().removesuffix(f": {WORDS[0].lower()}{WORDS[1:]}") for mark in self.marks()]

    def notes(self) -> list[bool]:
        """Whether each page tells about locks."""
        pages = [self.dialog._pages.widget(at) for at in range(4)]
        labels = [page.findChildren(QLabel) for page in pages if page is not None]
        return [any("Fields with a lock" in one.text() and not hidden(one) for one in page) for page in labels]


def hidden(widget: QWidget) -> bool:
    """Tell whether a widget or its holder is hidden by itself, whatever page is shown."""
    holder = widget.parentWidget()
    return widget.isHidden() or (holder is not None and holder.isHidden())


MARKS = {
    "library": "Library folder",
    "language": "Language",
    "theme": "Theme",
    "hotkey": "Keys that open the search: Ctrl+Alt+Space",
    "agent_name": "Your name",
    "agent_signature": "Your signature",
    "channel": "First channel",
    "font_scale": "Text size",
    "fuzzy_pinyin": "Pairs that you do not tell apart when you type pinyin:",
    "double_pinyin": "Double pinyin",
    "semantic": "Find what means the same in other words or in another language",
    "case_minutes": "Forget a customer after",
    "smart_fill": "Look for values in what I copied or selected",
    "answer_timer": "Show how long an answer takes, from the hotkey to the copy",
    "call_timer": "Show how long a call takes",
    "clients": "Programs",
}


def test_every_setting_has_its_mark() -> None:
    assert set(MARKS) == EVERY


@pytest.mark.parametrize("name", MARKS)
def test_a_locked_setting_alone_is_marked_and_disabled(qtbot: QtBot, name: str) -> None:
    free, bench = Bench(qtbot, frozenset()), Bench(qtbot, frozenset({name}))
    assert bench.marked() == [MARKS[name]]
    assert bench.notes().count(True) == 1
    assert free.marked() == []
    assert not any(free.notes())
    kinds = (*CHANGERS, QPushButton)
    before = [one for kind in kinds for one in free.dialog.findChildren(kind)]
    after = [one for kind in kinds for one in bench.dialog.findChildren(kind)]
    off = [two for one, two in zip(before, after, strict=True) if one.isEnabled() and not two.isEnabled()]
    assert off
    marked = [one for one in off if one.property("state") == "locked"]
    assert all(one.accessibleDescription() == one.toolTip() == WORDS for one in marked)
    assert marked


def test_where_all_is_locked_nothing_can_be_changed_and_all_can_be_read(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EVERY, SignIn(on=True, changeable=False))
    assert sorted(bench.marked()) == sorted([*MARKS.values(), "Start when I sign in"])
    assert bench.notes() == [True] * 4
    fields = [field for kind in CHANGERS for field in bench.dialog.findChildren(kind)]
    assert [field for field in fields if field.isEnabled()] == []
    assert bench.dialog._programs._programs.isEnabled()  # so that it can be scrolled
    assert bench.dialog.settings() == GIVEN
    assert not bench.dialog._apply_button.isEnabled()
    bench.dialog.accept()
    assert (bench.saved, bench.sign_in) == ([], [])


def test_odd_blanks_in_what_it_gave_are_no_change(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset({"library", "agent_signature", "fuzzy_pinyin"}))
    bench.dialog._general._name.setText("小王")
    bench.dialog.accept()
    assert bench.saved == [replace(GIVEN, agent_name="小王")]


def test_blanks_that_nobody_sees_are_no_change_where_nothing_is_locked_either(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset())
    assert bench.dialog.settings() == GIVEN
    assert not bench.dialog._apply_button.isEnabled()


def test_the_keys_cannot_be_recorded_nor_put_back(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset({"hotkey"}))
    general = bench.dialog._general
    QTest.mouseClick(general._hotkey, Qt.MouseButton.LeftButton)
    QTest.keyClick(general._hotkey, Qt.Key.Key_Return)
    assert not general._hotkey.recording()
    assert not general._reset.isEnabled()
    assert general._hotkey.accessibleDescription() == WORDS  # not how to record them
    assert general._hotkey.recorded() == Shortcut(GIVEN.hotkey)


def test_locked_programs_can_be_looked_at_and_not_touched(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset({"clients"}))
    page = bench.dialog._programs
    bench.dialog._pages.setCurrentIndex(3)
    QTest.keyClick(page._programs, Qt.Key.Key_Down)
    QTest.keyClick(page._programs, Qt.Key.Key_Up)
    QTest.keyClick(page._programs, Qt.Key.Key_Delete)
    assert not page._remove.isEnabled()
    assert not page._fields.isEnabled()
    assert not page._add_last.isEnabled()
    assert bench.dialog.settings().clients == GIVEN.clients
    assert not bench.dialog._apply_button.isEnabled()


def test_a_lock_is_reached_with_tab_and_tells_on_a_key(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(qtbot, frozenset({"theme", "language"}))
    bench.dialog._general._hotkey.setFocus()
    seen: list[QWidget] = []
    for _step in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    marks = bench.marks()
    assert [mark in seen for mark in marks] == [True, True]
    assert seen.index(marks[0]) < seen.index(marks[1])
    assert bench.dialog._general._theme not in seen
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_more: told.append(text))
    QTest.keyClick(marks[0], Qt.Key.Key_Space)
    assert told == [WORDS]


def test_a_lock_says_the_value_that_nobody_can_tab_to(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EVERY)
    said = {mark.accessibleName().split(": set")[0]: mark.accessibleDescription() for mark in bench.marks()}
    assert said["Theme"] == "Dark"
    assert said["Library folder"] == GIVEN.library
    assert said["Your signature"] == GIVEN.agent_signature
    assert said[MARKS["fuzzy_pinyin"]] == "zh = z, n = l"
    assert said[MARKS["semantic"]] == "on"
    assert said[MARKS["call_timer"]] == "off"


def test_locks_speak_chinese_and_follow_the_theme(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, frozenset({"theme", "hotkey"}))
    use_language("zh_CN")
    QCoreApplication.sendEvent(bench.dialog, QEvent(QEvent.Type.LanguageChange))
    mark = bench.marks()[1]
    assert mark.toolTip() == "由 IT 部门统一设置"
    assert mark.accessibleName() == "主题：由 IT 部门统一设置"
    assert bench.dialog._general._hotkey.accessibleDescription() == "由 IT 部门统一设置"
    assert any(label.text() == "带锁的项目由 IT 部门统一设置。" for label in bench.dialog.findChildren(QLabel))
    try:
        shades = []
        for look in (theme.LIGHT, theme.DARK):
            theme.apply(styled, look)
            shades.append(darkest(mark.icon()))
        assert shades[0] != shades[1]
        side = mark.iconSize().height()
        theme.apply(styled, replace(theme.DARK, scale=2.0))
        assert mark.iconSize().height() > 1.6 * side
    finally:
        theme.apply(styled, theme.LIGHT)


def darkest(icon: QIcon) -> str:
    picture = icon.pixmap(64, 64).toImage()
    colors = (picture.pixelColor(QPoint(x, y)) for x in range(picture.width()) for y in range(picture.height()))
    return max(colors, key=lambda color: color.alpha()).name()


def test_starting_at_sign_in_is_wished_when_it_is_kept(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset(), SignIn(on=False, changeable=True))
    box = bench.dialog._general._start
    assert not box.isChecked()
    box.setChecked(True)
    assert bench.dialog._apply_button.isEnabled()
    QTest.mouseClick(bench.dialog._apply_button, Qt.MouseButton.LeftButton)
    assert bench.sign_in == [True]
    assert bench.saved == []
    assert not bench.dialog._apply_button.isEnabled()
    bench.dialog.accept()
    assert bench.sign_in == [True]


def test_where_it_cannot_be_written_the_wish_stays_open(qtbot: QtBot) -> None:
    bench = Bench(qtbot, frozenset(), SignIn(on=True, changeable=True))
    bench.dialog.sign_in_wanted.connect(lambda _on: bench.dialog.show_error("No."))
    bench.dialog._general._start.setChecked(False)
    bench.dialog.accept()
    assert bench.dialog.isVisible()
    assert bench.dialog._apply_button.isEnabled()


@pytest.mark.parametrize("sign_in", [None, SignIn(on=False, changeable=False)])
def test_where_nothing_can_start_the_program_there_is_no_box(qtbot: QtBot, sign_in: SignIn | None) -> None:
    bench = Bench(qtbot, frozenset(), sign_in)
    assert not any(box.text() == "Start when I sign in" for box in bench.dialog.findChildren(QCheckBox))
    assert bench.marked() == []
