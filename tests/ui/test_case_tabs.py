"""The tabs of the customers being answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from kbassist.cases.values import CaseView
from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.case_tabs import CaseTabs
from kbassist.ui.labels import PlainLabel

WANG = CaseView(1, "王女士", (("称呼", "王女士"), ("订单号", "2026<b>0001")), current=True)
LI = CaseView(2, "", (("订单号", "202611229999"),))


@pytest.fixture
def tabs(styled: QApplication, qtbot: QtBot) -> Iterator[CaseTabs]:
    made = CaseTabs(theme.LIGHT)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def buttons(tabs: CaseTabs) -> list[QPushButton]:
    layout = tabs.layout()
    assert layout is not None
    widgets = (layout.itemAt(index).widget() for index in range(layout.count()))
    return [widget for widget in widgets if isinstance(widget, QPushButton)]


def labels(tabs: CaseTabs) -> list[str]:
    return [button.text() for button in buttons(tabs)]


def named(tabs: CaseTabs, words: str) -> QPushButton:
    return next(button for button in buttons(tabs) if words in button.accessibleName())


def test_one_customer_without_values_needs_no_tabs(tabs: CaseTabs) -> None:
    tabs.show_cases(())
    assert tabs.isHidden()
    tabs.show_cases((CaseView(1, current=True),))
    assert tabs.isHidden()
    tabs.show_cases((WANG,))
    assert not tabs.isHidden()
    tabs.show_cases((CaseView(1, current=True), CaseView(2)))
    assert not tabs.isHidden()


def test_each_tab_says_who_and_the_current_one_how_much_is_remembered(tabs: CaseTabs) -> None:
    tabs.show_cases((WANG, LI))
    assert labels(tabs) == ["王女士", "2", "", "Customer 2", ""]
    assert [button.isChecked() for button in buttons(tabs) if button.isCheckable()] == [True, False]
    assert "2026&lt;b&gt;0001" in named(tabs, "王女士").toolTip()


def test_clicks_say_wishes_and_change_nothing_themselves(tabs: CaseTabs, qtbot: QtBot) -> None:
    tabs.show_cases((WANG, LI))
    with qtbot.waitSignal(tabs.switched) as switched:
        named(tabs, "Customer 2").click()
    assert switched.args == [2]
    assert [button.isChecked() for button in buttons(tabs) if button.isCheckable()] == [True, False]
    with qtbot.waitSignal(tabs.closed) as closed:
        named(tabs, "Forget").click()
    assert closed.args == [1]
    with qtbot.waitSignal(tabs.new_wanted):
        named(tabs, "Another").click()


def test_everything_works_with_the_keyboard_and_the_keys_stay(tabs: CaseTabs, qtbot: QtBot) -> None:
    tabs.show_cases((WANG, LI))
    tabs.show()
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons(tabs))
    other = named(tabs, "Customer 2")
    other.setFocus()
    with qtbot.waitSignal(tabs.switched):
        QTest.keyClick(other, Qt.Key.Key_Return)
    tabs.show_cases((CaseView(1, "王女士", WANG.values), CaseView(2, "", LI.values, current=True)))
    focus = tabs.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Customer 2"


def test_what_will_be_filled_in_is_listed(tabs: CaseTabs) -> None:
    tabs.show_cases((WANG, LI))
    tabs.show()
    tabs.show_values()
    (menu,) = tabs.findChildren(QMenu)
    lines = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert lines[:2] == ["称呼  王女士", "订单号  2026<b>0001"]
    told: list[int] = []
    tabs.closed.connect(told.append)
    menu.actions()[-1].trigger()
    assert told == [1]
    menu.close()


def test_a_doubt_is_said(tabs: CaseTabs) -> None:
    doubtful = CaseView(1, "王女士", WANG.values, current=True, doubtful=True)
    tabs.show_cases((doubtful,))
    assert [label.text() for label in tabs.findChildren(PlainLabel) if not label.isHidden()] == ["Same customer?"]
    assert "another window" in named(tabs, "王女士").accessibleName()


def test_language_and_theme_follow(tabs: CaseTabs) -> None:
    tabs.show_cases((WANG, LI))
    try:
        use_language("zh_CN")
        tabs.retranslate()
        assert "客户 2" in labels(tabs)
    finally:
        use_language("en")
    tabs.set_theme(theme.DARK)
    assert labels(tabs)[0] == "王女士"
