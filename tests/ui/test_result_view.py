"""The right half of the form: checked before it leaves, edited with replacements, composed of parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.desktop.ports import Clip
from kbassist.i18n import N_
from kbassist.macros.form import Gap, GapKind, Outcome, Span
from kbassist.macros.reply import Part, Reply
from kbassist.ui import theme
from kbassist.ui.edited_text import objections
from kbassist.ui.result_view import ResultView
from kbassist.ui.taken_words import carried
from kbassist.wording.remarks import Checked, Kind, Level, Remark

RULES = {
    "没办法": (Level.BLOCK, Kind.PHRASE, "我来想办法"),
    "肯定": (Level.BLOCK, Kind.PROMISE, None),
    "SKU": (Level.WARN, Kind.JARGON, "商品编号"),
    "13800138000": (Level.WARN, Kind.PERSONAL, "138****8000"),
    "13900139000": (Level.WARN, Kind.PERSONAL, "139****9000"),
}


class Checker:
    """Finds the words of the table, every time they occur, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, key: str, channel: str, text: str) -> Checked:
        self.asked.append((key, channel, text))
        found = []
        for words, (level, kind, instead) in RULES.items():
            at = text.find(words)
            while at >= 0:
                found.append(Remark(kind, level, at, len(words), N_("No"), instead, words))
                at = text.find(words, at + 1)
        return Checked(tuple(sorted(found, key=lambda each: each.start)))


class Sheet:
    """A result view with a checker, and what it said."""

    def __init__(self, view: ResultView) -> None:
        self.view = view
        self.check = Checker()
        self.parts: list[Part] = []
        self.earlier: list[Reply] = []
        self.subjects: list[bool] = []
        view.set_check(self.check)
        view.set_entry("m@zh-CN", "微信", "退款")
        view.appended.connect(self.parts.append)
        view.earlier_changed.connect(self.earlier.append)
        view.subject_clicked.connect(lambda: self.subjects.append(True))

    def gives(self, text: str, **more: object) -> None:
        """Show what the form gives."""
        self.view.show_outcome(Outcome(text, **more), {})  # type: ignore[arg-type]  # names of Outcome

    @property
    def text(self) -> str:
        return self.view.text.toPlainText()

    @property
    def kinds(self) -> list[GapKind]:
        return [gap.kind for gap in self.view.gaps()]

    def first(self) -> Remark:
        return self.check("", "", self.view.clip().text).remarks[0]


@pytest.fixture
def sheet(styled: QApplication, qtbot: QtBot) -> Iterator[Sheet]:
    view = ResultView(theme.LIGHT)
    view.resize(510, 540)
    qtbot.addWidget(view)
    view.show()
    yield Sheet(view)


def test_what_leaves_is_checked_at_that_moment_not_a_pause_later(sheet: Sheet) -> None:
    sheet.gives("好的")
    assert sheet.kinds == []
    sheet.gives("这个没办法")
    assert sheet.kinds == [GapKind.WORDING]
    assert "没办法" in str(sheet.view.gaps()[0].message)
    assert sheet.check.asked[-1] == ("m@zh-CN", "微信", "这个没办法")


def test_warnings_do_not_block(sheet: Sheet) -> None:
    sheet.gives("SKU 13800138000")
    assert sheet.kinds == []


def test_remarks_are_shown_after_a_pause(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.gives("好 SKU")
    assert sheet.view.text.extraSelections() == []
    qtbot.waitUntil(lambda: len(sheet.view.text.extraSelections()) == 1)
    assert sheet.view.remarks.isVisible()
    sheet.gives("好好 SKU")  # a stroke of a key moves the line along at once
    assert sheet.view.text.extraSelections()[0].cursor.selectedText() == "SKU"


def test_a_taken_replacement_stays_while_the_form_goes_on(sheet: Sheet) -> None:
    sheet.gives("王，没办法退", spans=(Span(0, 1, "称呼"),), html="<p>王，没办法退</p>")
    sheet.view.take_first()
    assert sheet.text == "王，我来想办法退"
    assert sheet.view.clip() == Clip("王，我来想办法退", "<p>王，我来想办法退</p>")
    assert not sheet.view.editing
    sheet.gives("李女士，没办法退，没办法", spans=(Span(0, 3, "称呼"),))
    assert sheet.text == "李女士，我来想办法退，我来想办法"
    assert sheet.kinds == []


def test_the_html_never_says_what_the_text_does_not(sheet: Sheet) -> None:
    sheet.gives("没办法，没办法", html="<p>没<b>办法</b>，没办法</p>")
    sheet.view.take_first()
    assert sheet.view.clip() == Clip("我来想办法，我来想办法", "<p>我来想办法，我来想办法</p>")


def test_another_macro_begins_without_what_was_taken(sheet: Sheet) -> None:
    sheet.gives("没办法")
    sheet.view.take_first()
    sheet.view.set_entry("n@zh-CN", "微信")
    sheet.gives("没办法")
    assert sheet.text == "没办法"


def test_undo_and_redo_of_a_replacement(sheet: Sheet) -> None:
    sheet.gives("没办法，SKU")
    sheet.view.take_first()
    sheet.view.take_first()
    assert sheet.text == "我来想办法，商品编号"
    QTest.keyClick(sheet.view.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sheet.text == "我来想办法，SKU"
    sheet.view.undo()
    assert sheet.text == "没办法，SKU"
    sheet.view.redo()
    sheet.view.redo()
    assert sheet.text == "我来想办法，商品编号"


def test_what_was_written_comes_back_after_the_generated_text(sheet: Sheet) -> None:
    sheet.gives("您好")
    sheet.view.set_editing(True)
    sheet.view.text.insertPlainText("王女士，")
    sheet.view.set_editing(False)
    assert sheet.text == "您好"
    sheet.view.undo()
    assert sheet.view.editing
    assert sheet.text == sheet.view.clip().text == "您好王女士，"


@pytest.mark.parametrize("opened", [True, False])
def test_what_was_written_does_not_come_back_in_another_form(sheet: Sheet, opened: bool) -> None:
    sheet.gives("您好")
    sheet.view.set_editing(True)
    sheet.view.text.insertPlainText("王女士，")
    sheet.view.set_editing(opened)
    sheet.view.forget_edit()
    sheet.view.undo()
    assert not sheet.view.editing
    assert sheet.text == "您好"


def test_masking_is_one_step(sheet: Sheet) -> None:
    sheet.gives("打 13800138000 或 13900139000 或 13800138000")
    sheet.view.mask_all()
    assert sheet.text == "打 138****8000 或 139****9000 或 138****8000"
    sheet.view.undo()
    assert sheet.text == "打 13800138000 或 13900139000 或 13800138000"


def test_in_an_edited_text_a_replacement_is_one_step_too(sheet: Sheet) -> None:
    sheet.gives("您好😀")
    sheet.view.set_editing(True)
    sheet.view.text.selectAll()
    sheet.view.text.insertPlainText("😀打 13800138000 或 13900139000")
    sheet.view.mask_all()
    assert sheet.text == "😀打 138****8000 或 139****9000"
    sheet.view.undo()
    assert sheet.text == "😀打 13800138000 或 13900139000"
    sheet.view.redo()
    assert sheet.text == "😀打 138****8000 或 139****9000"
    sheet.view.undo()
    sheet.view.undo()
    assert sheet.text == "您好😀"
    sheet.view.undo()
    assert sheet.text == "您好😀"


def test_an_edited_text_is_checked_and_the_generated_one_comes_back(sheet: Sheet) -> None:
    sheet.gives("好")
    sheet.view.set_editing(True)
    sheet.view.text.setPlainText("肯定行")
    assert sheet.kinds == [GapKind.WORDING]
    sheet.gives("好的")
    assert sheet.text == "肯定行"
    sheet.view.set_editing(False)
    assert sheet.text == "好的"
    assert sheet.kinds == []


@pytest.mark.parametrize("left", ["〔客户称呼〕您好", "〔客户称您好", "称呼〕您好"])
def test_no_rest_of_a_placeholder_leaves_an_edited_text(left: str) -> None:
    gap = Gap(GapKind.EMPTY, "称呼", N_("No"))
    assert [each.kind for each in objections(left, (gap,), ("〔客户称呼〕",))] == [GapKind.EMPTY]
    assert objections("王女士您好，〔2026〕15 号", (gap,), ("〔客户称呼〕",)) == ()


def test_a_remark_on_a_text_of_before_changes_nothing(sheet: Sheet) -> None:
    sheet.gives("没办法")
    sheet.view.take_first()
    sheet.view.undo()
    old = sheet.first()
    sheet.gives("好，没办法")
    sheet.view.take(old)
    assert sheet.text == "好，没办法"


def test_a_replacement_never_fills_a_gap(sheet: Sheet) -> None:
    gap = Gap(GapKind.EMPTY, "x", N_("No"))
    sheet.gives("〔SKU〕", spans=(Span(0, 5, "x", gap=True),), gaps=(gap,))
    sheet.view.take_first()
    assert sheet.text == "〔SKU〕"
    assert GapKind.EMPTY in sheet.kinds


# The subject


def test_the_subject_goes_through_the_same_door(sheet: Sheet) -> None:
    sheet.gives("好", subject="关于退款")
    sheet.view.copy_subject()
    assert sheet.subjects == [True]
    for bad in ("没办法", "{{ 单号 }}", " "):
        sheet.gives("好", subject=bad)
        sheet.view.copy_subject()
        assert sheet.subjects == [True]
    gap = Gap(GapKind.INVALID, "x", N_("No"))
    sheet.gives("好", subject="关于", gaps=(gap,))
    sheet.view.copy_subject()
    assert sheet.subjects == [True]


# Parts


EARLIER = Reply((Part("a@zh-CN", "安抚", "微信", "王女士您好，别着急，SKU。\n小李"),))


def test_the_whole_is_shown_checked_counted_and_copied(sheet: Sheet) -> None:
    sheet.gives("王女士您好，已退款。\n小李", spans=(Span(0, 3, "称呼"), Span(6, 3, "事")))
    sheet.view.set_earlier(EARLIER)
    whole = "王女士您好，别着急，SKU。\n\n已退款。\n小李"
    assert sheet.view.clip().text == whole
    assert sheet.text == "已退款。\n小李"
    assert sheet.view.text._spans == (Span(0, 3, "事"),)
    assert str(len(whole)) in sheet.view._time.text()
    sheet.view.gaps()
    assert sheet.check.asked[-1][2] == whole


def test_a_part_is_appended_only_when_it_may_leave(sheet: Sheet) -> None:
    sheet.gives("没办法")
    assert [gap.kind for gap in sheet.view.append()] == [GapKind.WORDING]
    assert sheet.parts == []
    sheet.gives("已退款", html="<p>已退款</p>", images=("a.png",), subject="关于", seconds=2.0)
    assert sheet.view.append() == ()
    assert sheet.parts == [
        Part("m@zh-CN", "退款", "微信", "已退款", "<p>已退款</p>", ("a.png",), "关于", 2.0),
    ]


def test_what_is_read_aloud_is_the_whole(sheet: Sheet) -> None:
    sheet.gives("王女士您好，已退款。", spans=(Span(6, 3, "事"),), seconds=4.0)
    sheet.view.set_earlier(EARLIER)
    spoken = sheet.view.spoken()
    (span,) = spoken.spans
    assert spoken.text[span.start : span.start + span.length] == "已退款"
    assert spoken.text == sheet.view.clip().text
    assert spoken.seconds == pytest.approx(4.0)


def test_pictures_of_all_parts_follow_the_text(sheet: Sheet) -> None:
    sheet.view.set_local_image(lambda place: None if place == "gone.png" else Path("/library", place))
    sheet.gives("好", images=("b.png", "gone.png", "a.png"))
    sheet.view.set_earlier(Reply((Part("a", "图", "微信", "看", images=("a.png",)),)))
    assert sheet.view.clip().images == (Path("/library/a.png"), Path("/library/b.png"))


def test_the_part_carries_what_was_replaced_and_edited(sheet: Sheet) -> None:
    sheet.gives("SKU 好")
    sheet.view.take_first()
    sheet.view.append()
    sheet.view.set_editing(True)
    sheet.view.text.setPlainText("手写")
    sheet.view.append()
    assert [part.text for part in sheet.parts] == ["商品编号 好", "手写"]


def test_words_in_an_earlier_part_are_replaced_and_undone(sheet: Sheet) -> None:
    sheet.gives("好")
    sheet.view.set_earlier(EARLIER)
    sheet.view.take_first()
    assert sheet.view.clip().text.startswith("王女士您好，别着急，商品编号。")
    assert sheet.earlier[-1].parts[0].text == "王女士您好，别着急，商品编号。\n小李"
    sheet.view.undo()
    assert sheet.earlier[-1] == EARLIER


def test_undo_brings_back_no_part_that_was_taken_out(sheet: Sheet) -> None:
    sheet.gives("好，没办法")
    sheet.view.set_earlier(EARLIER)
    sheet.view.take_first()
    sheet.view.set_earlier(Reply())
    sheet.view.undo()
    assert sheet.view.clip().text == "好，我来想办法"


def test_in_an_edited_text_after_earlier_parts_the_right_words_are_replaced(sheet: Sheet) -> None:
    sheet.gives("王女士您好，好")
    sheet.view.set_earlier(EARLIER)
    sheet.view.set_editing(True)
    sheet.view.text.setPlainText("\n王女士您好，看 13800138000")
    sheet.view.mask_all()
    assert sheet.text == "\n王女士您好，看 138****8000"


def test_an_earlier_part_that_may_not_leave_any_more_keeps_all_back(sheet: Sheet) -> None:
    expired = Gap(GapKind.STATE, "", N_("This reply has expired"))
    sheet.view.set_standing(lambda earlier: (expired,) if set(earlier.parts) & set(EARLIER.parts) else ())
    sheet.gives("好", subject="关于")
    assert sheet.kinds == []
    sheet.view.set_earlier(EARLIER)
    assert sheet.kinds == [GapKind.STATE]
    sheet.view.copy_subject()
    assert sheet.subjects == []


def test_a_snippet_goes_to_the_cursor_or_to_the_end(sheet: Sheet) -> None:
    sheet.gives("好")
    sheet.view.insert("小李")
    assert sheet.text == "好\n\n小李"
    cursor = sheet.view.text.textCursor()
    cursor.setPosition(1)
    sheet.view.text.setTextCursor(cursor)
    sheet.view.insert("的")
    assert sheet.text == "好的\n\n小李"


def test_remarks_move_with_the_text_around_them() -> None:
    one, two = (Remark(Kind.PHRASE, Level.WARN, start, 1, N_("No")) for start in (1, 5))
    assert [each.start for each in carried((one, two), "0123456", "01x23456")] == [1, 6]
    assert [each.start for each in carried((one, two), "0123456", "0_23456")] == [5]
    assert carried((one,), "0123456", "") == ()
    assert [each.start for each in carried((one,), "aaaa", "aaa")] == [1]
