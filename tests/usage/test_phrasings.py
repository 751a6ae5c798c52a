"""Customers' wordings are kept masked, once, a dozen per entry, with undo, across damage and a second program."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kbassist.usage import phrasings as module
from kbassist.usage.phrasings import PER_ENTRY, Phrasings, read_kept
from kbassist.usage.wording import UnusableWording, tidy

NOON = datetime(2026, 11, 22, 12, 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "phrasings.jsonl"


def opened(path: Path) -> Phrasings:
    return Phrasings(path, str.casefold)


def test_a_wording_is_kept_masked_and_read_back(path: Path) -> None:
    kept = opened(path).keep("a", "  我叫王小明，\n订单2026112212345的钱呢？", NOON)
    assert kept == "我叫***， 订单***的钱呢？"
    assert opened(path).by_key() == {"a": (kept,)}
    text = path.read_text(encoding="utf-8")
    assert "王小明" not in text and "20261122" not in text


@pytest.mark.parametrize(
    "words", ["", " ", "退", "x" * 201, "13812345678", "li@example.com", "？？？", "a" * 100_000]
)
def test_what_is_no_wording_is_refused_and_nothing_is_written(path: Path, words: str) -> None:
    with pytest.raises(UnusableWording):
        opened(path).keep("a", words, NOON)
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("- 怎么退", "怎么退"),
        ("* - 怎么退", "怎么退"),
        ("-5 度能用吗", "-5 度能用吗"),
        ("怎\u202e么\u200b退\x1b[31m", "怎 么 退 [31m"),
        ("半\ud83d个", "半 个"),
        ("退款" * 100, "退款" * 100),
    ],
)
def test_a_wording_is_one_visible_line(words: str, kept: str) -> None:
    assert tidy(words) == kept
    assert tidy(kept) == kept


def test_the_same_wording_counts_once_per_entry(path: Path) -> None:
    phrasings = opened(path)
    for words in ("How long", "HOW LONG", "how long"):
        phrasings.keep("a", words, NOON)
    phrasings.keep("b", "how long", NOON)
    assert phrasings.by_key() == opened(path).by_key() == {"a": ("How long",), "b": ("how long",)}


def test_undo_takes_back_one_after_the_other(path: Path) -> None:
    phrasings = opened(path)
    for words in ("一号问法", "二号问法", "一号问法"):
        phrasings.keep("a", words, NOON)
    assert phrasings.undo()
    assert set(phrasings.by_key()["a"]) == {"一号问法", "二号问法"}
    assert phrasings.undo() and phrasings.undo() and not phrasings.undo()
    assert phrasings.by_key() == opened(path).by_key() == {}


def test_what_another_run_kept_is_not_undone(path: Path) -> None:
    opened(path).keep("a", "怎么退", NOON)
    assert not opened(path).undo()
    assert opened(path).drop("a", "怎么退") and not opened(path).drop("a", "怎么退")
    assert opened(path).by_key() == {}


def test_of_many_the_latest_dozen_shows_and_those_kept_twice_stay(path: Path) -> None:
    phrasings = opened(path)
    for number in range(PER_ENTRY):
        phrasings.keep("a", f"问法 {number}", NOON + timedelta(days=number))
    phrasings.keep("a", "问法 0", NOON)
    phrasings.keep("a", "新问法", NOON - timedelta(days=4_000))  # the clock is wrong
    shown = phrasings.by_key()["a"]
    assert len(shown) == PER_ENTRY
    assert "新问法" in shown and "问法 0" in shown and "问法 1" not in shown
    assert phrasings.undo()
    assert "问法 1" in phrasings.by_key()["a"]
    assert opened(path).by_key() == phrasings.by_key()


def test_the_mapping_is_the_same_object_until_something_changes(path: Path) -> None:
    phrasings = opened(path)
    phrasings.keep("a", "怎么退", NOON)
    assert phrasings.by_key() is phrasings.by_key()


def test_the_file_is_bounded_and_another_programs_lines_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 10)
    one, two = opened(path), opened(path)
    two.keep("b", "别人的问法", NOON)
    for number in range(60):
        one.keep("a", f"问法 {number % 7}", NOON)
        assert len(path.read_text().splitlines()) <= 2 * 10 + 2
    assert set(opened(path).by_key()) == {"a", "b"}
    assert len(opened(path).by_key()["a"]) == 7


def test_a_disk_that_refuses_keeps_nothing_and_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    phrasings = opened(path)
    phrasings.keep("a", "怎么退", NOON)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kbassist.usage.records.Records.append", refuse)
    for change in (lambda: phrasings.keep("a", "怎么换", NOON), phrasings.undo):
        with pytest.raises(OSError, match="space"):
            change()
    assert phrasings.by_key() == {"a": ("怎么退",)}


@pytest.mark.parametrize(
    "line",
    [
        '{"entry": "a", "words": "x", "times": true}',
        '{"entry": "a", "words": "怎么退", "times": 99999999}',
        '{"entry": "a", "words": 5, "times": 1}',
        '{"entry": "", "words": "怎么退", "times": 1}',
        '{"entry": "a\\u001b[2J", "words": "怎么退", "times": 1}',
        '{"kind": "missing", "entry": "a", "words": "怎么退", "at": ""}',
        '{"entry": "a", "words": "' + "长" * 300 + '", "times": 1}',
    ],
)
def test_foreign_lines_are_passed_over(path: Path, line: str) -> None:
    opened(path).keep("z", "怎么换", NOON)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert opened(path).by_key() == {"z": ("怎么换",)}
    assert [kept.words for kept in read_kept(path, str.casefold)] == ["怎么换"]


def test_what_others_wrote_is_masked_once_more(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"entry": "a", "words": "打 13812345678 没人接", "times": 1}\n', encoding="utf-8")
    assert [kept.words for kept in read_kept(path, str.casefold)] == ["打 *** 没人接"]
