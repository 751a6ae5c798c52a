"""The card: what is typed is read at once, wrong days cannot be saved, and an input method is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.labels import PlainLabel
from kbassist.ui.reminder_card import Reading, ReminderCard
from kbassist.usage.reminder import Draft

NOW = datetime(2026, 11, 20, 14, 0)
DRAFT = Draft("refund@zh-CN", "退款 <b>进度</b>", datetime(2026, 11, 23, 9, 30))
DAYS = {"tomorrow": date(2026, 11, 21), "today": NOW.date()}
Key = Qt.Key


def read_day(text: str) -> date | None:
    try:
        return DAYS.get(text) or date.fromisoformat(text)
    except ValueError:
        return None


READING = Reading(
    read_day, lambda day: day.weekday() < 5, date(2026, 11, 23), lambda note: note.replace("13812345678", "***")
)


class Said(list[object]):
    """What the card said."""


@pytest.fixture
def card(styled: QApplication, qtbot: QtBot) -> Iterator[ReminderCard]:
    found = ReminderCard(theme.LIGHT)
    found.show_draft(DRAFT, NOW, READING)
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    found.hide()
    found.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def said(card: ReminderCard) -> Said:
    found = Said()
    card.saved.connect(found.append)
    card.cancelled.connect(lambda: found.append("cancelled"))
    return found


def words(card: ReminderCard) -> str:
    return " | ".join(label.text() for label in card.findChildren(PlainLabel))


def test_enter_saves_what_was_proposed(card: ReminderCard, said: Said) -> None:
    assert card.day.hasFocus()
    QTest.keyClick(card.day, Key.Key_Return)
    assert said == [DRAFT]
    assert card.isHidden() and not card.open


def test_esc_cancels_from_everywhere(card: ReminderCard, said: Said) -> None:
    for field in (card.day, card.time, card.note, card.quick[0], card.save_button):
        card.show_draft(DRAFT, NOW, READING)
        QTest.keyClick(field, Key.Key_Escape)
    assert said == ["cancelled"] * 5
    card.cancel()
    card.save()
    assert len(said) == 5


def test_the_note_is_empty_until_it_is_typed_and_masked_before_it_is_said(card: ReminderCard, said: Said) -> None:
    assert card.note.text() == ""
    assert "GD2026112201" in card.note.placeholderText()
    assert "Only what you type here is kept" in words(card)
    card.note.setText("call 13812345678")
    assert "it will read: call ***" in words(card)
    QTest.keyClick(card.note, Key.Key_Enter)
    assert said == [replace(DRAFT, note="call ***")]
    assert card.note.text() == ""


@pytest.mark.parametrize(
    ("chip", "day"),
    [(0, date(2026, 11, 21)), (1, date(2026, 11, 23)), (2, date(2026, 11, 27)), (3, date(2026, 11, 23))],
)
def test_quick_days(card: ReminderCard, said: Said, chip: int, day: date) -> None:
    QTest.keyClick(card.quick[chip], Key.Key_Return)
    assert said == []
    assert card.note.hasFocus()
    QTest.keyClick(card.note, Key.Key_Return)
    assert said == [replace(DRAFT, due=datetime.combine(day, DRAFT.due.time()))]


def test_a_quick_day_over_the_end_of_february(card: ReminderCard) -> None:
    card.show_draft(DRAFT, datetime(2028, 2, 28, 9, 0), READING)
    card.quick[0].click()
    assert card.day.text() == "2028-02-29"


@pytest.mark.parametrize(
    ("day", "time", "complaint", "field"),
    [
        ("someday", "9:30", "This is no day", "day"),
        ("2026-02-29", "9:30", "This is no day", "day"),
        ("tomorrow", "25:00", "This is no time of day", "time"),
        ("tomorrow", "", "This is no time of day", "time"),
        ("today", "14:00", "This time is over", "day"),
        ("2026-11-19", "9:30", "This time is over", "day"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_not_saved(
    card: ReminderCard, said: Said, day: str, time: str, complaint: str, field: str
) -> None:
    card.day.setText(day)
    card.time.setText(time)
    assert complaint in words(card)
    wrong: QLineEdit = getattr(card, field)
    assert wrong.property("state") == "gap"
    card.note.setFocus()
    QTest.keyClick(card.note, Key.Key_Return)
    assert said == []
    assert wrong.hasFocus() and card.open


def test_the_meaning_of_a_day_stands_beside_it(card: ReminderCard) -> None:
    assert "11/23 Mon · in 3 days" in words(card)
    card.day.setText("tomorrow")
    assert "11/21 Sat · tomorrow · day off" in words(card)
    card.day.setText("2027-01-04")
    assert "2027-01-04 Mon · in 45 days" in words(card)


def test_a_kept_reminder_is_changed_under_its_id(card: ReminderCard, said: Said) -> None:
    kept = replace(DRAFT, id="a1", note="GD1")
    card.show_draft(kept, NOW, READING)
    assert card.note.text() == "GD1"
    card.time.setText("1430")
    QTest.mouseClick(card.save_button, Qt.MouseButton.LeftButton)
    assert said == [replace(kept, due=datetime(2026, 11, 23, 14, 30))]


def test_an_input_method_keeps_its_keys(card: ReminderCard, said: Said) -> None:
    card.note.setFocus()
    QApplication.sendEvent(card.note, QInputMethodEvent("gongdan", []))
    QTest.keyClick(card.note, Key.Key_Return)
    QTest.keyClick(card.note, Key.Key_Escape)
    assert said == [] and card.open
    QApplication.sendEvent(card.note, QInputMethodEvent("", []))
    QTest.keyClick(card.note, Key.Key_Escape)
    assert said == ["cancelled"]


def test_the_title_is_plain_and_everything_has_a_name(card: ReminderCard) -> None:
    assert "Follow up: 退款 <b>进度</b>" in words(card)
    assert all(field.accessibleName() for field in (card.day, card.time, card.note))


def test_both_languages_and_themes(card: ReminderCard) -> None:
    use_language("zh_CN")
    card.retranslate()
    assert "11月23日 周一 · 3 天后" in words(card)
    assert [chip.text() for chip in card.quick] == ["明天", "3 天后", "1 周后", "下个工作日"]
    card.set_theme(replace(theme.DARK, scale=2.0))
    assert card.day.text() == "2026-11-23"
