"""Pinyin with a slip: what it was meant to be, and what it must not become."""

import pytest

from kbassist.content.team_model import Team
from kbassist.search.catalogue import Catalogue
from kbassist.search.misspelled import misspelled
from kbassist.search.phonetic import Habits
from kbassist.search.query import parse
from kbassist.search.titles import TitleHit, find
from kbassist.search.ways import Way
from tests.search.samples import TODAY, article, library

CATALOGUE = Catalogue.of(
    library(*(article(title, title) for title in ("退款多久到账", "无理由退货", "快递丢失"))), TODAY
)


def found(typed: str) -> list[TitleHit]:
    return find(CATALOGUE, parse(typed, Team()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuikaun", "退款"),  # exchanged
        ("tiukuan", "退款"),
        ("tukiuan", "退款"),  # exchanged between two syllables
        ("tuikan", "退款"),  # missing
        ("tuikuann", "退款"),  # extra
        ("tuikvan", "退款"),  # wrong
        ("tuikaunduojiu", "退款多久"),
        ("tui kaun", "退款"),
        ("kuadi", "快递"),
    ],
)
def test_one_slip_in_pinyin_is_understood(typed: str, meant: str) -> None:
    hit = found(typed)[0]
    assert (hit.read_as, hit.way, hit.loose) == (meant, Way.SPELLING, True)


@pytest.mark.parametrize("typed", ["wuliu", "tuihuan", "refundable", "a", ""])
def test_good_pinyin_and_other_words_do_not_become_something_else(typed: str) -> None:
    assert not [hit for hit in found(typed) if hit.read_as]


def test_what_has_no_slip_is_not_read_otherwise() -> None:
    assert {hit.read_as for hit in found("tuikuan")} == {"退款"}


@pytest.mark.parametrize("typed", ["tk", "退款kuan", "x20pro", "a" * 200])
def test_only_letters_of_some_length_are_looked_at(typed: str) -> None:
    assert misspelled(typed, Habits()) == ()
