"""Values that are found in what somebody wrote."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.cases.numerals import chinese_number
from kbassist.cases.scan import CAP, scan
from kbassist.cases.values import FoundKind
from kbassist.macros.amounts import parse_money, parse_percent
from kbassist.macros.dates import Calendar, parse_day
from tests.cases.team import PATTERNS, TODAY


def found(text: str, today: date = TODAY) -> list[tuple[str, str]]:
    """Return pattern or kind, and value, of what is found."""
    return [(one.pattern or one.kind.value, one.value) for one in scan(text, PATTERNS, today)]


def values(text: str, kind: FoundKind, today: date = TODAY) -> list[str]:
    return [one.value for one in scan(text, PATTERNS, today) if one.kind is kind]


def test_a_message_as_customers_write_it() -> None:
    message = "您好，我叫王小明，订单号202611220001，电话138 0013 8000，退¥12.50，快递SF1234567890123，明天能到吗"
    assert found(message) == [
        ("name", "王小明"),
        ("order_no", "202611220001"),
        ("phone", "13800138000"),
        ("amount", "12.5"),
        ("tracking_no", "SF1234567890123"),
        ("date", "2026-11-23"),
    ]


def test_a_place_is_that_of_the_text_as_it_was() -> None:
    text = "订单２０２６１１２２０００１，￥３５"
    one, two = scan(text, PATTERNS, TODAY)
    assert (one.value, text[one.start : one.end]) == ("202611220001", "２０２６１１２２０００１")
    assert (two.value, text[two.start : two.end]) == ("35", "￥３５")


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("202611220001", {"order_no", "tracking_no"}),  # it may be either
        ("订单号：202611220001", {"order_no"}),
        ("快递单号是 202611220001", {"tracking_no"}),
        ("订单没错。快递 202611220001", {"tracking_no"}),
        ("12026112200011202611220001", set()),  # too long for any
        ("A202611220001", set()),
        ("工单1234号", {"ticket"}),
        ("号码 123456", {"short"}),  # the longer of two alternatives, though the shorter is written first
    ],
)
def test_what_a_number_is(text: str, patterns: set[str]) -> None:
    assert {one.pattern for one in scan(text, PATTERNS, TODAY)} == patterns


def test_numbers_side_by_side_are_all_found() -> None:
    orders = [value for kind, value in found("202611220001 202611220002,202611220003") if kind == "order_no"]
    assert orders == ["202611220001", "202611220002", "202611220003"]


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",  # the sample of GB 11643
        "身份证110105194912310021",
        "我的银行卡号是 6222 0212 3456 7890 128",
        "卡号4111111111111111",
    ],
)
def test_personal_numbers_are_nothing_else(text: str) -> None:
    assert {one.kind for one in scan(text, PATTERNS, TODAY)} == {FoundKind.PERSONAL}


def test_eighteen_digits_that_nothing_calls_an_identity_are_an_order() -> None:
    assert found("110105194912310021") == [("order_no", "110105194912310021")]
    assert found("202611220001000123") == [("order_no", "202611220001000123")]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("座机010-12345678", "010-12345678"),
        ("拨打400-123-4567", "400-123-4567"),
        ("call +44 20 7946 0018", "+44 20 7946 0018"),
    ],
)
def test_phones(text: str, phone: str) -> None:
    assert values(text, FoundKind.PHONE) == [phone]


@pytest.mark.parametrize("text", ["202611380013800001", "a13800138000", "12800138000", "1380013800"])
def test_what_is_no_phone(text: str) -> None:
    assert values(text, FoundKind.PHONE) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥12.50", "12.5"),
        ("￥1,234.5", "1234.5"),
        ("12.5元", "12.5"),
        ("12块5", "12.5"),
        ("12元5角", "12.5"),
        ("十二块五", "12.5"),
        ("三百五十元", "350"),
        ("一百零五块钱", "105"),
        ("两万三元", "23000"),
        ("1.2万元", "12000"),
        ("RMB 30", "30"),
        ("赔我两块钱", "2"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert values(text, FoundKind.AMOUNT) == [amount]


@pytest.mark.parametrize("text", ["一块去吧", "我有三块电池", "2026年", "单元3", "12.555.1元角", "0元"])
def test_what_is_no_amount(text: str) -> None:
    assert values(text, FoundKind.AMOUNT) == []


@pytest.mark.parametrize(
    ("text", "percent"), [("15%", "15"), ("百分之十五", "15"), ("12.5 %", "12.5"), ("百分之5", "5")]
)
def test_percents(text: str, percent: str) -> None:
    assert values(text, FoundKind.PERCENT) == [percent]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026/1/5到的", "2026-01-05"),
        ("2026年11月22日", "2026-11-22"),
        ("11月22号收到", "2026-11-22"),
        ("1月3日", "2027-01-03"),
        ("十一月二十二日", "2026-11-22"),
        ("昨天", "2026-11-21"),
        ("大后天来", "2026-11-25"),
        ("下周三", "2026-11-25"),
        ("这周三", "2026-11-18"),
        ("上个星期天", "2026-11-15"),
        ("下下周一", "2026-11-30"),
        ("3天后", "2026-11-25"),
        ("Nov 22, 2026", "2026-11-22"),
        ("on 5th December", "2026-12-05"),
        ("see you tomorrow", "2026-11-23"),
        ("2028-02-29", "2028-02-29"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert values(text, FoundKind.DATE) == [day]


def test_the_leap_day_is_one_in_leap_years_only() -> None:
    assert values("2月29日", FoundKind.DATE, date(2028, 2, 1)) == ["2028-02-29"]
    assert values("2月29日", FoundKind.DATE, date(2027, 2, 1)) == []
    assert values("明天", FoundKind.DATE, date(2028, 2, 28)) == ["2028-02-29"]
    assert values("2027-02-29 2026-13-01 11月31日", FoundKind.DATE) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王小明，", "王小明"),
        ("我叫李雷想退货", "李雷"),
        ("我是王女士", "王女士"),
        ("您好张先生，", "张先生"),
        ("收件人：欧阳娜娜", "欧阳娜娜"),
        ("收货人: 赵敏\n电话", "赵敏"),
        ("This is Ms Taylor.", "Ms Taylor"),
        ("Hi, I'm Anna Taylor and", "Anna Taylor"),
        ("Dear Mr. Novak", "Mr Novak"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert values(text, FoundKind.NAME) == [name]


@pytest.mark.parametrize(
    "text",
    ["我是老客户了", "我是高级会员", "我叫你们经理来", "收件人：", "I am Not happy", "我是白金会员", "这位先生"],
)
def test_what_is_no_name(text: str) -> None:
    assert values(text, FoundKind.NAME) == []


def test_a_long_text_is_cut() -> None:
    assert scan("啊" * CAP + "202611220001", PATTERNS, TODAY) == ()
    assert len(scan("啊" * (CAP - 12) + "202611220001", PATTERNS, TODAY)) == 2


def test_no_text_is_slow() -> None:
    """Side by side, a text made to trouble expressions takes no more than some times what plain text takes."""

    def seconds(text: str) -> float:
        start = time.process_time()
        for _round in range(5):
            scan(text, PATTERNS, TODAY)
        return time.process_time() - start

    plain = seconds(("这个机器的声音特别大，我妈妈说晚上睡不着觉，能不能换一台。" * 200)[:CAP])
    for nasty in (
        "1" * CAP,
        "1 " * (CAP // 2),
        "a@" * (CAP // 2),
        "王" * CAP,
        "一" * CAP,
        "A.b-" * (CAP // 4),
        "+1 2" * 999,
    ):
        assert seconds(nasty) < 20 * plain + 0.1, nasty[:4]


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百五", 150), ("一百零五", 105), ("三千五", 3500), ("两万三", 23000),
     ("一万零五", 10005), ("二〇二六", 2026), ("九千九百九十九万九千九百九十九", 99_999_999)],
)  # fmt: skip
def test_chinese_numbers(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", "万", "十百", "三三百", "一万二万", "五点"])
def test_what_is_no_number(text: str) -> None:
    assert chinese_number(text) is None


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "订单",
                "¥",
                "元",
                "块",
                "月",
                "日",
                "我叫",
                "王",
                "女士",
                "+86",
                "-",
                " ",
                "@",
                ".",
                "%",
                "万",
                "周三",
                "下",
            ]
        ),
        st.text(alphabet="0123456789", min_size=1, max_size=20),
        st.text(max_size=8),
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_whatever_is_written_is_read_without_harm(text: str) -> None:
    """Places lie inside, none overlap unless they are the same, and every value is one that a form reads."""
    results = scan(text, PATTERNS, TODAY)
    for one in results:
        assert 0 <= one.start < one.end <= len(text)
        assert one.value
        assert one.value not in repr(one) or one.value in f"{one.kind!r} {one.start} {one.length} {one.pattern}"
        if one.kind is FoundKind.DATE:
            assert parse_day(one.value, TODAY, Calendar()) == date.fromisoformat(one.value)
        elif one.kind is FoundKind.AMOUNT:
            amount = parse_money(one.value)
            assert amount is not None
            assert amount > 0
        elif one.kind is FoundKind.PERCENT:
            assert parse_percent(one.value) is not None
    for before in results:
        for after in results:
            same = (before.start, before.end) == (after.start, after.end)
            assert same or before.end <= after.start or after.end <= before.start
