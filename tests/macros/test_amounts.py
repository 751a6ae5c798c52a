from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.macros.amounts import money_number, parse_money, parse_number, parse_percent, plain_number

SUMS = st.decimals(-(10**11), 10**11, places=2)
_WIDE = str.maketrans("0123456789.,-¥%", "０１２３４５６７８９．，－￥％")


@given(SUMS)
def test_a_sum_is_read_back_however_it_is_printed(amount: Decimal) -> None:
    for written in (money_number(amount), money_number(amount, grouped=True)):
        assert parse_money(written) == amount
        assert parse_money(written.translate(_WIDE)) == amount
        assert parse_money(f"{written} 元") == amount
        assert parse_number(written) == amount
    assert parse_money(f"¥{money_number(amount)}") == amount


@given(st.decimals(0, 1000, places=3))
def test_a_percentage_is_read_back(amount: Decimal) -> None:
    for written in (f"{plain_number(amount)}%", f"{amount}％", f"百分之{amount}", f"{amount}"):
        assert parse_percent(written) == amount


@given(st.text(alphabet="0123456789.,-+¥元%万 ０ｅEx", max_size=12))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    for parse in (parse_number, parse_money, parse_percent):
        number = parse(text)
        assert number is None or number.is_finite()


@pytest.mark.parametrize(
    "text", ["", "若干", "1e5", "0x1F", "12,34", "1,23,456", "1.2.3", "--1", "١٢", "NaN", "Infinity", "1_000", "5折"]
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_ten_thousands() -> None:
    assert parse_number("1.2万") == 12000
    assert parse_money("￥3万元") == 30000


def test_printing() -> None:
    assert plain_number(Decimal("15.00")) == "15"
    assert plain_number(Decimal("1E+3")) == "1000"
    assert plain_number(Decimal(1) / 3) == "0.3333333333"
    assert plain_number(Decimal("-0.00")) == "0"
    assert money_number(Decimal("2.345")) == "2.35"
    assert money_number(Decimal("-0.001")) == "0.00"
