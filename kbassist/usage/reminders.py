"""The agent's reminders on the disk: a line for each change, which several programs may write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from kbassist.content.turn import turn
from kbassist.usage.records import Records
from kbassist.usage.reminder import LONGEST_NOTE, LONGEST_TITLE, Draft, Reminder, State, one_line

FILE: Final = "reminders.jsonl"
KEPT_DAYS: Final = 90
"""How long one that is done is kept."""
VERSION: Final = 1
_SPARE_LINES: Final = 200


@dataclass(slots=True)
class _Shelf:
    """What a file holds: the newest line of each reminder, the lines that only a newer program understands."""

    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, Reminder] = field(default_factory=dict)
    foreign: list[dict[str, Any]] = field(default_factory=list)
    lines: int = 0


class Reminders:
    """A file of reminders, the newest line of each counting; what a newer program wrote is kept as it is.

    Nothing is held in memory, and writers take turns: what one program changes, another sees at its next look.
    """

    def __init__(self, path: Path) -> None:
        self._file = Records(path)

    def all(self, now: datetime) -> tuple[Reminder, ...]:
        """Return every reminder but those done for more than 90 days, the oldest line first."""
        return tuple(one for one in self._read().known.values() if not _over(one, now))

    def add(self, draft: Draft, now: datetime) -> Reminder:
        """Keep a new reminder and return it. Raises OSError, and then nothing was kept."""
        made = Reminder(
            uuid4().hex[:10],
            draft.due,
            draft.key,
            one_line(draft.title, LONGEST_TITLE),
            created=now,
            changed=now,
            note=one_line(draft.note, LONGEST_NOTE),
        )
        with self._turn():
            self._write(self._read(), [made], now)
        return made

    def change(self, name: str, how: Callable[[Reminder], Reminder], now: datetime) -> Reminder | None:
        """Change one as it stands on the disk, whoever changed it last; return it as it was, None where it is gone.

        Raises OSError, and then nothing changed.
        """
        with self._turn():
            shelf = self._read()
            before = shelf.known.get(name)
            if before is not None:
                self._write(shelf, [how(before)], now)
        return before

    def restore(self, reminder: Reminder, now: datetime) -> None:
        """Let one stand as it was. Raises OSError."""
        with self._turn():
            self._write(self._read(), [reminder], now)

    def delete(self, name: str) -> Reminder | None:
        """Take one away; return it as it was, None where there is none. Raises OSError."""
        with self._turn():
            before = self._read().known.get(name)
            if before is not None:
                self._file.append({"v": VERSION, "id": name, "deleted": True})
        return before

    def mark(self, told: Mapping[str, bool], now: datetime) -> None:
        """Remember which were shown in a balloon since they fell due, and which were not. Raises OSError."""
        with self._turn():
            shelf = self._read()
            changed = [
                _told(one, told[one.id]) for one in shelf.known.values() if told.get(one.id, one.told) != one.told
            ]
            self._write(shelf, changed, now)

    def _turn(self) -> AbstractContextManager[None]:
        self._file.path.parent.mkdir(parents=True, exist_ok=True)
        return turn(self._file.path.with_suffix(".lock"))

    def _read(self) -> _Shelf:
        shelf = _Shelf()
        for record in self._file.read():
            shelf.lines += 1
            _take(shelf, record)
        return shelf

    def _write(self, shelf: _Shelf, changed: Iterable[Reminder], now: datetime) -> None:
        """Add lines; where much is out of date, write only what still counts."""
        for one in changed:
            record = {**shelf.raw.get(one.id, {}), **_record(one)}
            self._file.append(record)
            shelf.lines += 1
            _take(shelf, record)
        spent = [one.id for one in shelf.known.values() if _over(one, now)]
        if spent or shelf.lines > 2 * len(shelf.raw) + len(shelf.foreign) + _SPARE_LINES:
            self._file.rewrite([*shelf.foreign, *(raw for name, raw in shelf.raw.items() if name not in spent)])


def _take(shelf: _Shelf, record: dict[str, Any]) -> None:
    name = record.get("id")
    if isinstance(name, str) and record.get("deleted") is True:
        shelf.raw.pop(name, None)
        shelf.known.pop(name, None)
        return
    reminder = _reminder(record)
    if reminder is None:
        shelf.foreign.append(record)
    else:
        shelf.raw[reminder.id] = record
        shelf.known[reminder.id] = reminder


def _over(reminder: Reminder, now: datetime) -> bool:
    return reminder.state is State.DONE and now - reminder.changed > timedelta(days=KEPT_DAYS)


def _told(reminder: Reminder, told: bool) -> Reminder:
    return replace(reminder, told=told)


def _record(one: Reminder) -> dict[str, Any]:
    return {
        "v": VERSION,
        "id": one.id,
        "due": one.due.isoformat(timespec="minutes"),
        "entry": one.key,
        "title": one.title,
        "note": one.note,
        "state": one.state.value,
        "told": one.told,
        "revision": one.revision,
        "created": one.created.isoformat(timespec="seconds"),
        "changed": one.changed.isoformat(timespec="seconds"),
    }


def _reminder(record: Mapping[str, Any]) -> Reminder | None:
    """Return the reminder of a line; None where it is something else, or of a kind that is not known yet."""
    try:
        name, key = record["id"], str(record["entry"])
        found = Reminder(
            name,
            _local(record["due"]),
            key,
            one_line(str(record.get("title", key)), LONGEST_TITLE),
            created=_local(record["created"]),
            changed=_local(record["changed"]),
            note=one_line(str(record.get("note", "")), LONGEST_NOTE),
            state=State(record["state"]),
            told=record.get("told") is True,
            revision=int(record.get("revision", 0)),
        )
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return None
    return found if _is_name(name) and key.isprintable() else None


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= 40 and name.isascii() and name.isalnum()


def _local(text: Any) -> datetime:
    """Read a time; one with a zone is put into the local one, so that all can be compared."""
    found = datetime.fromisoformat(text)
    return found.astimezone().replace(tzinfo=None) if found.tzinfo else found
