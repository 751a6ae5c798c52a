"""The order by words and meaning together."""

from __future__ import annotations

import pytest

from kbassist.search.merging import merged

WORDS = {"a": 10.0, "b": 9.0, "c": 2.0}


def keys(found: list[tuple[str, float]]) -> list[str]:
    return [key for key, _value in found]


def test_meaning_lifts_by_its_weight() -> None:
    near = {"a": 0.1, "b": 0.2, "c": 0.9}
    assert keys(merged(WORDS, near, 0.0)) == ["a", "b", "c"]
    assert keys(merged(WORDS, near, 3.0)) == ["c", "b", "a"]


def test_values_are_the_share_of_the_best_and_the_weighted_meaning() -> None:
    assert dict(merged(WORDS, {"a": 0.5, "b": 0.5, "c": 1.0}, 2.0)) == pytest.approx({"a": 2.0, "b": 1.9, "c": 2.2})


def test_what_only_meaning_finds_comes_in() -> None:
    assert keys(merged(WORDS, {"a": 0.2, "b": 0.2, "c": 0.2, "x": 0.8}, 2.0)) == ["x", "a", "b", "c"]
    assert keys(merged({}, {"x": 0.8, "y": 0.9}, 2.0)) == ["y", "x"]


def test_an_entry_without_vectors_keeps_its_place_among_the_others() -> None:
    assert keys(merged({"a": 10.0, "new": 9.9, "c": 2.0}, {"a": 0.5, "c": 0.5}, 3.0)) == ["a", "new", "c"]


def test_no_meaning_changes_nothing() -> None:
    assert keys(merged(WORDS, {}, 3.0)) == ["a", "b", "c"]
    assert merged({}, {}, 3.0) == []
    assert keys(merged({"a": 0.0, "b": 0.0}, {}, 1.0)) == ["a", "b"]


def test_an_exact_name_is_never_overturned() -> None:
    near = {"a": 0.0, "b": 0.1, "c": 1.0}
    assert keys(merged(WORDS, near, 4.0, first=("a", "b"))) == ["a", "b", "c"]
    assert keys(merged(WORDS, near, 4.0, first=("b",))) == ["b", "c", "a"]
