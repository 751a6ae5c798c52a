"""What of an entry is encoded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbassist.semantic.chunks import LONGEST, MOST, chunks, units


def test_title_phrasings_and_short_lines_stay_by_themselves() -> None:
    found = chunks("退款多久到账", ("钱什么时候退", "钱什么时候退"), ["微信 1–3 天。\n银行卡 5 天。"])
    assert found.texts == ("退款多久到账", "钱什么时候退", "微信 1–3 天。", "银行卡 5 天。")


def test_sentences_of_prose_are_joined_up_to_a_size() -> None:
    prose = "".join(f"退款会在{n}天之内原路返回账户。" for n in range(8))
    found = chunks("标题", (), [prose])
    assert len(found.texts) == 1 + 2
    assert "".join(found.texts[1:]).replace(" ", "") == prose


def test_the_body_keeps_room_beside_many_phrasings() -> None:
    found = chunks("标题", [f"第{n}种问法" for n in range(50)], ["一句正文。"])
    assert "一句正文。" in found.texts
    assert len(found.texts) <= MOST


def test_the_more_there_is_the_coarser_it_is_cut() -> None:
    lines = "\n".join(f"第{n}步：点开设置里的第{n}项，再确认。" for n in range(40))
    found = chunks("标题", (), [lines])
    assert len(found.texts) <= MOST
    assert "第39步" in found.texts[-1]


def test_length_is_that_of_the_whole_text() -> None:
    assert chunks("标题", (), ["字" * 9_000]).length == 9_002
    assert units("abcdef") == 2


def test_nothing_gives_nothing() -> None:
    assert chunks(" ", ("",), [""]).texts == ()


@given(st.text(max_size=60), st.lists(st.text(max_size=300), max_size=12), st.lists(st.text(max_size=2_000)))
def test_few_short_chunks_of_anything(title: str, asked_as: list[str], texts: list[str]) -> None:
    found = chunks(title, asked_as, texts)
    assert len(found.texts) <= MOST
    assert len(set(found.texts)) == len(found.texts)
    assert all(text.strip() and len(text) <= LONGEST * 3 + 3 for text in found.texts)
