"""The joined window: guides, the teleprompter, the basis of a reply and replies of several texts, by their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kbassist.content.model import Kind
from kbassist.desktop.ports import Clip
from kbassist.i18n import N_
from kbassist.macros.form import Gap, GapKind, Outcome
from kbassist.macros.reply import Part, Reply
from kbassist.search.results import Results
from kbassist.ui.guide_views import ChoiceView, Crumb, Go, GuideView, Move, ReplyView, StepView
from kbassist.ui.prompt_script import PromptLine, PromptScript
from kbassist.ui.quick_keys import Mode
from kbassist.ui.views import ArticleView, MacroView
from tests.ui.conftest import ALT, CTRL, Desk
from tests.ui.replies import delay_form, hit, thanks_form

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
GOOD = {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"}
GUIDE = GuideView(
    "complaint@zh-CN",
    "Complaint",
    (Crumb("Sympathy", "calm"), Crumb("Facts")),
    StepView(
        "Facts",
        "<p>Ask.</p>",
        (ChoiceView("Ours"), ChoiceView("Theirs")),
        (ReplyView("delay@zh-CN", "Delay"), ReplyView("old@zh-CN", "Old", refused="expired")),
    ),
)
SCRIPT = PromptScript("Delay", (PromptLine("one", 3), PromptLine("two", 3)))
BASIS = ArticleView("refund", "Refunds", "<p>Seven days.</p>")


def search(desk: Desk) -> None:
    """Show a list of a reply, a guide and an article."""
    rows = (
        hit("Delay", Kind.MACRO, key="delay@zh-CN"),
        hit("Complaint", Kind.GUIDE, key="complaint@zh-CN"),
        hit("Refunds", key="refund"),
    )
    desk.show(Results("x", rows, ("x",), total=3))


def mode(desk: Desk) -> Mode:
    """Return what has the keys now."""
    return desk.window.mode


def open_guide(desk: Desk) -> list[Move]:
    """Open the guide as the program does, and return where the agent goes from then on."""
    search(desk)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.told.of("guide_wanted") == [("complaint@zh-CN",)]
    moves: list[Move] = []
    desk.window.body.guide.stepped.connect(moves.append)
    desk.window.body.guide.left.connect(desk.window.leave_guide)
    desk.window.body.guide.show_guide(GUIDE)
    desk.window.show_guide()
    return moves


# Guides


def test_a_guide_runs_by_keys(desk: Desk) -> None:
    moves = open_guide(desk)
    assert mode(desk) is Mode.GUIDE
    desk.press(Key.Key_2)
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Home)
    assert moves == [Move(Go.CHOOSE, 2), Move(Go.BACK), Move(Go.RESTART)]


def test_a_guide_keeps_the_list_quiet(desk: Desk) -> None:
    open_guide(desk)
    row = desk.window.body.list.hit()
    for key, held in (
        (Key.Key_Down, None),
        (Key.Key_D, CTRL),
        (Key.Key_I, CTRL),
        (Key.Key_B, CTRL),
        (Key.Key_1, ALT),
    ):
        desk.press(key, held or Qt.KeyboardModifier.NoModifier)
    assert desk.window.body.list.hit() == row
    assert not {"pin_toggled", "explain_wanted", "basis_wanted", "chosen"} & set(desk.told.names())


def test_a_guide_names_itself_for_a_report(desk: Desk) -> None:
    open_guide(desk)
    desk.press(Key.Key_R, CTRL)
    assert desk.told.of("report_wanted") == [("complaint@zh-CN",)]


def test_escape_leads_from_the_guide_to_the_list(desk: Desk) -> None:
    open_guide(desk)
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.LIST
    assert desk.focus() is desk.window.head.search
    assert desk.window.head.search.query == "x"


def test_a_form_leads_back_to_its_guide(desk: Desk) -> None:
    open_guide(desk)
    wanted: list[str] = []
    desk.window.body.guide.macro_wanted.connect(wanted.append)
    desk.press(Key.Key_A)
    assert wanted == ["delay@zh-CN"]
    desk.press(Key.Key_B)  # refused
    assert wanted == ["delay@zh-CN"]
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.GUIDE
    assert desk.told.of("guide_resumed") == [()]
    assert desk.window.body.guide.has_keys


def test_after_a_copy_the_guide_is_there_again(desk: Desk) -> None:
    open_guide(desk)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_Return, CTRL)
    desk.window.confirm_copy(True)
    assert desk.window.isHidden()
    desk.window.popup(desk.window.geometry())
    assert mode(desk) is Mode.GUIDE


def test_a_guide_that_was_left_does_not_come_back(desk: Desk) -> None:
    open_guide(desk)
    desk.press(Key.Key_Escape)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.LIST


# Reading aloud


def test_the_text_of_the_form_is_read_aloud_and_left_again(desk: Desk) -> None:
    desk.window.show_form(delay_form("电话"), GOOD, title="Delay")
    desk.press(Key.Key_T, CTRL)
    title, channel, outcome = desk.told.of("prompt_wanted")[0]
    assert (title, channel) == ("Delay", "电话")
    assert isinstance(outcome, Outcome)
    assert outcome.text.startswith("Dear Ms Wang")
    desk.window.show_script(SCRIPT, "电话")
    assert mode(desk) is Mode.PROMPT
    desk.press(Key.Key_Down)
    assert desk.window.body.prompter.reading.line == 1
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.FORM
    assert desk.window.body.form.values()["name"] == "Ms Wang"
    assert desk.window.body.form.isAncestorOf(desk.focus())


def test_the_teleprompter_over_the_list(desk: Desk) -> None:
    search(desk)
    desk.press(Key.Key_T, CTRL)
    assert desk.told.of("prompt_wanted") == []  # nothing is in the preview yet
    assert "Select a reply" in desk.window.bar.text
    desk.window.show_macro(MacroView("delay@zh-CN", "Delay", "电话", Outcome("Hello.")))
    desk.press(Key.Key_T, CTRL)
    assert desk.told.of("prompt_wanted") == [("Delay", "电话", Outcome("Hello."))]
    desk.window.show_script(SCRIPT, "电话")
    desk.press(Key.Key_D, CTRL)
    assert desk.told.of("pin_toggled") == []
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.LIST
    assert desk.focus() is desk.window.head.search


def test_the_teleprompter_is_there_when_the_window_comes_back(desk: Desk) -> None:
    desk.window.show_form(delay_form("电话"), GOOD)
    desk.window.show_script(SCRIPT, "电话")
    desk.window.hide()
    desk.window.popup(desk.window.geometry())
    assert mode(desk) is Mode.PROMPT
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.FORM


# What a reply rests on


def test_the_basis_is_read_from_the_form_and_left_with_all_values(desk: Desk) -> None:
    search(desk)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_B, CTRL)
    assert desk.told.of("basis_wanted") == [("delay@zh-CN",)]
    desk.window.show_article(BASIS)
    assert mode(desk) is Mode.READ
    assert desk.focus() is desk.window.body.preview.reader
    assert desk.window.body.preview.key == "refund"
    desk.press(Key.Key_Escape)
    assert mode(desk) is Mode.FORM
    assert desk.window.body.form.values().items() >= GOOD.items()


def test_a_reply_without_a_basis_stays_in_its_form(desk: Desk) -> None:
    search(desk)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_B, CTRL)
    desk.window.deny_basis()
    assert mode(desk) is Mode.FORM
    assert "no article" in desk.window.bar.text
    assert desk.window.body.form.values().items() >= GOOD.items()


def test_the_basis_is_appended_from_the_form_only(desk: Desk) -> None:
    search(desk)
    desk.press(Key.Key_B, CTRL | SHIFT)
    assert desk.told.of("basis_append_wanted") == []
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_B, CTRL | SHIFT)
    assert desk.told.of("basis_append_wanted") == [("delay@zh-CN",)]


# Replies of several texts


def test_texts_are_appended_and_sent_together(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD, title="Delay")
    desk.press(Key.Key_Return, ALT)
    assert mode(desk) is Mode.LIST
    assert desk.window.strips.pending.accessibleName() == "The reply so far"
    assert desk.window.strips.pending.isVisible()
    search(desk)
    desk.window.show_form(thanks_form())
    assert mode(desk) is Mode.FORM  # with something before it, it is looked at first
    assert not desk.window.strips.pending.isVisible()  # the form shows it itself
    desk.press(Key.Key_Return, CTRL)
    clip, _key = desk.told.of("paste_wanted")[0]
    assert clip.text.startswith("Dear Ms Wang")
    assert clip.text.endswith("感谢您告诉我们，这对改进服务很有帮助。")
    desk.window.confirm_copy(True)
    assert desk.window.reply == Reply()


def test_an_unfinished_text_is_not_appended(desk: Desk) -> None:
    desk.window.show_form(delay_form(), {**GOOD, "order": ""})
    desk.press(Key.Key_Return, ALT)
    assert mode(desk) is Mode.FORM
    assert desk.window.reply == Reply()
    row = desk.window.body.form.row("order")
    assert row and row.isAncestorOf(desk.focus())


def test_a_selected_reply_is_appended_at_once_where_nothing_is_to_be_filled(desk: Desk) -> None:
    search(desk)
    desk.press(Key.Key_Return, ALT)
    assert desk.told.of("chosen") == [("delay@zh-CN", "")]
    desk.window.show_form(thanks_form())
    assert [part.key for part in desk.window.reply.parts] == ["thanks@zh-CN"]
    assert mode(desk) is Mode.LIST
    assert desk.told.of("copy_wanted") == []


def test_the_whole_reply_can_be_discarded(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_Return, ALT)
    assert desk.window.unsent == 1
    desk.window.strips.pending.discard.click()
    assert desk.window.reply == Reply()
    assert desk.window.unsent == 0
    assert not desk.window.strips.pending.isVisible()


def test_a_reply_leaves_as_it_is_without_another_text(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_Return, ALT)
    desk.press(Key.Key_Return, CTRL | SHIFT)
    clip, key = desk.told.of("paste_wanted")[0]
    assert clip.text.startswith("Dear Ms Wang")
    assert key == "delay@zh-CN"
    assert desk.window.sent_before == ("delay@zh-CN",)
    desk.window.confirm_copy(True)
    assert desk.window.reply == Reply()


def test_a_text_copied_from_the_list_leaves_the_reply_so_far_alone(desk: Desk) -> None:
    desk.window.append(Part("", "One", "微信", "First."))
    desk.window.say_sent(Clip("Alone."), "thanks@zh-CN", paste=False)
    desk.window.confirm_copy(True)
    assert [part.title for part in desk.window.reply.parts] == ["One"]


def test_nothing_begun_is_nothing_sent(desk: Desk) -> None:
    search(desk)
    desk.press(Key.Key_Return, CTRL | SHIFT)
    assert desk.told.of("paste_wanted") == []
    assert "No reply is begun" in desk.window.bar.text


def test_a_reply_that_may_not_leave_says_why(desk: Desk) -> None:
    desk.window.append(Part("", "One", "微信", "First."))
    expired = Gap(GapKind.STATE, "", N_("This reply has expired"))
    desk.window.body.form.result.set_standing(lambda _reply: (expired,))
    desk.press(Key.Key_Return, CTRL | SHIFT)
    assert desk.told.of("paste_wanted") == []
    assert "expired" in desk.window.bar.text


def test_selected_words_with_a_gap_stay_in_the_window(desk: Desk, qapp: QApplication) -> None:
    qapp.clipboard().setText("before")
    desk.window.show_form(delay_form(), {**GOOD, "order": ""})
    text = desk.window.body.form.result.text
    text.setFocus()
    text.selectAll()
    QTest.keyClick(text, Key.Key_C, CTRL)
    assert qapp.clipboard().text() == "before"
    cursor = text.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    QTest.keyClick(text, Key.Key_C, CTRL)
    assert qapp.clipboard().text() == "Dear"


def test_replies_and_drafts_belong_to_their_customer(desk: Desk) -> None:
    window, known = desk.window, frozenset({1, 2})
    window.use_case(1, known)
    window.append(Part("", "One", "微信", "For the first."))
    window.show_form(delay_form(), {"name": "Ms Wang"})
    desk.press(Key.Key_Escape)
    window.use_case(2, known)
    assert window.reply == Reply()
    assert window.drafts.of("delay@zh-CN") == {}
    window.use_case(1, known)
    assert [part.title for part in window.reply.parts] == ["One"]
    assert window.drafts.of("delay@zh-CN")["name"] == "Ms Wang"
    window.use_case(2, frozenset({2}))
    window.use_case(1, known)
    assert window.reply == Reply()
    assert window.drafts.of("delay@zh-CN") == {}


def test_keys_around_a_customer_work_everywhere(desk: Desk) -> None:
    open_guide(desk)
    desk.press(Key.Key_QuoteLeft, ALT)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_QuoteLeft, ALT)
    desk.press(Key.Key_N, CTRL | SHIFT)
    desk.press(Key.Key_N, CTRL)
    assert desk.told.of("case_stepped") == [(), ()]
    assert desk.told.of("new_customer_wanted") == [()]
    assert desk.told.of("next_part_wanted") == [()]


def test_undo_reaches_the_text_from_a_field_that_has_nothing_to_undo(desk: Desk) -> None:
    opened = delay_form()
    desk.window.show_form(opened, GOOD)
    result = desk.window.body.form.result
    result.set_editing(True)
    result.text.insertPlainText(" More.")
    result.set_editing(False)
    desk.window.body.form.take_focus()
    desk.press(Key.Key_Z, CTRL)
    assert result.editing
    assert result.text.toPlainText().endswith("More.")
