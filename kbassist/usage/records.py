"""A file of records, one JSON object a line: appended to without tearing, read past any damage."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kbassist import atomic

MOST_BYTES: Final = 8_000_000


class Records:
    """One file of JSON objects. Nothing is kept in memory, so several programs may append to one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Iterator[dict[str, Any]]:
        """Yield the objects, oldest first; what is torn, foreign or no object is passed over, as is a missing file.

        Of a file beyond 8 MB only the newest part is read.
        """
        for line in _content(self.path).split(b"\n"):
            record = _parsed(line)
            if record is not None:
                yield record

    def append(self, record: Mapping[str, Any]) -> None:
        """Add a line in one write, on a line of its own even after a torn one. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b", buffering=0) as file:
            data = (b"\n" if _torn(file.fileno()) else b"") + _line(record)
            if file.write(data) != len(data):  # a full disk takes a part and says nothing
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))

    def rewrite(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Put these lines in place of all others, or leave the old ones. Raises OSError."""
        atomic.write_bytes(self.path, b"".join(map(_line, records)))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - MOST_BYTES))
            return file.read(MOST_BYTES)
    except OSError:
        return b""


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _line(record: Mapping[str, Any]) -> bytes:
    # Half a surrogate pair can be typed; it has no bytes and would stop the line from being written.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _torn(handle: int) -> bool:
    size = os.fstat(handle).st_size
    if not size:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"
