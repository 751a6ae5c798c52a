from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.macros.speech import Rate, Unit, amount, breaths, rate_of, seconds, unit_of

NORM = (220, 240)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好" * 460, 120),
        ("", 0),
        ("，。！\n", 0),
        ("退款 12 元", 5 * 60 / 230),
        ("退款百分比 15%", 10 * 60 / 230),
        ("请用 iPhone 扫码", 6 * 60 / 230),
        ("please " * 150, 60),
        ("please don't worry", 3 * 60 / 150),
        ("Your code is 1234", 7 * 60 / 150),
    ],
)
def test_speaking_time(text: str, expected: float) -> None:
    assert seconds(text, NORM) == pytest.approx(expected)


def test_chinese_is_counted_in_characters_and_english_in_words() -> None:
    assert rate_of("您好，请稍等", NORM) == Rate(Unit.CHARACTERS, 220, 240)
    assert rate_of("One moment, please", NORM) == Rate(Unit.WORDS, 140, 160)
    assert unit_of("请打开 Settings 里的 Wi-Fi") is Unit.CHARACTERS
    assert unit_of("Ask for 王芳 at the desk, please") is Unit.WORDS


def test_a_team_that_wants_to_be_slower_is_slower_in_english_as_well() -> None:
    slow = rate_of("One moment, please", (198, 216))
    assert (slow.low, slow.high) == (126, 144)
    assert seconds("please " * 135, (198, 216)) == pytest.approx(60)


def lines(text: str) -> list[str]:
    return [text[breath.start : breath.start + breath.length] for breath in breaths(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您好。请问有什么可以帮您？", ["您好。", "请问有什么可以帮您？"]),
        ("他说：“好的。”再见", ["他说：“好的。”", "再见"]),
        ("请稍等……马上好", ["请稍等……", "马上好"]),
        ("共 3.5 元，12:30 前到。", ["共 3.5 元，12:30 前到。"]),
        ("1. 等待；\n2. 退款。", ["1. 等待；", "2. 退款。"]),
        ("1. Wait.\n2. Refund.", ["1. Wait.", "2. Refund."]),
        ("Dear Ms. Wang, it is due on Nov. 25. Bye.", ["Dear Ms. Wang, it is due on Nov. 25.", "Bye."]),
        ("See www.shop.example now.", ["See www.shop.example now."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_a_line_is_a_sentence(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_a_long_sentence_is_parted_at_commas_into_much_alike_breaths() -> None:
    text = (
        "您的订单因为暴雨在途中耽搁了几天，预计后天下午六点以前送到，"
        "给您带来的不便我们非常抱歉，我会一直跟进到您收到为止。"
    )
    found = breaths(text)
    assert len(found) == 2
    assert [breath.ends for breath in found] == [False, True]
    assert max(breath.amount for breath in found) < 2 * min(breath.amount for breath in found)
    assert all(line.endswith(("，", "。")) for line in lines(text))


def test_a_paragraph_ends_with_a_rest() -> None:
    assert [breath.rests for breath in breaths("一。二。\n\n三。")] == [False, True, False]


@given(st.text(alphabet="好的，。！？a b.Mr1%\n；、“”:", max_size=200))
def test_nothing_that_is_said_is_lost(text: str) -> None:
    found = breaths(text)
    assert sum(breath.amount for breath in found) == pytest.approx(amount(text, unit_of(text)))
    assert "".join("".join(lines(text)).split()) == "".join(text.split())
    ends = [(breath.start, breath.start + breath.length) for breath in found]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends))
    assert all(line == line.strip() and "\n" not in line for line in lines(text))
