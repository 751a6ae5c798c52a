"""What was seen is kept apart by folder and key, survives a restart, and is never half written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.policy import UpdateSource
from kbassist.updates.memory import Memory

SOURCE = UpdateSource(r"\\server\Software\kbassist", b"k" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "updates.json"


def test_serials_only_rise_and_outlast_the_program(path: Path) -> None:
    for serial in (5, 9, 7):
        Memory(path).note_serial(SOURCE, serial)
    assert Memory(path).serial(SOURCE) == 9


def test_another_folder_or_key_is_another_source(path: Path) -> None:
    memory = Memory(path)
    memory.note_serial(SOURCE, 9)
    memory.note_told(SOURCE, "version 1.3.0")
    for other in (replace(SOURCE, key=b"l" * 32), replace(SOURCE, folder=r"\\server\pilot")):
        assert memory.serial(other) == 0 and not memory.is_told(other, "version 1.3.0")
        memory.note_serial(other, 3)
    assert memory.serial(SOURCE) == 9


@pytest.mark.parametrize(
    "same", [r"\\SERVER\software\KBAssist", "//server/Software/kbassist/", "\\\\server\\Software\\kbassist\\"]
)
def test_the_same_folder_written_otherwise_is_the_same(path: Path, same: str) -> None:
    Memory(path).note_serial(SOURCE, 9)
    assert Memory(path).serial(replace(SOURCE, folder=same)) == 9


def test_what_was_told_is_known_until_it_is_over(path: Path) -> None:
    memory = Memory(path)
    memory.note_told(SOURCE, "version 1.3.0")
    memory.note_told(SOURCE, "refused put-back")
    assert Memory(path).is_told(SOURCE, "refused put-back")
    memory.forget_told(SOURCE, "refused ")
    assert not memory.is_told(SOURCE, "refused put-back")
    assert memory.is_told(SOURCE, "version 1.3.0")


def test_the_list_of_what_was_told_stays_short(path: Path) -> None:
    memory = Memory(path)
    for number in range(60):
        memory.note_told(SOURCE, f"version 1.{number}.0")
    assert memory.is_told(SOURCE, "version 1.59.0") and not memory.is_told(SOURCE, "version 1.9.0")
    assert path.stat().st_size < 2000


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"sources": 1}', b'{"sources": {"x": {"serial": "9"}}}', b"[" * 9000]
)
def test_a_damaged_file_counts_as_empty_and_is_written_anew(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    memory = Memory(path)
    assert memory.serial(SOURCE) == 0
    memory.note_serial(SOURCE, 4)
    assert Memory(path).serial(SOURCE) == 4


def test_what_changes_nothing_is_not_written(path: Path) -> None:
    memory = Memory(path)
    memory.note_serial(SOURCE, 0)
    memory.forget_told(SOURCE, "refused ")
    assert not path.exists()


def test_a_failed_write_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(path)
    memory.note_serial(SOURCE, 4)

    def full(*_names: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        memory.note_serial(SOURCE, 8)
    monkeypatch.undo()
    assert Memory(path).serial(SOURCE) == 4
    assert [one.name for one in path.parent.iterdir()] == ["updates.json"]


def test_folder_and_key_cannot_be_read_from_it(path: Path) -> None:
    Memory(path).note_serial(SOURCE, 4)
    text = path.read_text(encoding="utf-8")
    assert "server" not in text and SOURCE.key.decode() not in text
