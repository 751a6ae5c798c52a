"""Choosing from long lists in the real window: by typing any part, by pinyin, by keys alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kbassist.assistant.options import match_options
from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.i18n import N_
from kbassist.macros.form import Form, Gap, GapKind, Outcome
from kbassist.ui import theme
from kbassist.ui.form_aids import FormAids
from kbassist.ui.form_choice import ChoiceEditor, SearchEditor
from kbassist.ui.form_choices import ChoicesEditor
from kbassist.ui.form_row import FieldRow
from kbassist.ui.option_list import OptionList
from kbassist.ui.quick_keys import Mode
from tests.ui.conftest import ALT, Desk
from tests.ui.test_form_fields import pressed

Key = Qt.Key
NAMED = ("顺丰速运", "中通快递", "圆通速递", "京东物流")
CARRIERS = (*NAMED, *(f"同城网点{number}" for number in range(296)))
FIELDS = (
    FieldSpec("carrier", FieldType.CHOICE, options=tuple(Option(name, f"v-{name}") for name in CARRIERS)),
    FieldSpec("gifts", FieldType.CHOICES, options=tuple(Option(name, name) for name in CARRIERS[:14])),
    FieldSpec("after", FieldType.TEXT),
)


def render(_key: str, _channel: str, values: Mapping[str, str]) -> Outcome:
    known = {"", *(option.value for option in FIELDS[0].options)}
    gap = Gap(GapKind.INVALID, "carrier", N_("Not one of them"))
    return Outcome(values["carrier"], gaps=() if values["carrier"] in known else (gap,))


@pytest.fixture
def chooser(desk: Desk) -> SearchEditor:
    form = desk.window.body.form
    form.set_aids(FormAids(match=match_options))
    form._render = render
    desk.window.show_form(Form("pick", "微信", FIELDS, {}, {}))
    editor = row(desk, "carrier").editor
    assert isinstance(editor, SearchEditor)
    return editor


def row(desk: Desk, name: str) -> FieldRow:
    found = desk.window.body.form.row(name)
    assert found
    return found


def opened(editor: SearchEditor) -> OptionList:
    shown = editor.open_list
    assert shown is not None
    return shown


@pytest.mark.parametrize("typed", ["圆通", "yuantong", "yt", "yuan通"])
def test_an_option_is_found_by_part_by_pinyin_and_by_initials(desk: Desk, chooser: SearchEditor, typed: str) -> None:
    for letter in typed:
        if letter.isascii():
            QTest.keyClicks(desk.focus(), letter)
        else:
            desk.compose("", letter)
    assert opened(chooser).labels()[0] == "圆通速递"
    desk.press(Key.Key_Return)
    assert chooser.value() == "v-圆通速递"
    assert chooser.line.text() == "圆通速递"
    assert chooser.open_list is None
    assert row(desk, "carrier").isAncestorOf(desk.focus())


def test_tab_takes_the_marked_option_and_goes_on(desk: Desk, chooser: SearchEditor) -> None:
    QTest.keyClicks(desk.focus(), "kd")
    desk.press(Key.Key_Tab)
    assert chooser.value() == "v-中通快递"
    assert row(desk, "gifts").isAncestorOf(desk.focus())


def test_arrows_move_in_the_list_and_stop_at_its_ends(desk: Desk, chooser: SearchEditor) -> None:
    desk.press(Key.Key_Down)
    shown = opened(chooser)
    assert len(shown.labels()) == 300
    assert shown.number() == 0
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageDown, Key.Key_Down):
        desk.press(key)
    assert shown.number() == 10
    desk.press(Key.Key_Return)
    assert chooser.value() == f"v-{CARRIERS[10]}"
    desk.press(Key.Key_Down, ALT)
    assert opened(chooser).number() == 10  # it opens at what is chosen


def test_esc_closes_the_list_brings_the_value_back_and_leaves_the_form_open(
    desk: Desk, chooser: SearchEditor
) -> None:
    chooser.set_value("v-京东物流")
    chooser.select()
    QTest.keyClicks(desk.focus(), "yt")
    desk.press(Key.Key_Escape)
    assert chooser.value() == "v-京东物流"
    assert chooser.open_list is None
    assert desk.window.mode is Mode.FORM


def test_an_unknown_text_is_an_error_at_the_field_and_no_other_option(desk: Desk, chooser: SearchEditor) -> None:
    QTest.keyClicks(desk.focus(), "qqq")
    assert opened(chooser).labels() == ["No option fits “qqq”"]
    assert row(desk, "carrier").error == ""  # it is still being looked for
    desk.press(Key.Key_Tab)
    assert chooser.value() == "qqq"
    assert row(desk, "carrier").error == "Not one of them"
    assert row(desk, "gifts").isAncestorOf(desk.focus())
    assert desk.told.of("copy_wanted") == []


def test_a_text_that_is_left_behind_by_mouse_stays_as_it_is(desk: Desk, chooser: SearchEditor) -> None:
    QTest.keyClicks(desk.focus(), "yt")
    row(desk, "after").editor.select()
    assert (chooser.value(), chooser.open_list) == ("yt", None)
    assert row(desk, "carrier").error


def test_a_name_in_full_is_the_option_without_the_list(desk: Desk, chooser: SearchEditor) -> None:
    chooser.line.setText("  中通快递 ")
    assert chooser.value() == "v-中通快递"
    chooser.set_value("中通快递")
    assert chooser.value() == "v-中通快递"
    chooser.set_value("")
    assert chooser.value() == ""


def test_letters_of_a_composition_search_and_are_committed_once(desk: Desk, chooser: SearchEditor) -> None:
    desk.compose("yuan'tong")
    shown = opened(chooser)
    assert shown.labels()[0] == "圆通速递"
    for key in (Key.Key_Down, Key.Key_Return, Key.Key_Escape):
        desk.press(key)
    assert chooser.open_list is not None
    assert shown.number() == CARRIERS.index("圆通速递")
    assert chooser.line.text() == ""
    desk.compose("", "圆通")
    assert chooser.line.text() == "圆通"
    desk.press(Key.Key_Return)
    assert chooser.value() == "v-圆通速递"


def test_a_click_opens_the_list_and_picks(desk: Desk, chooser: SearchEditor) -> None:
    QTest.mouseClick(chooser.line, Qt.MouseButton.LeftButton)
    view = opened(chooser).view
    place = view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chooser.value() == "v-圆通速递"
    assert chooser.line.hasFocus()


def test_the_list_lies_in_the_window_at_its_field(desk: Desk, chooser: SearchEditor) -> None:
    desk.press(Key.Key_Down)
    shown = opened(chooser)
    assert desk.window.rect().contains(shown.geometry())
    corner = chooser.line.mapTo(desk.window, QPoint(0, chooser.line.height()))
    assert abs(shown.y() - corner.y()) <= 4
    assert not shown.hasFocus()
    assert shown.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_list_that_was_only_looked_at_changes_nothing(desk: Desk, chooser: SearchEditor) -> None:
    chooser.set_value("v-京东物流")
    row(desk, "carrier").mark_from_case(True)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Escape)
    assert row(desk, "carrier").from_case
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Return)
    assert chooser.value() == "v-圆通速递"
    assert not row(desk, "carrier").from_case


def test_a_hidden_window_has_no_list(desk: Desk, chooser: SearchEditor) -> None:
    QTest.keyClicks(desk.focus(), "yt")
    desk.window.hide()
    assert chooser.open_list is None
    assert chooser.value() == "yt"


def test_a_short_list_takes_letters_as_pinyin(styled: QApplication) -> None:
    options = tuple(Option(name, name) for name in NAMED)
    aids = FormAids(match=match_options)
    editor = ChoiceEditor(FieldSpec("c", FieldType.CHOICE, options=options, required=False), theme.LIGHT, "", aids)
    for letter in "jd":
        assert editor.key(pressed(letter))
    assert editor.value() == "京东物流"
    assert not editor.key(pressed(" "))


def many(desk: Desk) -> ChoicesEditor:
    editor = row(desk, "gifts").editor
    assert isinstance(editor, ChoicesEditor)
    editor.select()
    return editor


def test_many_choices_are_searched_and_checked(desk: Desk, chooser: SearchEditor) -> None:
    editor = many(desk)
    QTest.keyClicks(desk.focus(), "jd")
    desk.press(Key.Key_Space)
    assert editor.value() == "京东物流"
    QTest.keyClicks(desk.focus(), "sf")
    desk.press(Key.Key_Return)
    assert editor.value() == "顺丰速运\n京东物流"  # in the order of the options
    assert editor._chosen.text() == "2 chosen: 顺丰速运, 京东物流"
    desk.press(Key.Key_Escape)
    assert editor.line is not None
    assert editor.line.text() == ""
    assert desk.window.mode is Mode.FORM
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    assert editor.value() == "顺丰速运\n中通快递\n京东物流"
    desk.press(Key.Key_Return)
    assert row(desk, "after").isAncestorOf(desk.focus())


def test_nothing_is_checked_where_nothing_fits(desk: Desk, chooser: SearchEditor) -> None:
    editor = many(desk)
    QTest.keyClicks(desk.focus(), "qqq")
    desk.press(Key.Key_Space)
    assert editor.value() == ""


def test_a_few_choices_need_no_search(styled: QApplication) -> None:
    options = tuple(Option(name, name) for name in CARRIERS[:12])
    editor = ChoicesEditor(FieldSpec("c", FieldType.CHOICES, options=options), theme.LIGHT, "")
    assert editor.line is None
    assert editor.target() is editor.view
