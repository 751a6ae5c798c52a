from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from kbassist.content.library import Library
from kbassist.content.model import Article, Audience, Ref, Section, Status
from kbassist.macros.answers import NotForCustomers, answer, basis_text
from tests.macros.cases import library, macro

TODAY = date(2026, 11, 20)
PAGE = Article(
    "returns",
    "kb/returns.md",
    "zh-CN",
    "七天退货",
    audience=Audience.CUSTOMERS,
    sections=(
        Section("", "", "", 1),
        Section("怎么做", "怎么做", "在**订单**里点[退货](x.md)。然后寄回。\n\n- 甲", 3),
        Section("一句话答案", "一句话答案", "七天内可以无理由退货，[运费](y.md)由您承担。", 8),
    ),
)


def shelf(*entries: Article) -> Library:
    return replace(library(), entries=MappingProxyType({entry.key: entry for entry in entries}))


def test_an_article_answers_in_a_sentence() -> None:
    part = answer(PAGE, "微信", TODAY)
    assert part.text == "七天内可以无理由退货，运费由您承担。"
    assert (part.key, part.title, part.channel) == (PAGE.key, "七天退货", "微信")
    assert answer(replace(PAGE, sections=PAGE.sections[:2]), "微信", TODAY).text == "在订单里点退货。然后寄回。"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"audience": Audience.AGENTS}, "internal"),
        ({"status": Status.DRAFT}, "not published"),
        ({"expires": date(2026, 11, 19)}, "not in force"),
        ({"sections": ()}, "no answer"),
    ],
)
def test_what_no_customer_may_read_is_refused_with_the_reason(change: dict[str, object], reason: str) -> None:
    page = replace(PAGE, **change)  # type: ignore[arg-type]  # names of Article
    with pytest.raises(NotForCustomers) as caught:
        answer(page, "微信", TODAY)
    assert reason in str(caught.value)


def test_the_basis_of_a_reply_in_words_for_the_customer() -> None:
    case = replace(macro("好"), title="退货", basis=(Ref("returns", "怎么做"), Ref("《消费者权益保护法》第二十五条")))
    part = basis_text(case, "微信", shelf(PAGE), TODAY)
    assert part.text == "依据：《七天退货》“怎么做”：在订单里点退货。\n依据：《消费者权益保护法》第二十五条"
    english = replace(case, locale="en", basis=(Ref("returns"),))
    assert basis_text(english, "微信", shelf(PAGE), TODAY).text.startswith("Basis: “七天退货”: 七天内")


def test_an_internal_basis_is_left_out_and_alone_it_is_refused() -> None:
    secret = replace(PAGE, id="secret", audience=Audience.AGENTS, title="内部口径")
    case = replace(macro("好"), basis=(Ref("secret"), Ref("returns")))
    assert "内部" not in basis_text(case, "微信", shelf(PAGE, secret), TODAY).text
    with pytest.raises(NotForCustomers) as caught:
        basis_text(replace(case, basis=(Ref("secret"),)), "微信", shelf(PAGE, secret), TODAY)
    assert "internal" in str(caught.value)
    with pytest.raises(NotForCustomers):
        basis_text(macro("好"), "微信", shelf(), TODAY)
