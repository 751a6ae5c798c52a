from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.ui import theme
from kbassist.ui.snippet_picker import SnippetLine, SnippetPicker, matching

LINES = (
    SnippetLine("退款到账", "", "“付款方式” is not filled in"),
    SnippetLine("署名", "晴选商城客服"),
    SnippetLine("随时联系", "后面有任何情况，在这里回复我就可以，退款也是。"),
)


@pytest.fixture
def picker(styled: QApplication, qtbot: QtBot) -> Iterator[SnippetPicker]:
    made = SnippetPicker(theme.LIGHT)
    made.resize(400, 300)
    qtbot.addWidget(made)
    made.open(LINES)
    yield made


def test_names_come_before_texts() -> None:
    assert [line.name for line in matching(LINES, "退款")] == ["退款到账", "随时联系"]
    assert matching(LINES, " ") == LINES
    assert matching(LINES, "回复 署名") == ()


def test_what_can_be_inserted_is_selected_and_enter_inserts_it(picker: SnippetPicker) -> None:
    said: list[str] = []
    picker.picked.connect(said.append)
    QTest.keyClick(picker.filter, Qt.Key.Key_Down)
    QTest.keyClick(picker.filter, Qt.Key.Key_Up)
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    assert said == ["晴选商城客服"]
    assert picker.isHidden()


def test_a_snippet_with_a_gap_says_why_and_is_not_inserted(picker: SnippetPicker) -> None:
    said: list[str] = []
    picker.picked.connect(said.append)
    picker.filter.setText("到账")
    assert "付款方式" in picker._preview.text()
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    assert said == []
    assert not picker.isHidden()
    picker.filter.setText("没有这个")
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    assert said == []


def test_keys_of_a_composition_belong_to_it(picker: SnippetPicker) -> None:
    QApplication.sendEvent(picker.filter, QInputMethodEvent("shu", []))
    QTest.keyClick(picker.filter, Qt.Key.Key_Escape)
    assert not picker.isHidden()
    QApplication.sendEvent(picker.filter, QInputMethodEvent("", []))
    closed: list[bool] = []
    picker.closed.connect(lambda: closed.append(True))
    QTest.keyClick(picker.filter, Qt.Key.Key_Escape)
    assert picker.isHidden()
    assert closed == [True]
