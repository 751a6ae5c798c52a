"""The panel of all branches: chips, texts, marks and reasons; scrolled by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel
from pytestqt.qtbot import QtBot

from kbassist.app.branches_view import branches_view
from kbassist.i18n import N_, use_language
from kbassist.macros.branches import Branch, Branches, Condition
from kbassist.macros.form import Gap, GapKind, Outcome
from kbassist.ui import theme
from kbassist.ui.branches_panel import BranchesPanel, BranchesView, BranchRow
from kbassist.ui.span_text import SpanText

Key = Qt.Key
ROWS = (
    BranchRow((("急: 是", "<b>方式</b>: 微信"), ("急: 否",)), "马上办。\n" * 30, "主题", own=((0, 4),)),
    BranchRow((), "<i>您好</i>", gaps=("“订单号” is not filled in",)),
)
VIEW = BranchesView("m@zh-CN", "分支", "微信", ROWS, "3 of 9")


@pytest.fixture
def panel(styled: QApplication, qtbot: QtBot) -> BranchesPanel:
    panel = BranchesPanel(theme.LIGHT)
    qtbot.addWidget(panel)
    panel.resize(480, 360)
    panel.show_branches(VIEW)
    panel.show()
    styled.processEvents()
    return panel


def words(panel: BranchesPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_each_text_has_its_conditions_and_reasons(panel: BranchesPanel) -> None:
    for said in (
        "急: 是",
        "<b>方式</b>: 微信",
        "急: 否",
        "always",
        "Subject: 主题",
        "“订单号” is not filled in",
        "3 of 9",
    ):
        assert said in words(panel)
    assert [text.toPlainText() for text in panel.findChildren(SpanText)] == [row.text for row in ROWS]
    cards = [card for card in panel.findChildren(QFrame) if card.objectName() == "paper"]
    assert cards[0].accessibleName() == "Text 1: 急: 是, <b>方式</b>: 微信 or 急: 否"
    assert "“订单号” is not filled in" in cards[1].accessibleDescription()


def test_a_text_is_as_high_as_its_lines(panel: BranchesPanel, qtbot: QtBot) -> None:
    for width in (480, 300):
        panel.resize(width, 360)
        qtbot.waitUntil(lambda: not any(text.verticalScrollBar().maximum() for text in panel.findChildren(SpanText)))
        for text in panel.findChildren(SpanText):
            assert text.height() >= round(text.document().documentLayout().documentSize().height())


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_PageDown, Key.Key_End])
def test_keys_scroll(panel: BranchesPanel, key: Qt.Key) -> None:
    text = panel.findChildren(SpanText)[0]
    top = text.mapTo(panel, text.rect().topLeft()).y()
    panel.setFocus()
    QTest.keyClick(panel, key)
    assert text.mapTo(panel, text.rect().topLeft()).y() < top
    QTest.keyClick(panel, Key.Key_Home)
    assert text.mapTo(panel, text.rect().topLeft()).y() == top


def test_escape_dismisses_and_other_keys_are_left_to_the_window(panel: BranchesPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.dismissed):
        QTest.keyClick(panel, Key.Key_Escape)
    assert not panel.scroll_by_key(Key.Key_A)


def test_language_theme_and_another_reply(panel: BranchesPanel) -> None:
    use_language("zh_CN")
    panel.set_theme(theme.DARK)
    assert "这条话术的所有说法" in words(panel)
    assert "总是" in words(panel)
    panel.show_branches(replace(VIEW, key="n", rows=ROWS[1:], note=""))
    assert panel.view is not None
    assert panel.view.key == "n"
    assert "3 of 9" not in words(panel)


def test_branches_as_the_panel_shows_them() -> None:
    gap = Gap(GapKind.STATE, "", N_("This reply is a draft"))
    case = (Condition("急", "急不急", (N_("yes"), "卡")),)
    found = Branches("m", "微信", (Branch((case, ()), Outcome("您好", gaps=(gap,)), ((0, 2),)),), 3, 9)
    view = branches_view(found, "分支", "WeChat")
    assert view.rows == (BranchRow((("急不急: yes / 卡",),), "您好", "", ((0, 2),), ("This reply is a draft",)),)
    assert (view.channel, "3 of 9" in view.note) == ("WeChat", True)
    assert branches_view(replace(found, total=3), "", "").note == ""
