"""What the agent tells the search: nothing fits, what it was read as, what customers call it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.content.model import Kind
from kbassist.i18n import use_language
from kbassist.search.results import Results
from kbassist.ui.hints import Hint, Situation, hints
from kbassist.ui.quick_feedback import Offer
from kbassist.ui.toast import READ_MS, SHOWN_MS
from kbassist.ui.views import ArticleView
from tests.ui.conftest import CTRL, Desk
from tests.ui.replies import delay_form, hit

Key = Qt.Key
A = hit("Refunds", key="A")
MACRO = hit("Delayed", Kind.MACRO, key="delay@zh-CN")
CLOSEST = Results("my parrot ate it", (A, MACRO), fits=False)
OFFER = Offer("A", "Refunds", "when is it back 13812345678", "when is it back ***")


def headings(desk: Desk) -> list[str]:
    return [row.heading for row in desk.window.body.list.rows_model.rows if row.heading]


def keys_shown(desk: Desk) -> list[str]:
    said = desk.window.foot.accessibleDescription().split(", ")
    return [hint.split(":")[0] for hint in said]


def test_where_nothing_fits_it_is_said_and_the_rows_can_be_used(desk: Desk) -> None:
    desk.show(CLOSEST)
    assert headings(desk) == ["Nothing fits; the closest are…"]
    assert desk.window.body.list.hit() == A
    assert desk.window.head.search.accessibleDescription().startswith("Nothing fits; the closest are… Refunds")
    assert "Ctrl+R" in keys_shown(desk)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.told.of("chosen") == [("delay@zh-CN", "")]


def test_nothing_fits_says_more_than_not_all_words(desk: Desk) -> None:
    desk.show(Results("q", (A,), partial=True, fits=False))
    assert headings(desk) == ["Nothing fits; the closest are…"]
    desk.show(Results("qq", (A,), partial=True))
    assert headings(desk) == ["Nothing fits all words; this comes close"]


def test_the_question_is_filed_once_with_thanks(desk: Desk) -> None:
    desk.show(CLOSEST)
    desk.press(Key.Key_R, CTRL)
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("missing_reported") == [("my parrot ate it",)]
    assert desk.told.of("report_wanted") == []
    assert "Thank you" in desk.window.bar.text
    desk.show(Results("another question", (A,), fits=False))
    desk.press(Key.Key_R, CTRL)
    assert len(desk.told.of("missing_reported")) == 2


@pytest.mark.parametrize("doing", ["reading", "filling", "following"])
def test_an_entry_that_is_open_is_what_a_report_means(desk: Desk, doing: str) -> None:
    desk.show(CLOSEST)
    desk.window.show_article(ArticleView("A", "Refunds", "<p>text</p>"))
    if doing == "reading":
        desk.press(Key.Key_Return)
    elif doing == "filling":
        desk.window.show_form(delay_form())
    else:
        desk.window.follow()
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("missing_reported") == []
    assert desk.told.of("report_wanted") == [("delay@zh-CN" if doing == "filling" else "A",)]


def test_an_answer_that_fits_is_reported_as_an_error(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("report_wanted") == [("A",)]


# Another reading


def test_a_reading_is_shown_beside_the_query_and_moves_nothing(desk: Desk) -> None:
    desk.show(Results("tuikuan", (A, MACRO)))
    list_before, focus = desk.window.body.list.geometry(), desk.focus()
    desk.window.show_results(Results("tuikuan", (A, MACRO), read_as=("退款", "推宽")))
    assert desk.window.head.reading == 'Also read as "退款"'
    assert desk.window.body.list.geometry() == list_before
    assert desk.focus() is focus
    assert desk.window.head.search.text() == "tuikuan"
    desk.show(Results("tuikuanx", (A,)))
    assert desk.window.head.reading == ""


def test_a_reading_goes_with_the_query(desk: Desk) -> None:
    desk.show(Results("tuikuan", (A,), read_as=("退款",)))
    desk.type("")
    assert desk.window.head.reading == ""


def test_a_query_that_fills_the_field_leaves_no_room_for_a_reading(desk: Desk) -> None:
    desk.show(Results("refnud " * 20, (A,), read_as=("refund",)))
    assert desk.window.head.reading == ""


def test_a_long_reading_is_shortened_and_follows_the_language(desk: Desk) -> None:
    desk.show(Results("tk", (A,), read_as=("退款" * 20,)))
    assert "…" in desk.window.head.reading
    use_language("zh_CN")
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.LanguageChange))
    assert desk.window.head.reading.startswith("也按“退款")


# Customers' wordings


def copied(desk: Desk, offer: Offer | None = OFFER) -> None:
    desk.window.confirm_copy(True)
    if offer is not None:
        desk.window.offer_phrasing(offer)


def test_an_offer_is_a_second_line_of_the_words_after_a_copy(desk: Desk) -> None:
    copied(desk)
    assert "Ctrl+V" in desk.window.toast.text
    assert "when is it back ***" in desk.window.toast.more
    assert desk.window.toast._timer.interval() == READ_MS
    assert not desk.window.isVisible()
    copied(desk, None)
    assert desk.window.toast.more == ""
    assert desk.window.toast._timer.interval() == SHOWN_MS


def test_the_words_go_when_the_window_is_called_again(desk: Desk) -> None:
    copied(desk)
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert desk.window.toast.isHidden()


def test_a_late_offer_does_not_bring_the_words_back(desk: Desk) -> None:
    desk.window.confirm_copy(True)
    desk.window.toast.hide()
    desk.window.offer_phrasing(OFFER)
    assert desk.window.toast.isHidden()


def test_the_next_time_one_key_keeps_the_wording(desk: Desk) -> None:
    copied(desk)
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert "when is it back ***" in desk.window.bar.text
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == [("A", "when is it back 13812345678")]
    assert desk.told.of("message_acted") == []
    assert desk.window.bar.text == ""


def test_the_button_keeps_it_as_well(desk: Desk, qtbot: QtBot) -> None:
    copied(desk)
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert desk.window.bar._button.text() == "Remember  Ctrl+K"
    qtbot.mouseClick(desk.window.bar._button, Qt.MouseButton.LeftButton)
    assert len(desk.told.of("phrasing_kept")) == 1


@pytest.mark.parametrize("doing", ["typing", "closing", "hiding"])
def test_an_offer_that_is_passed_over_is_gone(desk: Desk, doing: str) -> None:
    copied(desk)
    desk.window.popup(QRect(0, 0, 1600, 1000))
    if doing == "typing":
        desk.type("x")
        desk.type("")
    elif doing == "closing":
        desk.window.bar.dismiss()
    else:
        desk.window.hide()
    desk.window.hide()
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert desk.window.bar.text == ""
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == []


def test_the_query_that_stands_is_kept_for_the_selected_row(desk: Desk) -> None:
    desk.show(Results("/when is it back", (A, MACRO)))
    desk.press(Key.Key_Down)
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == [("delay@zh-CN", "when is it back")]


def test_in_a_form_the_query_is_kept_for_its_reply(desk: Desk) -> None:
    desk.show(Results("when is it back", (MACRO,)))
    desk.window.show_form(delay_form())
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == [("delay@zh-CN", "when is it back")]


def test_without_words_or_an_entry_it_is_said_what_to_do(desk: Desk) -> None:
    desk.window.show_recent((A,), ())
    desk.press(Key.Key_K, CTRL)
    assert "customer's words first" in desk.window.bar.text
    desk.show(Results("parrot"))
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == []


def test_what_was_kept_is_shown_with_a_way_back(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_phrasing("when is it back ***", "Refunds")
    assert "when is it back ***" in desk.window.bar.text
    desk.press(Key.Key_O, CTRL)
    assert desk.told.of("phrasing_undone") == [()]
    assert desk.told.of("message_acted") == []


def test_another_message_takes_the_offers_place(desk: Desk) -> None:
    copied(desk)
    desk.window.popup(QRect(0, 0, 1600, 1000))
    desk.window.show_message("The disk is full.")
    desk.press(Key.Key_K, CTRL)
    assert desk.told.of("phrasing_kept") == []


def test_which_query_led_to_an_entry(desk: Desk) -> None:
    desk.show(Results(" refund ", (A,), near=(MACRO,)))
    assert desk.window.query_for("A") == "refund"
    assert desk.window.query_for("delay@zh-CN") == "refund"
    assert desk.window.query_for("elsewhere") == ""
    desk.type("refunds")  # not answered yet
    assert desk.window.query_for("A") == ""


def test_why_is_hinted_where_something_was_searched() -> None:
    for situation in (Situation.ON_MACRO, Situation.ON_ARTICLE, Situation.NO_FIT):
        assert any(hint.key == "Ctrl+I" for hint in hints(situation))
        assert not any(hint.key == "Ctrl+I" for hint in hints(situation, searched=False))
    assert hints(Situation.EXPLAINING)[-1] == Hint("Esc", "Back")


def test_a_toast_of_one_line_is_no_wider_than_it(desk: Desk) -> None:
    toast = desk.window.toast
    toast.say("Part 2 of 2", QRect(0, 0, 800, 600))
    narrow = toast.size()
    toast.add("words that need a lot more room than the line above them")
    toast.say("Part 2 of 2", QRect(0, 0, 800, 600))
    assert toast.size() == narrow
