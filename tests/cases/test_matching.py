"""Which remembered value a field takes."""

from __future__ import annotations

from dataclasses import replace

from kbassist.cases.matching import filling, is_name, remembered
from kbassist.cases.values import Filling, Remembered
from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.content.team_model import Pattern

PATTERNS = {"order_no": Pattern("order_no", "订单号", r"\d{12,18}")}
ORDER = FieldSpec("订单号", FieldType.PATTERN, pattern_name="order_no", remember="case")
SHORT = replace(ORDER, name="单号")
NUMBER = Remembered("订单号", "订单号", FieldType.PATTERN, "order_no", "202611220001")
NAME = Remembered("称呼", "称呼", FieldType.TEXT, "", "王女士")


def fill(fields: tuple[FieldSpec, ...], *known: Remembered) -> Filling:
    return filling(fields, PATTERNS, known, lambda _spec, value: value != "refused")


def test_only_fields_that_say_so_are_remembered() -> None:
    fields = (ORDER, FieldSpec("原因"), replace(ORDER, name="空"))
    kept = remembered(fields, PATTERNS, {"订单号": " 202611220001 ", "原因": "坏了", "空": " "})
    assert kept == (NUMBER,)


def test_the_name_comes_first_then_the_pattern() -> None:
    assert fill((ORDER,), NUMBER).filled == {"订单号": "202611220001"}
    assert fill((SHORT,), NUMBER).filled == {"单号": "202611220001"}
    assert fill((SHORT, ORDER), NUMBER).filled == {"订单号": "202611220001"}


def test_a_label_is_as_good_as_a_name() -> None:
    assert fill((FieldSpec("客户", label="称呼", remember="case"),), NAME).filled == {"客户": "王女士"}


def test_where_two_values_or_two_fields_would_do_nothing_is_filled_in() -> None:
    other = replace(NUMBER, name="原单号", label="原单号", value="202611220002")
    both = fill((SHORT,), NUMBER, other)
    assert both.filled == {}
    assert both.offered == {"单号": ("202611220001", "202611220002")}
    assert fill((SHORT, replace(ORDER, name="新单号")), NUMBER).filled == {}


def test_a_field_that_does_not_remember_is_only_offered() -> None:
    """订单号 of an exchange may be the new one: its macro did not say that it is what the customer said before."""
    got = fill((replace(SHORT, remember=""),), NUMBER)
    assert got.filled == {}
    assert got.offered == {"单号": ("202611220001",)}
    assert fill((replace(ORDER, remember=""),), NUMBER).filled == {}


def test_an_undeclared_placeholder_takes_a_value_of_its_name() -> None:
    assert fill((FieldSpec("称呼", declared=False),), NAME).filled == {"称呼": "王女士"}


def test_values_never_move_between_types_or_patterns() -> None:
    tracking = replace(ORDER, pattern_name="tracking_no")
    choice = FieldSpec("称呼", FieldType.CHOICE, remember="case", options=(Option("王女士", "王女士"),))
    got = fill((tracking, choice, FieldSpec("订单号2", label="订单号", remember="case")), NUMBER, NAME)
    assert got == Filling({}, {})


def test_a_field_gets_only_what_it_accepts() -> None:
    assert fill((ORDER,), replace(NUMBER, value="refused")) == Filling({}, {})


def test_an_unsure_value_is_offered() -> None:
    got = fill((ORDER,), replace(NUMBER, sure=False))
    assert (got.filled, got.offered) == ({}, {"订单号": ("202611220001",)})


def test_names_are_known_by_what_they_are_called() -> None:
    for known in ("称呼", "客户姓名", "收件人", "name"):
        assert is_name(FieldSpec(known)), known
    assert is_name(FieldSpec("x", label="Customer's name"))
    for other in ("商品名称", "product name", "filename", "原因"):
        assert not is_name(FieldSpec(other)), other
