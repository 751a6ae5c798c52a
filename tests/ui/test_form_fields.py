"""The editors of a form on their own: what keys do to a number, a date, a switch, and a long text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.app.aids import number_of
from kbassist.content.model import FieldSpec, FieldType
from kbassist.macros.dates import Calendar, parse_day
from kbassist.ui import theme
from kbassist.ui.form_aids import FormAids
from kbassist.ui.form_date import DateEditor
from kbassist.ui.form_fields import MOST_LINES, FieldEditor, TextEditor
from kbassist.ui.form_number import NumberEditor
from kbassist.ui.form_switch import SwitchEditor
from kbassist.ui.month_view import MonthView
from kbassist.ui.overlay import place_at
from kbassist.ui.quick_keys import KeyFilter

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PERCENT = FieldSpec("rate", FieldType.PERCENT, min=Decimal(1), max=Decimal(15))
MONEY = FieldSpec("sum", FieldType.MONEY)
TODAY = date(2026, 11, 20)  # a Friday
CALENDAR = Calendar(frozenset({date(2026, 11, 24)}), frozenset({date(2026, 11, 22)}))
AIDS = FormAids(
    lambda text: parse_day(text, TODAY, CALENDAR), lambda: TODAY, CALENDAR.is_workday, number_of=number_of
)
Some = TypeVar("Some", bound=FieldEditor)


def in_form(qtbot: QtBot, editor: Some, value: str) -> Some:
    """Show an editor as a form does, its keys watched."""
    qtbot.addWidget(editor)
    KeyFilter(lambda _widget, event: editor.key(event), editor).watch(*editor.watched())
    editor.set_value(value)
    editor.show()
    return editor


def number(qtbot: QtBot, spec: FieldSpec, value: str) -> NumberEditor:
    return in_form(qtbot, NumberEditor(spec, theme.LIGHT, "", AIDS), value)


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
        ("", Key.Key_Up, "1"),
        ("１０%", Key.Key_Up, "11"),
        ("百分之10", Key.Key_Up, "11"),
        ("ten", Key.Key_Up, "ten"),
        ("NaN", Key.Key_Up, "NaN"),
        ("1e9999999", Key.Key_Down, "1e9999999"),
    ],
)
def test_arrows_step_a_number_within_its_limits(qtbot: QtBot, value: str, key: Qt.Key, after: str) -> None:
    editor = number(qtbot, PERCENT, value)
    QTest.keyClick(editor.line, key)
    assert editor.value() == after


def test_ctrl_steps_by_ten_and_no_other_modifier_steps(qtbot: QtBot) -> None:
    editor = number(qtbot, PERCENT, "3")
    QTest.keyClick(editor.line, Key.Key_Up, CTRL)
    assert editor.value() == "13"
    QTest.keyClick(editor.line, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert editor.value() == "13"
    QTest.keyClick(editor.line, Key.Key_Down, CTRL)
    QTest.keyClick(editor.line, Key.Key_Down, CTRL)
    assert editor.value() == "1"


def test_a_number_without_limits_stops_at_zero(qtbot: QtBot) -> None:
    editor = number(qtbot, FieldSpec("n", FieldType.NUMBER), "1")
    for _time in range(3):
        QTest.keyClick(editor.line, Key.Key_Down)
    assert editor.value() == "0"


@pytest.mark.parametrize(
    ("spec", "typed", "tidied"),
    [
        (MONEY, "¥1,299.00", "1,299.00"),
        (MONEY, "￥１２９９", "1299"),
        (MONEY, "12元", "12"),
        (MONEY, "1.2万", "1.2万"),
        (MONEY, "$12", "$12"),
        (MONEY, "about 12", "about 12"),
        (PERCENT, "15％", "15"),
        (PERCENT, "15 %", "15"),
        (PERCENT, "15%%", "15%%"),
    ],
)
def test_a_unit_that_stands_beside_the_field_goes_when_it_is_left(
    qtbot: QtBot, spec: FieldSpec, typed: str, tidied: str
) -> None:
    editor = number(qtbot, spec, typed)
    editor.line.editingFinished.emit()
    assert editor.value() == tidied
    assert number_of(spec.type, typed) == number_of(spec.type, tidied)


def test_the_sign_of_money_stands_before_the_amount(qtbot: QtBot) -> None:
    money, rate = number(qtbot, MONEY, ""), number(qtbot, PERCENT, "")
    assert [item.widget() is money.line for item in (money.row.itemAt(0), money.row.itemAt(1))] == [False, True]
    assert [item.widget() is rate.line for item in (rate.row.itemAt(0), rate.row.itemAt(1))] == [True, False]


@pytest.mark.parametrize(
    ("key", "after"), [(Key.Key_Y, "yes"), (Key.Key_N, "no"), (Key.Key_Space, "yes"), (Key.Key_1, "yes")]
)
def test_a_switch_takes_letters_and_space(qtbot: QtBot, key: Qt.Key, after: str) -> None:
    editor = in_form(qtbot, SwitchEditor(FieldSpec("s", FieldType.YES_NO), theme.LIGHT, ""), "no")
    QTest.keyClick(editor.target(), key)
    assert editor.value() == after


def dated(qtbot: QtBot, value: str, spec: FieldSpec | None = None) -> DateEditor:
    return in_form(qtbot, DateEditor(spec or FieldSpec("day", FieldType.DATE), theme.LIGHT, "", AIDS), value)


@pytest.mark.parametrize(
    ("value", "key", "after"),
    [
        ("2028-02-28", Key.Key_Up, "2028-02-29"),
        ("2027-01-01", Key.Key_Down, "2026-12-31"),
        ("today+3d", Key.Key_Up, "2026-11-24"),
        ("周五", Key.Key_Down, "2026-11-19"),
        ("", Key.Key_Up, "2026-11-20"),
        ("soon", Key.Key_Up, "soon"),
    ],
)
def test_arrows_step_a_date(qtbot: QtBot, value: str, key: Qt.Key, after: str) -> None:
    editor = dated(qtbot, value)
    QTest.keyClick(editor.line, key)
    assert editor.value() == after


def test_a_step_keeps_to_the_days_that_the_field_takes(qtbot: QtBot) -> None:
    spec = FieldSpec("day", FieldType.DATE, not_before="today", not_after="today+6d", workdays=True)
    editor = dated(qtbot, "today", spec)
    seen = []
    for _day in range(5):
        QTest.keyClick(editor.line, Key.Key_Up)
        seen.append(editor.value()[-2:])
    assert seen == ["22", "23", "25", "26", "26"]  # the Sunday is worked, the Tuesday is not
    for _day in range(9):
        QTest.keyClick(editor.line, Key.Key_Down)
    assert editor.value() == "2026-11-20"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-25", "Wed"),
        ("today+3d", "2026-11-23 Mon"),
        ("下周五", "2026-11-27 Fri"),
        ("明天", "2026-11-21 Sat"),
        ("3个工作日后", "2026-11-25 Wed"),
        ("2026-11-24", "Tue day off"),
        ("2026-11-22", "Sun workday"),
        ("soon", ""),
        ("", ""),
    ],
)
def test_what_a_date_means_stands_beside_it(qtbot: QtBot, typed: str, said: str) -> None:
    editor = dated(qtbot, typed)
    assert editor.meaning.text() == said
    assert editor.value() == typed


def test_the_calendar_is_used_by_keyboard_alone(qtbot: QtBot) -> None:
    editor = dated(qtbot, "2026-11-25")
    QTest.keyClick(editor.line, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = editor.calendar
    assert popup is not None
    view = popup.view
    assert view.day == date(2026, 11, 25)
    for key in (Key.Key_PageDown, Key.Key_Left, Key.Key_Up):
        QTest.keyClick(view, key)
    assert view.day == date(2026, 12, 17)
    assert "2026-12-17 Thu" in view.accessibleDescription()
    QTest.keyClick(view, Key.Key_T)
    assert view.day == TODAY
    assert editor.value() == "2026-11-25"
    QTest.keyClick(view, Key.Key_End)
    QTest.keyClick(view, Key.Key_Return)
    assert editor.value() == "2026-11-30"
    assert editor.calendar is None


def test_esc_closes_the_calendar_and_changes_nothing(qtbot: QtBot) -> None:
    editor = dated(qtbot, "today+3d")
    editor.open_calendar()
    popup = editor.calendar
    assert popup is not None
    QTest.keyClick(popup.view, Key.Key_Right)
    QTest.keyClick(popup.view, Key.Key_Escape)
    assert (editor.calendar, editor.value()) == (None, "today+3d")
    editor.open_calendar()
    assert editor.calendar is not None
    editor.put_away()


def test_days_beyond_the_limits_cannot_be_picked(qtbot: QtBot) -> None:
    spec = FieldSpec("day", FieldType.DATE, not_before="today+1d", not_after="today+7d", workdays=True)
    editor = dated(qtbot, "", spec)
    editor.open_calendar()
    popup = editor.calendar
    assert popup is not None
    assert popup.view.day == date(2026, 11, 22)  # the first that the field takes
    for day in (TODAY, date(2026, 11, 24), date(2026, 11, 28)):
        popup.view.set_day(day)
        QTest.keyClick(popup.view, Key.Key_Return)
        assert editor.value() == ""
        assert "not possible" in popup.view.accessibleDescription()
    popup.view.set_day(date(2026, 11, 27))
    QTest.keyClick(popup.view, Key.Key_Space)
    assert editor.value() == "2026-11-27"


def test_a_click_picks_the_day_under_it(qtbot: QtBot, styled: QApplication) -> None:
    view = MonthView(theme.LIGHT, TODAY, lambda _day: True, CALENDAR.is_workday)
    qtbot.addWidget(view)
    view.set_day(TODAY)
    picked: list[date] = []
    view.picked.connect(picked.append)
    cell = QSize(view.width() // 7, view.height() // 7)
    first = QPoint(cell.width() // 2, cell.height() * 3 // 2)
    assert view.day_at(first) == date(2026, 10, 26)  # a Monday
    assert view.day_at(QPoint(3, 3)) is None
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=first + QPoint(cell.width() * 2, cell.height() * 3))
    assert picked == [date(2026, 11, 18)]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31), date(2028, 2, 29)])
def test_the_calendar_ends_where_dates_end(qtbot: QtBot, styled: QApplication, day: date) -> None:
    view = MonthView(theme.DARK, TODAY, lambda _day: True, CALENDAR.is_workday)
    qtbot.addWidget(view)
    view.set_day(day)
    for key in (Key.Key_Left, Key.Key_Up, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Down, Key.Key_Right):
        QTest.keyClick(view, key)
        QTest.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
        view.grab()
    assert date(1900, 1, 1) <= view.day <= date(2200, 12, 31)


@pytest.mark.parametrize(
    ("anchor", "corner"),
    [
        (QRect(10, 10, 100, 20), QPoint(10, 32)),  # below
        (QRect(10, 370, 100, 20), QPoint(10, 168)),  # above
        (QRect(350, 10, 100, 20), QPoint(200, 32)),  # pushed in from the side
        (QRect(10, 150, 100, 200), QPoint(10, 200)),  # room nowhere: as far down as it fits
    ],
)
def test_what_opens_at_a_field_stays_in_sight(anchor: QRect, corner: QPoint) -> None:
    assert place_at(anchor, QSize(200, 200), QRect(0, 0, 400, 400)) == corner


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


def pressed(letter: str) -> QKeyEvent:
    """Return the event of a letter key."""
    code = Qt.Key.Key_Space if letter == " " else Qt.Key(ord(letter.upper()))
    return QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, letter)
