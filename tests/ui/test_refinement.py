"""A refined list: shown where the agent's hands are off, and never under them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.content.model import Kind
from kbassist.search.results import Results, Stage
from kbassist.ui import quick_stage
from kbassist.ui.views import ArticleView
from tests.ui.conftest import CTRL, Desk
from tests.ui.replies import delay_form, hit

A, B, C = (hit(name, key=name) for name in "ABC")
MACRO = hit("Delayed", Kind.MACRO, key="delay@zh-CN")
FULL = Results("q", (A, B, C))
REFINED = Results("q", (C, A, B), stage=Stage.REFINED)
Key = Qt.Key


def order(desk: Desk) -> list[str]:
    return [row.hit.key for row in desk.window.body.list.rows_model.rows if row.hit]


def test_an_untouched_list_takes_the_better_order_with_the_first_row_selected(desk: Desk) -> None:
    desk.show(FULL)
    desk.window.show_results(REFINED)
    assert order(desk) == ["C", "A", "B"]
    assert desk.window.body.list.hit() == C


def moved(desk: Desk) -> None:
    desk.press(Key.Key_Down)


def moved_and_back(desk: Desk) -> None:
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Up)


def up_at_the_top(desk: Desk) -> None:
    desk.press(Key.Key_Up)


def clicked(desk: Desk) -> None:
    viewport = desk.window.body.list.viewport()
    where = QPointF(desk.window.body.list.visualRect(desk.window.body.list.rows_model.index(1)).center())
    button = Qt.MouseButton.LeftButton
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(
            viewport, QMouseEvent(kind, where, where, button, button, Qt.KeyboardModifier.NoModifier)
        )


def pointed(desk: Desk) -> None:
    where, none = QPointF(40, 40), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window.body.list.viewport(), event)


def reading(desk: Desk) -> None:
    desk.window.show_article(ArticleView("A", "A", "<p>text</p>"))
    desk.press(Key.Key_Return)


def filling(desk: Desk) -> None:
    desk.window.show_form(delay_form())


def asking_why(desk: Desk) -> None:
    desk.press(Key.Key_I, CTRL)


def following_a_link(desk: Desk) -> None:
    desk.window.body.preview.link_wanted.emit("kb:x")


def composing(desk: Desk) -> None:
    desk.compose("t")
    desk.window._results = FULL
    desk.window.head.search._preedit = ""  # the query that stands is still the same


@pytest.mark.parametrize(
    "doing",
    [
        moved,
        moved_and_back,
        up_at_the_top,
        clicked,
        pointed,
        reading,
        filling,
        asking_why,
        following_a_link,
        composing,
    ],
)
def test_a_list_in_use_stays_as_it_is(desk: Desk, doing: object) -> None:
    desk.show(FULL)
    doing(desk)  # type: ignore[operator]  # one of the functions above
    selected = desk.window.body.list.hit()
    desk.window.show_results(REFINED)
    assert order(desk) == ["A", "B", "C"]
    assert desk.window.body.list.hit() == selected


def test_the_next_query_is_untouched_again(desk: Desk) -> None:
    desk.show(FULL)
    moved(desk)
    desk.show(Results("qq", (A, B, C)))
    desk.window.show_results(Results("qq", (C, A, B), stage=Stage.REFINED))
    assert order(desk) == ["C", "A", "B"]


def test_a_list_in_use_is_renewed_when_the_library_changes(desk: Desk) -> None:
    desk.show(FULL)
    moved(desk)
    desk.window.show_results(Results("q", (C, B, A)))
    assert order(desk) == ["C", "B", "A"]
    assert desk.window.body.list.hit() == B
    desk.window.show_results(REFINED)
    assert order(desk) == ["C", "B", "A"]


def test_a_refined_answer_to_another_query_is_ignored(desk: Desk) -> None:
    desk.show(Results("qq", (A,)))
    desk.window.show_results(REFINED)
    assert order(desk) == ["A"]


@pytest.mark.parametrize(
    ("key", "held", "meant"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "A"),
        (Key.Key_2, Qt.KeyboardModifier.AltModifier, "B"),
    ],
)
def test_a_key_pressed_as_the_list_changes_means_what_stood_there_before(
    desk: Desk, key: Key, held: Qt.KeyboardModifier, meant: str
) -> None:
    desk.show(FULL)
    desk.window.show_results(REFINED)
    desk.press(key, held)
    assert desk.told.of("chosen") == [(meant, "")]
    assert order(desk) == ["A", "B", "C"]


def test_once_the_list_can_have_been_seen_keys_mean_the_rows_that_are_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_stage, "REACTION_S", 0.0)
    desk.show(FULL)
    desk.window.show_results(REFINED)
    desk.press(Key.Key_Return)
    assert desk.told.of("chosen") == [("C", "")]


def test_a_list_of_the_next_query_is_never_put_back(desk: Desk) -> None:
    desk.show(FULL)
    desk.window.show_results(REFINED)
    desk.show(Results("qq", (B, A)))
    desk.press(Key.Key_Return)
    assert desk.told.of("chosen") == [("B", "")]


def test_the_preview_is_not_asked_for_again_where_its_entry_stays(desk: Desk, qtbot: QtBot) -> None:
    desk.show(FULL)
    qtbot.waitUntil(lambda: desk.told.of("entry_wanted") == [("A", "")])
    desk.window.show_article(ArticleView("A", "A", "<p>text</p>" * 80))
    bar = desk.window.body.preview.reader.verticalScrollBar()
    bar.setValue(50)
    desk.window.show_results(Results("q", (A, C, B), stage=Stage.REFINED))
    qtbot.wait(120)
    assert desk.told.of("entry_wanted") == [("A", "")]
    assert bar.value() == 50
    assert order(desk) == ["A", "C", "B"]


def test_a_preview_that_was_not_asked_for_yet_still_is(desk: Desk, qtbot: QtBot) -> None:
    desk.show(FULL)
    desk.window.show_results(Results("q", (A, C, B), stage=Stage.REFINED))
    qtbot.waitUntil(lambda: desk.told.of("entry_wanted") == [("A", "")])


def test_the_preview_follows_where_another_entry_comes_first(desk: Desk, qtbot: QtBot) -> None:
    desk.show(FULL)
    qtbot.waitUntil(lambda: desk.told.of("entry_wanted") == [("A", "")])
    desk.window.show_results(REFINED)
    qtbot.waitUntil(lambda: desk.told.of("entry_wanted") == [("A", ""), ("C", "")])


def test_what_was_not_found_by_words_is_shown_when_it_is_found_by_meaning(desk: Desk) -> None:
    desk.show(Results("q"))
    assert desk.window.no_hit()
    desk.window.show_results(Results("q", (MACRO,), stage=Stage.REFINED))
    assert order(desk) == ["delay@zh-CN"]


def test_after_telling_the_team_lead_the_list_stays(desk: Desk) -> None:
    desk.show(Results("q"))
    desk.press(Key.Key_R, CTRL)
    desk.window.show_results(REFINED)
    assert order(desk) == []
    assert desk.window.body.preview.near.isVisible()
    desk.show(Results("qq", (A, B, C)))
    desk.window.show_results(Results("qq", (C, A, B), stage=Stage.REFINED))
    assert order(desk) == ["C", "A", "B"]


def test_a_refined_answer_without_a_hit_is_called_no_hit(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_results(Results("q", stage=Stage.REFINED))
    assert desk.window.body.preview.near.isVisible()
