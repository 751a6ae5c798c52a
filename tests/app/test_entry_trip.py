"""Forms, twins, links, pins, files and notes: what begins at an entry."""

from __future__ import annotations

import re

from kbassist.ui.quick_keys import Mode
from kbassist.ui.views import ArticleView
from tests.app.rig import Rig
from tests.assistant.shelf import REFUND, Shelf


def channel(rig: Rig) -> str:
    form = rig.window.body.form.form
    assert form is not None
    return form.channel


def shown(rig: Rig) -> tuple[str, str]:
    view = rig.window.body.preview.shown
    assert view is not None
    return view.key, view.anchor if isinstance(view, ArticleView) else ""


def test_a_form_opens_in_the_channel_wanted_or_in_one_that_there_is(open_rig: Rig) -> None:
    open_rig.entries.open_form("refund-time@zh-CN", "邮件", {})
    assert channel(open_rig) == "邮件"
    open_rig.entries.open_form("refund-time@zh-CN", "电话", {})
    assert channel(open_rig) == "微信"


def test_values_are_kept_when_the_channel_changes(open_rig: Rig) -> None:
    open_rig.type("tkdz")
    open_rig.entries.open_form("refund-time@zh-CN", "微信", {"称呼": "王女士"})
    open_rig.window.form_wanted.emit("refund-time@zh-CN", "邮件", open_rig.window.body.form.values())
    assert channel(open_rig) == "邮件"
    assert open_rig.window.body.form.values()["称呼"] == "王女士"


def test_an_article_or_an_entry_that_is_gone_opens_no_form(open_rig: Rig) -> None:
    open_rig.entries.open_form("invoice@zh-CN", "微信", {})
    open_rig.entries.open_form("gone@zh-CN", "微信", {})
    assert open_rig.window.mode is not Mode.FORM


def test_a_form_whose_macro_is_gone_lets_nothing_leave(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.entries.open_form("greeting@zh-CN", "微信", {})
    shelf.remove("macros/general/greeting.md")
    open_rig.assistant.load()
    outcome = open_rig.entries.render("greeting@zh-CN", "微信", {})
    assert not outcome.ready
    assert "does not hold" in str(outcome.gaps[0].message)


def test_a_form_follows_an_edit_of_its_macro(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.entries.open_form("refund-time@zh-CN", "微信", {"称呼": "王女士"})
    shelf.put("macros/refund/time.md", REFUND.replace("工作日到账", "个自然日到账"))
    open_rig.assistant.load()
    assert "自然日" in open_rig.entries.render("refund-time@zh-CN", "微信", {"称呼": "王女士"}).text


def test_the_twin_is_shown_and_leads_back(open_rig: Rig) -> None:
    open_rig.type("退款多久")
    open_rig.window.follow()
    open_rig.window.twin_wanted.emit("refund-arrival@zh-CN")
    open_rig.settle()
    assert shown(open_rig) == ("refund-arrival@en", "")
    open_rig.window.twin_wanted.emit("refund-arrival@en")
    open_rig.settle()
    assert shown(open_rig) == ("refund-arrival@zh-CN", "")
    open_rig.window.twin_wanted.emit("invoice@zh-CN")  # it has none
    open_rig.settle()
    assert shown(open_rig) == ("refund-arrival@zh-CN", "")


def test_a_link_leads_to_the_section(open_rig: Rig) -> None:
    open_rig.type("退款多久")
    open_rig.window.body.preview.link_wanted.emit("kb:invoice#%E6%80%8E%E4%B9%88%E5%BC%80")
    open_rig.settle()
    assert shown(open_rig) == ("invoice@zh-CN", "怎么开")
    assert open_rig.window.isVisible()


def test_a_link_of_the_article_itself_leads_to_an_entry(open_rig: Rig) -> None:
    open_rig.type("退款多久")
    view = open_rig.window.body.preview.shown
    assert isinstance(view, ArticleView)
    (href,) = re.findall(r'href="(kb:[^"]+)"', view.html)
    open_rig.window.body.preview.link_wanted.emit(href)
    open_rig.settle()
    assert shown(open_rig) == ("invoice@zh-CN", "怎么开")


def test_a_link_to_nothing_says_so(open_rig: Rig) -> None:
    open_rig.type("退款多久")
    open_rig.window.link_opened.emit("kb:no%20such")
    assert open_rig.window.bar.text == "The link leads nowhere: no such"


def test_a_link_outside_is_handed_over_and_the_window_may_go(open_rig: Rig) -> None:
    gone: list[int] = []
    open_rig.entries.handed_over.connect(lambda: gone.append(1))
    open_rig.window.link_opened.emit("https://example.com/a?b=c")
    assert open_rig.desktop.opener.opened == [("link", "https://example.com/a?b=c")]
    assert gone == [1]


def test_what_the_desktop_refuses_is_said_and_the_window_stays(open_rig: Rig) -> None:
    gone: list[int] = []
    open_rig.entries.handed_over.connect(lambda: gone.append(1))
    open_rig.desktop.opener.refuses = True
    open_rig.window.link_opened.emit("https://example.com")
    assert open_rig.window.bar.text == "The desktop has no program to open “https://example.com”."
    open_rig.window.bar.dismiss()
    open_rig.window.edit_wanted.emit("invoice@zh-CN")
    assert "has no program" in open_rig.window.bar.text
    assert gone == []
    assert open_rig.window.isVisible()


def test_an_entrys_own_file_is_opened(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.window.edit_wanted.emit("refund-arrival@en")
    assert open_rig.desktop.opener.opened == [("file", str(shelf.root / "kb/refund/arrival.en.md"))]
    open_rig.window.edit_wanted.emit("gone@zh-CN")
    assert len(open_rig.desktop.opener.opened) == 1


def test_a_pin_is_said_and_stands_in_the_list(open_rig: Rig) -> None:
    open_rig.window.pin_toggled.emit("invoice@zh-CN")
    open_rig.settle()
    assert open_rig.window.bar.text == "Pinned."
    assert open_rig.rows() == ["invoice@zh-CN"]
    open_rig.window.pin_toggled.emit("invoice@zh-CN")
    open_rig.settle()
    assert open_rig.window.bar.text == "No longer pinned."
    assert open_rig.rows() == []


def test_errors_and_missing_entries_are_filed(open_rig: Rig) -> None:
    open_rig.window.report_wanted.emit("invoice@zh-CN")
    open_rig.window.missing_reported.emit("礼品卡 13812345678")
    open_rig.settle()
    assert "Noted for the team lead" in open_rig.window.bar.text
    error, missing = open_rig.assistant.outbox.notes()
    assert (error.kind.value, error.entry) == ("error", "invoice@zh-CN")
    assert missing.words.startswith("礼品卡 138")
    assert "13812345678" not in missing.words


def test_images_come_from_the_library_only(open_rig: Rig, shelf: Shelf) -> None:
    (shelf.root / "kb" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert open_rig.entries.local_image("kb/a.png") == shelf.root / "kb" / "a.png"
    for refused in ("../a.png", __file__, "kb/none.png", "kb/invoice/e.md"):
        assert open_rig.entries.local_image(refused) is None


def test_without_a_library_every_wish_is_harmless(rig: Rig) -> None:
    window = rig.window
    for signal in (window.twin_wanted, window.pin_toggled, window.edit_wanted, window.report_wanted):
        signal.emit("invoice@zh-CN")
    window.chosen.emit("invoice@zh-CN", "")
    window.form_wanted.emit("invoice@zh-CN", "微信", {})
    window.link_opened.emit("kb:invoice")
    window.missing_reported.emit("退款")
    window.clipboard_wanted.emit("refund-time@zh-CN")
    assert not rig.entries.render("refund-time@zh-CN", "微信", {}).ready
    assert rig.entries.local_image("kb/a.png") is None
    rig.settle()
    assert rig.failures == []
    assert rig.desktop.opener.opened == []
