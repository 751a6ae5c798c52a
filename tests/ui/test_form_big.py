"""Big forms, and what must never be lost in one: the focus, values, marks, and words written by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.i18n import N_
from kbassist.macros.form import Form, Gap, GapKind, Outcome
from kbassist.ui import theme
from kbassist.ui.form_row import FieldRow, OfferView
from kbassist.ui.quick_keys import Mode
from kbassist.ui.quick_window import screen_area
from tests.ui.conftest import ALT, CTRL, Desk
from tests.ui.replies import delay_form
from tests.ui.test_form import GOOD

Key = Qt.Key
KINDS = (
    FieldType.TEXT, FieldType.MULTILINE, FieldType.CHOICE, FieldType.DATE, FieldType.MONEY, FieldType.YES_NO,
    FieldType.CHOICES, FieldType.PERCENT, FieldType.NUMBER, FieldType.PATTERN,
)  # fmt: skip
OPTIONS = tuple(Option(f"option {number}", str(number)) for number in range(4))


def big_form(count: int = 30, channel: str = "微信") -> Form:
    specs = (FieldSpec(f"f{n}", KINDS[n % len(KINDS)], label=f"Field {n}", options=OPTIONS) for n in range(count))
    return Form("big", channel, tuple(specs), {}, {})


def empty_is_missing(_key: str, _channel: str, values: Mapping[str, str]) -> Outcome:
    gaps = tuple(Gap(GapKind.EMPTY, name, N_("Missing")) for name, value in values.items() if not value)
    return Outcome("text " + " ".join(values.values()), gaps=gaps)


@pytest.fixture
def big(desk: Desk) -> Desk:
    desk.window.body.form._render = empty_is_missing
    desk.window.show_form(big_form())
    return desk


def row(desk: Desk, name: str) -> FieldRow:
    found = desk.window.body.form.row(name)
    assert found
    return found


def in_sight(desk: Desk, name: str) -> bool:
    scroll = desk.window.body.form.fields
    found = row(desk, name)
    place = QRect(found.mapTo(scroll.viewport(), found.rect().topLeft()), found.size())
    return scroll.viewport().rect().contains(place)


def focused(desk: Desk) -> str:
    return desk.window.body.form._focused_name()


def test_tab_visits_every_field_in_order_each_in_sight(big: Desk) -> None:
    for number in range(30):
        assert focused(big) == f"f{number}"
        assert in_sight(big, f"f{number}")
        big.press(Key.Key_Tab)
    assert focused(big) == ""  # the buttons follow


def test_a_hundred_tabs_never_lose_the_focus(big: Desk) -> None:
    row(big, "f0").show_offers(tuple(OfferView(str(n), "Clipboard: {value}") for n in range(3)))
    seen = set()
    for _time in range(100):
        widget = big.focus()
        assert widget.isVisible()
        assert big.window.body.form.isAncestorOf(widget)
        seen.add(widget)
        big.press(Key.Key_Tab)
    offers = [chip for chip in row(big, "f0").findChildren(QPushButton) if chip in seen]
    assert len(offers) == 2  # the first has a key of its own
    assert len(seen) >= 33


def test_enter_takes_an_offer_that_tab_led_to(big: Desk) -> None:
    row(big, "f0").show_offers(tuple(OfferView(f"v{n}", "Clipboard: {value}") for n in range(3)))
    big.press(Key.Key_Tab)
    big.press(Key.Key_Return)
    assert row(big, "f0").editor.value() == "v1"
    assert focused(big) == "f0"


@pytest.mark.parametrize("count", [1, 30])
def test_pages_go_through_the_form_and_change_no_value(desk: Desk, count: int) -> None:
    desk.window.body.form._render = empty_is_missing
    desk.window.show_form(big_form(count))
    before, stops = desk.window.body.form.values(), []
    for key in [Key.Key_PageDown] * 12 + [Key.Key_PageUp] * 12:
        desk.press(key)
        stops.append(int(focused(desk)[1:]))
        assert in_sight(desk, focused(desk))
    assert max(stops) == count - 1
    assert stops[-1] == 0
    assert count == 1 or len(set(stops)) > 5
    assert desk.window.body.form.values() == before


def test_an_error_far_below_is_brought_into_sight_with_its_words(big: Desk) -> None:
    form = big.window.body.form
    values = {name: "1" for name in form.values() if name != "f27"}
    big.window.show_form(big_form(), values)
    row(big, "f0").editor.select()
    form.send(False)
    assert focused(big) == "f27"
    assert row(big, "f27").error == "Missing"
    assert in_sight(big, "f27")


def test_a_big_form_is_written_once_when_it_opens_and_once_a_key(desk: Desk) -> None:
    written: list[int] = []

    def counted(key: str, channel: str, values: Mapping[str, str]) -> Outcome:
        written.append(len(values))
        return empty_is_missing(key, channel, values)

    desk.window.body.form._render = counted
    desk.window.show_form(big_form(), {f"f{n}": "1" for n in range(30)})
    assert written == [30]
    QTest.keyClicks(desk.focus(), "ab")
    assert written == [30, 30, 30]


# Nothing is lost


def test_a_form_keeps_all_when_its_language_and_colours_change(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD | {"day": ""}, from_case=frozenset({"name"}))
    form = desk.window.body.form
    form.send(False)
    row(desk, "order").show_offers((OfferView("202611220002", "Clipboard: {value}"),))
    row(desk, "why").editor.select()
    line = row(desk, "name").editor.target()
    assert isinstance(line, QLineEdit)
    row(desk, "name").editor.select()
    line.setCursorPosition(3)
    desk.window.retranslate()
    desk.window.set_theme(theme.DARK)
    assert form.values()["name"] == "Ms Wang"
    assert row(desk, "name").from_case
    assert row(desk, "order").offered == "202611220002"
    assert row(desk, "day").error  # it was tried to send
    assert focused(desk) == "name"
    QTest.keyClicks(desk.focus(), "X")
    assert row(desk, "name").editor.value() == "Ms XWang"  # the cursor stands where it stood


def test_words_written_by_hand_survive_another_language(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    desk.press(Key.Key_F2)
    desk.window.body.form.result.text.setPlainText("By hand.")
    desk.window.retranslate()
    desk.window.set_theme(theme.DARK)
    assert desk.window.body.form.result.editing
    assert desk.window.body.form.result.text.toPlainText() == "By hand."


def test_words_written_by_hand_wait_while_another_channel_is_looked_at(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    result = desk.window.body.form.result
    desk.press(Key.Key_F2)
    result.text.setPlainText("By hand.")
    desk.window.show_form(delay_form("邮件"), desk.window.body.form.values())
    assert not result.editing
    assert "Ms Wang" in result.text.toPlainText()
    desk.window.show_form(delay_form("微信"), desk.window.body.form.values())
    assert result.editing
    assert result.text.toPlainText() == "By hand."


def test_words_written_by_hand_never_reach_another_customer_or_a_new_form(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD)
    result = desk.window.body.form.result
    desk.press(Key.Key_F2)
    result.text.setPlainText("For Ms Wang only.")
    desk.window.show_form(delay_form(), {})  # the same channel: another customer
    assert not result.editing
    desk.press(Key.Key_F2)
    result.text.setPlainText("For Ms Wang only.")
    desk.window.show_form(delay_form("邮件"), {})
    desk.press(Key.Key_Escape)
    desk.window.show_form(delay_form(), {})
    assert not result.editing


def test_a_draft_survives_hiding_and_coming_back(desk: Desk) -> None:
    desk.window.show_form(delay_form(), {})
    QTest.keyClicks(desk.focus(), "Ms Wang")
    desk.window.hide()
    desk.window.popup(screen_area(None))
    assert desk.window.mode is Mode.FORM
    assert row(desk, "name").editor.value() == "Ms Wang"
    desk.press(Key.Key_Escape)
    desk.window.show_form(delay_form(), {})
    assert row(desk, "name").editor.value() == ""
    desk.press(Key.Key_R, ALT)
    assert row(desk, "name").editor.value() == "Ms Wang"


@pytest.mark.parametrize("name", [f"f{n}" for n in (0, 1, 3, 4, 7, 8, 9)])
def test_no_key_acts_in_any_field_during_a_composition(big: Desk, name: str) -> None:
    editor = row(big, name).editor
    editor.set_value("7")
    editor.select()
    big.press(Key.Key_End)
    big.compose("wang")
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageDown, Key.Key_Escape):
        QTest.keyClick(big.focus(), key)
    QTest.keyClick(big.focus(), Key.Key_Return, CTRL)
    assert big.window.mode is Mode.FORM
    assert focused(big) == name
    assert editor.value() == "7"
    assert big.told.of("paste_wanted") == []
    big.compose("", "王")
    assert editor.value().count("王") == 1


def test_a_composition_that_the_language_interrupts_is_not_committed_twice(big: Desk) -> None:
    row(big, "f0").editor.select()
    big.compose("wang")
    big.window.retranslate()
    big.compose("", "王")
    assert row(big, "f0").editor.value() == "王"


def test_after_any_button_the_keys_are_in_a_sensible_place(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD | {"day": ""})
    form = desk.window.body.form
    for chip in form.findChildren(QPushButton):
        if chip.isVisible() and chip.isEnabled():
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
            widget: QWidget | None = desk.window.focusWidget()
            assert widget is not None
            assert widget.isVisible(), chip.text()
            assert form.isAncestorOf(widget), chip.text()
