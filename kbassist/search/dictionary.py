"""The tokens of a segment in byte order, and where the posting list of each lies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np

from kbassist.search import arrays
from kbassist.search.lists import Heads, Ints

_PAGE: Final = 4096  # bytes of small lists that share a checksum
_AFTER_ALL: Final = b"\xff"  # no byte of UTF-8


class Dictionary:
    """Tokens with the heads of their lists. Lists lie in the order of tokens, so those of a prefix lie together.

    Lists share checksums: a *page* is a long list or some short ones side by side, and a list is read with its page.
    """

    def __init__(self, data: bytes) -> None:
        """Take a file that `Builder.packed` made; raises `arrays.Malformed` or KeyError."""
        parts = arrays.unpack(data)
        self._text = _view(parts["text"])
        self._ends = _with_start(parts["lengths"].astype(np.uint32))
        self.heads = Heads(parts["counts"], parts["firsts"], parts["widths"].astype(np.uint8, copy=False))
        self._counts, self._firsts = _view(parts["counts"]), _view(parts["firsts"])
        self._widths = _view(self.heads.widths)
        self._offsets = _with_start(self.heads.sizes)
        self._page_starts, self._page_sums = _view(parts["pages"]), _view(parts["sums"])

    def __len__(self) -> int:
        return len(self._widths)

    @property
    def size(self) -> int:
        """Return the bytes that all lists take."""
        return self._offsets[-1]

    def token(self, index: int) -> bytes:
        """Return a token by its place in the order."""
        return bytes(self._text[self._ends[index] : self._ends[index + 1]])

    def tokens(self, low: int, high: int) -> list[bytes]:
        """Return the tokens from `low` up to, not including, `high`."""
        ends = self._ends[low : high + 1].tolist()
        base = ends[0]
        text = bytes(self._text[base : ends[-1]])
        return [text[start - base : end - base] for start, end in pairwise(ends)]

    def place(self, token: bytes) -> int:
        """Return the place of the first token that is not below this one."""
        return bisect_left(range(len(self)), token, key=self.token)

    def find(self, token: bytes) -> int:
        """Return the place of a token, -1 if it is not there."""
        place = self.place(token)
        return place if place < len(self) and self.token(place) == token else -1

    def span(self, prefix: bytes) -> tuple[int, int]:
        """Return the places of the tokens that begin so: the first, and the one after the last."""
        return self.place(prefix), self.place(prefix + _AFTER_ALL)

    def count(self, index: int) -> int:
        """Return the number of documents in a list."""
        return self._counts[index]

    def head(self, index: int) -> tuple[int, int, int]:
        """Return count, first document and widths of a list (see `lists.Heads`)."""
        return self._counts[index], self._firsts[index], self._widths[index]

    def extent(self, low: int, high: int) -> tuple[int, int]:
        """Return where the lists of the tokens from `low` up to `high` begin and end."""
        return self._offsets[low], self._offsets[high]

    def pages(self, low: int, high: int) -> list[tuple[int, int, int]]:
        """Return start, end and checksum of the pages that hold these lists, at least one."""
        first = bisect_right(self._page_starts, low) - 1
        last = bisect_left(self._page_starts, high, first + 1)
        starts = [
            *self._page_starts[first:last],
            self._page_starts[last] if last < len(self._page_starts) else len(self),
        ]
        offsets = [self._offsets[start] for start in starts]
        return list(zip(offsets, offsets[1:], self._page_sums[first:last], strict=False))


class Builder:
    """Puts a dictionary together, from lists that come in the order of their tokens."""

    def __init__(self) -> None:
        self._text: list[bytes] = []
        self._parts: dict[str, list[arrays.Numbers]] = {
            name: [np.zeros(0, np.int64)] for name in ("lengths", "counts", "firsts", "widths", "pages", "sums")
        }
        self._count = 0

    def add(self, tokens: Sequence[bytes], heads: Heads, data: bytes) -> None:
        """Take some lists; `data` are their bytes."""
        offsets = np.cumsum(heads.sizes) - heads.sizes
        pages = _pages(heads.sizes, offsets)
        ends = [*offsets[pages].tolist(), len(data)]
        view = memoryview(data)
        sums = [crc32(view[start:end]) for start, end in pairwise(ends)]
        self._text.append(b"".join(tokens))
        lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
        values: tuple[arrays.Numbers, ...] = (
            lengths,
            heads.counts,
            heads.firsts,
            heads.widths,
            pages + self._count,
            np.array(sums, np.int64),
        )
        for part, value in zip(self._parts.values(), values, strict=True):
            part.append(value.astype(np.uint32))
        self._count += len(tokens)

    def packed(self) -> bytes:
        """Return the dictionary's file."""
        text = np.frombuffer(b"".join(self._text), np.uint8)
        return arrays.pack({"text": text} | {name: np.concatenate(part) for name, part in self._parts.items()})


def _pages(sizes: Ints, offsets: Ints) -> Ints:
    """Return the first list of each page."""
    long = sizes >= _PAGE
    new = np.diff(offsets // _PAGE, prepend=-1) > 0
    new |= long
    new[1:] |= long[:-1]
    return np.flatnonzero(new)


def _with_start(sizes: arrays.Numbers) -> memoryview:
    """Return where things that stand in a row begin, and where the last one ends."""
    ends = np.zeros(len(sizes) + 1, sizes.dtype)
    np.cumsum(sizes, out=ends[1:])
    return _view(ends)


def _view(numbers: arrays.Numbers) -> memoryview:
    """Return numbers as plain integers, which are looked at one by one several times faster so."""
    return memoryview(numbers.data)
