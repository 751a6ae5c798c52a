"""The list of follow-ups: what it shows, what its keys and buttons wish, and where the focus goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.reminder_words import calendar_day, distance, when
from kbassist.ui.reminders_list import RemindersList
from kbassist.usage.reminder import Reminder, Snooze, agenda

NOW = datetime(2026, 11, 20, 14, 0)  # a Friday
Key = Qt.Key


def reminder(name: str, due: str, note: str = "") -> Reminder:
    return Reminder(name, datetime.fromisoformat(due), "refund@zh-CN", f"话术 {name}", NOW, NOW, note)


FEW = (reminder("a", "2026-11-18T09:30", "GD1"), reminder("b", "2026-11-20T16:00"), reminder("c", "2026-11-25T09:30"))
MANY = tuple(reminder(f"r{n}", f"2026-11-{n:02}T09:30") for n in range(1, 29))


@pytest.fixture
def rows(styled: QApplication, qtbot: QtBot) -> Iterator[RemindersList]:
    found = RemindersList(theme.LIGHT)
    found.show_agenda(agenda(FEW, NOW), NOW)
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    found.hide()
    found.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(rows: RemindersList) -> list[tuple[str, str, str]]:
    return [(row.reminder.id, row.when.text(), str(row.when.property("tone"))) for row in rows.rows]


def test_what_is_due_comes_first_and_stands_out(rows: RemindersList) -> None:
    assert shown(rows) == [
        ("a", "2 days overdue", "due"),
        ("b", "Today 16:00", "faint"),
        ("c", "Wed 09:30", "faint"),
    ]
    assert rows.rows[0].accessibleName() == "话术 a, 2 days overdue, GD1"


def test_nothing_to_follow_up_shows_nothing(rows: RemindersList) -> None:
    rows.show_agenda(agenda((), NOW), NOW)
    assert rows.isHidden()
    assert not rows.take_focus()


def test_time_moves_a_row_on(rows: RemindersList) -> None:
    rows.show_agenda(agenda(FEW, NOW.replace(hour=16)), NOW.replace(hour=16))
    assert shown(rows)[1] == ("b", "Today 16:00", "due")
    tomorrow = NOW.replace(day=21, hour=0)
    rows.show_agenda(agenda(FEW, tomorrow), tomorrow)
    assert [when for _name, when, _tone in shown(rows)] == ["3 days overdue", "1 day overdue", "Wed 09:30"]


def test_what_has_not_changed_is_not_built_again(rows: RemindersList) -> None:
    before = rows.rows
    later = NOW.replace(minute=1)
    rows.show_agenda(agenda(FEW, later), later)
    assert rows.rows is before


def test_many_are_shown_on_demand(rows: RemindersList) -> None:
    rows.show_agenda(agenda(MANY, NOW), NOW)
    assert [row.reminder.id for row in rows.rows] == ["r1", "r2", "r3", "r21"]
    assert rows.more.text() == "24 more"
    rows.more.click()
    assert len(rows.rows) == 28
    assert not rows.more.isVisible()


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Key.Key_Return, "opened"),
        (Key.Key_Enter, "opened"),
        (Key.Key_Space, "done"),
        (Key.Key_E, "edit_wanted"),
        (Key.Key_F2, "edit_wanted"),
        (Key.Key_Delete, "deleted"),
    ],
)
def test_each_key_is_a_wish(rows: RemindersList, qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    with qtbot.waitSignal(getattr(rows, signal)) as said:
        QTest.keyClick(rows.rows[1], key)
    assert said.args == ["b"]


def test_other_keys_mean_nothing(rows: RemindersList) -> None:
    said: list[object] = []
    for signal in (rows.opened, rows.done, rows.edit_wanted, rows.deleted, rows.left):
        signal.connect(said.append)
    QTest.keyClick(rows.rows[0], Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(rows.rows[0], Key.Key_X)
    assert said == []


@pytest.mark.parametrize(("name", "signal"), [("done", "done"), ("edit", "edit_wanted"), ("delete", "deleted")])
def test_each_button_is_a_wish(rows: RemindersList, qtbot: QtBot, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(rows, signal)) as said:
        rows.rows[0].buttons[name].click()
    assert said.args == ["a"]


def test_the_menu_puts_off(rows: RemindersList, qtbot: QtBot) -> None:
    said: list[tuple[str, Snooze]] = []
    rows.snoozed.connect(lambda name, how: said.append((name, how)))
    QTest.keyClick(rows.rows[0], Key.Key_S)
    menu = rows.rows[0].findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["In an hour", "Tomorrow", "Next workday", "In a week"]
    for action in menu.actions():
        action.trigger()
    menu.close()
    assert said == [("a", how) for how in Snooze]


def test_arrows_move_and_leave_at_the_top(rows: RemindersList, qtbot: QtBot) -> None:
    assert rows.take_focus()
    QTest.keyClick(rows.rows[0], Key.Key_Down)
    assert rows.rows[1].hasFocus()
    QTest.keyClick(rows.rows[1], Key.Key_Up)
    assert rows.rows[0].hasFocus()
    for key in (Key.Key_Up, Key.Key_Escape):
        with qtbot.waitSignal(rows.left):
            QTest.keyClick(rows.rows[0], key)


def test_down_at_the_end_shows_the_others(rows: RemindersList) -> None:
    rows.show_agenda(agenda(MANY, NOW), NOW)
    rows.rows[-1].setFocus()
    QTest.keyClick(rows.rows[-1], Key.Key_Down)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(rows.rows) == 28
    assert rows.rows[3].hasFocus()


def test_the_focus_stays_when_a_row_goes(rows: RemindersList, qtbot: QtBot) -> None:
    rows.rows[1].setFocus()
    rows.show_agenda(agenda(FEW[::2], NOW), NOW)
    assert rows.rows[1].hasFocus() and rows.rows[1].reminder.id == "c"
    with qtbot.waitSignal(rows.left):
        rows.show_agenda(agenda((), NOW), NOW)


def test_buttons_show_where_the_agent_is(rows: RemindersList) -> None:
    rows.rows[1].setFocus()
    assert rows.rows[1].buttons["done"].isVisible()
    assert not rows.rows[0].buttons["done"].isVisible()
    rows.rows[0].setFocus()
    assert not rows.rows[1].buttons["done"].isVisible()


def test_library_text_is_plain(rows: RemindersList) -> None:
    wild = replace(FEW[0], title="<b>A & B</b>", note="<img src=x>")
    rows.show_agenda(agenda((wild,), NOW), NOW)
    assert rows.rows[0].title.text() == "<b>A & B</b>"
    assert rows.rows[0].title.textFormat() is Qt.TextFormat.PlainText


def test_both_languages_and_themes(rows: RemindersList) -> None:
    use_language("zh_CN")
    rows.retranslate()
    assert [when for _name, when, _tone in shown(rows)] == ["逾期 2 天", "今天 16:00", "周三 09:30"]
    rows.set_theme(replace(theme.DARK, scale=2.0))
    assert len(rows.rows) == 3


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-19T23:59", "1 day overdue"),
        ("2026-11-20T00:00", "Today 00:00"),
        ("2026-11-21T09:30", "Tomorrow 09:30"),
        ("2026-11-26T09:30", "Thu 09:30"),
        ("2026-11-27T09:30", "11/27 Fri"),
        ("2027-01-05T09:30", "2027-01-05 Tue"),
    ],
)
def test_when_is_said_without_doubt(due: str, words: str) -> None:
    assert when(datetime.fromisoformat(due), NOW) == words


def test_distances_and_days() -> None:
    today = date(2028, 2, 28)
    assert [distance(date(2028, 2, day), today) for day in (27, 28, 29)] == ["1 day ago", "today", "tomorrow"]
    assert distance(date(2028, 3, 1), today) == "in 2 days"
    assert calendar_day(date(2028, 2, 29), today) == "2/29 Tue"
