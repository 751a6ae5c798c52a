"""A crowded form: what surrounds the text gives way, and the text keeps five lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.cases.values import CaseView
from kbassist.content.model import Kind as EntryKind
from kbassist.i18n import Text
from kbassist.macros.reply import Part, Reply
from kbassist.ui.also_chips import Related
from kbassist.ui.labels import short
from kbassist.ui.result_room import PAPER
from kbassist.wording.remarks import Checked, Kind, Level, Remark, StepMark
from tests.ui.conftest import Desk
from tests.ui.replies import delay_form

GOOD = {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"}
REMARKS = tuple(Remark(Kind.NORM, Level.WARN, n, 1, Text(f"Remark {n}"), "x") for n in range(6))
STEPS = tuple(StepMark(f"Step {n}", 0, 4) for n in range(4))


def crowd(desk: Desk) -> None:
    """Fill the form with all that can stand around a text."""
    form = desk.window.body.form
    form.result.set_check(lambda _key, _channel, _text: Checked(REMARKS, STEPS))
    desk.window.show_form(delay_form(), GOOD)
    form.result._look()
    form.openings.show_openings(("I am sorry.",))
    form.result.also.show_related((Related("a", "Parcels", EntryKind.MACRO),))


def settle(desk: Desk) -> None:
    QTest.qWait(1)
    QApplication.processEvents()


def apart(widgets: list[QWidget]) -> bool:
    """Tell whether widgets of one parent stand below each other without overlapping."""
    tops = sorted((each.geometry() for each in widgets if each.isVisible()), key=lambda place: place.top())
    return all(above.bottom() < below.top() for above, below in pairwise(tops))


def parts(desk: Desk) -> list[QWidget]:
    result = desk.window.body.form.result
    paper = result.text.parentWidget()
    assert paper is not None
    return [result.openings, result._earlier, result._steps, paper, result.remarks, result.also]


def test_all_is_shown_where_there_is_room(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    form = desk.window.body.form
    form.openings.show_openings(("I am sorry.",))
    form.result.also.show_related((Related("a", "Parcels", EntryKind.MACRO),))
    settle(desk)
    assert form.openings.isVisible()
    assert form.result.also.isVisible()


def test_what_matters_least_gives_way_first(desk: Desk) -> None:
    crowd(desk)
    settle(desk)
    result = desk.window.body.form.result
    assert result.also.isHidden()
    assert result.remarks.isVisible()
    assert result._steps.isVisible()
    assert apart(parts(desk))


def test_the_text_keeps_five_lines_when_all_comes_together(desk: Desk) -> None:
    crowd(desk)
    result = desk.window.body.form.result
    result.set_earlier(Reply(tuple(Part("", f"Part {n}", "微信", f"Text {n}.") for n in range(3))))
    desk.window.strips.cases.show_cases((CaseView(1, "Ms Wang", current=True), CaseView(2)))
    desk.window.show_message("Something happened.")
    settle(desk)
    paper = result.text.parentWidget()
    assert paper is not None
    assert paper.height() >= PAPER
    assert apart(parts(desk))
    desk.window.bar.dismiss()
    desk.window.strips.cases.show_cases(())
    result.set_earlier(Reply())
    result.set_check(lambda _key, _channel, _text: Checked())
    settle(desk)
    assert result.openings.isVisible()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("客户称呼", "客户称呼"),
        ("自助查物流的方法", "自助查物流…"),
        ("Customer's", "Customer's"),
        ("Customer's name here", "Customer's…"),
    ],
)
def test_letters_are_counted_by_their_width(text: str, shown: str) -> None:
    assert short(text, 6) == shown
