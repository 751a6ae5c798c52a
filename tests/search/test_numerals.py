import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.numerals import in_characters, in_figures, number, said


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("七天无理由", "7天无理由"),
        ("二十四小时", "24小时"),
        ("十五天", "15天"),
        ("百分之三十", "30%"),
        ("三千元", "3000元"),
        ("三千", "3000"),
        ("两天", "2天"),
        ("双十一", "双11"),
        ("第三次", "第3次"),
        ("二零二四年", "2024年"),
        ("3千元", "3000元"),
        ("十分钟", "10分钟"),
    ],
)
def test_numbers_in_figures(text: str, figures: str) -> None:
    assert in_figures(text) == figures


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("7天", "七天"),
        ("24小时", "二十四小时"),
        ("30%", "百分之三十"),
        ("3000", "三千"),
        ("2天", "两天"),
        ("第2次", "第二次"),
        ("双11", "双十一"),
        ("105天", "一百零五天"),
    ],
)
def test_numbers_in_characters(text: str, characters: str) -> None:
    assert in_characters(text) == characters


@pytest.mark.parametrize(
    "text", ["一下", "一些", "统一", "三星手机", "万一天气", "十分满意", "一次", "千万别", "几十天", "三包政策"]
)
def test_what_is_no_number_stays(text: str) -> None:
    assert in_figures(text) == text


@pytest.mark.parametrize("text", ["20240511", "1.5元", "x20天", "0755天", "sf-3000", "3.14"])
def test_codes_and_fractions_stay(text: str) -> None:
    assert in_characters(text) == text


@given(st.integers(1, 99_999))
def test_what_is_said_can_be_read(value: int) -> None:
    assert number(said(value)) == value


@given(st.text("零〇一二两三四五六七八九十百千万第双天元个0123456789%百分之统a ", max_size=20))
def test_anything_can_be_read(text: str) -> None:
    assert in_figures(text) is not None
    assert in_characters(text) is not None
