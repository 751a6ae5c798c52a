"""What is written down about bases: the versions that were approved, and those that were computed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from kbassist import atomic
from kbassist.content import basis
from kbassist.content.library import Library
from kbassist.content.model import EMPTY, Article, Entry, Macro, Ref
from kbassist.usage.records import Records

_FEW: Final = 50  # lines that are cheaper to add one by one than to write the file anew


class Ledger:
    """Which version of each basis was there when an entry was seen with its present `reviewed` day."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._lines = 0
        self._seen: dict[str, tuple[str, dict[str, str]]] | None = None
        self._fresh: set[str] = set()

    def version(self, entry: Entry, ref: Ref) -> str | None:
        """Return the version of a basis that was approved together with the entry's present review."""
        reviewed, versions = self._known.get(entry.key, ("", EMPTY))
        return versions.get(basis.written(ref)) if reviewed == _day(entry) else None

    def approve(self, entry: Entry, ref: Ref, version: str) -> None:
        """Note the version of a basis that is there with the entry's present review."""
        reviewed, versions = self._known.get(entry.key, ("", {}))
        if reviewed != _day(entry):
            versions = {}
        self._known[entry.key] = (_day(entry), versions | {basis.written(ref): version})
        self._fresh.add(entry.key)

    @property
    def _known(self) -> dict[str, tuple[str, dict[str, str]]]:
        if self._seen is None:
            self._seen = {}
            for record in self._records.read():
                self._lines += 1
                key, reviewed, seen = record.get("entry"), record.get("reviewed"), record.get("seen")
                if isinstance(key, str) and isinstance(reviewed, str) and isinstance(seen, dict):
                    versions = {ref: value for ref, value in seen.items() if isinstance(value, str)}
                    self._seen[key] = (reviewed, versions)
        return self._seen

    def save(self, library: Library) -> None:
        """Write down what was approved; what the disk refuses is tried again with the next."""
        if not self._fresh:
            return
        with suppress(OSError):  # the search goes on without; the next start approves what it finds then
            if len(self._fresh) <= _FEW and self._lines <= 2 * len(self._known):
                for key in sorted(self._fresh):
                    self._records.append(_line(key, *self._known[key]))
                    self._lines += 1
            else:
                kept = {key: seen for key, seen in self._known.items() if key in library.entries}
                self._records.rewrite(_line(key, *seen) for key, seen in kept.items())
                self._lines = len(kept)
            self._fresh.clear()


def _line(key: str, reviewed: str, versions: dict[str, str]) -> dict[str, object]:
    return {"entry": key, "reviewed": reviewed, "seen": versions}


def _day(entry: Entry) -> str:
    return entry.reviewed.isoformat() if entry.reviewed else ""


class Versions:
    """The versions of texts by the digest of their file, so that no file is read twice to compare it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str | None] | None = None
        self._used: set[str] = set()
        self._more = False

    def begin(self) -> None:
        """Begin to count which versions are in use."""
        self._used.clear()

    def of(self, entry: Article | Macro, section: str) -> str | None:
        """Return the version of a text; None where there is no such section."""
        name = f"{entry.digest}#{section}"
        if self._known is None:
            self._known = self._read()
        if not entry.digest or name not in self._known:
            text = basis.text_of(entry, section)
            self._known[name] = basis.version(text) if text is not None else None
            self._more = True
        self._used.add(name)
        return self._known[name]

    def _read(self) -> dict[str, str | None]:
        try:
            return msgspec.msgpack.decode(self._path.read_bytes(), type=dict[str, str | None])
        except (OSError, msgspec.DecodeError, ValueError, RecursionError):
            return {}

    def save(self) -> None:
        """Keep the versions that are in use for the next start; without them the texts are read again."""
        if not self._more or self._known is None:
            return
        self._known = {name: version for name, version in self._known.items() if name in self._used}
        with suppress(OSError):
            atomic.write_bytes(self._path, msgspec.msgpack.encode(self._known))
            self._more = False
