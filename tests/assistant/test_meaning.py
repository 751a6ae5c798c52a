"""Meaning over a library: what is computed, what is kept, and what a question finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.assistant import meaning as module
from kbassist.assistant.meaning import Meaning
from kbassist.content.library import Library
from kbassist.content.model import Article, Macro, Section, Snippet, Status, Variant
from kbassist.search.merging import merged
from kbassist.semantic.encoder import EncoderUnfit
from tests.semantic.fakes import FakeEncoder

GO: Callable[[], bool] = lambda: True  # noqa: E731 - a callable is what is asked for


def article(name: str, title: str, text: str = "", **more: object) -> Article:
    sections = (Section("", "", text, 1),) if text else ()
    return Article(name, f"kb/{name}.md", "zh-CN", title, sections=sections, **more)


def macro(name: str, title: str, text: str) -> Macro:
    return Macro(name, f"macros/{name}.md", "zh-CN", title, variants=(Variant("", text),))


REFUND = article("refund", "退款多久到账", "原路返回，一到三个工作日。", asked_as=("钱什么时候退给我",))
INVOICE = article("invoice", "电子发票", "在订单里填抬头。")
PARCEL = macro("parcel", "快递在路上", "您的快递正在派送。")
DRAFT = article("draft", "密码重置", status=Status.DRAFT)


def library(entries: Iterable[Article | Macro] = (REFUND, INVOICE, PARCEL, DRAFT), **more: object) -> Library:
    return Library(Path("/library"), entries={entry.key: entry for entry in entries}, **more)


def macro_text(entry: Macro, of: Library) -> str:
    return "\n".join([*(variant.body for variant in entry.variants), *(s.body for s in of.snippets.values())])


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def meaning(tmp_path: Path, encoder: FakeEncoder) -> Meaning:
    return Meaning(tmp_path, macro_text, encoder)


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def test_nothing_is_said_before_the_vectors_are_there(meaning: Meaning) -> None:
    meaning.update(library())
    assert not meaning.ready
    assert meaning.scores("refund status", ["refund@zh-CN"]) == {}
    assert meaning.weight == 0.0


def test_a_question_in_another_language_finds_the_entry(meaning: Meaning) -> None:
    meaning.update(library())
    told: list[tuple[int, int]] = []
    assert meaning.work(lambda *at: told.append(at), GO)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert meaning.ready
    scores = meaning.scores("where is my money back", ["invoice@zh-CN"])
    assert max(scores, key=lambda key: scores[key]) == "refund@zh-CN"
    assert merged({"invoice@zh-CN": 20.0}, scores, meaning.weight)[0][0] == "refund@zh-CN"


def test_macros_come_first_and_before_them_what_is_wanted(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library())
    meaning.work(silent, GO, first=["invoice@zh-CN", "gone@zh-CN"])
    titles = [text for text in encoder.texts if text in {"退款多久到账", "电子发票", "快递在路上"}]
    assert titles == ["电子发票", "快递在路上", "退款多久到账"]
    assert not any("密码" in text for text in encoder.texts)


def test_vectors_outlive_the_program(tmp_path: Path, meaning: Meaning) -> None:
    meaning.update(library())
    meaning.work(silent, GO)
    meaning.close()
    later = Meaning(tmp_path, macro_text, fresh := FakeEncoder())
    later.update(library())
    assert later.ready
    assert later.work(silent, GO)
    assert fresh.asked == []
    assert later.scores("where is my refund please") == {}
    later.warm_up()
    assert later.scores("where is my refund please")


def test_only_what_changed_is_computed_again(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library())
    meaning.work(silent, GO)
    encoder.asked.clear()
    changed = replace(INVOICE, asked_as=("抬头写错了怎么办",))
    meaning.update(library((REFUND, changed, PARCEL)))
    meaning.work(silent, GO)
    assert "抬头写错了怎么办" in encoder.texts
    assert "退款多久到账" not in encoder.texts


def test_a_changed_snippet_changes_macros_only(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library())
    meaning.work(silent, GO)
    encoder.asked.clear()
    meaning.update(library(snippets={"bye": Snippet("bye", "祝您生活愉快", "macros/_snippets/bye.md")}))
    meaning.work(silent, GO)
    assert "快递在路上" in encoder.texts
    assert "电子发票" not in encoder.texts


def test_a_removed_entry_is_not_found_any_more(meaning: Meaning) -> None:
    meaning.update(library())
    meaning.work(silent, GO)
    meaning.update(library((INVOICE, PARCEL)))
    assert "refund@zh-CN" not in meaning.scores("where is my refund please")


def test_the_same_text_under_two_keys_is_computed_once(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library((REFUND, replace(REFUND, id="copy"))))
    meaning.work(silent, GO)
    assert encoder.texts.count("退款多久到账") == 1
    scores = meaning.scores("where is my refund please")
    assert scores["refund@zh-CN"] == scores["copy@zh-CN"]


def test_work_that_was_stopped_goes_on_later(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library())
    left = iter([True, True, True, False])
    assert not meaning.work(silent, lambda: next(left))
    assert not meaning.ready
    before = len(encoder.asked)
    assert before
    assert meaning.work(silent, GO)
    assert meaning.ready


def test_short_queries_do_not_wake_the_encoder(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.update(library())
    meaning.work(silent, GO)
    encoder.asked.clear()
    assert meaning.scores("tkdz", ["refund@zh-CN"]) == {}
    assert encoder.asked == []


def test_without_the_encoder_all_is_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "available", lambda: False)
    absent = Meaning(tmp_path, macro_text)
    absent.update(library())
    absent.warm_up()
    absent.rest()
    assert absent.work(silent, GO)
    assert absent.scores("where is my refund please") == {}
    assert (absent.installed, absent.ready, absent.note) == (False, False, None)
    assert "not installed" in str(absent.describe())
    assert not (tmp_path / "semantic").exists()


def test_unfit_weights_are_as_good_as_none_and_said_once(meaning: Meaning, encoder: FakeEncoder) -> None:
    def refuse(texts: object) -> None:
        raise EncoderUnfit

    encoder.encode = refuse  # type: ignore[assignment, method-assign] - a fake that breaks
    assert meaning.installed
    meaning.warm_up()
    assert not meaning.installed
    assert "damaged" in str(meaning.note)


def test_unfit_weights_found_while_computing_end_the_work(meaning: Meaning, encoder: FakeEncoder) -> None:
    def refuse(texts: object) -> None:
        raise EncoderUnfit

    encoder.encode = refuse  # type: ignore[assignment, method-assign] - a fake that breaks
    meaning.update(library())
    assert meaning.work(silent, GO)
    assert not meaning.ready
    assert "damaged" in str(meaning.note)
    assert meaning.describe() == meaning.note


def test_a_disk_that_refuses_is_said(tmp_path: Path, encoder: FakeEncoder) -> None:
    (tmp_path / "semantic").write_text("a file in the folder's place")
    blocked = Meaning(tmp_path, macro_text, encoder)
    blocked.update(library())
    assert blocked.work(silent, GO)
    assert "cannot be written" in str(blocked.note)
    assert blocked.scores("where is my refund please") == {}


def test_vectors_of_other_weights_are_swept(tmp_path: Path, meaning: Meaning) -> None:
    old = tmp_path / "semantic" / "older-1"
    old.mkdir(parents=True)
    (old / "vectors.1.bin").write_bytes(b"x")
    meaning.update(library())
    meaning.work(silent, GO)
    assert not old.exists()


def test_rest_gives_the_memory_back(meaning: Meaning, encoder: FakeEncoder) -> None:
    meaning.warm_up()
    assert encoder.loaded
    meaning.rest()
    assert not encoder.loaded
    assert meaning.scores("where is my refund please") == {}
    assert not encoder.loaded
    assert "installed" in str(meaning.describe())
    meaning.update(library())
    meaning.work(silent, GO)
    assert "3 entries" in str(meaning.describe())
