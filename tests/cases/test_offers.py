"""What the fields of a form are offered from clipboard, selection and case."""

from __future__ import annotations

import re
from decimal import Decimal

from kbassist.cases.offers import offers
from kbassist.cases.values import Offer, Origin
from kbassist.content.model import FieldSpec, FieldType
from tests.cases.team import PATTERNS, TODAY

ORDER = FieldSpec("订单号", FieldType.PATTERN, pattern_name="order_no")
TRACKING = FieldSpec("快递单号", FieldType.PATTERN, pattern_name="tracking_no")
PHONE = FieldSpec("手机", FieldType.PATTERN, pattern_name="phone")
AMOUNT = FieldSpec("退款", FieldType.MONEY, max=Decimal(100))
DAY = FieldSpec("送达", FieldType.DATE)
NAME = FieldSpec("称呼")
REASON = FieldSpec("原因")


def accepts(spec: FieldSpec, value: str) -> bool:
    """Judge as the engine does, as far as these tests go."""
    if spec.type is FieldType.PATTERN:
        expression = next(pattern.expression for pattern in PATTERNS if pattern.name == spec.pattern_name)
        return re.fullmatch(expression, value) is not None
    if spec.type is FieldType.MONEY:
        return re.fullmatch(r"[\d.]+", value) is not None and (spec.max is None or Decimal(value) <= spec.max)
    return not spec.pattern or re.fullmatch(spec.pattern, value) is not None


def offered(spec: FieldSpec, clipboard: str = "", selection: str = "", *case: str) -> list[tuple[str, Origin]]:
    sources = {Origin.CLIPBOARD: clipboard, Origin.SELECTION: selection}
    result = offers((spec,), PATTERNS, sources, accepts, today=TODAY, case={spec.name: case})
    return [(offer.value, offer.origin) for offer in result.get(spec.name, ())]


def test_each_field_is_offered_what_it_asks_for() -> None:
    text = "我叫王小明，订单202611220001，电话13800138000，退12.5元，快递SF1234567890123，明天到"
    fields = (ORDER, TRACKING, PHONE, AMOUNT, DAY, NAME, REASON)
    found = offers(fields, PATTERNS, {Origin.SELECTION: text}, accepts, today=TODAY)
    assert {name: [offer.value for offer in values] for name, values in found.items()} == {
        "订单号": ["202611220001"],
        "快递单号": ["SF1234567890123"],
        "手机": ["13800138000"],
        "退款": ["12.5"],
        "送达": ["2026-11-23"],
        "称呼": ["王小明"],
    }


def test_a_number_that_may_be_either_is_offered_to_both() -> None:
    assert offered(TRACKING, "202611220001") == [("202611220001", Origin.CLIPBOARD)]
    assert offered(ORDER, "202611220001") == [("202611220001", Origin.CLIPBOARD)]
    assert offered(TRACKING, "订单202611220001") == []


def test_only_what_the_field_accepts() -> None:
    assert offered(AMOUNT, "¥12.50 或 ¥120") == [("12.5", Origin.CLIPBOARD)]


def test_the_customers_own_come_first_then_copied_then_selected() -> None:
    assert offered(ORDER, "订单202611220001", "订单202611220002", "202611220003") == [
        ("202611220003", Origin.CASE),
        ("202611220001", Origin.CLIPBOARD),
        ("202611220002", Origin.SELECTION),
    ]


def test_the_latest_of_a_chat_comes_first_and_three_are_enough() -> None:
    chat = "订单202611220001\n订单202611220002\n订单202611220003\n订单202611220004"
    assert [value for value, _origin in offered(ORDER, chat)] == ["202611220004", "202611220003", "202611220002"]


def test_a_value_is_offered_once() -> None:
    assert offered(ORDER, "202611220001", "订单202611220001", "202611220001") == [("202611220001", Origin.CASE)]


def test_a_whole_clipboard_goes_where_the_field_asks_for_it() -> None:
    asking = FieldSpec("事情", from_="clipboard")
    assert offered(asking, " 外壳有裂纹 ") == [("外壳有裂纹", Origin.CLIPBOARD)]
    assert offered(REASON, "外壳有裂纹") == []
    assert offered(asking, "外" * 201) == []
    assert offered(asking, "", "外壳有裂纹") == []


def test_identity_numbers_are_offered_nowhere() -> None:
    for spec in (ORDER, FieldSpec("事情", from_="clipboard"), FieldSpec("订单号", from_="clipboard")):
        assert offered(spec, "身份证 110105194912310021") == []


def test_a_pattern_of_the_field_itself_is_looked_for() -> None:
    assert offered(FieldSpec("券码", pattern=r"V\d{6}"), "我的券是V123456，谢谢") == [("V123456", Origin.CLIPBOARD)]


def test_without_searching_a_clipboard_is_taken_whole_or_not_at_all() -> None:
    asking = FieldSpec("订单号", FieldType.PATTERN, pattern_name="order_no", from_="clipboard")
    for text, values in (("202611220001", ["202611220001"]), ("订单202611220001", [])):
        sources = {Origin.CLIPBOARD: text, Origin.SELECTION: "202611220002"}
        found = offers((asking,), PATTERNS, sources, accepts, today=TODAY, searching=False)
        assert [offer.value for offer in found.get("订单号", ())] == values


def test_nothing_in_the_sources_nothing_on_offer() -> None:
    assert offers((ORDER, NAME), PATTERNS, {}, accepts, today=TODAY) == {}


def test_an_offer_does_not_show_its_value() -> None:
    (offer,) = offers((ORDER,), PATTERNS, {Origin.CLIPBOARD: "202611220001"}, accepts, today=TODAY)["订单号"]
    assert isinstance(offer, Offer)
    assert "0001" not in repr(offer)
