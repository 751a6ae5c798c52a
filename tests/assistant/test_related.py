from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from kbassist.assistant.related import Relations
from kbassist.content.library import Library
from kbassist.content.model import Article, Audience, Guide, Macro, Ref, Status

TODAY = date(2026, 11, 20)


def macro(name: str, **more: object) -> Macro:
    return Macro(name, f"macros/{name}.md", "zh-CN", name, **more)  # type: ignore[arg-type]  # names of Macro


def page(name: str, **more: object) -> Article:
    more = {"audience": Audience.CUSTOMERS, **more}
    return Article(name, f"kb/{name}.md", "zh-CN", name, **more)  # type: ignore[arg-type]  # names of Article


def library(*entries: Article | Macro) -> Library:
    return Library(Path("/nowhere"), MappingProxyType({entry.key: entry for entry in entries}))


MINE = macro("mine", basis=(Ref("law", "一"),), scene="投诉", tags=("退款", "急"), category="refunds")
ALL = (
    MINE,
    page("law", macros=("mine", "z-first")),
    macro("z-first"),
    page("y-naming", macros=("mine", "x-beside"), audience=Audience.CUSTOMERS),
    macro("x-beside"),
    macro("w-same-basis", basis=(Ref("law"),)),
    macro("v-scene", scene="投诉"),
    macro("u-two-tags", tags=("急", "退款")),
    macro("t-one-tag", tags=("退款",)),
    macro("s-neighbour", category="refunds"),
    macro("r-nothing"),
)


def ids(found: tuple[Article | Macro, ...]) -> list[str]:
    return [entry.id for entry in found]


def test_the_nearest_come_first_in_an_order_that_can_be_told() -> None:
    expected = [
        "z-first", "law", "y-naming", "x-beside", "w-same-basis", "v-scene", "u-two-tags", "t-one-tag", "s-neighbour",
    ]  # fmt: skip
    assert ids(Relations(library(*ALL)).of(MINE, TODAY, 20)) == expected
    assert ids(Relations(library(*reversed(ALL))).of(MINE, TODAY, 20)) == expected
    assert ids(Relations(library(*ALL)).of(MINE, TODAY)) == expected[:5]


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.DRAFT},
        {"status": Status.ARCHIVED},
        {"expires": date(2026, 11, 19)},
        {"effective": date(2026, 11, 21)},
        {"locale": "en"},
    ],
)
def test_what_may_not_be_said_today_is_not_offered(change: dict[str, object]) -> None:
    others = [replace(entry, **change) if entry.id == "z-first" else entry for entry in ALL]  # type: ignore[arg-type]
    assert "z-first" not in ids(Relations(library(*others)).of(MINE, TODAY, 20))


def test_no_internal_article_and_no_guide_is_offered() -> None:
    inner = page("inner", audience=Audience.AGENTS, macros=("mine",))
    guide = Guide("guide", "kb/guide.md", "zh-CN", "guide", audience=Audience.CUSTOMERS, macros=("mine", "z-first"))
    assert ids(Relations(library(MINE, inner, guide, macro("z-first"))).of(MINE, TODAY)) == ["z-first"]


def test_an_article_leads_to_its_macros() -> None:
    assert ids(Relations(library(*ALL)).of(ALL[1], TODAY))[:2] == ["mine", "z-first"]


def test_the_relations_are_made_again_only_for_another_library() -> None:
    first = library(*ALL)
    known = Relations(first)
    assert known.up_to(replace(first, stale=True)) is known
    assert known.up_to(library(*ALL)) is not known


def test_a_large_library_asks_little() -> None:
    many = [macro(f"m{n}", tags=("退款",), scene="投诉", category="all", basis=(Ref("law"),)) for n in range(5_000)]
    assert len(Relations(library(*ALL, *many)).of(MINE, TODAY)) == 5
