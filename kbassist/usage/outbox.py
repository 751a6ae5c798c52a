"""Notes of the agent to the team lead: what was searched and not found, and errors seen in an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from kbassist.usage.masking import masked
from kbassist.usage.records import Records

MAX_WORDS: Final = 500


class NoteKind(StrEnum):
    """What a note is about."""

    MISSING = "missing"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Note:
    """One note; `entry` is the key that it is about, `words` are the agent's or the customer's, masked."""

    kind: NoteKind
    words: str
    at: str
    entry: str = ""


class Outbox:
    """A file of notes, one JSON line each."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, kind: NoteKind, words: str, now: datetime, entry: str = "") -> Note:
        """File a note with personal data masked, and return it. Raises OSError."""
        note = Note(kind, masked(words.strip())[:MAX_WORDS], now.isoformat(timespec="seconds"), entry)
        Records(self.path).append(asdict(note))
        return note

    def notes(self) -> Iterator[Note]:
        """Yield the notes, oldest first; torn or foreign lines are passed over."""
        for record in Records(self.path).read():
            try:
                yield Note(
                    NoteKind(record["kind"]), str(record["words"]), str(record["at"]), str(record.get("entry", ""))
                )
            except (ValueError, KeyError):
                continue
