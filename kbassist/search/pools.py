"""Postings on their way into a segment, sorted by token and document: of new documents, or of older segments."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.search.lists import MOST_WEIGHT, RANK_SHIFT, Ints, pack
from kbassist.search.segment import SegmentData

Packed = npt.NDArray[np.uint64]
Chunk = tuple[Sequence[bytes], Packed]  # tokens in order, and postings whose ranks are places among these tokens
Tick = Callable[[], object]

_CHUNK: Final = 1 << 20  # postings that are sorted, merged and encoded at a time: bounds the memory
_SAMPLES: Final = 64  # places at which each of the merged dictionaries may be cut


class Run:
    """Postings of new documents, which come with the numbers 0, 1, 2 ….

    A posting is put down as two small numbers; one sort at the end brings all of them in order. That takes a third
    of the time of growing a list for each token, and the memory is known.
    """

    def __init__(self) -> None:
        self._ids: defaultdict[str, int] = defaultdict(count().__next__)
        self._tokens = array("I")
        self._weights = array("H")
        self._sizes = array("I")

    def __len__(self) -> int:
        """Return the number of postings."""
        return len(self._tokens)

    def add(self, bag: Mapping[str, int]) -> None:
        """Take the next document: token → weighted count."""
        self._tokens.extend(map(self._ids.__getitem__, bag))
        weights = bag.values()
        if max(weights, default=0) > MOST_WEIGHT:
            weights = [min(weight, MOST_WEIGHT) for weight in weights]  # type: ignore[assignment]  # as good here
        self._weights.extend(weights)
        self._sizes.append(len(bag))

    def chunks(self) -> Iterator[Chunk]:
        """Yield all postings in the order of tokens; they are gone from here then."""
        texts = sorted(self._ids)
        packed = self._packed(texts)
        self.cleanup()
        packed.sort()
        for part in _cut(packed):
            first = int(part[0]) >> RANK_SHIFT
            last = int(part[-1]) >> RANK_SHIFT
            yield [text.encode() for text in texts[first : last + 1]], part - np.uint64(first << RANK_SHIFT)

    def _packed(self, texts: list[str]) -> Packed:
        order = np.empty(len(texts), np.uint32)
        order[np.fromiter(map(self._ids.__getitem__, texts), np.int64, len(texts))] = np.arange(len(texts))
        sizes = np.array(self._sizes, np.int64)
        documents = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        return pack(order[np.array(self._tokens)], documents, np.array(self._weights))

    def iter_postings(self) -> Run:
        """Return itself: `codec.ListsWriter` takes the chunks."""
        return self

    def cleanup(self) -> None:
        """Let go of everything."""
        self._ids.clear()
        self._tokens, self._weights, self._sizes = array("I"), array("H"), array("I")


def _cut(packed: Packed) -> Iterator[Packed]:
    """Cut sorted postings into parts of about `_CHUNK`, between two lists."""
    start = 0
    while start < len(packed):
        end = min(start + _CHUNK, len(packed))
        if end < len(packed):
            last = int(packed[end - 1]) >> RANK_SHIFT
            end = int(np.searchsorted(packed, np.uint64(last + 1 << RANK_SHIFT)))
        yield packed[start:end]
        start = end


class Merge:
    """Postings of some segments without their dead documents, the documents numbered anew in a row."""

    def __init__(self, tick: Tick) -> None:
        """`tick` is called now and then, and may raise to stop the work."""
        self._tick = tick
        self._sources: list[tuple[SegmentData, Ints]] = []
        self._documents = 0

    def add(self, data: SegmentData, live: npt.NDArray[np.bool_]) -> None:
        """Take a segment; `live` tells of each of its documents whether it is kept."""
        numbers = np.cumsum(live) + (self._documents - 1)
        numbers[~live] = -1
        self._documents += int(np.count_nonzero(live))
        self._sources.append((data, numbers))

    def chunks(self) -> Iterator[Chunk]:
        """Yield all postings in the order of tokens; raises `Damaged`."""
        for low, high in pairwise([[0] * len(self._sources), *self._cuts()]):
            self._tick()
            chunk = self._chunk(low, high)
            if len(chunk[1]):
                yield chunk

    def _cuts(self) -> Iterator[list[int]]:
        """Yield places in all dictionaries that belong to the same token, about `_CHUNK` postings apart."""
        dictionaries = [data.dictionary for data, _numbers in self._sources]
        before = [np.cumsum(dictionary.heads.counts, dtype=np.int64) for dictionary in dictionaries]
        samples = {
            dictionary.token(place)
            for dictionary in dictionaries
            for place in range(_step(len(dictionary)), len(dictionary), _step(len(dictionary)))
        }
        taken = 0
        for token in sorted(samples):
            places = [dictionary.place(token) for dictionary in dictionaries]
            total = sum(int(sums[place - 1]) if place else 0 for sums, place in zip(before, places, strict=True))
            if total - taken > _CHUNK:
                taken = total
                yield places
        yield [len(dictionary) for dictionary in dictionaries]

    def _chunk(self, low: list[int], high: list[int]) -> Chunk:
        spans = [
            (data, numbers, start, end)
            for (data, numbers), start, end in zip(self._sources, low, high, strict=True)
            if start < end
        ]
        texts = [data.dictionary.tokens(start, end) for data, _numbers, start, end in spans]
        tokens = sorted(set().union(*texts))
        rank = {token: place for place, token in enumerate(tokens)}
        parts = [
            _renumbered(data, numbers, start, end, np.fromiter(map(rank.__getitem__, found), np.int64, len(found)))
            for (data, numbers, start, end), found in zip(spans, texts, strict=True)
        ]
        packed = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
        packed.sort()
        return tokens, packed

    def iter_postings(self) -> Merge:
        """Return itself: `codec.ListsWriter` takes the chunks."""
        return self

    def cleanup(self) -> None:
        """Let go of everything."""
        self._sources.clear()


def _step(size: int) -> int:
    return max(size // _SAMPLES, 1)


def _renumbered(data: SegmentData, numbers: Ints, low: int, high: int, places: Ints) -> Packed:
    counts, documents, weights = data.all_postings(low, high)
    documents = numbers[documents]
    packed = pack(np.repeat(places, counts), documents, weights)
    return packed if documents.min(initial=0) >= 0 else packed[documents >= 0]
