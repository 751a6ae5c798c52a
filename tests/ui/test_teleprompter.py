"""The teleprompter: it moves at the rate of speech, stops, goes by lines, and stays sane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.prompt_script import PromptLine, PromptMark, PromptScript, Reading
from kbassist.ui.teleprompter import FRAME_MS, Teleprompter, clock_words

LINES = (
    PromptLine("好" * 23, 23),
    PromptLine("请" * 46, 46, rests=True),
    PromptLine("您" * 92, 92),
    PromptLine("再" * 299, 299),
)
SCRIPT = PromptScript("来电", LINES)
ENGLISH = PromptScript("Call", (PromptLine("word " * 75, 75),), (140, 160), in_words=True)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Page:
    """A teleprompter, its clock, and a pair of hands."""

    def __init__(self, prompter: Teleprompter, clock: Clock) -> None:
        self.prompter = prompter
        self.clock = clock
        self.closed = 0
        prompter.closed.connect(self._closed)

    def _closed(self) -> None:
        self.closed += 1

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.prompter, key)

    @property
    def line(self) -> int:
        return self.prompter.reading.line


@pytest.fixture
def page(styled: QApplication, qtbot: QtBot) -> Iterator[Page]:
    clock = Clock()
    prompter = Teleprompter(theme.LIGHT, clock=clock)
    prompter.resize(860, 440)
    prompter.show_script(SCRIPT)
    prompter.show()
    qtbot.waitExposed(prompter)
    prompter.setFocus()
    yield Page(prompter, clock)
    prompter.hide()
    prompter.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_460_characters_take_two_minutes(page: Page) -> None:
    assert page.prompter.bar.rest.text() == "2:00"
    page.press(Qt.Key.Key_Space)
    page.prompter.advance(119.9)
    assert page.prompter.running
    assert page.prompter.bar.rest.text() == "0:01"
    page.prompter.advance(0.2)
    assert not page.prompter.running
    assert page.prompter.bar.rest.text() == "0:00"
    assert page.prompter.bar.run.text() == "From the start"


def test_the_line_that_is_said_is_known_to_the_second(page: Page) -> None:
    for seconds, line in ((5.9, 0), (0.2, 1), (11.8, 1), (0.2, 2)):
        page.prompter.advance(seconds)
        assert page.line == line
    assert page.prompter.accessibleDescription() == LINES[2].text


def test_it_moves_only_while_it_runs_and_at_most_thirty_times_a_second(page: Page, qtbot: QtBot) -> None:
    assert FRAME_MS >= 1000 / 30
    assert not page.prompter.running
    page.press(Qt.Key.Key_Space)
    page.clock.now += 0.2
    qtbot.waitUntil(lambda: page.prompter.reading.spoken > 0)
    assert page.prompter.reading.spoken == pytest.approx(0.2 * 230 / 60)
    page.press(Qt.Key.Key_Space)
    assert not page.prompter.running


def test_after_a_stall_the_text_does_not_jump_away(page: Page, qtbot: QtBot) -> None:
    page.press(Qt.Key.Key_Space)
    page.clock.now += 60
    qtbot.waitUntil(lambda: page.prompter.reading.spoken > 0)
    assert page.prompter.reading.spoken == pytest.approx(0.5 * 230 / 60)


def test_it_stops_while_nobody_sees_it(page: Page) -> None:
    page.press(Qt.Key.Key_Space)
    page.prompter.hide()
    assert not page.prompter.running


def test_faster_and_slower_stay_sane_and_say_when_they_leave_the_norm(page: Page) -> None:
    bar = page.prompter.bar
    assert (bar.rate.text(), bar.tempo.text(), bar.tempo.property("state")) == ("230 chars/min", "Within 220–240", "")
    page.press(Qt.Key.Key_Plus, Qt.Key.Key_Equal)
    assert (bar.rate.text(), bar.tempo.text()) == ("250 chars/min", "Faster than 220–240")
    assert bar.tempo.property("state") == "outside"
    page.press(*[Qt.Key.Key_Plus] * 30)
    assert bar.rate.text() == "360 chars/min"
    page.press(*[Qt.Key.Key_Minus] * 60)
    assert (bar.rate.text(), bar.tempo.text()) == ("120 chars/min", "Slower than 220–240")


def test_the_rate_that_the_agent_set_stays_for_the_next_text_of_its_kind(page: Page) -> None:
    page.press(Qt.Key.Key_Minus)
    page.prompter.show_script(ENGLISH)
    assert page.prompter.bar.rate.text() == "150 words/min"
    assert page.prompter.bar.rest.text() == "0:30"
    page.prompter.show_script(SCRIPT)
    assert page.prompter.bar.rate.text() == "220 chars/min"


def test_lines_paragraphs_and_the_start(page: Page) -> None:
    page.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert page.line == 1
    page.press(Qt.Key.Key_PageDown)
    assert page.line == 2
    page.press(Qt.Key.Key_PageUp)
    assert page.line == 0
    page.press(*[Qt.Key.Key_Down] * 9)
    assert page.line == 3
    page.press(Qt.Key.Key_Home)
    assert (page.line, page.prompter.reading.spoken) == (0, 0)


def test_up_goes_to_the_start_of_a_line_that_is_half_said(page: Page) -> None:
    page.prompter.advance(12)
    page.press(Qt.Key.Key_Up)
    assert (page.line, page.prompter.reading.share) == (1, 0)
    page.press(Qt.Key.Key_Up)
    assert page.line == 0


def test_a_click_and_the_wheel_go_to_a_line(page: Page) -> None:
    eye = page.prompter.view.height() * 34 // 100
    QTest.mouseClick(page.prompter.view, Qt.MouseButton.LeftButton, pos=QPoint(300, eye + 130))
    assert page.line == 1
    where = QPointF(300, 200)
    none = Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        where, where, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(page.prompter.view, turn)
    assert page.line == 2


def test_space_after_the_end_begins_again(page: Page) -> None:
    page.prompter.advance(500)
    page.press(Qt.Key.Key_Space)
    assert page.prompter.running
    assert page.line == 0


def test_escape_stops_and_says_that_it_is_closed(page: Page) -> None:
    page.press(Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert not page.prompter.running
    assert page.closed == 1


def test_keys_of_the_window_are_left_alone(page: Page) -> None:
    QTest.keyClick(page.prompter, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.prompter, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert not page.prompter.running


def test_no_key_acts_while_a_composition_is_open(page: Page) -> None:
    QApplication.sendEvent(page.prompter, QInputMethodEvent("ni", []))
    page.press(Qt.Key.Key_Space)
    assert not page.prompter.running


def test_an_empty_text_does_nothing(page: Page) -> None:
    page.prompter.show_script(PromptScript("", ()))
    page.press(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Plus)
    page.prompter.advance(1)
    assert not page.prompter.running
    assert page.prompter.bar.rest.text() == "0:00"


def test_the_text_rises_smoothly_and_without_jumps_between_lines(page: Page) -> None:
    places = []
    for _ in range(60):
        places.append(page.prompter.view.place())
        page.prompter.advance(0.5)
    steps = [after - before for before, after in pairwise(places)]
    assert all(0 < step < 60 for step in steps)


def test_the_place_stays_in_another_theme_and_language(page: Page) -> None:
    page.prompter.advance(10)
    use_language("zh_CN")
    page.prompter.retranslate()
    page.prompter.set_theme(replace(theme.DARK, scale=2.0))
    assert page.line == 1
    assert page.prompter.bar.rate.text() == "230 字/分"
    assert page.prompter.bar.tempo.text() == "在规定的 220–240 之内"
    picture = page.prompter.view.grab().toImage()
    assert picture.pixelColor(2, 2) == QColor(theme.DARK.window)


def test_gaps_are_seen_in_every_line(page: Page) -> None:
    gap = PromptLine("请问〔称呼〕在吗", 7, marks=(PromptMark(2, 4, gap=True),))
    page.prompter.show_script(PromptScript("", (PromptLine("您好", 2), gap)))
    picture = page.prompter.view.grab().toImage()
    seen = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)}
    assert len(seen) > 2
    assert any(QColor.fromRgb(color).red() > QColor.fromRgb(color).blue() + 20 for color in seen)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (0.01, "0:01"), (59.2, "1:00"), (120, "2:00"), (3601, "60:01")]
)
def test_time_in_words(seconds: float, shown: str) -> None:
    assert clock_words(seconds) == shown


@given(
    st.lists(st.tuples(st.floats(0, 40), st.booleans()), max_size=8),
    st.lists(st.one_of(st.floats(0, 60), st.integers(-3, 3)), max_size=20),
)
def test_whatever_is_pressed_the_reading_stays_within_its_text(
    lines: list[tuple[float, bool]], moves: list[float | int]
) -> None:
    script = PromptScript("", tuple(PromptLine("词", size, rests=rests) for size, rests in lines))
    reading = Reading(script)
    for move in moves:
        if isinstance(move, int):
            reading.step(move)
            reading.step_paragraph(1 if move > 0 else -1)
            reading.faster(move)
        else:
            reading.advance(move)
        assert 0 <= reading.line < max(1, len(lines))
        assert 0 <= reading.share <= 1
        assert 0 <= reading.progress <= 1
        assert reading.remaining >= 0
        assert 120 <= reading.rate <= 360
