"""What an agent finds: short Chinese queries, whole questions, English, codes, shortcuts, filters, sections."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kbassist.content.model import Kind, Status
from kbassist.search.engine import Engine
from kbassist.search.results import Badge, Stage
from tests.search.samples import TODAY, article, engine, ids, library, macro, shop


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("七天无理由", "returns/7-day"),
        ("运费险", "insurance"),
        ("退差", "price"),
        ("专票", "invoice/vat"),
        ("换货", "returns/exchange"),
        ("退换货", "returns/exchange"),
        ("到账", "refund/time"),
        ("退款到账时间", "refund/time"),
        ("买了不喜欢能退吗", "returns/7-day"),
        ("衣服收到了不喜欢能不能退", "returns/7-day"),
        ("请问开普通的电子发票要怎么操作呢？", "invoice/e"),
        ("上门取件", "returns/7-day"),
        ("x20pro", "earphones"),
        ("X20 Pro 续航", "earphones"),
        ("Ｘ２０ＰＲＯ", "earphones"),
        ("repair", "warranty@en"),
        ("how long is the warranty", "warranty@en"),
        ("warr", "warranty@en"),
        ("shipping policy", "returns/7-day@en"),
        ("shippin", "returns/7-day@en"),
        ("tk", "refund/apology"),
        ("TK", "refund/apology"),
        ("t", "refund/apology"),
        ("投诉", "complaint"),
        ("转主管", "complaint"),
        ("退钱 到账", "refund/time"),
        ("物流延误", "delay"),
        ("快递延误", "delay"),
    ],
)
def test_comes_first(found: Engine, query: str, first: str) -> None:
    assert ids(found, query)[:1] in ([first], [first.partition("@")[0]])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/", {"refund/apology", "delay"}),
        ("/退款", {"refund/apology"}),
        ("#发票", {"invoice/vat", "invoice/e"}),
        ("#发", {"invoice/vat", "invoice/e"}),
        ("in:发票 税号", {"invoice/vat"}),
        ("in:售后 运费", {"returns/7-day", "insurance", "returns/exchange"}),
        ("/ @电话", {"delay"}),
        ("@邮件 退款 /", {"refund/apology", "refund/time"}),
        ("/ @抖音", set()),
        ('"原路退回"', {"refund/time"}),
        ('退款 "原路退回"', {"refund/time"}),
        ('"退回原路"', set()),
        ("qqqzzz", set()),
    ],
)
def test_filters_and_phrases(found: Engine, query: str, expected: set[str]) -> None:
    hits = found.search(query).hits
    assert {hit.id for hit in hits if hit.locale == "zh-CN"} <= expected
    assert expected <= {hit.id for hit in hits} | {"returns/exchange", "refund/time"}


def test_question_mark_in_front_leaves_macros_out(found: Engine) -> None:
    assert {hit.kind for hit in found.search("？退款").hits} == {Kind.ARTICLE}
    assert Kind.GUIDE in {hit.kind for hit in found.search("?").hits}


def test_filter_alone_lists_all_that_match(found: Engine) -> None:
    results = found.search("in:售后/退换")
    assert {hit.key for hit in results.hits} == {"returns/7-day@zh-CN", "returns/exchange@zh-CN", "returns/7-day@en"}
    assert results.total == 3


def test_the_best_section_is_shown_once(found: Engine) -> None:
    hit = found.search("运费由谁承担").hits[0]
    assert (hit.id, hit.section, hit.anchor, hit.line) == ("returns/7-day", "运费谁承担", "运费谁承担", 21)
    assert "承担运费" in hit.snippet.text
    assert [other.key for other in found.search("退货").hits].count("returns/7-day@zh-CN") == 1


def test_a_step_of_a_guide_is_a_section(found: Engine) -> None:
    hit = found.search("转主管").hits[0]
    assert (hit.kind, hit.anchor, hit.line) == (Kind.GUIDE, "升级", 9)


def test_words_may_stand_in_different_sections(found: Engine) -> None:
    results = found.search("上门取件 保险公司")
    assert results.hits[0].id == "returns/7-day"
    assert not results.partial


def test_partial_where_no_entry_has_all_words(found: Engine) -> None:
    results = found.search("退款到账 火星基地 坐标")
    assert results.partial
    assert results.hits[0].id == "refund/time"


def test_all_words_stand_above_some(found: Engine) -> None:
    scores = [hit.score for hit in found.search("请问退货以后运费险什么时候理赔呢").hits]
    assert scores == sorted(scores, reverse=True)


def test_near_misses_where_nothing_fits(found: Engine) -> None:
    results = found.search("wrrntee plcyy")
    assert "warranty" in {hit.id for hit in (*results.hits, *results.near)}


def test_misspelled_words_are_read_as_those_that_are_there(found: Engine) -> None:
    results = found.search("warrantee polycy")
    assert results.hits[0].id == "warranty"
    assert results.read_as[0] == "warranty policy"


def test_marks_lie_on_the_words(found: Engine) -> None:
    hit = found.search("运费险").hits[0]
    assert [hit.title.text[start : start + length] for start, length in hit.title.marks] == ["运费险"]


def test_macro_hit_tells_channels_and_shortcut(found: Engine) -> None:
    hit = found.search("/tk @wx").hits[0]
    assert (hit.kind, hit.channel, hit.channels, hit.shortcut) == (Kind.MACRO, "微信", ("微信", "邮件"), "tk")
    assert "〔称呼〕" in found.search("退款已提交").hits[0].snippet.text


def test_template_tags_are_not_shown(found: Engine) -> None:
    hit = found.search("预计送达").hits[0]
    assert hit.id == "delay"
    assert "{" not in hit.snippet.text


def test_nothing_typed_finds_nothing(found: Engine) -> None:
    for query in ("", "   ", "\n"):
        assert found.search(query).hits == ()
        assert found.titles(query).hits == ()


def test_limit_and_total(found: Engine) -> None:
    results = found.search("退", limit=2)
    assert len(results.hits) == 2
    assert results.total > 2


def test_titles_answer_without_an_index(tmp_path: Path) -> None:
    fresh = Engine(tmp_path, plain=str)
    fresh.use_titles(shop(), TODAY)
    assert not fresh.ready
    results = fresh.search("退款到账")
    assert (results.stage, results.hits[0].id) == (Stage.TITLES, "refund/time")
    assert fresh.titles("tk").hits[0].id == "refund/apology"
    assert fresh.titles("专票").hits[0].id == "invoice/vat"
    assert not any(tmp_path.iterdir())


def test_before_any_library_nothing_is_found(tmp_path: Path) -> None:
    assert Engine(tmp_path, plain=str).search("退款").hits == ()


def test_exact_title_wins_over_a_better_text(tmp_path: Path) -> None:
    entries = library(article("a", "发票发票发票", "发票 " * 50), article("b", "发票", "别的"))
    assert ids(engine(tmp_path, entries), "发票")[0] == "b"


def test_exact_shortcut_wins(tmp_path: Path) -> None:
    entries = library(article("a", "th", "th th"), macro("m", "退货", {"": "好"}, shortcut="th"))
    assert ids(engine(tmp_path, entries), "th")[0] == "m"


def test_overdue_sinks_a_little_and_says_so(tmp_path: Path) -> None:
    text = "退货的说明都在这里。"
    old = article("a", "退货说明", text, review_by=TODAY - timedelta(1))
    results = engine(tmp_path, library(old, article("b", "退货说明", text))).search("退货")
    assert [hit.id for hit in results.hits] == ["b", "a"]
    assert [hit.badges for hit in results.hits] == [(), (Badge.TO_BE_CHECKED,)]


def test_a_changed_basis_sinks_a_little_and_says_so(tmp_path: Path) -> None:
    text = "退货的说明都在这里。"
    made = engine(tmp_path, library(article("a", "退货说明", text), article("b", "退货说明", text)))
    made.doubtful = frozenset({"a@zh-CN", "gone@zh-CN"})
    for results in (made.titles("退货"), made.search("退货")):
        assert [hit.id for hit in results.hits] == ["b", "a"]
        assert [hit.badges for hit in results.hits] == [(), (Badge.BASIS,)]
    told = made.explain("退货", "a@zh-CN")
    assert "Its basis has changed since it was reviewed" in map(str, (one.text for one in told.reasons))
    assert sum(one.value for one in told.reasons) == pytest.approx(told.score, abs=0.01)
    made.doubtful = frozenset()
    assert [hit.badges for hit in made.search("退货").hits] == [(), ()]
    assert ids(made, "退货") == ["a", "b"]


def test_a_doubt_stays_when_the_library_changes_and_counts_beside_a_review(tmp_path: Path) -> None:
    first = article("a", "退货说明", "文字", review_by=TODAY - timedelta(1))
    made = engine(tmp_path, library(first, article("b", "退货说明", "文字", review_by=TODAY - timedelta(1))))
    made.doubtful = frozenset({"a@zh-CN"})
    second = article("b", "退货说明", "文字", review_by=TODAY - timedelta(1))
    made.use(library(article("new", "退货说明", "文字"), first, second), TODAY)
    hits = made.search("退货").hits
    assert [hit.id for hit in hits] == ["new", "b", "a"]
    assert hits[-1].badges == (Badge.TO_BE_CHECKED, Badge.BASIS)
    told = {str(one.text): one.value for one in made.explain("退货", "a@zh-CN").reasons}
    assert told["It is to be checked"] == told["Its basis has changed since it was reviewed"] < 0


def test_an_overdue_review_sinks_where_titles_answer_alone(tmp_path: Path) -> None:
    old = article("a", "退货说明", "文字", review_by=TODAY - timedelta(1))
    made = engine(tmp_path, library(old, article("b", "退货说明", "文字")))
    assert [hit.id for hit in made.titles("退货").hits] == ["b", "a"]


def test_equal_entries_keep_the_order_of_the_library(tmp_path: Path) -> None:
    entries = library(*(article(f"e{n}", "退货说明", "同样的文字。") for n in range(9)))
    assert ids(engine(tmp_path, entries), "退货") == [f"e{n}" for n in range(9)]


def test_what_was_chosen_before_rises(tmp_path: Path) -> None:
    made = engine(tmp_path, library(*(article(f"e{n}", "退货说明", "同样的文字。") for n in range(3))))
    found = made.search("退货", lift={"e2@zh-CN": 1.0, "gone@zh-CN": 1.0})
    assert [hit.id for hit in found.hits] == ["e2", "e0", "e1"]


def test_foreign_and_expiring_are_marked(tmp_path: Path) -> None:
    entries = library(
        article("a", "促销", expires=TODAY + timedelta(7)),
        article("b", "促销 later", expires=TODAY + timedelta(8)),
        article("c", "促销 sale", locale="en"),
    )
    badges = {hit.id: hit.badges for hit in engine(tmp_path, entries).search("促销").hits}
    assert badges == {"a": (Badge.EXPIRING,), "b": (), "c": (Badge.FOREIGN,)}


@pytest.mark.parametrize(
    ("today", "there"),
    [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (date(2026, 6, 18), True), (date(2026, 6, 19), False)],
)
def test_dates_decide_on_the_day_without_a_new_index(tmp_path: Path, today: date, there: bool) -> None:
    entries = library(article("sale", "年中促销", effective=date(2026, 6, 1), expires=date(2026, 6, 18)))
    made = engine(tmp_path, entries, date(2026, 1, 1))
    written = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "search").iterdir()}
    made.use(entries, today)
    assert bool(made.search("促销").hits) is there
    assert bool(made.titles("促销").hits) is there
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "search").iterdir()} == written


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_only_published_entries_are_found(tmp_path: Path, status: Status) -> None:
    entry = article("a", "退货说明", "文字")
    made = engine(tmp_path, library(replace(entry, status=status)))
    assert not made.search("退货").hits
    made.use(library(entry), TODAY)
    assert made.search("退货").hits
    made.use(library(replace(entry, status=status)), TODAY)
    assert not made.search("退货").hits


def test_titles_need_neither_numpy_nor_the_index() -> None:
    heavy = "{'numpy', 'rapidfuzz', 'whoosh.index', 'liquid', 'markdown'}"
    code = f"import sys, kbassist.search.engine; print(*({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
