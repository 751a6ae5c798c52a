"""What Whoosh pickles into an index's table of contents by module path: the schema's fields and the segments.

Whoosh reads these classes back by their name, so this module keeps its name and its classes; any change of what is
stored, here or in `codec`, raises `SCHEMA_VERSION`, and every index of another version is built anew.

One indexed field holds a *bag*: token → weighted count, analysed by us. That was measured against four text fields:
an eighth of the look-ups per word, no position lists, no stored text. An entry's key and fingerprint are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from whoosh import fields, formats
from whoosh.codec.base import Segment as BaseSegment

SCHEMA_VERSION: Final = 3
BAG: Final = "bag"
KEY: Final = "key"
PRINT: Final = "print"


class Bag(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped here
    """A field whose value is a mapping of token to weighted count (a positive integer)."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=False, stored=False)

    def index(self, value: Mapping[str, int], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh asks for: token, frequency, weight, payload (none)."""
        for token, weight in value.items():
            yield token.encode(), 1, weight, b""

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return the stored form of a token."""
        return value if isinstance(value, bytes) else value.encode()


def schema() -> Any:
    """Return a new schema of the index."""
    return fields.Schema(**{BAG: Bag(), KEY: fields.STORED(), PRINT: fields.STORED()})


class Segment(BaseSegment):  # type: ignore[misc]  # Whoosh is untyped here
    """Whoosh's record of a segment; the deleted documents are bits, so that many of them are read at once."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._count = 0
        self._deleted = 0
        self._bits = bytearray()

    def codec(self) -> Any:
        """Return the codec by which the segment is read."""
        from kbassist.search.codec import Codec  # noqa: PLC0415 - which needs this module

        return Codec()

    def should_assemble(self) -> bool:
        """Return False: the files of a segment stay apart, since only one of them is big."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Set the number of documents, once they are written."""
        self._count = count
        self._bits = bytearray(-(-count // 8))

    def doc_count_all(self) -> int:
        """Return the number of documents, dead ones included."""
        return self._count

    def deleted_count(self) -> int:
        """Return the number of dead documents."""
        return self._deleted

    def deleted_docs(self) -> Iterator[int]:
        """Return the dead documents."""
        return iter(np.flatnonzero(~self.live()).tolist())

    def delete_document(self, document: int, delete: bool = True) -> None:
        """Mark a document as dead, or as alive again."""
        if self.is_deleted(document) is not delete:
            self._bits[document >> 3] ^= 1 << (document & 7)
            self._deleted += 1 if delete else -1

    def is_deleted(self, document: int) -> bool:
        """Tell whether a document is dead."""
        return bool(self._bits[document >> 3] >> (document & 7) & 1)

    def live(self) -> npt.NDArray[np.bool_]:
        """Tell of each document whether it is alive."""
        bits = np.unpackbits(np.frombuffer(self._bits, np.uint8), count=self._count, bitorder="little")
        live: npt.NDArray[np.bool_] = bits == 0
        return live
