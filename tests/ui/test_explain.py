"""Why a row is where it is: asked with a key, shown in the preview's place, gone with the same key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kbassist.content.model import Kind
from kbassist.i18n import N_, Text, use_language
from kbassist.search.results import Explanation, Reason, Results
from kbassist.ui import theme
from kbassist.ui.explain_panel import place_words, points
from kbassist.ui.quick_keys import Mode
from kbassist.ui.views import ArticleView
from tests.ui.conftest import CTRL, Desk
from tests.ui.replies import delay_form, hit

Key = Qt.Key
A, B = hit("Refunds", key="A", section="Steps", anchor="Steps"), hit("Delayed", Kind.MACRO, key="delay@zh-CN")
ROWS = Results("re", (A, B))
REASONS = (
    Reason(N_("The title begins with the words"), 6.0),
    Reason(Text("<b>{name}</b>", (("name", "&"),)), 1.25),
    Reason(N_("It is to be checked"), -0.9),
)


def explanation(key: str = "A", query: str = "re", place: int = 1) -> Explanation:
    return Explanation(key, query, place, 6.35, REASONS)


def explained(desk: Desk) -> list[str]:
    """Return the words that are shown in the preview's place."""
    panel = desk.window.body.preview.reasons
    return [label.text() for label in panel.findChildren(QLabel)] if panel.isVisible() else []


def ask(desk: Desk) -> None:
    desk.show(ROWS)
    desk.window.show_article(ArticleView("A", "Refunds", "<p>text</p>"))
    desk.press(Key.Key_I, CTRL)


def test_the_key_asks_and_the_answer_stands_in_the_previews_place(desk: Desk) -> None:
    ask(desk)
    assert desk.told.of("explain_wanted") == [("A",)]
    assert explained(desk) == []  # nothing jumps until there is something to show
    desk.window.show_explanation(explanation())
    words = explained(desk)
    assert {"Refunds › Steps", 'No. 1 for "re"', "The title begins with the words", "+6.0", "−0.9", "+6.3"} <= set(
        words
    )
    assert "<b>&</b>" in words
    assert desk.focus() is desk.window.head.search
    assert "+6.0" in desk.window.body.preview.reasons.accessibleDescription()


@pytest.mark.parametrize(("key", "held"), [(Key.Key_I, CTRL), (Key.Key_Escape, Qt.KeyboardModifier.NoModifier)])
def test_the_same_key_and_escape_show_the_entry_again(desk: Desk, key: Key, held: Qt.KeyboardModifier) -> None:
    ask(desk)
    desk.window.show_explanation(explanation())
    desk.press(key, held)
    assert explained(desk) == []
    assert desk.window.body.preview.reader.isVisible()
    assert desk.window.head.search.text() == "re"
    desk.window.show_explanation(explanation())  # too late
    assert explained(desk) == []


def test_moving_asks_for_the_next_row_and_the_preview_follows_below(desk: Desk, qtbot: QtBot) -> None:
    ask(desk)
    desk.window.show_explanation(explanation())
    desk.press(Key.Key_Down)
    qtbot.waitUntil(lambda: len(desk.told.of("explain_wanted")) == 2)
    assert desk.told.of("explain_wanted")[-1] == ("delay@zh-CN",)
    desk.window.show_explanation(explanation("A"))  # of the row before
    assert "Delayed" not in explained(desk)
    desk.window.show_explanation(explanation("delay@zh-CN", place=2))
    assert {"Delayed", 'No. 2 for "re"'} <= set(explained(desk))
    desk.window.show_article(ArticleView("delay@zh-CN", "Delayed", "<p>new</p>"))
    assert explained(desk) != []
    desk.press(Key.Key_Escape)
    assert desk.window.body.preview.key == "delay@zh-CN"


def test_an_answer_to_another_query_is_not_shown(desk: Desk) -> None:
    ask(desk)
    desk.window.show_explanation(explanation(query="ref"))
    assert explained(desk) == []


def test_it_goes_on_while_typing_and_ends_where_nothing_is_found(desk: Desk, qtbot: QtBot) -> None:
    ask(desk)
    desk.window.show_explanation(explanation())
    desk.show(Results("ref", (B, A)))
    qtbot.waitUntil(lambda: ("delay@zh-CN",) in desk.told.of("explain_wanted"))
    desk.show(Results("refx"))
    assert explained(desk) == []
    assert desk.window.body.preview.near.isVisible()


@pytest.mark.parametrize("leave", ["form", "read", "hide", "empty"])
def test_it_ends_with_what_it_was_asked_for(desk: Desk, leave: str) -> None:
    ask(desk)
    desk.window.show_explanation(explanation())
    match leave:
        case "form":
            desk.window.show_form(delay_form())
            desk.press(Key.Key_Escape)
        case "read":
            desk.press(Key.Key_Return)
            assert desk.focus() is desk.window.body.preview.reader
        case "hide":
            desk.window.hide()
            desk.window.popup(desk.window.geometry())
        case "empty":
            desk.type("")
            desk.window.show_recent((A,), ())
    assert explained(desk) == []


def test_a_reader_who_asks_has_the_keys_in_the_search_again(desk: Desk) -> None:
    desk.show(ROWS)
    desk.window.show_article(ArticleView("A", "Refunds", "<p>text</p>"))
    desk.press(Key.Key_Return)
    assert desk.window.mode is Mode.READ
    desk.press(Key.Key_I, CTRL)
    assert desk.window.mode is Mode.LIST
    assert desk.told.of("explain_wanted") == [("A",)]
    desk.press(Key.Key_Down)
    assert desk.window.body.list.hit() == B


def test_without_a_query_or_a_row_there_is_nothing_to_explain(desk: Desk) -> None:
    desk.press(Key.Key_I, CTRL)
    assert desk.window.bar.text == ""
    desk.window.show_recent((A,), ())
    desk.press(Key.Key_I, CTRL)
    assert desk.told.of("explain_wanted") == []
    assert "Nothing is searched" in desk.window.bar.text


def test_reasons_are_said_in_the_language_and_drawn_in_the_theme_in_use(desk: Desk) -> None:
    ask(desk)
    desk.window.show_explanation(explanation(place=0))
    assert 'Not in the list for "re"' in explained(desk)
    use_language("zh_CN")
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.LanguageChange))
    desk.window.set_theme(theme.DARK)
    assert {"为什么排在这里", "搜索“re”的结果里没有它"} <= set(explained(desk))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(3.21, "+3.2"), (-0.9, "−0.9"), (0.04, "+0.04"), (-0.049, "−0.05"), (0.0, "+0.0"), (12.0, "+12.0")],
)
def test_points_have_a_sign(value: float, shown: str) -> None:
    assert points(value) == shown


def test_of_many_reasons_the_least_share_a_line(desk: Desk) -> None:
    ask(desk)
    many = tuple(Reason(Text(f"reason {number}"), 10.0 - number) for number in range(10))
    desk.window.show_explanation(Explanation("A", "re", 1, 55.0, many))
    words = explained(desk)
    assert {"reason 0", "reason 5", "4 smaller reasons", "+10.0"} <= set(words)
    assert "reason 6" not in words
    area = desk.window.body.preview.reasons._scroll
    assert area.verticalScrollBar().maximum() == 0


def test_a_long_query_is_shortened() -> None:
    assert place_words(explanation(query="x" * 100)).endswith('…"')


def test_without_reasons_the_sum_stands_alone(desk: Desk) -> None:
    ask(desk)
    desk.window.show_explanation(Explanation("A", "re", 1, 0.0))
    assert "+0.0" in explained(desk)
