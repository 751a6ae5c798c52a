"""Reminders on the disk survive restarts, torn lines, other writers and newer programs."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbassist.content.turn import turn
from kbassist.usage.follow_up_days import done, moved
from kbassist.usage.reminder import Draft, Reminder, State
from kbassist.usage.reminders import Reminders

NOW = datetime(2026, 11, 20, 10, 0)
DUE = datetime(2026, 11, 23, 9, 30)


def draft(title: str = "退款进度", note: str = "") -> Draft:
    return Draft("refund@zh-CN", title, DUE, note)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reminders.jsonl"


def titles(path: Path, now: datetime = NOW) -> list[str]:
    return [one.title for one in Reminders(path).all(now)]


def test_what_was_added_is_there_after_a_restart(path: Path) -> None:
    made = Reminders(path).add(draft(note="GD2026112201"), NOW)
    assert Reminders(path).all(NOW) == (made,)
    assert (made.due, made.key, made.state, made.note, made.told) == (
        DUE, "refund@zh-CN", State.OPEN, "GD2026112201", False,
    )  # fmt: skip


def test_nothing_yet_is_no_error(path: Path) -> None:
    assert Reminders(path).all(NOW) == ()
    assert Reminders(path).delete("a") is None
    assert Reminders(path).change("a", lambda one: one, NOW) is None


def test_a_change_starts_from_what_stands_on_the_disk(path: Path) -> None:
    one, other = Reminders(path), Reminders(path)
    made = one.add(draft(), NOW)
    other.change(made.id, lambda it: moved(it, DUE + timedelta(days=1), NOW), NOW)
    before = one.change(made.id, lambda it: done(it, NOW), NOW)
    assert before is not None and before.due == DUE + timedelta(days=1)
    (found,) = other.all(NOW)
    assert (found.state, found.due, found.revision) == (State.DONE, DUE + timedelta(days=1), 2)


def test_what_was_deleted_or_done_comes_back(path: Path) -> None:
    store = Reminders(path)
    made = store.add(draft(), NOW)
    assert store.delete(made.id) == made
    assert store.all(NOW) == ()
    store.restore(made, NOW)
    assert Reminders(path).all(NOW) == (made,)


def test_a_torn_last_line_costs_only_itself(path: Path) -> None:
    store = Reminders(path)
    store.add(draft("一"), NOW)
    with path.open("ab") as raw:
        raw.write(b'{"v": 1, "id": "abc", "du')
    assert titles(path) == ["一"]
    store.add(draft("二"), NOW)
    assert titles(path) == ["一", "二"]


def test_those_done_are_kept_for_ninety_days(path: Path) -> None:
    store = Reminders(path)
    old, kept = store.add(draft("旧"), NOW), store.add(draft("新"), NOW)
    store.change(old.id, lambda it: done(it, NOW), NOW)
    store.change(kept.id, lambda it: it, NOW)
    assert titles(path, NOW + timedelta(days=90)) == ["旧", "新"]
    late = NOW + timedelta(days=90, seconds=1)
    assert titles(path, late) == ["新"]
    store.mark({kept.id: True}, late)
    assert "旧" not in path.read_text(encoding="utf-8")


def test_an_open_one_is_never_dropped(path: Path) -> None:
    Reminders(path).add(draft(), NOW)
    assert titles(path, NOW.replace(year=2099)) == ["退款进度"]


def test_the_file_does_not_grow_with_changes(path: Path) -> None:
    store = Reminders(path)
    made = store.add(draft(), NOW)
    for number in range(500):
        store.mark({made.id: number % 2 == 0}, NOW)
    assert len(path.read_bytes().splitlines()) < 250
    assert titles(path) == ["退款进度"]


NEWER = {"v": 7, "id": "new1", "due": "2026-12-01T09:30", "entry": "a@zh-CN", "state": "delegated", "to": "小周"}


def test_what_a_newer_program_wrote_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbassist.usage.reminders._SPARE_LINES", 0)
    store = Reminders(path)
    made = store.add(draft(), NOW)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(json.dumps(line) for line in (lines[0] | {"colour": "red"}, NEWER)), encoding="utf-8")
    for told in (True, False, True):
        store.mark({made.id: told}, NOW)
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert NEWER in found
    assert [line["colour"] for line in found if line["id"] == made.id][-1] == "red"
    assert titles(path) == ["退款进度"]


HOSTILE: list[dict[str, Any]] = [
    {"id": 5}, {"due": "x"}, {"due": 7}, {"due": None}, {"state": "weird"}, {"created": ""}, {"id": "../../etc"},
    {"entry": "a\nb"}, {"revision": "many"}, {"id": ""}, {"id": "x" * 90}, {"revision": None},
]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_lines_are_no_reminders(path: Path, bad: dict[str, Any]) -> None:
    Reminders(path).add(draft("好"), NOW)
    line = json.loads(path.read_text(encoding="utf-8"))
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**line, "id": "b2", "title": "坏", **bad}) + "\n")
    assert titles(path) == ["好"]


def test_control_characters_and_zones_are_tamed(path: Path) -> None:
    Reminders(path).add(draft("好"), NOW)
    line = json.loads(path.read_text(encoding="utf-8"))
    line |= {"title": "\x1b[31m红\u202e", "note": "x\n" * 400, "due": "2026-11-23T09:30:00+00:00"}
    path.write_text(json.dumps(line), encoding="utf-8")
    (found,) = Reminders(path).all(NOW)
    assert found.title == "[31m红"
    assert len(found.note) <= 200 and "\n" not in found.note
    assert found.due.tzinfo is None


def test_two_programs_lose_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbassist.usage.reminders._SPARE_LINES", 5)
    monkeypatch.setattr("kbassist.content.turn._TRIES", 4000)

    def work(who: int) -> None:
        store = Reminders(path)
        for number in range(15):
            made = store.add(draft(f"{who}-{number}"), NOW)
            store.mark({made.id: True}, NOW)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Reminders(path).all(NOW)
    assert sorted(one.title for one in found) == sorted(f"{w}-{n}" for w in range(3) for n in range(15))
    assert all(one.told for one in found)


def test_a_writer_that_must_wait_too_long_says_so(path: Path) -> None:
    store = Reminders(path)
    store.add(draft(), NOW)
    with turn(path.with_suffix(".lock")), pytest.raises(OSError, match=r"."):
        store.add(draft("二"), NOW)
    assert titles(path) == ["退款进度"]


def test_a_disk_that_refuses_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Reminders(path)
    made = store.add(draft(), NOW)

    def full(_self: object, _record: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kbassist.usage.records.Records.append", full)
    with pytest.raises(OSError, match="space"):
        store.change(made.id, lambda it: done(it, NOW), NOW)
    assert store.all(NOW) == (made,)


def test_half_a_surrogate_is_no_reason_to_fail(path: Path) -> None:
    made = Reminders(path).add(draft("半\ud83d字"), NOW)
    assert titles(path) == ["半 字"]
    assert isinstance(replace(made), Reminder)
