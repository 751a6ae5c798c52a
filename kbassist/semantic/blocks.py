"""One entry's vectors as bytes: a block that stands for itself, so that a torn one is told from a whole one."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from kbassist.semantic.packing import PACKED, Floats, Packed, Words, pack, signs, unit, unpack

MAGIC: Final = b"kbV1"
OWNER: Final = 16  # bytes
_HEAD: Final = struct.Struct(f"<4s{OWNER}sHII")  # magic, owner, vectors, length in units, checksum of all the rest
HEAD: Final = _HEAD.size
MOST: Final = 64  # vectors; far above what is written, so that a damaged count is seen at once


def owner(parts: Iterable[str]) -> bytes:
    """Return the name of what these parts say: equal parts share their vectors."""
    return hashlib.blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=OWNER).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """What a block says of itself: whose it is, how many vectors it holds, how long the entry is in units."""

    owner: bytes
    count: int
    length: int
    checksum: int

    @property
    def size(self) -> int:
        """The bytes that follow the head."""
        return self.count * PACKED.itemsize


def encode(name: bytes, length: int, chunks: Floats) -> tuple[bytes, Words]:
    """Return an entry's block and the signs of its whole, which is the mean of its chunks and goes first."""
    whole = unit(chunks.mean(axis=0, keepdims=True))
    body = pack(np.concatenate([whole, chunks])).tobytes()
    count, length = len(chunks) + 1, min(length, 0xFFFFFFFF)
    return _HEAD.pack(MAGIC, name, count, length, _checksum(name, count, length, body)) + body, signs(whole)[0]


def head(data: bytes) -> Head | None:
    """Read a block's head; None where there is none."""
    if len(data) < HEAD:
        return None
    magic, name, count, length, checksum = _HEAD.unpack_from(data)
    return Head(name, count, length, checksum) if magic == MAGIC and 1 <= count <= MOST else None


def body(data: bytes) -> tuple[Head, Packed] | None:
    """Read a whole block: its head and its packed vectors, that of the whole first; None where it is damaged."""
    found = head(data)
    if found is None:
        return None
    rest = data[HEAD : HEAD + found.size]
    if len(rest) < found.size or _checksum(found.owner, found.count, found.length, rest) != found.checksum:
        return None
    return found, np.frombuffer(rest, PACKED)


def scan(data: bytes, start: int = 0) -> Iterator[tuple[int, Head, Words]]:
    """Yield place, head and the whole's signs of every block that is not damaged; the rest is stepped over."""
    at = data.find(MAGIC, start)
    while at >= 0:
        found = body(data[at : at + HEAD + MOST * PACKED.itemsize])
        if found:
            yield at, found[0], signs(unpack(found[1][:1]))[0]
        at = data.find(MAGIC, at + (HEAD + found[0].size if found else 1))


def _checksum(name: bytes, count: int, length: int, rest: bytes) -> int:
    return crc32(rest, crc32(struct.pack("<HI", count, length), crc32(name)))
