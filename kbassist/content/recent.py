"""What was asked for last, as much of it as fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_USUAL_BYTES: Final = 1_000_000
_HELD_BYTES: Final = 100_000_000


class Recent:
    """Decoded records by row, weighed by their bytes as written; any thread may ask and put.

    The newest one always stays, however heavy. While somebody goes through everything again and again (`held`),
    nothing is dropped until far more is there: dropping the oldest would find none of them at hand the next time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[int, tuple[dict[str, Any], int]] = OrderedDict()
        self._bytes = 0
        self._holders = 0

    def get(self, row: int) -> dict[str, Any] | None:
        """Return the fields of a row; None where they are not at hand."""
        with self._lock:
            found = self._found.get(row)
            if found is None:
                return None
            if not self._holders:
                self._found.move_to_end(row)
            return found[0]

    def put(self, row: int, fields: dict[str, Any], size: int) -> None:
        """Keep the fields of a row for a while."""
        with self._lock:
            if row in self._found or (self._holders and self._bytes > _HELD_BYTES):
                return
            self._found[row] = fields, size
            self._bytes += size
            if not self._holders:
                self._drop()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Drop nothing until the block ends, up to 100 MB of records."""
        with self._lock:
            self._holders += 1
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                if not self._holders:
                    self._drop()

    def _drop(self) -> None:
        while self._bytes > _USUAL_BYTES and len(self._found) > 1:
            _, (_, size) = self._found.popitem(last=False)
            self._bytes -= size
