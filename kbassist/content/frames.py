"""Frames: a file of parts that each tell their length and digest, so that a torn end is seen and ignored."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import Final

_HEAD: Final = struct.Struct("<I16s")


def framed(content: bytes) -> bytes:
    """Return a frame around this content (below 4 GB)."""
    return _HEAD.pack(len(content), _digest(content)) + content


def frames(data: bytes, start: int = 0) -> Iterator[tuple[memoryview, int]]:
    """Yield the content of each sound frame and where it ends, up to the first one that is torn or damaged."""
    view = memoryview(data)
    while start + _HEAD.size <= len(data):
        length, digest = _HEAD.unpack_from(data, start)
        content = view[start + _HEAD.size : start + _HEAD.size + length]
        if len(content) != length or _digest(content) != digest:
            return
        start += _HEAD.size + length
        yield content, start


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
