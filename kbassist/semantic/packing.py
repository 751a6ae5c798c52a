"""Vectors in few bytes: four bits a number, and one bit a number for the first look.

Measured on five sets of questions: four bits move the cosine by 0.003 and recall by nothing that can be told from
chance; of the 50 nearest entries, 98 % or more are among the 200 nearest by signs alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.semantic.encoder import DIMENSIONS

PACKED: Final = np.dtype([("scale", "<f4"), ("nibbles", "u1", (DIMENSIONS // 2,))])
"""A vector on the disk: two numbers a byte, each from -7 to 7, times `scale`."""
SIGNS: Final = DIMENSIONS // 64  # 64-bit words

Floats = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint64]
Packed = npt.NDArray[np.void]


def unit(vectors: Floats) -> Floats:
    """Return the rows brought to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def pack(vectors: Floats) -> Packed:
    """Return the rows as `PACKED` records."""
    scale = np.maximum(np.abs(vectors).max(axis=1), np.float32(1e-12)) / 7
    steps = (np.rint(vectors / scale[:, None]) + 8).astype(np.uint8)
    packed = np.zeros(len(vectors), PACKED)
    packed["scale"] = scale
    packed["nibbles"] = steps[:, 0::2] << 4 | steps[:, 1::2]
    return packed


def unpack(packed: Packed) -> Floats:
    """Return rows of length 1."""
    steps = np.empty((len(packed), DIMENSIONS), np.float32)
    nibbles = packed["nibbles"]
    steps[:, 0::2] = nibbles >> 4
    steps[:, 1::2] = nibbles & 15
    steps -= 8
    return unit(steps)


def signs(vectors: Floats) -> Words:
    """Return one bit a number, `SIGNS` words a row."""
    bits: Words = np.packbits(vectors > 0, axis=1).view(np.uint64)
    return bits


def apart(rows: Words, query: Words) -> npt.NDArray[np.int64]:
    """Return in how many signs each row differs from the query (one row), which grows with the angle."""
    found: npt.NDArray[np.int64] = np.bitwise_count(rows ^ query).sum(axis=1, dtype=np.int64)
    return found
