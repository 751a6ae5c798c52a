"""Texts on their way to the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kbassist.desktop.ports import Clip
from kbassist.ui.quick_keys import Mode
from tests.app.fakes import CHAT
from tests.app.rig import Rig

CTRL = Qt.KeyboardModifier.ControlModifier


def fill_in(rig: Rig, name: str = "王女士", channel: str = "微信") -> None:
    """Open the form of the refund reply and fill it in."""
    rig.type("tkdz")
    rig.entries.open_form("refund-time@zh-CN", channel, {"称呼": name})
    assert rig.window.mode is Mode.FORM


def send(rig: Rig) -> None:
    form = rig.window.body.form
    QTest.keyClick(form.row("称呼").editor.target(), Qt.Key.Key_Return, CTRL)  # type: ignore[union-attr]  # it is there


def test_a_copied_reply_is_on_the_clipboard_and_the_window_gone(open_rig: Rig) -> None:
    told: list[tuple[str, str]] = []
    open_rig.copying.copied.connect(lambda key, query: told.append((key, query)))
    fill_in(open_rig)
    send(open_rig)
    assert open_rig.desktop.clipboard.content == Clip("王女士您好，退款预计 1–3 个工作日到账。")
    assert not open_rig.window.isVisible()
    assert told == [("refund-time@zh-CN", "tkdz")]


def test_an_email_goes_with_its_html(open_rig: Rig) -> None:
    fill_in(open_rig, channel="邮件")
    send(open_rig)
    clip = open_rig.desktop.clipboard.content
    assert clip.text == "王女士您好：退款已经受理。"
    assert "<strong>已经受理</strong>" in clip.html


def test_a_held_clipboard_keeps_window_text_and_traces_as_they_are(open_rig: Rig) -> None:
    open_rig.desktop.clipboard.busy = True
    fill_in(open_rig)
    send(open_rig)
    assert open_rig.window.isVisible()
    assert open_rig.window.mode is Mode.FORM
    assert open_rig.window.body.form.values()["称呼"] == "王女士"
    assert "Nothing is lost" in open_rig.window.bar.text
    open_rig.settle()
    assert open_rig.assistant.recent() == ()
    open_rig.desktop.clipboard.busy = False
    send(open_rig)
    assert open_rig.desktop.clipboard.content.text.startswith("王女士")
    assert not open_rig.window.isVisible()


def test_the_use_is_remembered_with_its_channel(open_rig: Rig) -> None:
    fill_in(open_rig)
    send(open_rig)
    open_rig.settle()
    assert [hit.key for hit in open_rig.assistant.recent()] == ["refund-time@zh-CN"]
    assert [macro.id for macro in open_rig.assistant.recent_macros()] == ["refund-time"]


def test_the_query_that_led_to_a_copy_is_told_and_no_other(open_rig: Rig) -> None:
    fill_in(open_rig)
    send(open_rig)
    open_rig.show()
    open_rig.type("发票")
    open_rig.entries.open_form("refund-time@zh-CN", "微信", {"称呼": "王女士"})  # from the tray, not from the list
    send(open_rig)
    open_rig.settle()
    assert open_rig.assistant.chosen == [("refund-time@zh-CN", "微信", "tkdz"), ("refund-time@zh-CN", "微信", "")]


def test_a_use_that_cannot_be_kept_does_not_stop_the_copy(open_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_values: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(open_rig.assistant, "copied", refusing)
    fill_in(open_rig)
    send(open_rig)
    open_rig.settle()
    assert open_rig.desktop.clipboard.content.text.startswith("王女士")
    assert [type(error) for error in open_rig.failures] == [PermissionError]


def test_the_text_before_the_last_comes_back(open_rig: Rig) -> None:
    for name in ("甲", "乙", "丙"):
        open_rig.show()
        fill_in(open_rig, name)
        send(open_rig)
    open_rig.show()
    open_rig.window.copied_again.emit()
    assert open_rig.desktop.clipboard.content.text.startswith("乙")
    open_rig.window.copied_again.emit()
    assert open_rig.desktop.clipboard.content.text.startswith("丙")


def test_a_text_that_is_no_longer_on_the_clipboard_comes_back_first(open_rig: Rig) -> None:
    fill_in(open_rig)
    send(open_rig)
    open_rig.show()
    open_rig.desktop.clipboard.content = Clip("what another program copied, or a paste put back")
    open_rig.window.copied_again.emit()
    assert open_rig.desktop.clipboard.content.text.startswith("王女士")


def test_with_one_copy_there_is_nothing_before_it(open_rig: Rig) -> None:
    fill_in(open_rig)
    send(open_rig)
    open_rig.show()
    open_rig.window.copied_again.emit()
    assert open_rig.window.bar.text == "Nothing was copied before this."
    assert open_rig.desktop.clipboard.content.text.startswith("王女士")


def test_a_refused_copy_is_not_part_of_the_history(open_rig: Rig) -> None:
    for name, busy in (("甲", False), ("乙", True), ("丙", False)):
        open_rig.show()
        open_rig.desktop.clipboard.busy = busy
        fill_in(open_rig, name)
        send(open_rig)
    open_rig.window.copied_again.emit()
    assert open_rig.desktop.clipboard.content.text.startswith("甲")


def test_a_subject_is_copied_alone_and_the_form_stays(open_rig: Rig) -> None:
    fill_in(open_rig, channel="邮件")
    open_rig.window.body.form.subject_wanted.emit(Clip("退款进度"))
    assert open_rig.desktop.clipboard.content == Clip("退款进度")
    assert open_rig.window.mode is Mode.FORM
    assert "subject is copied" in open_rig.window.bar.text
    open_rig.settle()
    assert open_rig.assistant.recent() == ()
    open_rig.desktop.clipboard.busy = True
    open_rig.window.body.form.subject_wanted.emit(Clip("退款进度"))
    assert "Nothing is lost" in open_rig.window.bar.text
    assert open_rig.window.isVisible()


def test_the_focus_goes_back_to_the_chat(open_rig: Rig) -> None:
    open_rig.window.hide()
    open_rig.hotkey.show()
    open_rig.until(open_rig.window.isActiveWindow)
    open_rig.desktop.active_window.activated.clear()
    fill_in(open_rig)
    send(open_rig)
    assert open_rig.desktop.active_window.activated == [CHAT]
