"""Personal data does not outlive the masking, however it is written, and ordinary questions are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.usage.masking import anonymous, masked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("电话13812345678没人接", "电话***没人接"),
        ("电话１３８ 1234-5678", "电话***"),
        ("电话一三八一二三四五六七八", "电话***"),
        ("电话①③⑧①②③④⑤⑥⑦⑧", "电话***"),
        ("电话138\u200b1234\u200b5678", "电话***"),
        ("(0571) 8888-6666 打不通", "(*** 打不通"),
        ("身份证11010519491231002X", "身份证***"),
        ("写信到li.lei@example.com吧", "写信到***@***吧"),
        ("快递SF1234567890123没到", "快递SF***没到"),
        ("码A1B2C3D4E5F6", "码***"),
        ("微信号：lilei_88加不上", "微信号：***加不上"),
        ("我叫王小明，退款呢", "我叫***，退款呢"),
        ("我叫欧阳明月，退款呢", "我叫***，退款呢"),
        ("收件人：欧阳锋 改地址", "收件人：*** 改地址"),
        ("王小明先生的快递", "***先生的快递"),
        ("My name is John Smith and I wait", "My name is *** and I wait"),
        ("Mrs. Jones wants it", "Mrs. *** wants it"),
    ],
)
def test_nothing_is_left_of_personal_data(words: str, expected: str) -> None:
    assert anonymous(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "满 300 减 50，7 天",
        "X20 Pro 发烫",
        "iPhone15ProMax256GB 多少钱",
        "二十四小时内能退吗",
        "我叫你们经理来",
        "我叫了外卖",
        "我叫什么名字才行",
        "联系人怎么改",
        "收货人信息怎么修改",
        "微信支付失败",
        "请问男士女士都能用吗",
        "Dear customer",
        "高级会员有什么用",
    ],
)
def test_ordinary_questions_are_left_alone(words: str) -> None:
    assert anonymous(words) == masked(words) == words


@given(st.text(max_size=40), st.from_regex(r"[0-9]([ -]?[0-9]){6,15}", fullmatch=True), st.text(max_size=40))
def test_no_long_number_survives_anywhere(before: str, number: str, after: str) -> None:
    assert number not in anonymous(before + number + after)


def test_hostile_lengths_take_no_time() -> None:
    for text in ("a" * 200_000, "1a" * 100_000, "a.b@" * 50_000, "@" * 200_000, "1 " * 100_000, "王" * 200_000):
        anonymous(text)
