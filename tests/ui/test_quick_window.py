from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QTextEdit
from pytestqt.qtbot import QtBot

from kbassist.content.model import Kind
from kbassist.desktop.ports import Clip
from kbassist.i18n import use_language
from kbassist.macros.form import Outcome
from kbassist.search.results import Results, Stage
from kbassist.ui import theme
from kbassist.ui.hints import Situation, hints
from kbassist.ui.quick_keys import Mode
from kbassist.ui.views import Action, ArticleView, MacroView, MessageKind
from tests.ui.conftest import CTRL, Desk
from tests.ui.replies import delay_form, hit

A, B, C = (hit(name, key=name) for name in "ABC")


def test_a_late_answer_to_another_query_is_ignored(desk: Desk) -> None:
    desk.type("new")
    desk.window.show_results(Results("old", (A,)))
    assert desk.window.body.list.rows_model.rows == ()


def test_the_selected_entry_stays_when_the_same_query_refines(desk: Desk) -> None:
    desk.show(Results("q", (A, B), stage=Stage.TITLES))
    desk.press(Qt.Key.Key_Down)
    desk.window.show_results(Results("q", (C, A, B)))
    assert desk.window.body.list.hit() == B
    desk.show(Results("q2", (C, A, B)))
    assert desk.window.body.list.hit() == C


def test_titles_without_a_hit_are_not_called_no_hit(desk: Desk) -> None:
    desk.show(Results("q", stage=Stage.TITLES))
    assert not desk.window.body.preview.near.isVisible()
    desk.window.show_results(Results("q"))
    assert desk.window.body.preview.near.isVisible()


def test_the_preview_comes_after_a_pause_and_for_the_last_row_only(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Results("q", (A, B, C)))
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    assert desk.told.of("entry_wanted") == []
    qtbot.waitUntil(lambda: bool(desk.told.of("entry_wanted")))
    assert desk.told.of("entry_wanted") == [("C", "")]


def test_a_preview_that_came_too_late_is_not_shown(desk: Desk) -> None:
    desk.show(Results("q", (A, B)))
    desk.press(Qt.Key.Key_Down)
    desk.window.show_article(ArticleView("A", "A", "<p>old</p>"))
    assert desk.window.body.preview.key == ""


def test_recents_are_shown_while_the_field_is_empty_only(desk: Desk) -> None:
    desk.window.show_recent((A,), (B,))
    headings = [row.heading for row in desk.window.body.list.rows_model.rows if row.heading]
    assert headings == ["Pinned", "Recently used"]
    desk.show(Results("q", (C,)))
    desk.window.show_recent((A,), (B,))
    assert desk.window.body.list.hit() == C
    desk.type("")
    assert desk.window.body.list.hit() == A


def test_new_recents_begin_at_the_first_unless_one_was_chosen(desk: Desk) -> None:
    desk.window.show_recent((), (B,))
    desk.window.show_recent((), (A, B))
    assert desk.window.body.list.hit() == A
    desk.press(Qt.Key.Key_Down)
    desk.window.show_recent((), (C, A, B))
    assert desk.window.body.list.hit() == B


def test_words_of_welcome_without_recents_put_a_prefix_in(desk: Desk) -> None:
    desk.window.show_recent((), ())
    assert desk.window.body.empty.isVisible()
    desk.window.body.empty.prefix_picked.emit("/")
    assert desk.told.of("searched")[-1] == ("/", False)
    assert desk.focus() is desk.window.head.search


def test_losing_the_focus_keeps_the_form(desk: Desk) -> None:
    desk.window.show_form(delay_form())
    row = desk.window.body.form.row("name")
    assert row
    row.editor.set_value("Ms Wang")
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.WindowDeactivate))
    desk.window.hide()
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert desk.window.mode is Mode.FORM
    assert desk.window.body.form.values()["name"] == "Ms Wang"


def test_what_was_typed_is_offered_again_after_escape(desk: Desk) -> None:
    form = desk.window.body.form
    desk.window.show_form(delay_form())
    form.row("name").editor.set_value("Ms Wang")  # type: ignore[union-attr]  # the form has it
    desk.press(Qt.Key.Key_Escape)
    desk.window.show_form(delay_form())
    assert form.values()["name"] == ""
    assert form.resume.isVisible()
    desk.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert form.values()["name"] == "Ms Wang"
    assert not form.resume.isVisible()


def test_a_copy_that_failed_keeps_everything_and_says_so(desk: Desk) -> None:
    desk.window.show_form(delay_form())
    desk.window.confirm_copy(False)
    assert desk.window.isVisible()
    assert desk.window.mode is Mode.FORM
    assert "once more" in desk.window.bar.text


def test_after_a_copy_the_window_goes_and_starts_afresh(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_form(delay_form())
    desk.window.confirm_copy(True)
    assert not desk.window.isVisible()
    assert desk.told.names().count("hidden") == 1
    assert "Ctrl+V" in desk.window.toast.text
    assert desk.window.head.search.text() == ""
    assert desk.window.mode is Mode.LIST


def test_it_tells_whether_it_is_in_use_and_comes_back_with_the_keys(desk: Desk) -> None:
    assert desk.window.in_use
    desk.window.hide()
    assert not desk.window.isVisible()
    assert not desk.window.in_use
    desk.window.popup(QRect(0, 0, 1600, 1000))
    assert desk.window.isVisible()
    assert desk.focus() is desk.window.head.search


def test_the_window_stands_on_its_screen_even_on_a_small_one(desk: Desk) -> None:
    for screen in (QRect(1600, 0, 1920, 1080), QRect(100, 50, 800, 500)):
        desk.window.place_on(screen)
        assert desk.window.x() >= screen.x()
        assert desk.window.y() >= screen.y()


def test_warming_up_says_nothing_and_takes_no_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.window.hide()
    desk.told.all.clear()
    desk.window.warm_up()
    assert desk.window.warming
    qtbot.waitUntil(lambda: not desk.window.warming)
    assert not desk.window.isVisible()
    assert desk.told.all == []


def test_links_inside_are_followed_and_outside_ones_ask_first(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_article(ArticleView("A", "A", "<p>text</p>"))
    preview = desk.window.body.preview
    preview.link_wanted.emit("kb:B#x")
    assert desk.told.of("link_opened") == [("kb:B#x",)]
    preview.link_wanted.emit("https://example.com/a?b=c")
    assert len(desk.told.of("link_opened")) == 1
    assert "https://example.com/a?b=c" in desk.window.bar.text
    desk.press(Qt.Key.Key_O, CTRL)
    assert desk.told.of("link_opened")[-1] == ("https://example.com/a?b=c",)
    preview.link_wanted.emit("file:///etc/passwd")
    desk.press(Qt.Key.Key_O, CTRL)
    assert len(desk.told.of("link_opened")) == 2


def test_a_link_to_a_reply_gives_the_keys_back_to_the_list(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_article(ArticleView("A", "A", "<p>text</p>"))
    desk.press(Qt.Key.Key_Return)
    assert desk.window.mode is Mode.READ
    desk.window.body.preview.link_wanted.emit("kb:reply")
    desk.window.show_macro(MacroView("reply", "Reply", "微信", Outcome("Hello")))
    assert desk.window.mode is Mode.LIST
    assert desk.focus() is desk.window.head.search
    desk.press(Qt.Key.Key_Return)
    assert desk.told.of("chosen")[-1] == ("reply", "")
    desk.told.all.clear()
    desk.press(Qt.Key.Key_Escape)
    assert desk.told.of("entry_wanted") == [("A", "")]
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.head.search.text() == ""


def test_escape_declines_a_link_first(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.body.preview.link_wanted.emit("https://example.com/")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_O, CTRL)
    assert desk.told.of("link_opened") == []
    assert desk.window.head.search.text() == "q"


def test_messages_act_and_close(desk: Desk) -> None:
    desk.window.show_message("Full disk", MessageKind.ERROR, Action("Try again", "retry"))
    assert desk.window.bar.text == "Full disk"
    desk.press(Qt.Key.Key_O, CTRL)
    assert desk.told.of("message_acted") == [("retry",)]
    assert desk.window.bar.text == ""


def test_library_text_in_labels_is_never_rich(desk: Desk) -> None:
    evil = "<img src='//server/a.png'><b>x</b> & y"
    row = hit(evil, Kind.MACRO, key="delay@zh-CN", snippet=evil)
    desk.show(Results("q", (row,)))
    desk.window.show_macro(MacroView("delay@zh-CN", evil, "微信", Outcome(evil, evil), meta=(evil,), notice=evil))
    desk.window.show_form(delay_form(), title=evil)
    desk.window.show_message(evil)
    from PySide6.QtWidgets import QLabel

    labels = desk.window.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    for label in labels:
        assert "<img" not in label.toolTip()


def test_the_language_changes_without_a_restart(desk: Desk) -> None:
    desk.show(Results("q", (A,), total=3))
    use_language("zh_CN")
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.LanguageChange))
    assert "客户原话" in desk.window.head.search.placeholderText()


def test_the_theme_changes_while_everything_is_open(desk: Desk) -> None:
    desk.show(Results("q", (A,)))
    desk.window.show_article(ArticleView("A", "A", "<p>text</p>", terms=("text",)))
    desk.window.show_form(delay_form(), {"name": "Ms Wang"})
    desk.window.place_on(QRect(0, 0, 2560, 1400))
    desk.window.set_theme(theme.choose("dark", False, 1.25))
    assert desk.window.body.form.values()["name"] == "Ms Wang"
    assert desk.window.width() == round(860 * 1.25)


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.window.show_recent((), ())
    desk.window.show_form(delay_form())
    for kind in (QLineEdit, QTextEdit, QListView):
        for widget in desk.window.findChildren(kind):
            inner = widget.objectName().startswith("qt_")
            assert inner or widget.accessibleName() or widget.parent().accessibleName(), widget  # type: ignore[attr-defined]
    for control in filter(QAbstractButton.isVisible, desk.window.findChildren(QAbstractButton)):
        assert control.accessibleName() or control.text() or control.objectName().startswith("qt_"), control


def test_the_selected_row_is_told_to_screen_readers(desk: Desk) -> None:
    desk.show(Results("q", (A, B)))
    desk.press(Qt.Key.Key_Down)
    assert desk.window.head.search.accessibleDescription() == "B, Article, Alt+2"


def test_every_situation_says_how_to_leave() -> None:
    for situation in Situation:
        assert hints(situation)[-1].key == "Esc"


def test_busy_turns_after_a_moment_and_stops_at_once(desk: Desk, qtbot: QtBot) -> None:
    spinner = desk.window.head.spinner
    desk.window.set_busy(True)
    assert not spinner.turning
    qtbot.waitUntil(lambda: spinner.turning)
    desk.window.set_busy(False)
    assert not spinner.turning


def test_as_of_is_shown_and_goes(desk: Desk) -> None:
    desk.window.set_as_of("10:42")
    assert desk.window.foot._as_of.text() == "as of 10:42"
    desk.window.set_as_of(None)
    assert desk.window.foot._as_of.isHidden()


def test_the_subject_is_copied_alone(desk: Desk) -> None:
    values = {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"}
    desk.window.show_form(delay_form("邮件"), values)
    desk.window.body.form.result.subject_clicked.emit()
    assert desk.told.of("subject_copy_wanted") == [(Clip("About your order"), "delay@zh-CN")]
