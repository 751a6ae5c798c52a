"""The shelf: the long parts of a library's entries, in a file of the cache or compressed in memory."""

from __future__ import annotations

import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Final, Protocol, cast

import msgspec

from kbassist.content import records
from kbassist.content.model import Article, Macro, key_of
from kbassist.content.recent import Recent
from kbassist.content.rows import DIGEST_BYTES, NOWHERE, Columns, Row, Rows
from kbassist.content.shelved import Shelved, shelved

_PENDING_BYTES: Final = 4_000_000
_BATCH: Final = 1000

Reread = Callable[["Article | Macro"], "Article | Macro | None"]


class Store(Protocol):
    """A file of records."""

    def append(self, data: bytes) -> int:
        """Write at the end and return where that was; raises OSError."""

    def read(self, place: int, length: int) -> bytes:
        """Return these bytes, or as many of them as there are; raises OSError."""


class Damaged(Exception):  # noqa: N818 - it names a state of the store
    """A record is not what was written."""


class Shelf:
    """A row for each version of an entry that was read; any thread may take out, one at a time may put in.

    Without a `store`, or where it takes nothing, records stay in memory. A record that is damaged is made again by
    `reread` from the library's file, and its row noted in `damaged`.
    """

    def __init__(self, store: Store | None = None) -> None:
        self.rows = Rows()
        self.reread: Reread | None = None
        self.damaged: set[int] = set()
        self.store = store
        self._lock = threading.Lock()
        self._waiting: dict[int, bytes] = {}
        self._waiting_bytes = 0
        self._loose: dict[int, bytes] = {}
        self._recent = Recent()

    # Putting in

    def put(self, entry: Article | Macro, mtime_ns: int, size: int) -> Article | Macro:
        """Return the same entry without its long parts, which stand here from now on; the stamp is its file's."""
        record = records.written(entry)
        digest = bytes.fromhex(entry.digest) or bytes(DIGEST_BYTES)
        row: Columns = [[mtime_ns], [size], [digest], [NOWHERE], [len(record)], [zlib.crc32(record)]]
        lean = self.restore(type(entry), [[value] for value in records.head_of(entry)], row)[0]
        self._keep(len(self.rows) - 1, record)
        return lean

    def restore(self, kind: records.Kind, heads: Sequence[Iterable[Any]], rows: Columns) -> list[Article | Macro]:
        """Return the entries that these columns of heads and rows make; their records stand in the store."""
        head = {name: records.pooled(name, column) for name, column in zip(records.HEAD[kind], heads, strict=True)}
        keys = map(key_of, head.pop("id"), head["locale"])
        entries = list(map(partial(shelved, kind, self), self.rows.add(rows), keys))
        for name, column in head.items():
            deque(map(getattr(kind, name).__set__, entries, column), maxlen=0)  # 20 fields of 100,000 entries
        return entries

    def _keep(self, row: int, record: bytes) -> None:
        with self._lock:
            if self.store is None:
                self._loose[row] = zlib.compress(record, 1)
                return
            self._waiting[row] = record
            self._waiting_bytes += len(record)
        if self._waiting_bytes > _PENDING_BYTES:
            self.flush()

    def flush(self) -> None:
        """Bring the records that wait into the store; where it takes none, they stay in memory."""
        waiting = dict(self._waiting)
        try:
            place = self.store.append(b"".join(waiting.values())) if self.store and waiting else 0
        except OSError:
            loose = {row: zlib.compress(record, 1) for row, record in waiting.items()}
        else:
            loose = {}
            for row, record in waiting.items():
                self.rows.put_at(row, place)
                place += len(record)
        with self._lock:
            self._loose |= loose
            self._waiting, self._waiting_bytes = {}, 0

    def move(self, store: Store, rows: Iterable[int]) -> None:
        """Copy the records of these rows into another store, which serves from then on.

        The records of other rows are left behind where they stand in a store. Raises OSError where the new one
        takes nothing; all is as before then.
        """
        self.flush()
        places: dict[int, int] = {}
        wanted = sorted(rows)
        for first in range(0, len(wanted), _BATCH):
            found = self._sound_ones(wanted[first : first + _BATCH])
            place = store.append(b"".join(found.values()))
            for row, record in found.items():
                places[row] = place
                place += len(record)
        with self._lock:
            self.store = store
            for row, place in places.items():
                self.rows.put_at(row, place)
                self._loose.pop(row, None)

    def _sound_ones(self, rows: Iterable[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        for row in rows:
            try:
                found[row] = self._sound(row)
            except (OSError, Damaged):
                self.damaged.add(row)
        return found

    # Taking out

    def field(self, row: int, name: str, value: Shelved) -> Any:
        """Return one of the fields that are kept here; raises KeyError where such an entry has none of this name."""
        if name == "digest":
            return self.rows.digest(row)
        if name == "id":  # the beginning of the key, which the library needs in one piece
            entry = cast("Article | Macro", value)
            return entry.key[: -len(entry.locale) - 1]
        found = self._recent.get(row)
        if found is None:
            found = self._fetched(row, cast("Article | Macro", value))
        return found[name]

    def held(self) -> AbstractContextManager[None]:
        """Keep what is asked for at hand until the block ends: for going through everything again and again."""
        return self._recent.held()

    def row(self, number: int) -> Row | None:
        """Return a row with its record's place; None where that is no store."""
        found = self.rows[number]
        return None if found[3] == NOWHERE or number in self.damaged else found

    def _fetched(self, row: int, entry: Article | Macro) -> dict[str, Any]:
        try:
            record = self._sound(row)
            found = records.read(type(entry), record)
        except (OSError, Damaged, msgspec.DecodeError):
            found, record = self._made_again(row, entry)
        self._recent.put(row, found, len(record))
        return found

    def _sound(self, row: int) -> bytes:
        """Return a record as it was written; raises Damaged, OSError."""
        with self._lock:
            waiting, loose, store = self._waiting.get(row), self._loose.get(row), self.store
            place, length, check = self.rows.record(row)
        if waiting is not None:
            return waiting
        if loose is not None:
            return zlib.decompress(loose)
        record = store.read(place, length) if store is not None else b""
        if len(record) == length and zlib.crc32(record) == check:
            return record
        if store is not self.store:  # moved meanwhile, and closed
            return self._sound(row)
        raise Damaged

    def _made_again(self, row: int, entry: Article | Macro) -> tuple[dict[str, Any], bytes]:
        """Read the library's file once more; where it is gone or something else now, the parts are empty."""
        self.damaged.add(row)
        again = self.reread(entry) if self.reread else None
        if again is None or type(again) is not type(entry):
            again = type(entry)(id=entry.id, path=entry.path, locale=entry.locale, title=entry.title)
        record = records.written(again)
        with self._lock:
            self._loose[row] = zlib.compress(record, 1)
        return records.read(type(entry), record), record
