"""Customers in the whole program: what one said fills the next form, and stays with this customer alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget

from kbassist.desktop.ports import Clip, PasteEnd
from kbassist.ui.quick_keys import Mode
from tests.app.fakes import CHAT
from tests.app.office import CTRL, HELD, Hire, Office
from tests.app.trade import (
    ALT,
    CALL,
    CHECK,
    FILES,
    SENT,
    SHIFT,
    check_order,
    come_from,
    copy,
    fill,
    from_case,
    open_form,
    values,
)
from tests.assistant.shelf import Shelf

OTHER = 4712


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shop"), FILES)


def test_what_was_sent_fills_the_next_reply_and_says_where_it_is_from(office: Office) -> None:
    assert check_order(office) == "王女士您好，订单 202611220001 在查。"
    open_form(office, "yjc", SENT)
    assert values(office) == {"称呼": "王女士", "单号": "202611220001"}
    assert from_case(office) == {"称呼", "单号"}
    assert copy(office) == "王女士您好，202611220001 已经寄出。"


def test_a_pasted_reply_is_remembered_like_a_copied_one(office: Office) -> None:
    office.desktop.paster.refuses = None
    ports = office.desk.desktop.paster
    ports.refuses = None  # type: ignore[attr-defined]  # the fake
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, CTRL)
    (job,) = office.desktop.paster.jobs
    assert (job.target.window, job.clip) == (CHAT, Clip("王女士您好，订单 202611220001 在查。"))
    assert office.desktop.clipboard.content.text == ""  # the paster's business
    office.desktop.paster.finish()
    office.until(office.uses)
    open_form(office, "yjc", SENT)
    assert from_case(office) == {"称呼", "单号"}


def test_what_was_refused_is_copied_and_remembered_once(office: Office) -> None:
    assert office.desktop.paster.refuses is PasteEnd.NOT_HERE
    check_order(office)
    office.until(office.uses)
    assert len(office.uses()) == 1
    assert not office.desktop.paster.jobs


def test_two_windows_keep_two_customers_apart(office: Office) -> None:
    check_order(office)
    come_from(office, OTHER)
    open_form(office, "yjc", SENT)
    assert values(office) == {"称呼": "", "单号": ""}
    fill(office, 称呼="李先生", 单号="202611220002")
    copy(office)
    come_from(office, CHAT)
    open_form(office, "yjc", SENT)
    assert values(office) == {"称呼": "王女士", "单号": "202611220001"}
    office.press(Qt.Key.Key_Escape)
    come_from(office, OTHER)
    open_form(office, "cjd", CHECK)
    assert (values(office)["称呼"], values(office)["订单号"]) == ("李先生", "202611220002")


def test_a_new_customer_takes_values_drafts_earlier_texts_and_ways_along(office: Office) -> None:
    check_order(office)
    open_form(office, "cjd", CHECK)
    fill(office, 备注="一会儿再说")
    office.press(Qt.Key.Key_Return, ALT)  # an earlier text
    office.find("来电流程", CALL)
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_1)
    office.press(Qt.Key.Key_Escape)
    office.find("yjc", SENT)
    office.press(Qt.Key.Key_Return)
    assert len(office.window.reply.parts) == 1
    fill(office, 称呼="还没写完")
    office.press(Qt.Key.Key_Escape)
    assert office.window.unsent
    office.press(Qt.Key.Key_N, CTRL | SHIFT)
    assert not office.window.reply.parts
    assert office.window.unsent == 0
    office.find("yjc", SENT)
    office.press(Qt.Key.Key_Return)
    assert set(values(office).values()) == {""}
    assert office.window.body.form.resume.isHidden()
    assert "王女士" not in office.window.body.form.result.clip().text
    office.press(Qt.Key.Key_Escape)
    office.find("来电流程", CALL)
    office.press(Qt.Key.Key_Return)
    view = office.window.body.guide.view
    assert view is not None
    assert (view.step.title, view.resume) == ("接听", "")


def test_an_open_form_loses_what_another_customer_said(office: Office) -> None:
    check_order(office)
    open_form(office, "yjc", SENT)
    office.press(Qt.Key.Key_N, CTRL | SHIFT)
    assert office.window.mode is Mode.FORM
    assert set(values(office).values()) == {""}


def test_another_channel_keeps_what_it_does_not_ask_for_and_for_this_customer_only(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_3, CTRL)
    assert "订单号" not in values(office)
    office.press(Qt.Key.Key_1, CTRL)
    assert values(office)["订单号"] == "202611220001"
    office.press(Qt.Key.Key_3, CTRL)
    check = office.desk.around.cases
    check.copied(CHECK)  # so that there is a customer to be forgotten
    office.press(Qt.Key.Key_N, CTRL | SHIFT)
    office.press(Qt.Key.Key_1, CTRL)
    assert set(values(office).values()) == {""}


def test_a_customer_is_forgotten_after_the_time_that_the_settings_say(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root, replace(HELD, case_minutes=10))
    now = [datetime(2026, 11, 22, 10)]
    office.desk.around.cases.book._clock = lambda: now[0]
    office.start()
    check_order(office)
    now[0] += timedelta(minutes=9)
    open_form(office, "yjc", SENT)
    assert values(office)["称呼"] == "王女士"
    office.press(Qt.Key.Key_Escape)
    now[0] += timedelta(minutes=30)
    office.find("yjc", SENT)
    office.press(Qt.Key.Key_Return)
    assert values(office)["称呼"] == ""


def test_a_window_that_two_customers_share_only_offers(office: Office) -> None:
    check_order(office)
    come_from(office, CHAT)
    office.press(Qt.Key.Key_AsciiTilde, ALT | SHIFT)  # a second customer in the same window
    check_order(office, "李先生", "202611220002")
    come_from(office, OTHER)
    come_from(office, CHAT)
    open_form(office, "yjc", SENT)
    assert office.desk.around.cases.book.doubtful
    assert values(office)["称呼"] == ""
    row = office.window.body.form.row("称呼")
    assert row is not None
    assert row.offered
    office.press(Qt.Key.Key_V, ALT)
    assert values(office)["称呼"] in {"王女士", "李先生"}


def test_a_value_from_the_clipboard_is_offered_and_not_filled_in(office: Office) -> None:
    office.desktop.clipboard.content = Clip("订单 202611220009 怎么还没到")
    open_form(office, "cjd", CHECK)
    assert values(office)["订单号"] == ""
    row = office.window.body.form.row("订单号")
    assert row is not None
    office.until(lambda: row.offered)
    office.press(Qt.Key.Key_V, ALT)
    assert values(office)["订单号"] == "202611220009"


def test_searching_texts_for_values_can_be_switched_off_while_a_form_is_open(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    office.desk.settings.keep(replace(HELD, smart_fill=False))
    office.press(Qt.Key.Key_Escape)
    office.desktop.clipboard.content = Clip("订单 202611220009 怎么还没到")
    office.find("cjd", CHECK)
    office.press(Qt.Key.Key_Return)
    row = office.window.body.form.row("订单号")
    assert row is not None
    office.qtbot.wait(50)
    assert not row.offered


def test_ending_the_program_forgets_every_customer(office: Office) -> None:
    check_order(office)
    book = office.desk.around.cases.book
    assert book.holds_anything
    office.stop()
    assert not book.holds_anything


def test_a_form_with_remarks_changes_its_language_and_look_and_keeps_what_was_written(office: Office) -> None:
    open_form(office, "yjc", SENT)
    fill(office, 称呼="王女士", 单号="202611220001")
    result = office.window.body.form.result
    result.set_editing(True)
    result.text.moveCursor(QTextCursor.MoveOperation.End)
    result.text.insertPlainText("手机 13812345678")
    office.until(lambda: not result.remarks.isHidden())
    before, written = said_by(result.remarks), result.text.toPlainText()
    office.desk.settings.tried.emit(replace(HELD, language="zh_CN", theme="dark"))
    office.until(lambda: said_by(result.remarks) != before)
    assert any("手机号" in line for line in said_by(result.remarks))
    assert result.editing
    assert result.text.toPlainText() == written
    assert values(office) == {"称呼": "王女士", "单号": "202611220001"}


def said_by(panel: QWidget) -> list[str]:
    """Return the names of what can be clicked in a panel."""
    return [button.accessibleName() for button in panel.findChildren(QPushButton) if button.isVisible()]
