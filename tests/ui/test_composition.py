"""Input methods: letters being composed search as pinyin, and nothing of ours gets in their way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.search.results import Explanation, Results, Stage
from kbassist.ui.quick_keys import Mode, command
from kbassist.ui.views import ArticleView
from tests.ui.conftest import ALT, CTRL, Desk
from tests.ui.replies import hit

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
A, B = hit("退款流程", key="A"), hit("退货流程", key="B")


def last(desk: Desk) -> tuple[str, bool]:
    query, composing = desk.told.of("searched")[-1]
    return query, composing


@pytest.mark.parametrize(
    ("preedit", "searched"),
    [
        ("tui'kuan", "tuikuan"),
        ("tui kuan", "tuikuan"),
        ("tui’kuan", "tuikuan"),
        ("t'k", "tk"),
        ("TuiKuan", "TuiKuan"),
        ("iPhone", "iPhone"),
        ("退 kuan", "退kuan"),
        ("退款", "退款"),
        ("lü", "lü"),
    ],
)
def test_letters_are_searched_without_their_separators(desk: Desk, preedit: str, searched: str) -> None:
    desk.compose(preedit)
    assert last(desk) == (searched, True)
    assert desk.window.head.search.text() == ""


@pytest.mark.parametrize(("at", "searched"), [(0, "tui七天无理由"), (2, "七天tui无理由"), (5, "七天无理由tui")])
def test_letters_stand_where_the_cursor_is(desk: Desk, at: int, searched: str) -> None:
    desk.type("七天无理由")
    desk.window.head.search.setCursorPosition(at)
    for letters in ("t", "tu", "tui"):
        desk.compose(letters)
    assert last(desk) == (searched, True)


def test_spaces_of_the_text_around_the_letters_stay(desk: Desk) -> None:
    desk.type("七天 无理由")
    desk.window.head.search.setCursorPosition(3)
    desk.compose("tui huo")
    assert last(desk) == ("七天 tuihuo无理由", True)


def test_a_choice_takes_the_place_of_the_letters(desk: Desk) -> None:
    desk.type("七天")
    desk.compose("tui'kuan")
    desk.compose("", "退款")
    assert last(desk) == ("七天退款", False)
    assert desk.window.head.search.text() == "七天退款"


def test_a_choice_of_the_first_syllable_goes_on_with_the_rest(desk: Desk) -> None:
    desk.compose("tui'kuan")
    desk.compose("kuan", "退")
    assert last(desk) == ("退kuan", True)
    desk.compose("", "款")
    assert last(desk) == ("退款", False)


def test_letters_that_are_given_up_are_gone(desk: Desk) -> None:
    desk.type("七天")
    desk.compose("tui")
    desk.compose("")
    assert last(desk) == ("七天", False)


def test_letters_over_a_selection_take_its_place(desk: Desk) -> None:
    desk.type("退货")
    desk.window.head.search.selectAll()
    desk.compose("t")
    assert last(desk) == ("t", True)
    desk.compose("", "退款")
    assert desk.window.head.search.text() == "退款"


def test_the_same_letters_again_are_not_searched_again(desk: Desk) -> None:
    desk.compose("tui")
    count = len(desk.told.of("searched"))
    desk.compose("tui")
    desk.compose("tu'i")
    assert len(desk.told.of("searched")) == count


def chords() -> list[tuple[Key, Qt.KeyboardModifier]]:
    """Return every key that means something in a list."""
    held = (NONE, CTRL, ALT, CTRL | SHIFT)
    return [
        (key, modifiers)
        for key in Key
        for modifiers in held
        if key is not Key.Key_unknown and command(Mode.LIST, key, modifiers)
    ]


def test_no_key_of_ours_acts_while_a_composition_is_open(desk: Desk) -> None:
    desk.show(Results("退", (A, B)))
    desk.compose("huo")
    desk.window.show_results(Results("退huo", (B, A)))
    before = desk.told.names()
    found = chords()
    assert len(found) > 30
    for key, modifiers in found:
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        assert not desk.window.keys.eventFilter(desk.focus(), event)
    assert desk.told.names() == before
    assert desk.window.body.list.hit() == B
    assert desk.window.isVisible()
    desk.compose("", "货")
    assert desk.window.keys.eventFilter(desk.focus(), QKeyEvent(QEvent.Type.KeyPress, Key.Key_Down, NONE))


def test_answers_change_neither_text_nor_focus_nor_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.compose("tui'k")
    search, place = desk.window.head.search, desk.window.geometry()
    resets = _resets(desk)
    for results in (
        Results("tuik", (A,), stage=Stage.TITLES),
        Results("tuik", (A, B), read_as=("退款",)),
        Results("tuik", (A, B), fits=False),
        Results("tuik", near=(A,)),
        Results("tuik"),
        Results("tuik", (A, B), partial=True),
    ):
        desk.window.show_results(results)
        desk.window.show_article(ArticleView("A", "退款流程", "<p>text</p>"))
        desk.window.show_message("Pinned.")
        desk.window.show_explanation(Explanation("A", "tuik", 1, 1.0))
        desk.window.set_busy(True)
        assert QApplication.focusWidget() is search
    qtbot.wait(100)
    assert resets == []
    assert search.composing
    assert search.query == "tuik"
    assert search.text() == ""
    assert desk.window.geometry() == place
    desk.compose("", "退款")
    assert search.text() == "退款"


def test_an_article_that_comes_while_letters_are_composed_does_not_take_the_keys(desk: Desk) -> None:
    desk.show(Results("退", (A,)))
    desk.press(Key.Key_Return)  # to read it; it is still on its way
    desk.compose("huo")
    desk.window.show_article(ArticleView("A", "退款流程", "<p>text</p>"))
    assert QApplication.focusWidget() is desk.window.head.search
    assert desk.window.head.search.composing


def test_losing_the_focus_ends_the_composition_for_the_keys(desk: Desk) -> None:
    desk.show(Results("退", (A, B)))
    desk.compose("huo")
    assert desk.window.keys.composing
    desk.window.show_results(Results("退huo", (A,)))
    desk.window.show_article(ArticleView("A", "退款流程", "<p>text</p>"))
    desk.window.body.preview.reader.setFocus()
    assert not desk.window.keys.composing


def _resets(desk: Desk) -> list[str]:
    """Return a list that grows when something would close the candidate window."""
    found: list[str] = []
    method = QApplication.inputMethod()
    method.visibleChanged.connect(lambda: found.append("visible"))
    desk.window.head.search.selectionChanged.connect(lambda: found.append("selection"))
    desk.window.head.search.textChanged.connect(lambda _text: found.append("text"))
    return found
