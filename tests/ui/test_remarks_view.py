"""Remarks under a text and the steps beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbassist.i18n import Text
from kbassist.ui import theme
from kbassist.ui.remarks_view import VISIBLE, RemarkLine, RemarksView
from kbassist.ui.step_chips import StepChips
from kbassist.wording.remarks import Kind, Level, Remark, StepMark

HINT = Remark(Kind.JARGON, Level.INFO, 0, 3, Text("Say it plainly."), "商品编号", "SKU")
PHONE = Remark(Kind.PERSONAL, Level.WARN, 9, 11, Text("A number."), "139****5678", "mobile")
BLOCK = Remark(Kind.PHRASE, Level.BLOCK, 30, 4, Text("<b>No</b>"), None, "(A|B)…")
TEXT = "SKU is it, 13912345678, and then A&B is said."
BLOCK = replace(BLOCK, start=TEXT.index("A&B"), length=3)
MORE = tuple(Remark(Kind.NORM, Level.INFO, 40 + n, 1, Text(f"Norm {n}"), "") for n in range(3))


@pytest.fixture
def view(styled: QApplication, qtbot: QtBot) -> RemarksView:
    result = RemarksView(theme.LIGHT)
    qtbot.addWidget(result)
    result.resize(700, 200)
    return result


def lines(view: RemarksView) -> list[RemarkLine]:
    QApplication.processEvents()  # new lines of a window that is shown appear with its layout
    return [line for line in view.findChildren(RemarkLine) if not line.isHidden()]


def words(view: RemarksView) -> list[str]:
    return [line.words.accessibleName() for line in lines(view)]


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    return {each.accessibleName() or each.text(): each for each in widget.findChildren(QPushButton)}


def test_it_is_hidden_until_there_is_something_to_say(view: RemarksView) -> None:
    assert view.isHidden()
    view.show_remarks((HINT,))
    assert not view.isHidden()
    view.show_remarks(())
    assert view.isHidden()
    assert not view.take_first()
    assert not view.mask_all()


def test_the_gravest_stands_first_and_text_is_shown_as_it_is(view: RemarksView) -> None:
    view.show_remarks((HINT, PHONE, BLOCK), TEXT)
    view.show()
    assert words(view) == [
        "Must be changed: <b>No</b> (“A&B”)",
        "Should be changed: A number.",
        "Hint: Say it plainly. (“SKU”)",
    ]
    assert lines(view)[0].words.text() == "<b>No</b> (“A&&B”)"


def test_replacements_by_click_and_by_key(view: RemarksView) -> None:
    wanted: list[Remark] = []
    masked: list[bool] = []
    view.replace_wanted.connect(wanted.append)
    view.mask_wanted.connect(lambda: masked.append(True))
    view.show_remarks((HINT, PHONE, BLOCK))
    found = buttons(view)
    assert "商品编号" in found
    found["商品编号"].click()
    assert wanted == [HINT]
    assert view.take_first()  # the first as they are shown
    assert wanted == [HINT, PHONE]
    assert "139****5678 (Alt+A)" in found  # one key is enough for one number
    view.show_remarks((HINT, PHONE, replace(PHONE, start=50), BLOCK))
    buttons(view)["Mask all (Alt+M)"].click()
    assert view.mask_all()
    assert masked == [True, True]


def test_one_number_after_a_replacement_has_the_key_of_masking(view: RemarksView) -> None:
    view.show_remarks((replace(HINT, level=Level.WARN), PHONE))
    assert "139****5678 (Alt+M)" in buttons(view)


def test_lines_give_way_and_come_back(view: RemarksView) -> None:
    view.show_remarks((HINT, PHONE, BLOCK, *MORE))
    view.show_most(2)
    assert len(lines(view)) == 2
    assert "… 4 more" in buttons(view)
    tall = view.sizeHint().height()
    view.show_most(1)
    assert view.sizeHint().height() < tall
    view.show_most(VISIBLE)
    assert len(lines(view)) == VISIBLE


def test_a_click_on_a_remark_asks_for_its_words(view: RemarksView, qtbot: QtBot) -> None:
    view.show_remarks((HINT,))
    view.show()
    with qtbot.waitSignal(view.remark_clicked) as signal:
        QTest.keyClick(lines(view)[0].words, Qt.Key.Key_Space)
    assert signal.args == [HINT]


def test_long_lists_fold(view: RemarksView) -> None:
    view.show_remarks((HINT, PHONE, BLOCK, *MORE))
    assert len(lines(view)) == VISIBLE
    buttons(view)["… 2 more"].click()
    assert len(lines(view)) == 6
    assert "Remove" in buttons(lines(view)[-1])
    buttons(view)["Show fewer"].click()
    assert len(lines(view)) == VISIBLE


def test_the_same_remarks_keep_the_focus(view: RemarksView) -> None:
    view.show_remarks((HINT,), TEXT)
    line = lines(view)[0]
    view.show_remarks((HINT,), TEXT)
    assert lines(view)[0] is line
    view.set_theme(theme.DARK)
    view.retranslate()
    assert words(view) == ["Hint: Say it plainly. (“SKU”)"]


def test_a_short_line_ends_in_dots(view: RemarksView) -> None:
    view.show_remarks((Remark(Kind.NORM, Level.INFO, 0, 1, Text("Long " * 60)),))
    view.resize(300, 100)
    view.show()
    button = lines(view)[0].words
    assert button.text().endswith("…")
    assert "Long Long" in button.toolTip()


def test_steps(styled: QApplication, qtbot: QtBot) -> None:
    chips = StepChips(theme.LIGHT)
    qtbot.addWidget(chips)
    done, late = StepMark("安抚", 0, 4), StepMark("方案", 9, 3, placed=False)
    chips.show_steps((done, StepMark("核实", -1), late, StepMark("致歉", -1, optional=True)))
    found = buttons(chips)
    assert list(found) == [
        "The step “安抚” is there",
        "The step “核实” is missing",
        "The step “方案” comes too early",
    ]
    assert [each.property("state") for each in found.values()] == ["done", "missing", "misplaced"]
    with qtbot.waitSignal(chips.step_clicked) as signal:
        found["The step “安抚” is there"].click()
    assert signal.args == [done]
    chips.set_theme(theme.DARK)
    chips.retranslate()
    chips.show_steps(())
    assert chips.isHidden()
