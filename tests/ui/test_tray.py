"""The tray's menu: wishes, recent macros, trouble, and both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kbassist.i18n import Text, use_language
from kbassist.ui.tray import DueRow, RecentMacro, Tray


def icon(side: int) -> QIcon:
    pixmap = QPixmap(side, side)
    pixmap.fill("red")
    return QIcon(pixmap)


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[Tray]:
    found = Tray(icon(16), icon(32))
    yield found
    found.hide()
    found.menu.deleteLater()


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator() and action.isVisible()]


WISHES = [
    ("Search", "search_wanted"),
    ("Library folder", "folder_wanted"),
    ("Problems…", "problems_wanted"),
    ("Reload the library", "reload_wanted"),
    ("Settings…", "settings_wanted"),
    ("About kbassist", "about_wanted"),
    ("Quit", "quit_wanted"),
]


@pytest.mark.parametrize(("text", "wish"), WISHES)
def test_each_row_is_a_wish(tray: Tray, qtbot: QtBot, text: str, wish: str) -> None:
    action = next(action for action in tray.menu.actions() if action.text() == text)
    with qtbot.waitSignal(getattr(tray, wish)):
        action.trigger()


def recent_menu(tray: Tray) -> QMenu:
    found = tray.menu.actions()[1].menu()
    assert isinstance(found, QMenu)
    return found


def test_recent_macros_show_plain_elided_titles_and_give_their_keys(tray: Tray, qtbot: QtBot) -> None:
    menu = recent_menu(tray)
    assert not menu.isEnabled()
    tray.show_recent((RecentMacro("a@zh-CN", "退款 & <b>说明</b>\n第二行"), RecentMacro("b@zh-CN", "长" * 80)))
    assert menu.isEnabled()
    assert texts(menu) == ["退款 && <b>说明</b> 第二行", "长" * 31 + "…"]
    with qtbot.waitSignal(tray.macro_wanted) as caught:
        menu.actions()[1].trigger()
    assert caught.args == ["b@zh-CN"]
    tray.show_recent(())
    assert not menu.isEnabled()


@pytest.mark.parametrize(("count", "text"), [(0, "Problems…"), (1, "1 problem…"), (12, "12 problems…")])
def test_the_number_of_problems_stands_in_the_menu(tray: Tray, count: int, text: str) -> None:
    tray.show_problems(count)
    assert text in texts(tray.menu)


def test_the_hotkey_stands_beside_the_search(tray: Tray) -> None:
    tray.show_shortcut("Ctrl+Alt+Space")
    assert texts(tray.menu)[0] == "Search\tCtrl+Alt+Space"
    assert "Ctrl+Alt+Space" in tray.icon.toolTip()


def test_trouble_marks_the_icon_until_all_is_well(tray: Tray) -> None:
    calm = tray.icon.icon().cacheKey()
    tray.show_trouble("Another program uses <b>Ctrl+Alt+Space</b>." + "x" * 300)
    assert tray.icon.icon().cacheKey() != calm
    assert tray.icon.toolTip().startswith("Another program uses ‹b›")
    assert len(tray.icon.toolTip()) <= 120
    tray.show_trouble("")
    assert tray.icon.icon().cacheKey() == calm
    assert tray.icon.toolTip() == "kbassist"


def test_work_in_the_background_is_told_quietly_until_it_is_done(tray: Tray) -> None:
    tray.show_meaning_progress(3, 10)
    assert "3 of 10" in tray.icon.toolTip()
    tray.show_trouble("taken")
    assert tray.icon.toolTip() == "taken"
    tray.show_trouble("")
    tray.show_meaning_progress(10, 10)
    assert tray.icon.toolTip() == "kbassist"


def test_a_left_click_opens_the_search_once(tray: Tray, qtbot: QtBot) -> None:
    wishes: list[bool] = []
    tray.search_wanted.connect(lambda: wishes.append(True))
    reasons = QSystemTrayIcon.ActivationReason
    for reason in (reasons.Trigger, reasons.DoubleClick, reasons.Context, reasons.MiddleClick):
        tray.icon.activated.emit(reason)
    assert wishes == [True]


def test_a_click_on_the_balloon_leads_to_what_it_is_about(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tray.search_wanted):
        tray.icon.messageClicked.emit()
    tray.show_trouble("taken")
    with qtbot.waitSignal(tray.settings_wanted):
        tray.icon.messageClicked.emit()


def test_the_menu_speaks_chinese(tray: Tray) -> None:
    tray.show_problems(3)
    use_language("zh_CN")
    tray.retranslate()
    assert texts(tray.menu) == [
        "搜索", "最近用过的话术", "资料库文件夹", "3 个问题…", "重新载入资料库", "设置…", "关于 kbassist", "退出",
    ]  # fmt: skip


def test_a_tray_host_that_comes_back_gets_the_icon_again(
    tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []
    monkeypatch.setattr(tray.icon, "show", lambda: shown.append(True))
    available = iter([False, True, True])
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: next(available)))
    for _time in range(3):
        tray._follow_host()
    assert shown == [True]


DUE = (DueRow("a1", "退款 & <b>进度</b>", "2 days overdue"), DueRow("b2", "长" * 80, "Today 09:30"))


def due_menu(tray: Tray) -> QMenu:
    found = tray.menu.actions()[2].menu()
    assert isinstance(found, QMenu)
    return found


def test_follow_ups_show_only_where_some_are_due(tray: Tray, qtbot: QtBot) -> None:
    assert not any("Follow-ups" in text for text in texts(tray.menu))
    tray.show_due(DUE)
    assert "Follow-ups due (2)" in texts(tray.menu)
    assert texts(due_menu(tray)) == ["退款 && <b>进度</b>\t2 days overdue", "长" * 31 + "…\tToday 09:30"]
    assert "2 follow-ups are due" in tray.icon.toolTip()
    with qtbot.waitSignal(tray.reminder_wanted) as said:
        due_menu(tray).actions()[1].trigger()
    assert said.args == ["b2"]
    tray.show_due(())
    assert not any("Follow-ups" in text for text in texts(tray.menu))
    assert tray.icon.toolTip() == "kbassist"


def test_very_many_follow_ups_do_not_fill_the_screen(tray: Tray) -> None:
    tray.show_due([DueRow(str(number), "x", "today") for number in range(90)])
    assert "Follow-ups due (90)" in texts(tray.menu)
    assert len(texts(due_menu(tray))) == 12


def test_a_click_on_the_balloon_of_follow_ups_leads_to_them(tray: Tray, qtbot: QtBot) -> None:
    tray.show_trouble("taken")
    tray.remind("Time to follow up", "退款")
    with qtbot.waitSignal(tray.reminder_wanted) as said, qtbot.assertNotEmitted(tray.settings_wanted):
        tray.icon.messageClicked.emit()
    assert said.args == [""]
    tray.say("kbassist", "taken")
    with qtbot.waitSignal(tray.settings_wanted), qtbot.assertNotEmitted(tray.reminder_wanted):
        tray.icon.messageClicked.emit()


def test_follow_ups_speak_chinese(tray: Tray) -> None:
    use_language("zh_CN")
    tray.show_due(DUE)
    assert "到期回访 (2)" in texts(tray.menu)
    assert "2 条回访到期" in tray.icon.toolTip()


def test_a_newer_version_has_a_row_while_it_lies_ready(tray: Tray, qtbot: QtBot) -> None:
    before = texts(tray.menu)
    tray.show_update(Text("Version {name} is available…", (("name", "1.3.0 & more"),)))
    row = next(action for action in tray.menu.actions() if "1.3.0" in action.text())
    assert row.isVisible()
    assert row.text() == "Version 1.3.0 && more is available…"
    with qtbot.waitSignal(tray.update_wanted):
        row.trigger()
    tray.show_update(None)
    assert not row.isVisible()
    assert texts(tray.menu) == before
