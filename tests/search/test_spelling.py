"""Misspelled words, codes, words run together; and words that are like others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.engine import Engine
from kbassist.search.query import parse
from kbassist.search.spelling import Spelling
from kbassist.search.ways import Way
from tests.search.samples import TEAM, article, engine, ids, library

ENTRIES = library(
    article("phone", "iPhone repair", "Screens and batteries."),
    article("money", "Refund of the deposit", "Refunds take five days. Free shipping of refunded items."),
    article("pro", "X20 Pro 说明", "充电"),
    article("slow", "到账时间", "三千元以上十五天到账。"),
    article("hant", "退貨運費說明", "由買家承擔。"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("cache"), ENTRIES)


@pytest.fixture(scope="module")
def spelling(found: Engine) -> Spelling:
    assert found._indexed
    return Spelling(found._indexed.text.postings)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("iphnoe", "phone"),
        ("iphnoe screen", "phone"),
        ("refnud", "money"),
        ("depositt", "money"),
        ("freeshipping", "money"),
        ("X20pro", "pro"),
        ("x20 pro", "pro"),
        ("15天到账", "slow"),
        ("3000元", "slow"),
        ("退货运费说明", "hant"),
        ("买家承担", "hant"),
        ("買家承擔", "hant"),
    ],
)
def test_is_found_all_the_same(found: Engine, query: str, first: str) -> None:
    assert ids(found, query)[:1] == [first]


def test_a_correction_is_named(found: Engine, spelling: Spelling) -> None:
    made = spelling.variants(parse("iphnoe kaputt", TEAM))
    assert (made[0].text, made[0].way, made[0].replaced) == ("iphone kaputt", Way.SPELLING, ("iphnoe", "iphone"))
    assert "iphone" in found.search("iphnoe").read_as


@pytest.mark.parametrize("query", ["iphone", "refund", "refun", "x20", "12345678", "退款", "zzzzqqqq", ""])
def test_what_is_known_or_like_nothing_is_not_corrected(spelling: Spelling, query: str) -> None:
    assert spelling.variants(parse(query, TEAM)) == ()


def test_likeness_is_by_letters(spelling: Spelling) -> None:
    found = dict(spelling.similar("refunding"))
    assert set(found) >= {"refunds"} or set(found) >= {"refunded"}
    assert all(0.5 <= likeness <= 1 for likeness in found.values())
    assert "refunding" not in found


def test_an_index_without_latin_words_corrects_nothing(tmp_path: Path) -> None:
    made = engine(tmp_path, library(article("a", "退货", "说明")))
    assert made.search("refnud").read_as == ()


@given(st.text(max_size=40))
def test_anything_can_be_asked(spelling: Spelling, text: str) -> None:
    spelling.similar(text)
    spelling.variants(parse(text, TEAM))
