"""A reply of several parts in the quick window's form."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kbassist.i18n import N_
from kbassist.macros.reply import Part, Reply
from kbassist.wording.remarks import Checked, Kind, Level, Remark
from tests.ui.conftest import CTRL, Desk
from tests.ui.replies import delay_form

GOOD = {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"}
EARLIER = Reply((Part("a@zh-CN", "Sympathy", "微信", "Dear Ms Wang, I am with you."),))


def blocked(_key: str, _channel: str, text: str) -> Checked:
    at = text.find("refund")
    remark = Remark(Kind.PHRASE, Level.BLOCK, at, 6, N_("Say it otherwise"), "repayment")
    return Checked((remark,) if at >= 0 else ())


def test_the_whole_reply_is_pasted(desk: Desk) -> None:
    form = desk.window.body.form
    desk.window.show_form(delay_form(), GOOD)
    form.result.set_earlier(EARLIER)
    desk.press(Qt.Key.Key_Return, CTRL)
    clip, key = desk.told.of("paste_wanted")[0]
    assert clip.text.startswith("Dear Ms Wang, I am with you.\n\nThank you for waiting.")
    assert key == "delay@zh-CN"


def test_a_blocked_phrase_stays_until_it_is_replaced(desk: Desk) -> None:
    form = desk.window.body.form
    form.result.set_check(blocked)
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == []
    form.result.take_first()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "full repayment to" in desk.told.of("paste_wanted")[0][0].text


def test_a_replacement_outlives_a_change_of_the_form(desk: Desk) -> None:
    form = desk.window.body.form
    form.result.set_check(blocked)
    desk.window.show_form(delay_form(), GOOD)
    form.result.take_first()
    row = form.row("name")
    assert row
    row.editor.set_value("Mr Li")
    assert "Dear Mr Li" in form.result.text.toPlainText()
    assert "full repayment to" in form.result.text.toPlainText()
    assert not form.result.editing


def test_parts_are_shown_with_a_way_out(desk: Desk) -> None:
    result = desk.window.body.form.result
    desk.window.show_form(delay_form(), GOOD)
    result.set_earlier(EARLIER.append(Part("", "<b>", "微信", "x" * 300)))
    out: list[int] = []
    result.part_removed.connect(out.append)
    removers = [each for each in result._earlier.findChildren(type(result._copy)) if each.text() == "×"]
    assert [each.accessibleName() for each in removers] == [
        "Take “Sympathy” out of the reply",
        "Take “<b>” out of the reply",
    ]
    removers[1].click()
    assert out == [1]
    result.set_earlier(Reply())
    assert result._earlier.isHidden()
