"""The baselines find what their tokens say they must, and rank by BM25."""

from __future__ import annotations

import pytest

from tests.bench.beir import Document
from tests.bench.rivals import Fts5Rival, TantivyRival, bigrams, characters_and_bigrams, named, stemmed

DOCUMENTS = (
    Document("refund", "退款多久到账", "微信 3 天。"),
    Document("return", "Returning items", "You may return an item within 7 days."),
    Document("long", "说明", "退款" + "其他内容" * 50),
)


def test_tokens() -> None:
    assert bigrams("退款 A-1，Ｘ20款") == ["退款", "a", "1", "x20", "款"]
    assert characters_and_bigrams("退款了") == ["退", "款", "了", "退款", "款了"]
    assert stemmed(bigrams)("Returning items 退款") == ["return", "item", "退款"]


@pytest.mark.parametrize("engine", [Fts5Rival, TantivyRival])
def test_any_word_is_enough_and_the_short_document_comes_first(engine: type[Fts5Rival] | type[TantivyRival]) -> None:
    rival = engine(DOCUMENTS, stemmed(bigrams))
    assert rival.search("退款 不存在", 10) == ["refund", "long"]
    assert rival.search("how to return?", 10) == ["return"]
    assert rival.search("退款", 1) == ["refund"]
    assert rival.search("", 10) == rival.search("？！", 10) == []
    assert rival.search('退款" OR NOT (', 10)[0] == "refund"


def test_the_named_ones_are_there() -> None:
    assert {"FTS5, bigrams", "FTS5, characters and bigrams", "tantivy, bigrams"} <= set(named())
