"""Notes of the agent to the team lead: what was searched and not found, and errors seen in an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

MAX_WORDS: Final = 500
# Phone, identity card, bank card and order numbers: seven digits and more, spaces and hyphens between them or not.
_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){6,}[Xx]?")
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


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
        """File a note with personal numbers and addresses masked, and return it. Raises OSError."""
        note = Note(kind, masked(words.strip())[:MAX_WORDS], now.isoformat(timespec="seconds"), entry)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(asdict(note), ensure_ascii=False) + "\n")
        return note

    def notes(self) -> Iterator[Note]:
        """Yield the notes, oldest first; torn or foreign lines are passed over."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        for line in lines:
            try:
                record = json.loads(line)
                yield Note(
                    NoteKind(record["kind"]), str(record["words"]), str(record["at"]), str(record.get("entry", ""))
                )
            except (ValueError, TypeError, KeyError):
                continue


def masked(words: str) -> str:
    """Return the words with the middle of long numbers and the name part of addresses replaced by `*`."""

    def stars(match: re.Match[str]) -> str:
        digits = match.group()
        return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"

    return _LONG_NUMBER.sub(stars, _ADDRESS.sub("***@***", words))
