"""What the window is shown of an entry."""

from __future__ import annotations

import pytest

from kbassist.app.presenter import twin_of, view_of
from kbassist.assistant.assistant import Assistant
from kbassist.ui.views import ArticleView, MacroView
from tests.assistant.shelf import FakeClock, Shelf


def article(assistant: Assistant, key: str, anchor: str = "", terms: tuple[str, ...] = ()) -> ArticleView:
    view = view_of(assistant, key, anchor, terms, "微信")
    assert isinstance(view, ArticleView)
    return view


def macro(assistant: Assistant, key: str, channel: str = "微信") -> MacroView:
    view = view_of(assistant, key, "", (), channel)
    assert isinstance(view, MacroView)
    return view


def test_an_article_comes_with_place_terms_facts_and_links(assistant: Assistant) -> None:
    view = article(assistant, "refund-arrival@zh-CN", "例外", ("节假日",))
    assert (view.title, view.anchor, view.terms) == ("退款多久到账", "例外", ("节假日",))
    assert view.meta == ("Reviewed 2026-10-01", "Owner 小周", "Basis: 电子发票 › 怎么开")
    assert "kb:invoice%40zh-CN#" in view.html or "kb:invoice#" in view.html
    assert view.notice == ""


def test_only_what_customers_may_read_can_be_copied_whole(assistant: Assistant) -> None:
    clip = article(assistant, "refund-arrival@zh-CN").clip
    assert clip is not None
    assert "1–3 个工作日" in clip.text
    assert "##" not in clip.text
    assert "](" not in clip.text
    assert article(assistant, "invoice@zh-CN").clip is None


def test_what_is_no_longer_in_force_cannot_be_copied(assistant: Assistant, shelf: Shelf, clock: FakeClock) -> None:
    shelf.edit("kb/promotions/double11.md", "失效:", "受众: 客户\n失效:")
    assistant.load()
    assert article(assistant, "promotion@zh-CN").clip is not None
    clock.set("2026-11-12")
    assert article(assistant, "promotion@zh-CN").clip is None


def test_a_notice_warns_of_an_overdue_review_and_of_a_near_end(assistant: Assistant, clock: FakeClock) -> None:
    assert article(assistant, "invoice@zh-CN").notice == "To be checked: its review was due on 2026-06-01."
    assert article(assistant, "promotion@zh-CN").notice == "Valid until 2026-11-11 only."
    assert article(assistant, "promotion@zh-CN").meta == ("2026-11-01 – 2026-11-11",)
    clock.set("2026-11-03")
    assert article(assistant, "promotion@zh-CN").notice == ""
    clock.set("2026-06-01")
    assert article(assistant, "invoice@zh-CN").notice == ""


def test_a_macro_is_previewed_in_the_channel_wanted_with_its_fields_as_gaps(assistant: Assistant) -> None:
    view = macro(assistant, "refund-time@zh-CN")
    assert view.channel == "微信"
    assert view.channels == ("微信", "邮件")
    assert "〔客户称呼〕" in view.outcome.text
    assert not view.outcome.ready
    assert [spec.name for spec in view.fields] == ["称呼", "订单号"]
    assert view.meta == ("Shortcut tkdz", "问题")
    mail = macro(assistant, "refund-time@zh-CN", "邮件")
    assert mail.outcome.subject == "退款进度"
    assert "<strong>已经受理</strong>" in mail.outcome.html
    assert macro(assistant, "refund-time@zh-CN", "电话").channel == "微信"


def test_a_macro_for_every_channel_has_no_channels_to_choose(assistant: Assistant) -> None:
    view = macro(assistant, "greeting@zh-CN", "电话")
    assert (view.channel, view.channels) == ("电话", ())
    assert view.outcome.ready


@pytest.mark.parametrize("key", ["gone@zh-CN", "", "refund-arrival"])
def test_what_the_library_does_not_hold_is_nothing(assistant: Assistant, key: str) -> None:
    assert view_of(assistant, key, "", (), "微信") is None
    assert twin_of(assistant, key) is None


def test_twins_lead_round_in_a_circle(assistant: Assistant, shelf: Shelf) -> None:
    def following(key: str) -> str:
        twin = twin_of(assistant, key)
        assert twin is not None
        return twin.key

    assert following("refund-arrival@zh-CN") == "refund-arrival@en"
    assert following("refund-arrival@en") == "refund-arrival@zh-CN"
    assert article(assistant, "refund-arrival@zh-CN").twin == "English"
    assert article(assistant, "refund-arrival@en").twin == "中文"
    shelf.put("kb/refund/arrival.ja.md", "---\ntitle: 返金\nid: refund-arrival\nlocale: ja\n---\n\n三日。\n")
    assistant.load()
    keys = ["refund-arrival@zh-CN"]
    while len(keys) < 4:
        keys.append(following(keys[-1]))
    assert keys[0] == keys[3]
    assert set(keys) == {f"refund-arrival@{locale}" for locale in ("zh-CN", "en", "ja")}


def test_a_twin_that_is_not_offered_is_passed_over(assistant: Assistant, shelf: Shelf, clock: FakeClock) -> None:
    assert twin_of(assistant, "invoice@zh-CN") is None
    shelf.edit("kb/refund/arrival.en.md", "id:", "expires: 2026-11-10\nid:")
    assistant.load()
    assert twin_of(assistant, "refund-arrival@zh-CN") is not None
    clock.set("2026-11-11")
    assert twin_of(assistant, "refund-arrival@zh-CN") is None
    assert article(assistant, "refund-arrival@zh-CN").twin == ""


def test_a_basis_that_does_not_exist_is_named_by_its_id(assistant: Assistant, shelf: Shelf) -> None:
    shelf.edit("kb/refund/arrival.md", "[invoice#怎么开]", "[invoice, nowhere#甲]")
    assistant.load()
    assert article(assistant, "refund-arrival@zh-CN").meta[-1] == "Basis: 电子发票, nowhere › 甲"
