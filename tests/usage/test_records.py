"""A file of records survives torn lines, full disks, foreign bytes and a second writer."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from kbassist.usage.records import Records


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    file = Records(tmp_path / "deep" / "r.jsonl")
    file.append({"n": 1})
    with file.path.open("ab") as raw:
        raw.write(b'{"n": 2, "wo')
    file.append({"n": 3})
    assert [record["n"] for record in file.read()] == [1, 3]


@pytest.mark.parametrize("line", [b"", b"\0", b"5", b"[1]", b"[" * 100_000, b"\xff\xfe", b"1" * 5_000, b'{"a":'])
def test_hostile_lines_are_passed_over(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'{"n": 1}\n' + line + b'\n{"n": 2}\n')
    assert [record["n"] for record in Records(path).read()] == [1, 2]


@pytest.mark.parametrize("words", ["a\u2028b", "\x85", "\n\r", "半\ud83d", '"\\'])
def test_any_text_is_one_line(tmp_path: Path, words: str) -> None:
    file = Records(tmp_path / "r.jsonl")
    file.append({"words": words})
    file.append({"words": "next"})
    assert [record["words"] for record in file.read()] == [words.replace("\ud83d", "?"), "next"]


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    one, two = Records(tmp_path / "r.jsonl"), Records(tmp_path / "r.jsonl")
    for number in range(0, 20, 2):
        one.append({"n": number})
        two.append({"n": number + 1})
    assert [record["n"] for record in one.read()] == list(range(20))


def test_a_disk_that_takes_only_a_part_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Records(tmp_path / "r.jsonl")
    file.append({"n": 1})

    class Full(io.FileIO):
        def write(self, data: Any, /) -> int:
            return super().write(bytes(data)[:4])

    real = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode, **_kw: Full(path, mode.replace("b", "")))
    with pytest.raises(OSError, match=r"[Ss]pace"):
        file.append({"n": 2})
    monkeypatch.setattr(Path, "open", real)
    file.append({"n": 3})
    assert [record["n"] for record in file.read()] == [1, 3]


def test_of_a_huge_file_the_newest_part_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Records(tmp_path / "r.jsonl")
    for number in range(100):
        file.append({"n": number})
    monkeypatch.setattr("kbassist.usage.records.MOST_BYTES", 100)
    kept = [record["n"] for record in file.read()]
    assert kept == list(range(kept[0], 100))
    assert 2 < len(kept) < 20
