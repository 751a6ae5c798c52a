"""Words that stand together, in the query's order, count."""

from pathlib import Path

from kbassist.search.analyzer import fold, words
from kbassist.search.closeness import Runs
from tests.search.samples import article, engine, ids, library


def points(query: str, text: str) -> float:
    return Runs.of(words(fold(query)), lambda _text: 1.0).points(fold(text))


def test_more_in_a_row_is_more() -> None:
    assert (
        points("上门取件", "请选择上门取件。")
        > points("上门取件", "上门取，另有邮件。")
        > points("上门取件", "取件上门")
        == 0
    )


def test_words_in_order_count_and_scattered_ones_do_not() -> None:
    assert points("cancel my order ", "Please Cancel my order") > points("cancel my order ", "cancel my account") > 0
    assert points("cancel my order ", "an order of mine, my dear, cancel it") == 0


def test_nothing_typed_has_no_runs() -> None:
    assert points("", "退款") == 0


def test_of_two_equal_texts_the_one_with_the_phrase_comes_first(tmp_path: Path) -> None:
    entries = library(
        article("apart", "说明一", "取件需预约。师傅会上门服务时间另行通知。"),
        article("whole", "说明二", "另行通知需预约。师傅会上门取件服务时间。"),
    )
    assert ids(engine(tmp_path, entries), "师傅上门取件时间")[0] == "whole"
