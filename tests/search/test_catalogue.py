"""The catalogue from one snapshot to the next: stable rows, holes, and the same answers as one made anew."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro, Status
from kbassist.content.team_model import Team
from kbassist.search.catalogue import Catalogue
from kbassist.search.query import parse
from kbassist.search.titles import find
from tests.search.samples import TEAM, TODAY, article, library, macro, shop

WORDS = ("退款", "退货", "发票", "物流", "会员", "说明", "政策", "流程", "refund", "return")


def snapshot(current: Library, *entries: Article | Macro, without: tuple[str, ...] = ()) -> Library:
    """Return the library with these entries put in and those keys taken out."""
    left = {key: entry for key, entry in current.entries.items() if key not in without}
    return replace(current, entries=left | {entry.key: entry for entry in entries})


def keys(catalogue: Catalogue, typed: str) -> set[str]:
    mask = catalogue.mask(parse(typed, TEAM))
    found = find(catalogue, parse(typed, TEAM))
    assert all(mask[hit.row] for hit in found)
    return {catalogue.entries[hit.row].key for hit in found}


def listed(catalogue: Catalogue, typed: str) -> set[str]:
    mask = catalogue.mask(parse(typed, TEAM))
    assert len(mask) == len(catalogue.entries)
    return {catalogue.entries[row].key for row, there in enumerate(mask) if there}


def test_a_changed_entry_keeps_its_row() -> None:
    before = Catalogue.of(shop(), TODAY)
    changed = article("insurance", "运费补贴规则", category="售后/运费")
    after = Catalogue.of(snapshot(shop(), changed), TODAY, before)
    assert after.row_of == before.row_of
    assert after.generation == before.generation
    assert after.entries[after.row_of["insurance@zh-CN"]].title == "运费补贴规则"
    assert keys(after, "运费补贴") == {"insurance@zh-CN"}
    assert keys(after, "yunfeibutie") == {"insurance@zh-CN"}
    assert "insurance@zh-CN" not in keys(after, "理赔规则")
    assert "insurance@zh-CN" in keys(before, "理赔规则")


def test_a_new_entry_comes_last_and_a_removed_one_leaves_a_hole() -> None:
    before = Catalogue.of(shop(), TODAY)
    after = Catalogue.of(snapshot(shop(), article("new", "礼品卡说明"), without=("price@zh-CN",)), TODAY, before)
    assert after.row_of["new@zh-CN"] == len(before.entries)
    assert "price@zh-CN" not in after.row_of
    assert len(after.entries) == len(after.in_force) == len(after.overdue) == len(before.entries) + 1
    assert not keys(after, "差价")
    assert keys(after, "lipinka") == {"new@zh-CN"}
    assert "price@zh-CN" not in listed(after, "in:活动")
    assert "price@zh-CN" in before.row_of


def test_an_entry_that_is_archived_and_published_again_is_found_again() -> None:
    draft = replace(shop().entries["price@zh-CN"], status=Status.ARCHIVED)
    before = Catalogue.of(shop(), TODAY)
    without = Catalogue.of(snapshot(shop(), draft), TODAY, before)
    assert not keys(without, "差价")
    again = Catalogue.of(shop(), TODAY, without)
    assert keys(again, "差价") == {"price@zh-CN"}
    assert sum(entry.key == "price@zh-CN" for row, entry in enumerate(again.entries) if again.in_force[row]) == 1


def test_a_hole_stays_one_on_another_day() -> None:
    before = Catalogue.of(shop(), TODAY)
    gone = snapshot(shop(), without=("price@zh-CN",))
    after = Catalogue.of(gone, TODAY, before)
    tomorrow = Catalogue.of(gone, TODAY + timedelta(1), after)
    assert tomorrow.today == TODAY + timedelta(1)
    assert sum(tomorrow.in_force) == sum(before.in_force) - 1
    assert not keys(tomorrow, "差价")


@pytest.mark.parametrize(("day", "there"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_dates_are_judged_on_the_day(day: date, there: bool) -> None:
    current = library(article("sale", "年中促销", effective=date(2026, 6, 1), review_by=date(2026, 5, 1)))
    before = Catalogue.of(current, date(2026, 1, 1))
    after = Catalogue.of(current, day, before)
    assert bool(keys(after, "促销")) is there
    assert list(after.overdue) == [1]
    assert list(before.overdue) == [0]


def test_rows_are_numbered_anew_when_much_has_moved() -> None:
    current = library(*(article(f"e{n}", f"说明{n}") for n in range(400)))
    before = Catalogue.of(current, TODAY)
    fewer = snapshot(current, without=tuple(f"e{n}@zh-CN" for n in range(300)))
    after = Catalogue.of(fewer, TODAY, before)
    assert after.generation == before.generation + 1
    assert len(after.entries) == 100
    assert list(after.row_of.values()) == list(range(100))


def test_any_history_gives_what_a_new_catalogue_gives() -> None:
    chance = random.Random(3)
    current = library(*(_entry(chance, n) for n in range(30)))
    catalogue = Catalogue.of(current, TODAY)
    for step in range(60):
        gone = tuple(chance.sample(sorted(current.entries), chance.randrange(2))) if current.entries else ()
        put = [_entry(chance, chance.randrange(60)) for _ in range(chance.randrange(3))]
        current = snapshot(current, *put, without=gone)
        rows = dict(catalogue.row_of)
        catalogue = Catalogue.of(current, TODAY, catalogue)
        assert all(
            catalogue.row_of[key] == row for key, row in rows.items() if key in catalogue.row_of and key not in gone
        )
        fresh = Catalogue.of(current, TODAY)
        assert catalogue.row_of.keys() == fresh.row_of.keys()
        for typed in (chance.choice(WORDS), "tuikuan", "th", "sm", "#退", "/退", "#退 fp", "refnud"):
            assert keys(catalogue, typed) == keys(fresh, typed), (step, typed)
            assert listed(catalogue, typed) == listed(fresh, typed), (step, typed)


def _entry(chance: random.Random, number: int) -> Article | Macro:
    title = "".join(chance.sample(WORDS[:8], 3)) if chance.random() < 0.8 else " ".join(chance.sample(WORDS[8:], 2))
    status = Status.PUBLISHED if chance.random() < 0.8 else Status.DRAFT
    more = {"tags": tuple(chance.sample(WORDS, 2)), "asked_as": (chance.choice(WORDS),), "status": status}
    if number % 3:
        return article(f"e{number}", title, **more)
    return macro(f"e{number}", title, {"": "好"}, shortcut=chance.choice(("tk", "th", "")), **more)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/", {"refund/apology", "delay"}),
        ("#发票", {"invoice/vat", "invoice/e"}),
        ("#发", {"invoice/vat", "invoice/e"}),
        ("#X20pro", {"earphones"}),
        ("#ret", {"returns/7-day"}),
        ("#票", set()),
        ("in:售后/退", {"returns/7-day", "returns/exchange"}),
        ("in:退换", {"returns/7-day", "returns/exchange"}),
        ("/ @电话", {"delay"}),
        ("@抖音", set()),
    ],
)
def test_filters(typed: str, expected: set[str]) -> None:
    catalogue = Catalogue.of(shop(), TODAY)
    assert {key.partition("@")[0] for key in listed(catalogue, typed)} == expected


def test_a_filter_on_channels_counts_every_entry_that_names_none() -> None:
    entries = library(
        article("all", "全部"), article("chat", "聊天", channels=("wx",)), article("mail", "信", channels=("邮件",))
    )
    catalogue = Catalogue.of(entries, TODAY)
    assert listed(catalogue, "@微信") == {"all@zh-CN", "chat@zh-CN"}


def test_heads_are_folded_and_made_on_demand() -> None:
    catalogue = Catalogue.of(library(article("a", "退款說明 ＡＢＣ", asked_as=("怎麼退",), tags=("錢",))), TODAY)
    head = catalogue.heads[0]
    assert (head.title, head.names, head.labels) == ("退款说明 abc", ("退款说明 abc", "怎么退"), ("钱",))
    assert catalogue.head(catalogue.entries[0]) == head
    assert len(catalogue.heads) == 1
    assert [one.title for one in catalogue.heads[:1]] == [head.title]


def test_a_line_break_in_a_title_does_not_move_the_names_after_it() -> None:
    catalogue = Catalogue.of(library(article("a", "退款\n说明"), article("b", "发票")), TODAY)
    assert keys(catalogue, "发票") == {"b@zh-CN"}
    assert keys(catalogue, "退款说明") == {"a@zh-CN"}


def test_an_empty_library_is_searched_in_vain() -> None:
    catalogue = Catalogue.of(library(), TODAY)
    assert find(catalogue, parse("tuikuan 退款 refund", Team())) == []
    assert find(Catalogue.of(library(article("a", "!?")), TODAY), parse("tk", Team())) == []
