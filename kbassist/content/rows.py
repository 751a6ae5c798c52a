"""Columns of numbers about the files that were read: 40 bytes a row, where objects would take ten times that."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

DIGEST_BYTES: Final = 12
NOWHERE: Final = -1
Row = tuple[int, int, bytes, int, int, int]
"""Time (nanoseconds) and size of a file, digest of its bytes; place, length and checksum of its record."""
Columns = Sequence[Sequence[int] | Sequence[bytes]]
"""The same in columns."""


class Rows:
    """Rows are only ever added, so whatever refers to one may go on doing so."""

    __slots__ = ("_checks", "_digests", "_lengths", "_mtimes", "_places", "_sizes")

    def __init__(self) -> None:
        self._mtimes, self._sizes = array("q"), array("Q")
        self._digests = bytearray()
        self._places, self._lengths, self._checks = array("q"), array("I"), array("I")

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._places)

    def __getitem__(self, number: int) -> Row:
        """Return one row."""
        digest = bytes(self._digests[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES])
        return (self._mtimes[number], self._sizes[number], digest, *self.record(number))

    def record(self, number: int) -> tuple[int, int, int]:
        """Return place, length and checksum of a row's record."""
        return self._places[number], self._lengths[number], self._checks[number]

    def bytes_of(self, numbers: Iterable[int]) -> int:
        """Return how long the records of these rows are together."""
        return sum(map(self._lengths.__getitem__, numbers))

    def digest(self, number: int) -> str:
        """Return the digest of a row's file as hex digits."""
        return self._digests[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES].hex()

    def stamp(self, number: int) -> tuple[int, int]:
        """Return time and size of a row's file."""
        return self._mtimes[number], self._sizes[number]

    def restamp(self, number: int, mtime_ns: int, size: int) -> None:
        """Note that the same bytes stand in the file with another time now."""
        self._mtimes[number], self._sizes[number] = mtime_ns, size

    def put_at(self, number: int, place: int) -> None:
        """Note where a row's record stands now."""
        self._places[number] = place

    def add(self, columns: Columns) -> range:
        """Add the rows that these six columns make; return their numbers."""
        first = len(self)
        mtimes, sizes, digests, places, lengths, checks = columns
        numbers = (self._mtimes, self._sizes, self._places, self._lengths, self._checks)
        for column, values in zip(numbers, (mtimes, sizes, places, lengths, checks), strict=True):
            column.extend(values)  # type: ignore[arg-type]  # the digests are the one column of bytes
        self._digests += b"".join(digests)  # type: ignore[arg-type]  # see above
        return range(first, len(self))
