"""Values in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kbassist.wording.quantities import READERS


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        ("percent", "15% 和 15.01％，百分之二十点五，百分之30，三成，成功", ["15", "15.01", "20.5", "30", "30"]),
        ("money", "￥1,200、500 元、三百块、1.2 万元、$20.5、五角", ["1200", "500", "300", "12000", "20.5"]),
        ("days", "24 小时、三天、十五个工作日、2 weeks、3 月 5 日、第二天、两周", ["1", "3", "15", "14", "14"]),
        ("days", "1 year, 6 个月", ["365", "180"]),
    ],
)
def test_values(kind: str, text: str, values: list[str]) -> None:
    found = sorted(READERS[kind](text), key=lambda quantity: quantity.start)
    assert [quantity.value.quantize(Decimal("0.01")) for quantity in found] == [
        Decimal(value).quantize(Decimal("0.01")) for value in values
    ]
