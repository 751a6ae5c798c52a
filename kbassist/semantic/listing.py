"""What stands where in a file of vectors: a growing table, and its form on the disk."""

from __future__ import annotations

import struct
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kbassist.semantic.blocks import OWNER
from kbassist.semantic.packing import SIGNS, Words

_MAGIC: Final = b"kbL1"
_HEAD: Final = struct.Struct("<4sIQII")  # magic, generation, bytes covered, rows, checksum of rows and numbers
_ROW: Final = np.dtype(
    [("owner", f"V{OWNER}"), ("place", "<u8"), ("size", "<u4"), ("length", "<u4"), ("signs", "<u8", (SIGNS,))]
)


class Listing:
    """Place, size, length and signs by owner; 100 bytes and a dictionary's slot for each."""

    def __init__(self, rows: npt.NDArray[np.void] | None = None) -> None:
        self._rows = np.zeros(64, _ROW) if rows is None else rows
        self._row_of = {} if rows is None else {name: n for n, name in enumerate(_names(rows))}
        self._free = len(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, owner: bytes) -> bool:
        return owner in self._row_of

    @property
    def places(self) -> npt.NDArray[np.uint64]:
        """Where each row's block begins."""
        return self._rows["place"]

    @property
    def sizes(self) -> npt.NDArray[np.uint32]:
        """Each row's block in bytes."""
        return self._rows["size"]

    @property
    def lengths(self) -> npt.NDArray[np.uint32]:
        """Each row's entry in units."""
        return self._rows["length"]

    @property
    def signs(self) -> Words:
        """The signs of each row's whole."""
        return self._rows["signs"]

    def row(self, owner: bytes) -> int | None:
        """Return the row of an owner; None where it is unknown."""
        return self._row_of.get(owner)

    def put(self, owner: bytes, place: int, size: int, length: int, whole: Words) -> None:
        """Take in a block, in the place of an older one of the same owner."""
        row = self._row_of.get(owner)
        if row is None:
            row, self._free = self._free, self._free + 1
            if row >= len(self._rows):
                self._rows = np.concatenate([self._rows, np.zeros(len(self._rows) + 64, _ROW)])
        self._rows[row] = (np.void(owner), place, size, length, whole)
        self._row_of[owner] = row

    def drop(self, owner: bytes) -> None:
        """Forget an owner."""
        self._row_of.pop(owner, None)

    def known(self) -> npt.NDArray[np.void]:
        """Return the rows of all owners."""
        return self._rows[np.fromiter(self._row_of.values(), np.int64, len(self._row_of))]


def encode(listing: Listing, generation: int, covered: int) -> bytes:
    """Return the list as bytes; it speaks of the first `covered` bytes of the file of this generation."""
    rows = listing.known().tobytes()
    count = len(rows) // _ROW.itemsize
    return _HEAD.pack(_MAGIC, generation, covered, count, _checksum(generation, covered, count, rows)) + rows


def decode(data: bytes) -> tuple[Listing, int, int] | None:
    """Read a list: the list, the generation, the bytes covered; None where it is damaged or of another kind."""
    if len(data) < _HEAD.size:
        return None
    magic, generation, covered, count, checksum = _HEAD.unpack_from(data)
    rows = data[_HEAD.size :]
    if magic != _MAGIC or len(rows) != count * _ROW.itemsize:
        return None
    if _checksum(generation, covered, count, rows) != checksum:
        return None
    return Listing(np.frombuffer(rows, _ROW).copy()), generation, covered


def _checksum(generation: int, covered: int, count: int, rows: bytes) -> int:
    return crc32(rows, crc32(struct.pack("<IQI", generation, covered, count)))


def _names(rows: npt.NDArray[np.void]) -> list[bytes]:
    names = rows["owner"].tobytes()
    return [names[n : n + OWNER] for n in range(0, len(names), OWNER)]
