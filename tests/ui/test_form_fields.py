"""The editors of a form on their own: what keys do to a number, a date, and a long text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.content.model import FieldSpec, FieldType
from kbassist.ui import theme
from kbassist.ui.form_date import DateEditor
from kbassist.ui.form_fields import MOST_LINES, TextEditor
from kbassist.ui.form_number import NumberEditor

Key = Qt.Key
PERCENT = FieldSpec("rate", FieldType.PERCENT, min=Decimal(1), max=Decimal(15))


def number(qtbot: QtBot, spec: FieldSpec, value: str) -> NumberEditor:
    editor = NumberEditor(spec, theme.LIGHT, "")
    qtbot.addWidget(editor)
    editor.set_value(value)
    return editor


@pytest.mark.parametrize(
    ("value", "key", "after"),
    [
        ("10", Key.Key_Up, "11"),
        ("10", Key.Key_Down, "9"),
        ("10.5", Key.Key_Up, "11.5"),
        ("14.5", Key.Key_Up, "15"),
        ("15", Key.Key_Up, "15"),
        ("20", Key.Key_Up, "20"),
        ("20", Key.Key_Down, "15"),
        ("5", Key.Key_PageDown, "1"),
        ("1", Key.Key_PageUp, "11"),
        ("", Key.Key_Up, "1"),
        ("１０%", Key.Key_Up, "11"),
        ("ten", Key.Key_Up, "ten"),
        ("NaN", Key.Key_Up, "NaN"),
        ("1e9999999", Key.Key_Down, "1e9999999"),
    ],
)
def test_arrows_step_a_number_within_its_limits(qtbot: QtBot, value: str, key: Qt.Key, after: str) -> None:
    editor = number(qtbot, PERCENT, value)
    QTest.keyClick(editor.line, key)
    assert editor.value() == after


def test_a_number_without_limits_stops_at_zero(qtbot: QtBot) -> None:
    editor = number(qtbot, FieldSpec("n", FieldType.NUMBER), "1")
    for _time in range(3):
        QTest.keyClick(editor.line, Key.Key_Down)
    assert editor.value() == "0"


def test_a_held_modifier_leaves_the_number_alone(qtbot: QtBot) -> None:
    editor = number(qtbot, PERCENT, "3")
    QTest.keyClick(editor.line, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert editor.value() == "3"


def dated(qtbot: QtBot, value: str) -> DateEditor:
    editor = DateEditor(FieldSpec("day", FieldType.DATE), theme.LIGHT, "")
    qtbot.addWidget(editor)
    editor.set_value(value)
    return editor


@pytest.mark.parametrize(
    ("value", "key", "after"),
    [
        ("2028-02-28", Key.Key_Up, "2028-02-29"),
        ("2027-01-01", Key.Key_Down, "2026-12-31"),
        ("today+3d", Key.Key_Up, "today+3d"),
    ],
)
def test_arrows_step_a_date(qtbot: QtBot, value: str, key: Qt.Key, after: str) -> None:
    editor = dated(qtbot, value)
    QTest.keyClick(editor.line, key)
    assert editor.value() == after


def test_an_empty_date_begins_with_today(qtbot: QtBot) -> None:
    editor = dated(qtbot, "")
    QTest.keyClick(editor.line, Key.Key_Up)
    assert editor.value() == QDate.currentDate().toString(Qt.DateFormat.ISODate)


def test_the_day_of_the_week_stands_beside_a_date(qtbot: QtBot) -> None:
    editor = dated(qtbot, "2026-11-25")
    assert editor._weekday.text() == "Wed"
    editor.set_value("today+3d")
    assert not editor._weekday.text()


def test_alt_and_an_arrow_open_the_calendar(qtbot: QtBot, qapp: QApplication) -> None:
    editor = dated(qtbot, "2026-11-25")
    editor.show()
    QTest.keyClick(editor.line, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = qapp.activePopupWidget()
    assert popup is not None
    assert editor.value() == "2026-11-25"
    popup.close()


def test_a_long_text_grows_and_then_scrolls(qtbot: QtBot) -> None:
    editor = TextEditor(FieldSpec("why", FieldType.MULTILINE), theme.LIGHT, "")
    qtbot.addWidget(editor)
    editor.show()
    short = editor.text.height()
    editor.set_value("\n".join("line" for _line in range(6)))
    grown = editor.text.height()
    editor.set_value("\n".join("line" for _line in range(60)))
    most = editor.text.height()
    editor.set_value("")
    line = editor.text.fontMetrics().lineSpacing()
    assert short < grown < most <= line * (MOST_LINES + 1) + 18
    assert editor.text.height() == short
