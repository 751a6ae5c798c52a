"""Guides and follow-ups in the whole program: from the step to the ticket, from the copy to the reminder."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from kbassist.ui.quick_keys import Mode
from tests.app.office import CTRL, Hire, Office
from tests.app.trade import ALT, CALL, CHECK, FILES, check_order, copy, fill
from tests.assistant.shelf import Shelf


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shop"), FILES)


def open_call(office: Office) -> None:
    office.summon()
    office.find("来电流程", CALL)
    office.press(Qt.Key.Key_Return)
    assert office.window.mode is Mode.GUIDE


def step(office: Office) -> str:
    view = office.window.body.guide.view
    assert view is not None
    return view.step.title


def used(office: Office) -> list[bool]:
    view = office.window.body.guide.view
    assert view is not None
    return [reply.used for reply in view.step.replies]


def fill_step(office: Office) -> None:
    """Choose the first way, and fill in the reply of its step."""
    office.press(Qt.Key.Key_1)
    assert step(office) == "查进度"
    office.press(Qt.Key.Key_A)
    assert office.window.mode is Mode.FORM
    fill(office, 称呼="王女士", 订单号="202611220001")


def test_a_guide_leads_by_number_keys_to_the_reply_and_to_the_summary(office: Office) -> None:
    open_call(office)
    fill_step(office)
    assert copy(office) == "王女士您好，订单 202611220001 在查。"
    office.summon()
    assert office.window.mode is Mode.GUIDE
    assert (step(office), used(office)) == ("查进度", [True])
    office.press(Qt.Key.Key_1)
    assert step(office) == "结束"
    office.desk.around.guides.copy_summary(CALL)
    summary = office.desktop.clipboard.content.text
    assert "查进度" in summary
    assert "王女士" not in summary
    office.press(Qt.Key.Key_Backspace)
    assert step(office) == "查进度"
    office.press(Qt.Key.Key_Escape)
    assert office.window.mode is Mode.LIST


def test_escape_in_the_form_leads_back_to_the_step(office: Office) -> None:
    open_call(office)
    fill_step(office)
    office.press(Qt.Key.Key_Escape)
    assert office.window.mode is Mode.GUIDE
    assert (step(office), used(office)) == ("查进度", [False])


def test_a_reply_of_a_step_that_leaves_as_a_part_is_ticked_when_the_whole_leaves(office: Office) -> None:
    open_call(office)
    fill_step(office)
    office.press(Qt.Key.Key_Return, ALT)
    office.find("zj", "bye@zh-CN")
    office.press(Qt.Key.Key_Return)
    copy(office)
    office.summon()
    assert (step(office), used(office)) == ("查进度", [True])


def test_a_guide_whose_step_goes_says_so_and_stays_near(office: Office, shelf: Shelf) -> None:
    open_call(office)
    office.press(Qt.Key.Key_1)
    shelf.edit("kb/call.md", "## 查进度", "## 看物流")
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") >= 2)
    assert step(office) == "接听"
    assert "查进度" in office.window.bar.text


def test_a_follow_up_is_offered_kept_due_done_and_undone(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root)
    now = [datetime(2026, 11, 22, 10)]
    watch = office.desk.around.watch
    watch.now = lambda: now[0]
    office.start()
    check_order(office, note="别写下来")
    office.summon()
    assert "查进度" in office.window.bar.text
    office.press(Qt.Key.Key_G, CTRL)
    assert office.window.card.isVisible()
    office.press(Qt.Key.Key_Return)
    office.until(lambda: watch.all)
    (kept,) = watch.all
    assert (kept.key, kept.due.date()) == (CHECK, datetime(2026, 11, 25).date())
    office.stop()
    again = hire(shelf.root)
    now[0] += timedelta(days=4)
    again.desk.around.watch.now = lambda: now[0]
    told: list[str] = []
    again.tray.remind = lambda _title, sentence: told.append(sentence)  # type: ignore[method-assign] # an ear
    again.start()
    again.until(lambda: again.desk.around.watch.all)
    again.until(lambda: told)
    again.summon()
    rows = again.window.strips.reminders
    again.until(rows.isVisible)
    again.desk.around.reminders._rows.done.emit(kept.id)
    again.until(lambda: "Done" in again.window.bar.text)
    again.until(lambda: not rows.isVisible())
    again.press(Qt.Key.Key_O, CTRL)  # undo
    again.until(rows.isVisible)
