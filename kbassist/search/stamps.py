"""The column of stamps: which entry and passage a document is, and how long, for all documents at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kbassist.search.documents import LENGTH_MASK, ORDINAL_MASK
from kbassist.search.wtypes import STAMP


@dataclass(frozen=True, slots=True)
class Stamps:
    """One row a document, over all segments in Whoosh's order: entry number, ordinal (0: head), length in tokens."""

    numbers: npt.NDArray[np.int64]
    ordinals: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, reader: Any) -> Stamps:
        """Read the stamps of a Whoosh reader; raises ValueError where they do not fit its documents."""
        columns = [_column(leaf) for leaf, _offset in reader.leaf_readers() if leaf.doc_count_all()]
        stamps = np.concatenate(columns) if columns else np.zeros(0, np.uint64)
        if len(stamps) != reader.doc_count_all():
            raise ValueError(f"{len(stamps)} stamps for {reader.doc_count_all()} documents")
        lengths = stamps & np.uint64(LENGTH_MASK)
        ordinals = stamps >> np.uint64(LENGTH_MASK.bit_length()) & np.uint64(ORDINAL_MASK)
        numbers = stamps >> np.uint64(LENGTH_MASK.bit_length() + ORDINAL_MASK.bit_length())
        return cls(numbers.astype(np.int64), ordinals.astype(np.int64), lengths.astype(np.int64))

    def documents_of(self, numbers: Iterable[int]) -> list[int]:
        """Return the documents of these entries."""
        wanted = np.fromiter(numbers, np.int64)
        found: list[int] = np.flatnonzero(np.isin(self.numbers, wanted)).tolist()
        return found


def _column(leaf: Any) -> npt.NDArray[np.uint64]:
    """Read one segment's column in one go; Whoosh's own `load` would unpack value by value."""
    values = leaf.column_reader(STAMP, translate=False)
    data = values._dbfile.get(values._basepos, values._count * values._fixedlen)
    return np.frombuffer(data, dtype=">u8").astype(np.uint64)
