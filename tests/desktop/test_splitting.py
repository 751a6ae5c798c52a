"""Long texts in parts: nothing lost, nothing cut that must stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desktop.splitting import parts, size

FAMILY, FLAG = "👩‍👩‍👧‍👦", "🇨🇳"


def bare(text: str) -> str:
    return "".join(text.split())


def test_a_short_text_and_no_limit_leave_it_whole() -> None:
    assert parts("您好。\n", 20) == ("您好。\n",)
    assert parts("长" * 5000, 0) == ("长" * 5000,)


def test_length_is_counted_as_most_programs_count_it() -> None:
    assert size("好😀") == 3
    assert all(size(part) <= 20 for part in parts("😀" * 50, 20))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("甲" * 12 + "\n\n" + "乙" * 5 + "。" + "丙" * 9, "甲" * 12),
        ("甲" * 12 + "。" + "乙" * 4 + "，" + "丙" * 9, "甲" * 12 + "。"),
        ("他说“" + "甲" * 10 + "。”" + "乙" * 10, "他说“" + "甲" * 10 + "。”"),
        ("甲" * 12 + "，" + "乙" * 20, "甲" * 12 + "，"),
        ("Please wait here. Thank you all", "Please wait here."),
        ("甲" * 3 + "。" + "乙" * 30, "甲" * 3 + "。" + "乙" * 16),
    ],
)
def test_a_part_ends_at_the_best_pause_in_its_second_half(text: str, first: str) -> None:
    assert parts(text, 20)[0] == first


@pytest.mark.parametrize(
    "whole",
    ["¥1,299.00", "202611150042", "138 1234 5678", "2026-11-22", "12:30", "99.5%", "3 个工作日", "https://a.cn/x?y=1",
     "[微笑]", FAMILY, FLAG, "👍🏽", "e\u0301", "order-2026.A1"],
)  # fmt: skip
@pytest.mark.parametrize("before", range(10, 20))
def test_what_belongs_together_is_never_cut(whole: str, before: int) -> None:
    text = "字" * before + whole + "字" * 30
    assert any(whole in part for part in parts(text, 20))


def test_a_link_that_no_part_can_hold_is_cut_at_letters() -> None:
    link = "https://example.com/" + "a" * 60
    assert "".join(parts(link, 20)) == link


@given(st.text(st.sampled_from("甲乙。，！\n 1a.%😀\u200d\u0301[]/¥"), max_size=300), st.integers(20, 60))
def test_no_letter_is_lost_and_no_part_is_too_long(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert bare("".join(found)) == bare(text)
    assert all(size(part) <= longest or size(part) == size(text) for part in found) or "\u0301" in text
    assert all(part.strip() == part for part in found) or len(found) == 1


def test_windows_line_breaks_become_one() -> None:
    assert parts("甲" * 15 + "\r\n" + "乙" * 15, 20) == ("甲" * 15, "乙" * 15)
