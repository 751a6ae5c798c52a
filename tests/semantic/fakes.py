"""An encoder that knows a few dozen concepts: texts with the same concepts are alike, whatever the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.semantic.encoder import DIMENSIONS

CONCEPTS: Final = (
    ("退款", "钱", "refund", "money back"),
    ("发票", "抬头", "invoice"),
    ("快递", "物流", "parcel", "delivery"),
    ("问候", "您好", "hello"),
    ("密码", "password"),
)


class FakeEncoder:
    """Remembers what it was asked; texts without a concept point somewhere of their own."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.loaded = False

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked.append(list(texts))
        self.loaded = True
        return np.stack([self._vector(text) for text in texts])

    def unload(self) -> None:
        self.loaded = False

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.asked for text in batch]

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        vector = _direction(text) * 0.3
        for concept in CONCEPTS:
            if any(word in text.lower() for word in concept):
                vector = vector + _direction(concept[0])
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def _direction(name: str) -> npt.NDArray[np.float64]:
    found = np.random.default_rng(list(name.encode())).normal(size=DIMENSIONS)
    return found / np.linalg.norm(found)


def random_rows(count: int, seed: int = 1) -> npt.NDArray[np.float32]:
    """Return rows of length 1."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
