"""What was chosen for the same words rises: it decays, is capped, can be forgotten, and holds nobody's data."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.usage import choices as module
from kbassist.usage.affinity import NEAR, Affinity
from kbassist.usage.choices import Choices

NOON = datetime(2026, 11, 22, 12, 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "choices.jsonl"


def opened(path: Path) -> Choices:
    return Choices(path, str.casefold)


def test_the_same_words_lift_what_was_chosen(path: Path) -> None:
    opened(path).add("  TuiKuan  到账 ", "a", NOON)
    assert opened(path).lift("tuikuan 到账", NOON) == {"a": 0.5}
    assert opened(path).lift("到账", NOON) == {}


def test_each_choice_adds_and_there_is_a_cap(path: Path) -> None:
    choices = opened(path)
    seen = []
    for _ in range(30):
        choices.add("退款", "a", NOON)
        seen.append(choices.lift("退款", NOON)["a"])
    assert seen[:3] == [0.5, 0.75, 0.875]
    assert seen == sorted(seen)
    assert seen[-1] == 1 - 2**-4 < 1


def test_it_halves_in_a_month_and_is_gone_in_a_year(path: Path) -> None:
    choices = opened(path)
    choices.add("退款", "a", NOON)
    month = choices.lift("退款", NOON + timedelta(days=30))["a"]
    assert month == pytest.approx(1 - 2**-0.5)
    assert choices.lift("退款", NOON + timedelta(days=365)) == {}


def test_a_changed_habit_wins_after_three_choices(path: Path) -> None:
    choices = opened(path)
    for _ in range(20):
        choices.add("退款", "old", NOON)
    leaders = []
    for _ in range(3):
        choices.add("退款", "new", NOON)
        lift = choices.lift("退款", NOON)
        leaders.append(max(lift, key=lambda key: lift[key]))
    assert leaders == ["old", "old", "new"]


def test_words_that_begin_alike_count_in_part_and_never_as_much(path: Path) -> None:
    choices = opened(path)
    for _ in range(20):
        choices.add("退款", "a", NOON)
    choices.add("tk", "b", NOON)
    assert 0.2 < choices.lift("退", NOON)["a"] < NEAR
    assert 0.2 < choices.lift("退款多久", NOON)["a"] < NEAR
    assert choices.lift("款", NOON) == choices.lift("t", NOON) == choices.lift("", NOON) == {}
    assert 0 < choices.lift("tkd", NOON)["b"] < choices.lift("tk", NOON)["b"]


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_gone_wrong_silences_and_destroys_nothing(path: Path, years: int) -> None:
    opened(path).add("退款", "a", NOON)
    wrong = NOON.replace(year=NOON.year + years)
    choices = opened(path)
    assert choices.lift("退款", wrong) == {}
    choices.add("换货", "b", wrong)
    assert choices.lift("换货", wrong) == {"b": 0.5}
    right = opened(path)
    assert right.lift("退款", NOON) == {"a": 0.5}
    assert right.lift("换货", NOON) == {}
    right.add("换货", "b", NOON)
    assert right.lift("换货", NOON)["b"] == pytest.approx(0.5)


def test_forgetting_an_entry_or_all_reaches_the_disk(path: Path) -> None:
    choices = opened(path)
    for key in "abc":
        choices.add("退款", key, NOON)
    choices.forget("b")
    assert set(choices.lift("退款", NOON)) == set(opened(path).lift("退款", NOON)) == {"a", "c"}
    assert '"b"' not in path.read_text()
    choices.forget()
    assert choices.lift("退款", NOON) == {}
    assert not path.exists()
    choices.add("退款", "d", NOON)
    assert opened(path).lift("退款", NOON) == {"d": 0.5}


def test_long_words_are_a_salted_hash(path: Path) -> None:
    question = "我上周买的那个东西" * 10
    opened(path).add(question, "a", NOON)
    opened(path).add(question, "a", NOON)
    assert opened(path).lift(question, NOON) == {"a": 0.75}
    assert opened(path).lift(question[:30], NOON) == {}
    text = path.read_text(encoding="utf-8")
    assert "上周" not in text
    other = path.with_name("other.jsonl")
    opened(other).add(question, "a", NOON)
    hashes = [line.split('"hash": "')[1][:32] for line in (text + other.read_text()).splitlines() if "hash" in line]
    assert len(set(hashes)) == 2


@pytest.mark.parametrize(
    "query", ["13812345678", "１３８１２３４５６７８", "li.lei@example.com", "***", "  ", "？！"]
)
def test_a_query_of_nothing_but_personal_data_leaves_no_file(path: Path, query: str) -> None:
    opened(path).add(query, "a", NOON)
    assert not path.exists()
    assert opened(path).lift(query, NOON) == {}


def test_personal_data_in_a_query_is_never_written(path: Path) -> None:
    choices = opened(path)
    for query in ("订单 2026112212345 退款", "我叫王小明，退款呢", "li.lei@example.com 退款", "退款①③⑧①②③④⑤⑥⑦⑧"):
        choices.add(query, "a", NOON)
    text = path.read_text(encoding="utf-8")
    assert not [
        canary for canary in ("2026112", "王小明", "lei", "12345") if canary in text.replace("2026-11-22", "")
    ]
    assert choices.lift("订单 9999999999 退款", NOON)["a"] == 0.5


def test_the_file_is_bounded_and_keeps_the_strongest(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 5)
    choices, other = opened(path), opened(path)
    for _ in range(3):
        other.add("退款", "strong", NOON)
    for number in range(40):
        choices.add(f"问题 {number}", f"k{number}", NOON + timedelta(seconds=number))
        assert len(path.read_text().splitlines()) <= 2 * 5 + 4  # three of them were the other writer
    assert opened(path).lift("退款", NOON)["strong"] == pytest.approx(0.875, abs=0.001)
    assert opened(path).lift("问题 39", NOON)["k39"] == pytest.approx(0.5, abs=0.001)


def test_a_disk_that_refuses_is_an_error_and_the_choice_counts_today(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = opened(path)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kbassist.usage.records.Records.append", refuse)
    with pytest.raises(OSError, match="space"):
        choices.add("退款", "a", NOON)
    assert choices.lift("退款", NOON) == {"a": 0.5}


def test_forgetting_counts_at_once_even_where_the_disk_refuses(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = opened(path)
    choices.add("退款", "a", NOON)

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("kbassist.atomic.write_bytes", refuse)
    with pytest.raises(OSError, match="Read-only"):
        choices.forget("a")
    assert choices.lift("退款", NOON) == {}
    assert stat.S_ISREG(path.stat().st_mode)


LINES = [
    b'{"words": 5, "key": "a", "at": "2026-11-22"}',
    b'{"words": "x", "key": "a", "at": 5}',
    b'{"words": "x", "key": "a", "at": "2026-11-22T12:00:00+08:00"}',
    b'{"words": "x", "key": "a", "at": "2026-11-22", "weight": "NaN"}',
    b'{"words": "x", "key": "a", "at": "2026-11-22", "weight": 1e300}',
    b'{"words": "x", "key": "a", "at": "9999-12-31", "weight": -5}',
    b'{"words": "x", "key": "a", "at": "0001-01-01"}',
    b'{"salt": "zz"}',
    b'{"salt": 7}',
    b'{"hash": [], "key": {}, "at": "2026-11-22"}',
]


@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=30), max_size=8))
def test_hostile_lines_harm_nothing(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("hostile") / "c.jsonl"
    path.write_bytes(b"\n".join(lines))
    choices = opened(path)
    assert all(0 <= lift < 1 for lift in choices.lift("x", NOON).values())
    choices.add("退款", "mine", NOON)
    assert opened(path).lift("退款", NOON) == {"mine": 0.5}


def test_the_alike_are_found_among_thousands() -> None:
    table = Affinity()
    for number in range(3_000):
        table.choose(f"词{number:05}", "a" if number == 1234 else "b", NOON)
    assert table.lift("词01234", NOON)["a"] == 0.5
    assert "a" in table.lift("词0123", NOON)
    assert "a" not in table.lift("词0124", NOON)
