"""The two times in the head: quiet, formatted, and gone where nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.timer_chip import Pace, TimerChip, clock


@pytest.fixture
def chip(styled: QApplication, qtbot: QtBot) -> Iterator[TimerChip]:
    found = TimerChip(theme.LIGHT)
    yield found
    found.hide()
    found.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_at_first_there_is_nothing(chip: TimerChip) -> None:
    assert chip.isHidden()


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1:00"), (3700, "1:01:40")])
def test_the_answers_time(chip: TimerChip, seconds: int, words: str) -> None:
    chip.show_answer(seconds)
    assert (chip.answer.text(), chip.isHidden()) == (words, False)
    chip.show_answer(None)
    assert chip.isHidden()


@pytest.mark.parametrize("pace", Pace)
def test_a_pace_is_a_colour(chip: TimerChip, pace: Pace) -> None:
    chip.show_answer(50, pace)
    chip.show_call(200, pace)
    assert chip.answer.property("state") == chip.call.property("state") == pace.value


def test_a_call_is_begun_and_ended_by_a_click_that_takes_no_focus(chip: TimerChip, qtbot: QtBot) -> None:
    chip.offer_call(True)
    assert chip.call.text() == "Call"
    assert chip.call.focusPolicy() is Qt.FocusPolicy.NoFocus
    with qtbot.waitSignal(chip.call_toggled):
        chip.call.click()
    chip.show_call(125)
    assert chip.call.text() == "2:05"
    assert "2:05" in chip.call.accessibleName()


def test_a_call_stays_in_sight_in_another_channel(chip: TimerChip) -> None:
    chip.offer_call(True)
    chip.show_call(5)
    chip.offer_call(False)
    assert not chip.call.isHidden()
    chip.show_call(None)
    chip.offer_call(False)
    assert chip.isHidden()


def test_the_hints_are_soft(chip: TimerChip) -> None:
    hints = set()
    for seconds, pace in ((None, Pace.CALM), (5, Pace.CALM), (200, Pace.NEAR), (400, Pace.OVER)):
        chip.show_call(seconds, pace)
        hints.add(chip.call.toolTip())
    assert len(hints) == 4


def test_both_languages_and_themes(chip: TimerChip) -> None:
    chip.offer_call(True)
    use_language("zh_CN")
    chip.retranslate()
    assert chip.call.text() == "通话"
    chip.set_theme(theme.DARK)
    assert not chip.call.isHidden()


def test_clocks() -> None:
    assert [clock(seconds) for seconds in (-3, 0, 65, 3599, 3600, 36_061)] == [
        "0:00", "0:00", "1:05", "59:59", "1:00:00", "10:01:01",
    ]  # fmt: skip
