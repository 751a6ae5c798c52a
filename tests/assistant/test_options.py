"""Options of a list by what is typed: parts, pinyin, first letters, any mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.assistant.options import match_options
from kbassist.search.phonetic import Habits

LABELS = ("顺丰速运 sf", "中通快递", "圆通速递", "京东物流 JD", "上海市浦东新区", "重庆市", "Same-day delivery")


def found(typed: str, habits: Habits | None = None) -> list[str]:
    return [LABELS[number] for number in match_options(LABELS, typed, habits or Habits())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sf", "顺丰速运 sf"),
        ("shunfeng", "顺丰速运 sf"),
        ("shunf", "顺丰速运 sf"),
        ("丰速", "顺丰速运 sf"),
        ("zt", "中通快递"),
        ("zhong通", "中通快递"),
        ("jd", "京东物流 JD"),
        ("ＪＤ", "京东物流 JD"),
        ("東", "京东物流 JD"),
        ("pdxq", "上海市浦东新区"),
        ("上海 新区", "上海市浦东新区"),
        ("新区 shanghai", "上海市浦东新区"),
        ("chongqing", "重庆市"),
        ("zhongqing", "重庆市"),
        ("DELIVERY", "Same-day delivery"),
        ("same day", "Same-day delivery"),
    ],
)
def test_what_is_typed_finds_its_option(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_nothing_typed_gives_all_and_nonsense_none() -> None:
    assert found("  ") == list(LABELS)
    assert found("qqqq") == []
    assert match_options((), "sf") == []


def test_what_begins_so_comes_before_what_holds_it() -> None:
    labels = ("新上海", "上海", "大上海")
    assert match_options(labels, "上海") == [1, 0, 2]


def test_no_match_runs_from_one_option_into_the_next() -> None:
    assert match_options(("甲乙", "丙丁"), "乙丙") == []


def test_habits_of_the_search_hold_here_too() -> None:
    assert "重庆市" not in found("congqing")
    assert "重庆市" in found("congqing", Habits(frozenset({"c-ch"})))


@given(st.lists(st.text(max_size=6), max_size=6), st.text(max_size=6))
def test_any_text_is_borne(labels: list[str], typed: str) -> None:
    numbers = match_options(labels, typed)
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= number < len(labels) for number in numbers)
