from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kbassist.content.model import Kind
from kbassist.desktop.ports import Clip
from kbassist.i18n import N_
from kbassist.macros.form import Outcome
from kbassist.search.results import Results
from kbassist.ui.quick_keys import Command, Do, Mode, command
from kbassist.ui.views import ArticleView, MacroView
from kbassist.wording.remarks import Checked, Level, Remark
from kbassist.wording.remarks import Kind as Noticed
from tests.ui.conftest import ALT, CTRL, Desk
from tests.ui.replies import delay_form, hit, thanks_form

Key = Qt.Key
MACRO = hit("Delayed", Kind.MACRO, key="delay@zh-CN")
ARTICLE = hit("Refunds", key="refund", section="Steps", anchor="Steps")
THANKS = hit("Thanks", Kind.MACRO, key="thanks@zh-CN")
ROWS = Results("re", (MACRO, ARTICLE, THANKS))
MANY = Results("many", tuple(hit(f"Row {n}", key=f"row{n}") for n in range(1, 31)))


def selected(desk: Desk) -> str:
    row = desk.window.body.list.hit()
    return row.key if row else ""


def test_arrows_move_and_stay_at_the_ends(desk: Desk) -> None:
    desk.show(ROWS)
    assert selected(desk) == "delay@zh-CN"
    desk.press(Key.Key_Up)
    assert selected(desk) == "delay@zh-CN"
    for _ in range(5):
        desk.press(Key.Key_Down)
    assert selected(desk) == "thanks@zh-CN"


def test_page_keys_move_by_what_fits(desk: Desk) -> None:
    desk.show(MANY)
    desk.press(Key.Key_PageDown)
    assert selected(desk) == f"row{1 + desk.window.body.list.page()}"
    desk.press(Key.Key_PageUp)
    assert selected(desk) == "row1"


@pytest.mark.parametrize("number", range(1, 10))
def test_alt_and_a_number_choose_that_row(desk: Desk, number: int) -> None:
    desk.show(MANY)
    desk.press(Key(Key.Key_0 + number), ALT)
    assert desk.told.of("chosen") == [(f"row{number}", "")]


def test_alt_and_a_number_without_a_row_do_nothing(desk: Desk) -> None:
    desk.show(ROWS)
    desk.press(Key.Key_9, ALT)
    assert desk.told.of("chosen") == []


def test_enter_on_a_macro_opens_its_form(desk: Desk) -> None:
    desk.show(ROWS)
    desk.press(Key.Key_Return)
    assert desk.told.of("chosen") == [("delay@zh-CN", "")]
    desk.window.show_form(delay_form())
    assert desk.window.mode is Mode.FORM
    assert desk.told.of("clipboard_wanted") == [("delay@zh-CN",)]


def test_enter_on_a_macro_with_nothing_to_fill_copies_at_once(desk: Desk) -> None:
    desk.show(Results("re", (THANKS,)))
    desk.press(Key.Key_Return)
    desk.window.show_form(thanks_form())
    assert desk.told.of("copy_wanted") == [(Clip("感谢您告诉我们，这对改进服务很有帮助。"), "thanks@zh-CN")]
    assert desk.window.mode is Mode.LIST


def test_ctrl_enter_pastes(desk: Desk) -> None:
    desk.show(Results("re", (THANKS,)))
    desk.press(Key.Key_Return, CTRL)
    desk.window.show_form(thanks_form())
    assert [name for name in desk.told.names() if name in {"copy_wanted", "paste_wanted"}] == ["paste_wanted"]


def test_tab_opens_the_form_even_with_nothing_to_fill(desk: Desk) -> None:
    desk.show(Results("re", (THANKS,)))
    desk.press(Key.Key_Tab)
    desk.window.show_form(thanks_form())
    assert desk.window.mode is Mode.FORM
    assert desk.told.of("copy_wanted") == []


def test_a_form_that_nobody_chose_is_never_copied_at_once(desk: Desk) -> None:
    desk.window.show_form(thanks_form())
    assert desk.window.mode is Mode.FORM


def test_enter_on_an_article_reads_it_and_escape_comes_back(desk: Desk) -> None:
    desk.show(Results("re", (ARTICLE,)))
    desk.press(Key.Key_Return)
    assert desk.told.of("entry_wanted") == [("refund", "Steps")]
    desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>" * 60))
    assert desk.focus() is desk.window.body.preview.reader
    assert desk.window.mode is Mode.READ
    desk.press(Key.Key_Down)
    assert selected(desk) == "refund"
    desk.press(Key.Key_Escape)
    assert desk.focus() is desk.window.head.search
    assert desk.window.mode is Mode.LIST
    assert desk.window.head.search.text() == "re"


@pytest.mark.parametrize(
    ("key", "signal"),
    [(Key.Key_D, "pin_toggled"), (Key.Key_E, "edit_wanted"), (Key.Key_R, "report_wanted")],
)
@pytest.mark.parametrize("mode", (Mode.LIST, Mode.READ, Mode.FORM))
def test_keys_that_name_the_entry(desk: Desk, key: Key, signal: str, mode: Mode) -> None:
    desk.show(Results("re", (ARTICLE if mode is Mode.READ else MACRO,)))
    if mode is Mode.READ:
        desk.press(Key.Key_Return)
        desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>"))
    if mode is Mode.FORM:
        desk.window.show_form(delay_form())
    assert desk.window.mode is mode
    desk.press(key, CTRL)
    assert desk.told.of(signal) == [("refund" if mode is Mode.READ else "delay@zh-CN",)]


def test_report_on_an_empty_list_names_what_is_missing_once(desk: Desk) -> None:
    desk.show(Results("parrot"))
    desk.press(Key.Key_R, CTRL)
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("missing_reported") == [("parrot",)]
    assert desk.told.of("report_wanted") == []


def test_near_misses_are_not_selected_until_moved_to(desk: Desk) -> None:
    desk.show(Results("parot", near=(MACRO, ARTICLE)))
    assert selected(desk) == ""
    desk.press(Key.Key_Return)
    assert desk.told.of("chosen") == []
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("missing_reported") == [("parot",)]
    desk.press(Key.Key_Down)
    assert selected(desk) == "delay@zh-CN"


def test_channels_by_number_and_in_turn(desk: Desk) -> None:
    desk.show(ROWS)
    desk.press(Key.Key_2, CTRL)
    desk.press(Key.Key_Right, CTRL)
    desk.press(Key.Key_Left, CTRL)
    desk.press(Key.Key_6, CTRL)  # the team has five
    assert desk.told.of("channel_changed") == [("邮件",), ("电话",), ("邮件",)]
    assert ("delay@zh-CN", "") in desk.told.of("entry_wanted")


def test_twin_is_asked_for_and_shown_though_it_is_not_the_row(desk: Desk) -> None:
    desk.show(Results("re", (ARTICLE,)))
    desk.window.show_article(ArticleView("refund", "退款", "<p></p>", twin="English"))
    desk.press(Key.Key_L, CTRL)
    assert desk.told.of("twin_wanted") == [("refund",)]
    desk.window.show_article(ArticleView("refund@en", "Refunds", "<p>in English</p>"))
    assert "in English" in desk.window.body.preview.reader.toPlainText()
    desk.press(Key.Key_D, CTRL)
    assert desk.told.of("pin_toggled") == [("refund@en",)]


def test_no_twin_is_said(desk: Desk) -> None:
    desk.show(Results("re", (ARTICLE,)))
    desk.window.show_article(ArticleView("refund", "退款", "<p></p>"))
    desk.press(Key.Key_L, CTRL)
    assert desk.told.of("twin_wanted") == []
    assert "no version" in desk.window.bar.text


def test_copy_in_the_list_takes_a_ready_macro(desk: Desk) -> None:
    desk.show(Results("re", (THANKS,)))
    desk.window.show_macro(MacroView("thanks@zh-CN", "Thanks", "微信", Outcome("as it was this morning")))
    desk.press(Key.Key_C, CTRL)
    now = desk.window.render_form("thanks@zh-CN", "微信", {})
    assert desk.told.of("copy_wanted") == [(Clip(now.text), "thanks@zh-CN")]


def test_copy_in_the_list_keeps_back_what_the_team_blocks(desk: Desk) -> None:
    blocked = Remark(Noticed.PHRASE, Level.BLOCK, 0, 2, N_("never say so"))
    desk.window.body.form.result.set_check(lambda _key, _channel, _text: Checked((blocked,)))
    desk.show(Results("re", (THANKS,)))
    desk.window.show_macro(MacroView("thanks@zh-CN", "Thanks", "微信", Outcome("thank you")))
    desk.press(Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == []
    assert "never say so" in desk.window.bar.text


def test_copy_of_an_unfilled_macro_says_what_to_do(desk: Desk) -> None:
    desk.show(Results("re", (MACRO,)))
    outcome = desk.window.render_form("delay@zh-CN", "微信", {})
    desk.window.show_macro(MacroView("delay@zh-CN", "Delayed", "微信", outcome))
    desk.press(Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == []
    assert "Enter" in desk.window.bar.text


def test_copy_of_an_article_only_where_customers_may_have_it(desk: Desk) -> None:
    desk.show(Results("re", (ARTICLE,)))
    desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>"))
    desk.press(Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == []
    desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>", clip=Clip("text")))
    desk.press(Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == [(Clip("text"), "refund")]


@pytest.mark.parametrize("paste", [False, True])
def test_a_copy_right_after_a_move_waits_for_the_row_that_is_selected(desk: Desk, paste: bool) -> None:
    other = hit("Exchanges", key="exchange")
    desk.show(Results("re", (ARTICLE, other)))
    desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>", clip=Clip("refunds")))
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return if paste else Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == desk.told.of("paste_wanted") == []
    assert desk.told.of("entry_wanted")[-1] == ("exchange", "")
    desk.window.show_article(ArticleView("exchange", "Exchanges", "<p>text</p>", clip=Clip("exchanges")))
    assert desk.told.of("paste_wanted" if paste else "copy_wanted") == [(Clip("exchanges"), "exchange")]


@pytest.mark.parametrize("doing", ["moving", "typing", "hiding", "reading"])
def test_a_copy_that_waits_is_given_up_by_doing_something_else(desk: Desk, doing: str) -> None:
    other = hit("Exchanges", key="exchange")
    desk.show(Results("re", (ARTICLE, other)))
    desk.press(Key.Key_C, CTRL)
    if doing == "moving":
        desk.press(Key.Key_Down)
        desk.press(Key.Key_Up)
    elif doing == "typing":
        desk.show(Results("ref", (ARTICLE, other)))
    elif doing == "hiding":
        desk.window.hide()
    else:
        desk.press(Key.Key_Return)
    desk.window.show_article(ArticleView("refund", "Refunds", "<p>text</p>", clip=Clip("refunds")))
    assert desk.told.of("copy_wanted") == []


def test_copy_of_selected_letters_belongs_to_the_field(desk: Desk) -> None:
    desk.show(Results("re", (THANKS,)))
    desk.window.show_macro(MacroView("thanks@zh-CN", "Thanks", "微信", Outcome("thank you")))
    desk.window.head.search.selectAll()
    desk.press(Key.Key_C, CTRL)
    assert desk.told.of("copy_wanted") == []


def test_undo_is_the_fields_first_and_then_copies_again(desk: Desk) -> None:
    desk.press(Key.Key_Z, CTRL)
    assert desk.told.of("copied_again") == []  # nothing was copied yet
    desk.window.confirm_copy(True)
    desk.window.popup(desk.window.geometry())
    QTest.keyClicks(desk.window.head.search, "ab")
    desk.press(Key.Key_Z, CTRL)
    assert desk.told.of("copied_again") == []
    assert desk.window.head.search.text() == ""
    desk.press(Key.Key_Z, CTRL)
    assert desk.told.of("copied_again") == [()]


def test_escape_climbs_down_form_list_clear_hide(desk: Desk) -> None:
    desk.show(Results("re", (MACRO,)))
    desk.window.show_form(delay_form())
    desk.press(Key.Key_Escape)
    assert desk.window.mode is Mode.LIST
    assert desk.window.head.search.text() == "re"
    desk.press(Key.Key_Escape)
    assert desk.window.head.search.text() == ""
    assert desk.window.isVisible()
    desk.press(Key.Key_Escape)
    assert not desk.window.isVisible()
    assert desk.told.of("hidden") == [()]


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Key.Key_2, ALT),
        (Key.Key_2, CTRL),
        (Key.Key_D, CTRL),
        (Key.Key_Return, CTRL),
    ],
)
def test_no_key_of_ours_acts_during_a_composition(desk: Desk, key: Key, modifiers: Any) -> None:
    desk.show(ROWS)
    desk.compose("tui")
    before = desk.told.names()
    desk.window.keys.eventFilter(desk.focus(), _press(key, modifiers))
    assert desk.told.names() == before
    assert selected(desk) == "delay@zh-CN"
    assert desk.window.isVisible()
    desk.compose("", "退")
    assert desk.window.keys.eventFilter(desk.focus(), _press(Key.Key_Down))


def _press(key: Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


def test_letters_being_composed_are_searched(desk: Desk) -> None:
    desk.compose("t")
    desk.compose("tui k")
    desk.compose("tui'k")
    desk.compose("", "退款")
    assert desk.told.of("searched") == [("t", True), ("tuik", True), ("退款", False)]


def test_a_composition_in_the_middle_searches_around_the_cursor(desk: Desk) -> None:
    desk.type("七天")
    desk.window.head.search.setCursorPosition(1)
    desk.compose("wu")
    assert desk.told.of("searched")[-1] == ("七wu天", True)


def test_keys_that_mean_nothing_here() -> None:
    none = Qt.KeyboardModifier.NoModifier
    assert command(Mode.FORM, Key.Key_Up, none) is None
    assert command(Mode.READ, Key.Key_2, ALT) is None
    assert command(Mode.READ, Key.Key_Down, none) is None
    assert command(Mode.LIST, Key.Key_Left, CTRL | Qt.KeyboardModifier.ShiftModifier) is None
    assert command(Mode.LIST, 0x7FFFFFF0, none) is None
    assert command(Mode.LIST, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier) == Command(Do.CHOOSE)
