"""What the agent used, pinned and reported survives damage and holds no personal number."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kbassist.usage import log as usage_log
from kbassist.usage.log import UsageLog, Use, frequent, recent
from kbassist.usage.masking import masked
from kbassist.usage.outbox import NoteKind, Outbox
from kbassist.usage.pins import Pins

NOON = datetime(2026, 11, 22, 12, 0)


def test_uses_are_read_back_and_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "uses.jsonl"
    UsageLog(path).add(Use("a@zh-CN", NOON, "微信"))
    with path.open("a") as file:
        file.write('{"key": "b@zh-CN", "at": "2026-1')
    log = UsageLog(path)
    log.add(Use("c@zh-CN", NOON))
    assert [use.key for use in UsageLog(path).uses] == ["a@zh-CN", "c@zh-CN"]


@pytest.mark.parametrize("damage", [b"", b"\0\0\0", b"[]", b'{"key": 1}\n', b"\xff\xfe", b'{"key":"x","at":5}\n'])
def test_a_damaged_log_counts_as_empty(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "uses.jsonl"
    path.write_bytes(damage)
    log = UsageLog(path)
    assert log.uses == ()
    log.add(Use("a@zh-CN", NOON))
    assert [use.key for use in UsageLog(path).uses] == ["a@zh-CN"]


def test_the_log_is_cut_to_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_log, "KEPT", 3)
    log = UsageLog(tmp_path / "uses.jsonl")
    for number in range(7):
        log.add(Use(f"{number}@zh-CN", NOON))
    assert [use.key for use in UsageLog(tmp_path / "uses.jsonl").uses] == ["4@zh-CN", "5@zh-CN", "6@zh-CN"]


def test_frequent_prefers_fresh_uses_and_this_hour() -> None:
    old = [Use("old", NOON - timedelta(days=60))] * 3
    assert frequent([*old, Use("fresh", NOON)], NOON)[0] == "fresh"
    evening, noon = Use("evening", NOON - timedelta(hours=17)), Use("noon", NOON - timedelta(hours=24))
    assert frequent([evening, noon], NOON)[0] == "noon"


def test_recent_goes_by_the_last_use() -> None:
    uses = [Use("a", NOON), Use("b", NOON + timedelta(minutes=1)), Use("a", NOON + timedelta(minutes=2))]
    assert recent(uses) == ["a", "b"]


def test_pins_toggle_keep_their_order_and_survive_damage(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    pins = Pins(path)
    assert pins.toggle("a") and pins.toggle("b") and not pins.toggle("a") and pins.toggle("a")
    assert Pins(path).keys == ("b", "a")
    path.write_text('["a", 5')
    assert Pins(path).keys == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("电话13812345678没人接", "电话138******78没人接"),
        ("卡 6222 0212 3456 7890", "卡 622**************90"),
        ("身份证11010519491231002X", "身份证110*************2X"),
        ("写信到 li.lei@example.com", "写信到 ***@***"),
        ("满 300 减 50，7 天", "满 300 减 50，7 天"),
    ],
)
def test_notes_hold_no_personal_number(tmp_path: Path, words: str, expected: str) -> None:
    assert masked(words) == expected
    outbox = Outbox(tmp_path / "notes.jsonl")
    outbox.add(NoteKind.MISSING, words, NOON)
    assert [note.words for note in Outbox(outbox.path).notes()] == [expected]
