"""Which words are a customer's, and which are an agent's shorthand."""

from __future__ import annotations

import pytest

from kbassist.ui.phrasing import is_question, same, wording


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("钱什么时候退", "钱什么时候退"),
        ("/ 钱什么时候退", "钱什么时候退"),
        ("？ 能退吗", "能退吗"),
        ("#退款 in:退换货 钱什么时候退 @微信", "钱什么时候退"),
        ("in: 退换货 能退吗", "能退吗"),
        ("my plugin: does it work?", "my plugin: does it work?"),
        ("mail me at a@b.com", "mail me at a@b.com"),
        ("  a \t b ", "a b"),
        ("#退款", ""),
        ("", ""),
    ],
)
def test_prefixes_are_no_part_of_the_wording(query: str, words: str) -> None:
    assert wording(query) == words


@pytest.mark.parametrize(
    "words",
    [
        "钱啥时退",
        "我的iPhone能退吗",
        "𠮷野家的券能退吗",
        "where is my parcel",
        "refund please",
        "wo ist mein Paket",
        "où est mon colis",
    ],
)
def test_questions(words: str) -> None:
    assert is_question(words)


@pytest.mark.parametrize(
    "words",
    [
        "退款",
        "能退吗",
        "refund",
        "tuikuan",
        "tui kuan",
        "shenme shihou dao zhang",
        "zhuang xiu",
        "t k",
        "2026 1122",
        "",
    ],
)
def test_keywords_pinyin_and_numbers_are_none(words: str) -> None:
    assert not is_question(words)


@pytest.mark.parametrize("known", ["退款流程", "退款 流程", "退款流程？", "「退款流程」"])
def test_the_same_words_are_recognised_whatever_stands_around_them(known: str) -> None:
    assert same("退款流程", ("别的", known))


def test_other_words_are_not_the_same() -> None:
    assert same("WHERE is it?", ("where is it",))
    assert not same("退款流程图", ("退款流程",))
    assert not same("退款流程", ())


def test_a_long_word_is_judged_at_once() -> None:
    assert is_question(f"{'an' * 90}x is it")
