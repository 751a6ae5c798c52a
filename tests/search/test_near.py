"""What is suggested where nothing was found."""

import pytest

from kbassist.search.analyzer import fold
from kbassist.search.catalogue import Catalogue
from kbassist.search.near import near
from kbassist.search.phonetic import Habits
from tests.search.samples import TODAY, article, library, macro, shop

NONE = Habits()
CATALOGUE = Catalogue.of(shop(), TODAY)


def suggested(typed: str, habits: Habits = NONE) -> list[str]:
    return [CATALOGUE.entries[row].id for row in near(CATALOGUE, fold(typed), CATALOGUE.in_force, habits=habits)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("warrantee polycy", "warranty"),
        ("warantty", "warranty"),
        ("seven day retrn", "returns/7-day"),
        ("退款什么时候到账呢", "refund/time"),
        ("电子发漂怎么开具", "invoice/e"),
        ("tuikuandaodishenmeshihoudaozhang", "refund/time"),
        ("tousuliucheng chuli", "complaint"),
        ("增直税发票", "invoice/vat"),
    ],
)
def test_suggestions(typed: str, expected: str) -> None:
    assert expected in suggested(typed)[:3]


@pytest.mark.parametrize("typed", ["", "退", "qqqzzz", "火", "！！！", "zzzz zzzz"])
def test_nothing_comes_close(typed: str) -> None:
    assert suggested(typed) == []


def test_suggestions_keep_to_the_mask_and_the_limit() -> None:
    catalogue = Catalogue.of(
        library(*(article(f"e{n}", "退款说明") for n in range(9)), macro("m", "退款说明", {})), TODAY
    )
    assert len(near(catalogue, "退款说民", catalogue.in_force)) == 5
    mask = bytes([0] * 9 + [1])
    assert near(catalogue, "退款说民", mask) == [9]


def test_habits_count() -> None:
    typed, fuzzy = "yuncelipai guize", Habits(frozenset({"c-ch", "an-ang"}))
    assert set(suggested(typed)) <= set(suggested(typed, fuzzy))
