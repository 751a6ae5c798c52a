"""Scores against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from tests.bench.metrics import auc, ndcg, recall, reciprocal_rank, score


def test_recall_is_the_share_of_the_right_documents_that_was_found() -> None:
    grades = {"a": 1.0, "b": 1.0, "c": 1.0}
    found = ["a", "x", "b", "y", "z", "c"]
    assert [recall(found, grades, k) for k in (1, 3, 5, 6)] == pytest.approx([1 / 3, 2 / 3, 2 / 3, 1])


def test_reciprocal_rank_counts_the_first_right_one_within_ten() -> None:
    assert reciprocal_rank(["x", "y", "a", "b"], {"a": 1.0, "b": 1.0}) == pytest.approx(1 / 3)
    assert reciprocal_rank([*"0123456789", "a"], {"a": 1.0}) == 0


def test_gain_of_graded_documents() -> None:
    # Found: grade 1 at rank 1, nothing at 2, grade 2 at 3. Gain 1/1 + 3/2 = 2.5; ideal 3/1 + 1/log2(3).
    ideal = 3 + 1 / math.log2(3)
    assert ndcg(["b", "x", "a"], {"a": 2.0, "b": 1.0}) == pytest.approx(2.5 / ideal)
    assert ndcg(["a", "b"], {"a": 2.0, "b": 1.0}) == pytest.approx(1)
    assert ndcg([], {"a": 1.0}) == 0


def test_the_best_possible_gain_counts_ten_documents_only() -> None:
    many = {f"d{number}": 1.0 for number in range(12)}
    assert ndcg([f"d{number}" for number in range(10)], many) == pytest.approx(1)


def test_a_run_is_averaged_over_all_queries_with_answers() -> None:
    qrels = {"q1": {"a": 1.0}, "q2": {"b": 1.0}, "q3": {"c": 1.0}, "q4": {"d": 1.0}}
    run = {"q1": ["a"], "q2": ["x", "b"], "q3": ["x"], "other": ["a"]}
    scores = score(run, qrels)
    assert scores.queries == 4
    assert scores.recall_1 == pytest.approx(1 / 4)
    assert scores.recall_5 == pytest.approx(2 / 4)
    assert scores.mrr_10 == pytest.approx((1 + 1 / 2) / 4)
    assert scores.ndcg_10 == pytest.approx((1 + 1 / math.log2(3)) / 4)
    assert scores.empty == pytest.approx(1 / 4)


def test_without_answers_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="right answer"):
        score({"q": ["a"]}, {})


def test_area_under_the_curve() -> None:
    assert auc([3, 2], [1, 0]) == 1
    assert auc([1, 0], [3, 2]) == 0
    assert auc([1], [1]) == 0.5
    assert auc([2, 1], [1, 0]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
