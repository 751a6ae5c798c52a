from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.model import Article, Audience, Macro, Status
from kbassist.macros import engine
from kbassist.macros.form import GapKind
from kbassist.macros.reply import Part, Reply, paragraphs, with_replacement
from tests.macros.cases import CONTEXT, library, macro


def reply(*texts: str, html: tuple[str, ...] = ()) -> Reply:
    pages = (*html, *("" for _ in texts))
    return Reply(
        tuple(
            Part(f"k{n}", f"t{n}", "微信", text, page)
            for n, (text, page) in enumerate(zip(texts, pages, strict=False))
        )
    )


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        ((), ""),
        (("甲",), "甲"),
        (("甲", "乙"), "甲\n\n乙"),
        (("王女士您好：\n甲", "王女士您好：\n\n乙"), "王女士您好：\n甲\n\n乙"),
        (("王女士您好，甲。", "王女士您好，乙。"), "王女士您好，甲。\n\n乙。"),
        (("王女士您好，甲。", "李先生您好，乙。"), "王女士您好，甲。\n\n李先生您好，乙。"),
        (("Dear Ms Wang, thanks.", "Dear Ms Wang, your parcel left."), "Dear Ms Wang, thanks.\n\nYour parcel left."),
        (("甲\n\n此致\n敬礼\n小李", "乙\n\n此致\n敬礼\n小李"), "甲\n\n乙\n\n此致\n敬礼\n小李"),
        (("您好！\n甲\n小李", "乙", "您好！\n丙\n小李"), "您好！\n甲\n\n乙\n\n丙\n小李"),
        # what is no greeting, what is a list, and what would be gone whole, stays
        (("因为下雨，甲。", "因为下雨，乙。"), "因为下雨，甲。\n\n因为下雨，乙。"),
        (("1. 继续等待\n甲", "1. 继续等待\n乙"), "1. 继续等待\n甲\n\n1. 继续等待\n乙"),
        (("甲\n- 包邮", "乙\n- 包邮"), "甲\n- 包邮\n\n乙\n- 包邮"),
        (("您好", "您好"), "您好\n\n您好"),
        (("甲" * 80 + "\n乙", "甲" * 80 + "\n丙"), "甲" * 80 + "\n乙\n\n" + "甲" * 80 + "\n丙"),
    ],
)
def test_several_texts_read_as_one(texts: tuple[str, ...], whole: str) -> None:
    assert reply(*texts).text == whole


def test_parts_come_and_go() -> None:
    three = reply("甲", "乙").append(Part("k", "t", "邮件", "丙", images=("a.png", "b.png"), subject="关于"))
    assert three.without_last().text == "甲\n\n乙"
    assert three.without(0).text == "乙\n\n丙"
    assert three.without(9) == three
    assert (three.subject, three.images) == ("关于", ("a.png", "b.png"))
    assert three.append(three.parts[-1]).images == ("a.png", "b.png")


def test_a_greeting_comes_back_when_its_part_goes() -> None:
    two = reply("您好：\n甲", "您好：\n乙")
    assert two.without(0).text == "您好：\n乙"


def test_the_html_says_what_the_text_says() -> None:
    two = reply("您好：\n甲", "您好：\n乙 &", html=("<p>您好：<br>\n甲</p>", "<p>您好：<br>\n<b>乙</b> &amp;</p>"))
    assert two.html == "<p>您好：<br>\n甲</p>\n<p><b>乙</b> &amp;</p>"
    closed = reply("甲\n小李", "乙\n小李", html=("<p>甲<br>小李</p>", "<p>乙<br>小李</p>"))
    assert closed.html == "<p>甲</p>\n<p>乙<br>小李</p>"
    mixed = reply("<甲>\n\n乙", "丙", html=("", "<p>丙</p>"))
    assert mixed.html == "<p>&lt;甲&gt;</p>\n<p>乙</p>\n<p>丙</p>"
    assert reply("甲").html == ""
    assert paragraphs("a\nb") == "<p>a<br>b</p>"


def test_words_of_an_earlier_part_are_replaced_in_place() -> None:
    two = reply("您好：\n甲", "您好：\n打 138 乙", html=("<p>x</p>", "<p>y</p>"))
    place = two.place(two.text.index("138"))
    assert place == (1, 2)
    after = with_replacement(two, *place, 3, "1**")
    assert after.text == "您好：\n甲\n\n打 1** 乙"
    assert after.parts[1].html == ""
    assert after.parts[1].text == "您好：\n打 1** 乙"


_LINES = st.lists(st.sampled_from(["您好：", "王女士您好，甲", "乙", "小李", "1. 丙", "", "Dear Li, x"]), max_size=5)


@given(st.lists(_LINES.map("\n".join), max_size=4))
def test_no_part_is_lost_and_each_place_is_found(texts: list[str]) -> None:
    made = reply(*texts)
    assert len(made.pieces) == len(texts)
    for text, piece in zip(texts, made.pieces, strict=True):
        assert bool(text.strip()) == bool(piece.text.strip())
        assert piece.text.casefold() in text.casefold()
        assert text.strip("\n")[piece.cut :].casefold().startswith(piece.text.casefold())
    for offset in range(len(made.text)):
        if (place := made.place(offset)) is not None:
            assert made.pieces[place[0]].text[place[1] :][:1] in {made.text[offset], ""}


def test_a_part_whose_macro_may_not_be_used_by_now_keeps_the_reply_from_leaving() -> None:
    old = replace(macro("甲"), expires=date(2026, 11, 19))
    page = Article("a", "kb/a.md", "zh-CN", "规则", audience=Audience.CUSTOMERS)
    entries: dict[str, Article | Macro] = {old.key: old, page.key: page}
    shelf = replace(library(), entries=MappingProxyType(entries))
    parts = Reply(
        (Part(old.key, "旧话术", "微信", "甲"), Part("", "片段", "微信", "乙"), Part(page.key, "规则", "", "丙"))
    )
    (gap,) = engine.standing(parts, shelf, CONTEXT)
    assert gap.kind is GapKind.STATE
    assert "旧话术" in str(gap.message)
    assert "2026-11-19" in str(gap.message)
    for change in ({"audience": Audience.AGENTS}, {"status": Status.ARCHIVED}, {"expires": date(2026, 11, 1)}):
        worse = replace(library(), entries=MappingProxyType({page.key: replace(page, **change)}))
        assert len(engine.standing(parts, worse, CONTEXT)) == 2  # the macro is gone, the article may not go out
