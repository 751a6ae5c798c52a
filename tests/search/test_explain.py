"""Why an entry stands where it stands, and whether it answers at all."""

from pathlib import Path

import pytest

from kbassist.search import titles
from kbassist.search.engine import Engine
from kbassist.search.fitness import Features, fits
from kbassist.search.query import parse
from kbassist.search.results import Explanation
from kbassist.search.signals import Signals
from tests.search.samples import TEAM, engine


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("cache"))


def explained(found: Engine, typed: str, key: str, lift: float = 0.0) -> Explanation:
    shelf, indexed = found._shelf, found._indexed
    assert shelf
    assert indexed
    query = parse(typed, TEAM)
    hits = titles.find(shelf.catalogue, query)
    query = indexed.text.read(query, hits)
    signals = Signals(shelf.doubts, {key: lift} if lift else None, shelf.presenter.folded)
    return indexed.text.explain(shelf.catalogue, query, hits, key, signals)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("退款到账", "refund/time@zh-CN"),
        ("退钱几天到账", "refund/time@zh-CN"),
        ("衣服收到了不喜欢能不能退", "returns/7-day@zh-CN"),
        ("运费险", "insurance@zh-CN"),
        ("warrantee repair", "warranty@en"),
        ("tk", "refund/apology@zh-CN"),
        ("tuikuan", "refund/time@zh-CN"),
        ("七十二小时理赔", "insurance@zh-CN"),
        ("how do i return gifts", "returns/7-day@en"),
    ],
)
@pytest.mark.parametrize("lift", [0.0, 0.5])
def test_the_reasons_add_up_to_the_score(shop: Engine, typed: str, key: str, lift: float) -> None:
    told = explained(shop, typed, key, lift)
    assert told.place >= 1
    assert sum(reason.value for reason in told.reasons) == pytest.approx(told.score, abs=0.01)


def test_the_place_is_that_of_the_list(shop: Engine) -> None:
    for place, hit in enumerate(shop.search("退货运费").hits, 1):
        told = explained(shop, "退货运费", hit.key)
        assert (told.place, told.score) == (place, pytest.approx(hit.score))


def test_an_entry_that_is_not_found_says_so(shop: Engine) -> None:
    told = explained(shop, "电子发票", "delay@zh-CN")
    assert (told.place, told.score, len(told.reasons)) == (0, 0.0, 1)


@pytest.mark.parametrize(
    ("typed", "key", "reason"),
    [
        ("tk", "refund/apology@zh-CN", "The query is the shortcut"),
        ("warrantee repair", "warranty@en", "“warrantee”"),
        ("退钱到账", "refund/time@zh-CN", "“退钱”"),
        ("退款时间火星", "refund/time@zh-CN", "Not there as typed"),
    ],
)
def test_reasons_are_said_in_words(shop: Engine, typed: str, key: str, reason: str) -> None:
    told = " ".join(f"{one.text!s} {one.text.params}" for one in explained(shop, typed, key).reasons)
    assert reason.strip("“”") in told


def test_an_earlier_choice_never_overturns_an_exact_match(shop: Engine) -> None:
    lift = {hit.key: 1.0 for hit in shop.search("tk").hits[1:]}
    assert shop.search("tk", lift=lift).hits[0].id == "refund/apology"


def test_a_short_query_that_is_there_fits(shop: Engine) -> None:
    assert all(shop.search(query).fits for query in ("退款", "运费", "发票", "tk", "warranty", "上门取件", "tuikuan"))


def test_what_has_next_to_nothing_of_the_question_does_not_fit() -> None:
    assert not fits(Features(coverage=0.15, attained=0.05, whole=False))
    assert fits(Features(coverage=0.15, attained=0.05, whole=True))
    assert fits(Features(coverage=0.5, attained=0.2, whole=False))
    assert fits(None)


def test_a_question_about_something_else_does_not_fit(shop: Engine) -> None:
    assert not shop.search("Could somebody recommend an Italian restaurant near the opera house tonight").fits


def test_a_cold_index_explains_the_same(tmp_path: Path) -> None:
    first, second = engine(tmp_path), engine(tmp_path)
    assert explained(first, "退货", "insurance@zh-CN") == explained(second, "退货", "insurance@zh-CN")
