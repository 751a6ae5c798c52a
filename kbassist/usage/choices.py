"""What this agent chose for the same words before, kept without a word of personal data."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kbassist.usage.affinity import CAP, Affinity, Weight
from kbassist.usage.masking import GONE, anonymous
from kbassist.usage.records import Records

KEPT: Final = 2_000
"""Pairs of words and entry that outlive a cleaning of the file; the weakest are let go."""
LONGEST: Final = 60
"""Characters; longer words are a customer's question, pasted, and are kept as a salted hash only."""
_HASH: Final = "\0"

Fold = Callable[[str], str]


class Choices:
    """A file of choices, one line each: words without personal data (or their hash), entry, moment.

    Beyond 2 × 2,000 lines it is written anew with the 2,000 strongest pairs. `fold` makes words comparable.
    """

    def __init__(self, path: Path, fold: Fold) -> None:
        self._file = Records(path)
        self._fold = fold
        self._table = Affinity()
        self._salt, self._salted = b"", False
        self._lines = 0
        self._read()

    def add(self, query: str, key: str, now: datetime) -> None:
        """Remember that an entry was chosen; OSError where the disk refuses (it counts until the end then)."""
        words = self._words(query)
        if not words:
            return
        self._table.choose(words, key, now, opaque=words.startswith(_HASH))
        record = {**_stored(words), "key": key, "at": now.isoformat(timespec="seconds")}
        self._lines += 1
        if self._lines > 2 * KEPT:
            self._clean(record, now)
            return
        if words.startswith(_HASH) and not self._salted:
            self._file.append({"salt": self._salt.hex()})
            self._salted = True
        self._file.append(record)

    def lift(self, query: str, now: datetime) -> Mapping[str, float]:
        """Return by entry how far it rises for a query, from 0 to 1; see `Affinity.lift`."""
        words = self._words(query)
        return self._table.lift(words, now, opaque=words.startswith(_HASH)) if words else {}

    def forget(self, key: str | None = None) -> None:
        """Forget the choices of one entry, or all, at once; OSError where they could not be taken from the disk."""
        if key is None:
            self._table, self._lines, self._salted = Affinity(), 0, False
            self._file.path.unlink(missing_ok=True)
            return
        self._table.drop(key)
        records = [record for record in self._file.read() if record.get("key") != key]
        self._file.rewrite(records)
        self._lines = len(records)

    def _read(self) -> None:
        self._table = Affinity()
        self._salt, self._salted = secrets.token_bytes(16), False
        self._lines = 0
        for record in self._file.read():
            self._lines += 1
            try:
                self._take(record)
            except (ValueError, TypeError, KeyError, OverflowError):
                continue

    def _take(self, record: Mapping[str, Any]) -> None:
        if "salt" in record:
            if not self._salted:
                self._salt, self._salted = bytes.fromhex(record["salt"])[:64], True
            return
        opaque = "hash" in record
        words = _HASH + str(record["hash"])[:64] if opaque else str(record["words"])[:LONGEST]
        key, at = str(record["key"]), datetime.fromisoformat(record["at"]).replace(tzinfo=None)
        if "weight" in record:
            self._table.put(words, key, Weight(min(CAP, max(0.0, float(record["weight"]))), at), opaque=opaque)
        else:
            self._table.choose(words, key, at, opaque=opaque)

    def _words(self, query: str) -> str:
        """Return a query as it is kept and compared; empty where nothing but personal data was in it."""
        bare = " ".join(anonymous(self._fold(anonymous(query))).split())
        if not any(map(str.isalnum, bare.replace(GONE, ""))):
            return ""
        if len(bare) <= LONGEST:
            return bare
        return _HASH + hashlib.blake2b(bare.encode("utf-8", "replace"), key=self._salt, digest_size=16).hexdigest()

    def _clean(self, last: Mapping[str, Any], now: datetime) -> None:
        """Write the strongest pairs; the file is read again first, since another program may have added to it."""
        salt = self._salt
        self._read()
        if not self._salted:
            self._salt = salt
        self._take(last)
        rows = self._table.strongest(KEPT, now)
        self._file.rewrite([{"salt": self._salt.hex()}, *(_weighed(*row) for row in rows)])
        self._salted, self._lines = True, len(rows) + 1


def _stored(words: str) -> dict[str, Any]:
    return {"hash": words.removeprefix(_HASH)} if words.startswith(_HASH) else {"words": words}


def _weighed(words: str, key: str, weight: Weight) -> dict[str, Any]:
    at = weight.at.isoformat(timespec="seconds")
    return {**_stored(words), "key": key, "at": at, "weight": round(weight.value, 4)}
