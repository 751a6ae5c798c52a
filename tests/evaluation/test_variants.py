"""Titles as people type them."""

from __future__ import annotations

import random

from tests.bench.variants import HAN, KINDS, ask, initials, variants


def typed(*titles: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {(variant.title, variant.kind): variant.text for variant in variants(titles)}


def test_each_way_of_typing() -> None:
    found = typed(("a", "退款多久到账"), ("b", "银行卡要多久"))
    assert found["退款多久到账", "full pinyin"] == "tuikuanduojiudaozhang"
    assert found["退款多久到账", "first letters"] == "tkdjdz"
    assert found["退款多久到账", "traditional"] == "退款多久到賬"
    assert found["银行卡要多久", "full pinyin"] == "yinhangkayaoduojiu"
    mixed = found["退款多久到账", "half pinyin, half characters"]
    assert HAN.search(mixed)
    assert any(letter in mixed for letter in "abcdefghijklmnopqrstuvwxyz")


def test_a_slip_changes_one_place_only() -> None:
    for seed in range(30):
        shown = {variant.kind: variant.text for variant in variants([("a", "退款多久到账")], seed)}
        slip = shown["one slip"]
        assert slip != "退款多久到账"
        assert len(slip) == 6
        assert sum(one != other for one, other in zip(slip, "退款多久到账", strict=True)) <= 2
    latin = {variant.kind: variant.text for variant in variants([("a", "Payment failed")])}
    assert len(latin["one slip"]) == len("Payment failed") - 1
    assert "full pinyin" not in latin


def test_first_letters_that_several_titles_share_or_that_are_too_few_are_left_out() -> None:
    assert initials("退款") == initials("X20 手机壳") == ""
    found = typed(("a", "退款单"), ("b", "特快递"), ("c", "退货单"))
    assert ("退款单", "first letters") not in found
    assert ("特快递", "first letters") not in found
    assert found["退货单", "first letters"] == "thd"


def test_entries_with_the_same_title_are_both_right() -> None:
    class First:
        def search(self, query: str, limit: int) -> list[str]:
            return ["b"] if query == "tuikuandan" else []

    by_kind = {found.kind: found for found in ask(First(), variants([("a", "退款单"), ("b", "退款单")]))}
    assert set(by_kind) == set(KINDS)
    assert by_kind["full pinyin"].missed == ()
    assert by_kind["full pinyin"].row() == ["full pinyin", "1", "1.0000"]
    assert [variant.text for variant in by_kind["first letters"].missed] == ["tkd"]


def test_the_same_titles_give_the_same_variants() -> None:
    titles = [(str(number), f"退款规则说明{number}") for number in range(20)]
    assert list(variants(titles)) == list(variants(titles))
    random.seed(0)
    assert list(variants(titles, 1)) != list(variants(titles, 2))
