from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.content.team_model import Pattern
from kbassist.desktop.ports import Clip
from kbassist.i18n import N_
from kbassist.macros.form import Form, Gap, GapKind, Outcome, Span
from kbassist.ui import theme
from kbassist.ui.edited_text import objections
from kbassist.ui.form_choice import ChoiceEditor
from kbassist.ui.form_choices import ChoicesEditor
from kbassist.ui.form_row import FieldRow, OfferView, limits
from kbassist.ui.form_switch import SwitchEditor
from kbassist.ui.quick_keys import Mode
from tests.ui.conftest import ALT, CTRL, Desk
from tests.ui.replies import delay_form

Key = Qt.Key
GOOD = {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"}


def opened(desk: Desk, values: dict[str, str] | None = None, channel: str = "微信") -> FieldRow:
    desk.window.show_form(delay_form(channel), values or {})
    return row(desk, "name")


def row(desk: Desk, name: str) -> FieldRow:
    found = desk.window.body.form.row(name)
    assert found
    return found


def test_the_cursor_begins_in_the_first_empty_field(desk: Desk) -> None:
    opened(desk, {"name": "Ms Wang"})
    assert row(desk, "order").isAncestorOf(desk.focus())


def test_tab_goes_from_field_to_field(desk: Desk) -> None:
    opened(desk)
    for name in ("order", "why", "day", "voucher", "express"):
        desk.press(Key.Key_Tab)
        assert row(desk, name).isAncestorOf(desk.focus()), name
    desk.press(Key.Key_Backtab)
    assert row(desk, "voucher").isAncestorOf(desk.focus())


def test_the_text_follows_each_key(desk: Desk) -> None:
    opened(desk)
    QTest.keyClicks(desk.focus(), "Ms")
    assert "Dear Ms, thank" in desk.window.body.form.result.text.toPlainText()
    assert desk.told.of("form_changed")[-1][:2] == ("delay@zh-CN", "微信")
    assert desk.told.of("form_changed")[-1][2]["name"] == "Ms"


def test_enter_goes_on_and_copies_in_the_last_field(desk: Desk) -> None:
    opened(desk, GOOD)
    for name in ("order", "why", "day", "voucher", "express"):
        desk.press(Key.Key_Return)
        assert row(desk, name).isAncestorOf(desk.focus())
    assert desk.told.of("copy_wanted") == []
    desk.press(Key.Key_Return)
    clip, key = desk.told.of("copy_wanted")[0]
    assert key == "delay@zh-CN"
    assert clip.text.startswith("Dear Ms Wang, thank you")
    assert "{" not in clip.text


def test_ctrl_enter_pastes_from_any_field(desk: Desk) -> None:
    opened(desk, GOOD)
    desk.press(Key.Key_Return, CTRL)
    assert len(desk.told.of("paste_wanted")) == 1
    assert desk.told.of("copy_wanted") == []


@pytest.mark.parametrize("paste", [False, True])
def test_nothing_leaves_with_a_gap_and_the_cursor_goes_there(desk: Desk, paste: bool) -> None:
    opened(desk, GOOD | {"day": ""})
    desk.window.body.form.send(paste)
    assert desk.told.of("copy_wanted") == desk.told.of("paste_wanted") == []
    assert row(desk, "day").isAncestorOf(desk.focus())
    assert row(desk, "day").error == "Expected on is missing"
    assert "Expected on" in desk.window.body.form.result._copy.text()


def test_a_wrong_value_is_said_at_once_and_a_missing_one_later(desk: Desk) -> None:
    opened(desk)
    row(desk, "order").editor.set_value("12")
    assert row(desk, "order").error
    assert row(desk, "day").error == ""
    row(desk, "order").editor.set_value("202611220001")
    assert row(desk, "order").error == ""


def test_rich_channels_bring_html_and_the_phone_its_time(desk: Desk) -> None:
    opened(desk, GOOD, "邮件")
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted")[0][0].html.startswith("<p>")
    opened(desk, GOOD, "电话")
    assert "to say" in desk.window.body.form.result._time.text()


def test_another_channel_asks_for_its_form_and_keeps_the_values(desk: Desk) -> None:
    opened(desk, GOOD)
    desk.press(Key.Key_3, CTRL)
    ((key, channel, values),) = desk.told.of("form_wanted")
    assert (key, channel) == ("delay@zh-CN", "电话")
    assert values["name"] == "Ms Wang"
    desk.window.show_form(delay_form("电话"), values)
    assert desk.window.body.form.values()["name"] == "Ms Wang"
    assert desk.window.mode is Mode.FORM


def test_a_channel_without_a_text_is_refused_in_words(desk: Desk) -> None:
    desk.window.show_form(delay_form(), GOOD, channels=("微信", "邮件"))
    desk.press(Key.Key_3, CTRL)
    assert desk.told.of("form_wanted") == []
    assert "Phone" in desk.window.bar.text


def test_ctrl_arrows_move_by_word_in_text_and_change_the_channel_elsewhere(desk: Desk) -> None:
    opened(desk)
    QTest.keyClicks(desk.focus(), "two words")
    desk.press(Key.Key_Left, CTRL)
    assert desk.told.of("form_wanted") == []
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Right, CTRL)
    assert desk.told.of("form_wanted")[0][1] == "邮件"


def test_a_value_from_the_clipboard_is_offered_not_put_in(desk: Desk) -> None:
    opened(desk)
    desk.window.show_offers({"order": (OfferView("202611220001", "Clipboard: {value}"),)})
    assert row(desk, "order").offered == "202611220001"
    assert row(desk, "order").editor.value() == ""
    desk.press(Key.Key_V, ALT)
    assert row(desk, "order").editor.value() == "202611220001"
    assert row(desk, "order").offered == ""
    desk.window.show_offers({"order": (OfferView("202611220001", "Clipboard: {value}"),)})
    assert row(desk, "order").offered == ""  # it is there already
    desk.window.show_offers({"nobody": (OfferView("x", "{value}"),)})


def test_coming_back_to_the_form_asks_for_the_clipboard(desk: Desk) -> None:
    opened(desk)
    desk.told.all.clear()
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.ActivationChange))
    assert desk.told.of("clipboard_wanted") == [("delay@zh-CN",)]


def test_no_key_of_the_form_acts_during_a_composition(desk: Desk) -> None:
    opened(desk, GOOD)
    row(desk, "name").editor.select()
    desk.compose("wang")
    QTest.keyClick(desk.focus(), Key.Key_Return, CTRL)
    QTest.keyClick(desk.focus(), Key.Key_Escape)
    assert desk.told.of("paste_wanted") == []
    assert desk.window.mode is Mode.FORM
    desk.compose("", "王")
    desk.press(Key.Key_Escape)
    assert desk.window.mode is Mode.LIST


def edited(desk: Desk, values: dict[str, str], text: str) -> None:
    opened(desk, values)
    desk.press(Key.Key_F2)
    assert desk.focus() is desk.window.body.form.result.text
    desk.window.body.form.result.text.setPlainText(text)


def test_an_edited_text_is_sent_as_it_is_and_without_html(desk: Desk) -> None:
    edited(desk, GOOD, "By hand.")
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == [(Clip("By hand."), "delay@zh-CN")]


@pytest.mark.parametrize(
    "text", ["{{ x", "a }} b", "{% if", "x %}", "｛｛ 称呼", "a ｝｝", "{ { x", "｛% if", "{％", "％}", "﹛﹛"]
)
def test_template_marks_never_leave_an_edited_text(desk: Desk, text: str) -> None:
    edited(desk, GOOD, text)
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == []
    assert "Template marks" in " ".join(str(gap.message) for gap in desk.window.body.form.result.gaps())


def test_a_placeholder_never_leaves_an_edited_text(desk: Desk) -> None:
    edited(desk, GOOD | {"day": ""}, "On 〔Expected on〕 at noon")
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == []
    desk.window.body.form.result.text.setPlainText("Tomorrow at noon")
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == [(Clip("Tomorrow at noon"), "delay@zh-CN")]


def test_editing_the_text_does_not_lift_a_limit(desk: Desk) -> None:
    edited(desk, GOOD | {"voucher": "20"}, "You get 20 %")
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == []


def test_the_generated_text_comes_back(desk: Desk) -> None:
    edited(desk, GOOD, "By hand.")
    row(desk, "name").editor.set_value("Mr Li")
    assert desk.window.body.form.result.text.toPlainText() == "By hand."
    desk.press(Key.Key_F2)
    assert "Mr Li" in desk.window.body.form.result.text.toPlainText()


@pytest.mark.parametrize("kind", [GapKind.INVALID, GapKind.FILTER, GapKind.TEMPLATE, GapKind.STATE])
def test_reasons_that_no_edit_mends_stand(kind: GapKind) -> None:
    gap = Gap(kind, "", N_("No"))
    assert objections("fine", (gap,), ()) == (gap,)


def test_an_empty_text_does_not_leave() -> None:
    assert objections("  \n", (), ())
    assert objections("50 % off {x}", (), ()) == ()


def test_a_form_without_fields_shows_its_reason(desk: Desk) -> None:
    window = desk.window
    gap = Gap(GapKind.STATE, "", N_("This reply has expired"))
    window.body.form._render = lambda _k, _c, _v: Outcome("text", gaps=(gap,))
    window.show_form(Form("x", "微信", (), {}, {}))
    desk.press(Key.Key_Return, CTRL)
    assert desk.told.of("paste_wanted") == []
    assert "expired" in str(window.body.form.result.gaps()[0].message)


def test_spans_of_letters_beyond_the_basic_plane(desk: Desk) -> None:
    window = desk.window
    span = Span(3, 2, "x")
    window.body.form._render = lambda _k, _c, _v: Outcome("😀😀:王女士", spans=(span,))
    window.show_form(Form("x", "微信", (), {}, {}))
    text = window.body.form.result.text
    cursor = text.textCursor()
    cursor.setPosition(6)  # after the first letter of the span, in UTF-16 units
    assert cursor.charFormat().foreground().color().name() == theme.LIGHT.filled.text


# The editors


def spec(kind: FieldType, *options: str, **more: object) -> FieldSpec:
    made = tuple(Option(f"label {option}", option) for option in options)
    return FieldSpec("f", kind, options=made, **more)  # type: ignore[arg-type]  # names of FieldSpec


def test_choice_by_value_and_by_label(styled: QApplication) -> None:
    editor = ChoiceEditor(spec(FieldType.CHOICE, "a", "b"), theme.LIGHT, "")
    assert editor.value() == ""
    editor.set_value("b")
    assert editor.value() == "b"
    editor.set_value("label a")
    assert editor.value() == "a"
    editor.set_value("")
    assert editor.value() == ""


def test_an_optional_choice_can_be_none(styled: QApplication) -> None:
    editor = ChoiceEditor(spec(FieldType.CHOICE, "a", required=False), theme.LIGHT, "")
    editor.combo.setCurrentIndex(0)
    assert editor.value() == ""


def test_an_example_does_not_look_like_a_choice(styled: QApplication) -> None:
    editor = ChoiceEditor(spec(FieldType.CHOICE, "a"), theme.LIGHT, "e.g. a")
    faint, written = QColor(theme.LIGHT.faint), QColor(theme.LIGHT.text)
    editor.show()
    assert editor.combo.palette().color(QPalette.ColorRole.ButtonText) == faint
    editor.set_value("a")
    assert editor.combo.palette().color(QPalette.ColorRole.ButtonText) == written
    editor.set_value("")
    assert editor.combo.palette().color(QPalette.ColorRole.ButtonText) == faint


def test_the_wheel_does_not_change_a_choice(styled: QApplication) -> None:
    editor = ChoiceEditor(spec(FieldType.CHOICE, "a", "b"), theme.LIGHT, "")
    editor.set_value("a")
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.combo, wheel)
    assert editor.value() == "a"


@pytest.mark.parametrize("value", ["a\nc", "label a、label c", "c, a"])
def test_choices(styled: QApplication, value: str) -> None:
    editor = ChoicesEditor(spec(FieldType.CHOICES, "a", "b", "c"), theme.LIGHT, "")
    editor.set_value(value)
    assert editor.value() == "a\nc"


def test_choices_are_checked_with_the_keyboard(styled: QApplication) -> None:
    editor = ChoicesEditor(spec(FieldType.CHOICES, "a", "b"), theme.LIGHT, "")
    said: list[str] = []
    editor.changed.connect(said.append)
    editor.show()
    QTest.keyClick(editor.target(), Key.Key_Down)
    QTest.keyClick(editor.target(), Key.Key_Space)
    assert said[-1] == "b"


def test_a_switch(styled: QApplication) -> None:
    editor = SwitchEditor(spec(FieldType.YES_NO), theme.LIGHT, "")
    assert editor.value() == "no"
    editor.set_value("是")
    assert editor.value() == "yes"
    QTest.keyClick(editor.target(), Key.Key_Space)
    assert editor.value() == "no"


def test_every_field_says_its_name_and_its_limits(styled: QApplication) -> None:
    made = FieldSpec("p", FieldType.PERCENT, "Voucher", False, min=Decimal(0), max=Decimal(15), help="<b>of</b> it")
    row = FieldRow(made, None, theme.LIGHT)
    target = row.editor.target()
    assert target.accessibleName() == "Voucher"
    assert "0 to 15 %" in target.accessibleDescription()
    assert "&lt;b&gt;" in target.toolTip()


def test_a_field_of_a_team_pattern_takes_its_label_and_example(styled: QApplication) -> None:
    row = FieldRow(
        FieldSpec("no", FieldType.PATTERN, pattern_name="order_no"),
        Pattern("order_no", "Order & number", r"\d+", "2026"),
        theme.LIGHT,
    )
    line = row.editor.target()
    assert isinstance(line, QLineEdit)
    assert line.placeholderText() == "e.g. 2026"
    assert line.accessibleName() == "Order & number"


def test_limits_in_words() -> None:
    assert limits(FieldSpec("x", FieldType.MONEY, max=Decimal("9.5"))) == "at most ¥9.5"
    assert limits(FieldSpec("x", FieldType.NUMBER, min=Decimal(2))) == "at least 2"
    assert limits(FieldSpec("x")) == ""


def test_every_type_of_field_has_an_editor(styled: QApplication) -> None:
    for kind in FieldType:
        row = FieldRow(spec(kind, "a"), None, theme.LIGHT)
        row.editor.set_value("yes" if kind is FieldType.YES_NO else "a")
        assert row.editor.value() in {"a", "yes"}
        assert isinstance(row.editor.target(), QComboBox) == (kind is FieldType.CHOICE)
