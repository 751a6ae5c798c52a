"""One segment of the index as it is read: entries, documents, dictionary, and lists that are read when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search import arrays
from kbassist.search.blobs import Blob
from kbassist.search.dictionary import Dictionary
from kbassist.search.lists import Ints, decode, decode_one

_FEW: Final = 8  # entries that are looked for one by one
Places = npt.NDArray[np.int32]
_entries: Final = msgspec.msgpack.Decoder(tuple[list[str], list[str]]).decode


class Damaged(Exception):  # noqa: N818 - the index is built again, and titles answer meanwhile
    """Posting lists cannot be read, or are not what was written: this index must not be used any longer."""


class SegmentData:
    """What does not change in a segment; what is deleted stands in Whoosh's own record of it (`wtypes.Segment`).

    The documents of one entry stand side by side: its head, which has ordinal 0, and its passages. `keys` and
    `prints` are the entries' keys and fingerprints in that order, `starts` their heads, and `entry_of` is the entry
    of each document.
    """

    def __init__(self, dictionary: bytes, documents: bytes, lists: Blob) -> None:
        """Take the files of a segment that were checked; raises `Damaged` where they do not fit each other."""
        try:
            self.dictionary = Dictionary(dictionary)
            parts = arrays.unpack(documents)
            self.ordinals, self.lengths = parts["ordinals"].astype(np.uint16), parts["lengths"].astype(np.float32)
            self.keys, self.prints = _entries(parts["entries"].tobytes())
        except (ValueError, KeyError, msgspec.MsgspecError) as error:
            raise Damaged("malformed segment") from error
        heads = self.ordinals == 0
        self.starts: Places = np.flatnonzero(heads).astype(np.int32)
        self.entry_of: Places = np.cumsum(heads, dtype=np.int32) - np.int32(1)
        self._lists = lists
        self._searched = 0
        if not len(self.starts) == len(self.keys) == len(self.prints) or self.dictionary.size != lists.size:
            raise Damaged("segment files of different origin")

    @property
    def documents(self) -> int:
        """Return the number of documents, dead ones included."""
        return len(self.ordinals)

    def place(self, key: str) -> int:
        """Return the place of an entry, -1 if it is not here."""
        if self._searched < _FEW:  # a look through the keys takes a millisecond, a dictionary of them twenty
            self._searched += 1
            return self.keys.index(key) if key in self.keys else -1
        return self._places.get(key, -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return dict(zip(self.keys, range(len(self.keys)), strict=True))

    def extent(self, entry: int) -> tuple[int, int]:
        """Return an entry's first document and the one after its last."""
        end = int(self.starts[entry + 1]) if entry + 1 < len(self.starts) else self.documents
        return int(self.starts[entry]), end

    def posting(self, index: int) -> tuple[Places, npt.NDArray[Any] | None]:
        """Return documents and weights (None: all 1) of the list at this place; raises `Damaged`."""
        return self._decoded(index, *self._fetched(index, index + 1))

    def postings(self, places: Sequence[int]) -> list[tuple[Places, npt.NDArray[Any] | None]]:
        """Return the lists at these places, ascending ones, with one read for all; raises `Damaged`."""
        base, data = self._fetched(places[0], places[-1] + 1)
        return [self._decoded(place, base, data) for place in places]

    def all_postings(self, low: int, high: int) -> tuple[Ints, Ints, Ints]:
        """Return counts of the lists from `low` up to `high`, and their documents and weights in a row."""
        base, data = self._fetched(low, high)
        start, end = self.dictionary.extent(low, high)
        heads = self.dictionary.heads.slice(low, high)
        return heads.counts, *decode(heads, data[start - base : end - base])

    def _decoded(self, index: int, base: int, data: bytes) -> tuple[Places, npt.NDArray[Any] | None]:
        start, end = self.dictionary.extent(index, index + 1)
        return decode_one(*self.dictionary.head(index), data[start - base : end - base])

    def _fetched(self, low: int, high: int) -> tuple[int, bytes]:
        """Read and check the pages that hold these lists; return where they begin, and their bytes."""
        start, end = self.dictionary.extent(low, high)
        if start == end:
            return start, b""
        pages = self.dictionary.pages(low, high)
        base = pages[0][0]
        try:
            data = self._lists.read(base, pages[-1][1] - base)
        except OSError as error:
            raise Damaged(str(error)) from error
        view = memoryview(data)
        for begin, after, checksum in pages:
            if crc32(view[begin - base : after - base]) != checksum:
                raise Damaged(f"posting lists at {begin}")
        return base, data
