"""One segment among others: its documents and groups with their numbers in the whole index, the dead left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.segment import SegmentData

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Found = tuple[Ints, Floats]  # documents, weighted counts

_LOOKED_AT: Final = 400  # most frequent words of a segment that are looked at for a prefix
_IN_ONE_GO: Final = 4  # times the bytes that are wanted, up to which all between them are read too


class Part:
    """A segment from the document and the group on that have these numbers.

    `all_rows` are the catalogue's rows of its entries, `rows` the same with -1 for those that are dead.
    """

    def __init__(self, data: SegmentData, live: Bools | None, all_rows: Ints, document: int, group: int) -> None:
        self.data = data
        self.all_rows = all_rows
        self.rows: Ints = all_rows if live is None else np.where(live, all_rows, np.int32(-1))
        self.first_document = document
        self.first_group = group

    @cached_property
    def _live(self) -> Bools | None:
        """Tell of each document whether it is alive; None if all are."""
        live = self.rows >= 0
        return None if live.all() else live[self.data.entry_of]

    @property
    def starts(self) -> Ints:
        """Return the first documents of the groups."""
        return self.data.starts + np.int32(self.first_document) if self.first_document else self.data.starts

    @property
    def group_of_document(self) -> Ints:
        """Return the group of each document."""
        return self.data.entry_of + np.int32(self.first_group) if self.first_group else self.data.entry_of

    def lengths(self) -> tuple[float, float]:
        """Return the length of all living heads, and of all living passages."""
        lengths, live = self.data.lengths, self._live
        whole = float(lengths.sum(dtype=np.float64))
        if live is not None:
            whole -= float(lengths[~live].sum(dtype=np.float64))
        heads = float(lengths[self.data.starts][self.rows >= 0].sum(dtype=np.float64))
        return heads, whole - heads

    def counts(self) -> tuple[int, int]:
        """Return the number of living heads, and of living passages."""
        heads = int(np.count_nonzero(self.rows >= 0))
        return heads, (self.data.documents if self._live is None else int(np.count_nonzero(self._live))) - heads

    def find(self, token: bytes) -> Iterator[Found]:
        """Yield the living documents that have a token, if any segment's document has it; raises `Damaged`."""
        place = self.data.dictionary.find(token)
        if place >= 0:
            yield self._living(*self.data.posting(place))

    def beginning(self, prefix: bytes, tokens: frozenset[bytes]) -> Iterator[Found]:
        """Yield the living documents of those of these tokens that begin so, read at once where they lie together."""
        places = self._places(*self.data.dictionary.span(prefix), tokens)
        if not places:
            return
        sizes = [end - start for start, end in (self.data.dictionary.extent(place, place + 1) for place in places)]
        start, end = self.data.dictionary.extent(places[0], places[-1] + 1)
        if end - start <= _IN_ONE_GO * sum(sizes):
            lists: Iterable[Any] = self.data.postings(places)
        else:
            lists = map(self.data.posting, places)
        for one in lists:
            yield self._living(*one)

    def _places(self, low: int, high: int, tokens: frozenset[bytes]) -> list[int]:
        dictionary = self.data.dictionary
        if high - low <= _LOOKED_AT:
            return [place for place, token in enumerate(dictionary.tokens(low, high), low) if token in tokens]
        return sorted(place for token in tokens if low <= (place := dictionary.find(token)) < high)

    def frequent(self, prefix: bytes) -> Mapping[bytes, int]:
        """Return the most frequent tokens that begin so, with the numbers of their documents."""
        dictionary = self.data.dictionary
        low, high = dictionary.span(prefix)
        if high - low <= _LOOKED_AT:
            return self.between(low, high)
        counts = dictionary.heads.counts[low:high]
        most = np.argpartition(counts, -_LOOKED_AT)[-_LOOKED_AT:]
        return {dictionary.token(low + place): int(counts[place]) for place in most.tolist()}

    def between(self, low: int, high: int) -> Mapping[bytes, int]:
        """Return the tokens at these places of the dictionary, with the numbers of their documents."""
        dictionary = self.data.dictionary
        counts = dictionary.heads.counts[low:high].tolist()
        return dict(zip(dictionary.tokens(low, high), counts, strict=True))

    def _living(self, documents: Ints, weights: npt.NDArray[Any] | None) -> Found:
        counts = np.ones(len(documents), np.float32) if weights is None else weights.astype(np.float32)
        if self._live is not None:
            kept = self._live[documents]
            documents, counts = documents[kept], counts[kept]
        if self.first_document:
            documents += np.int32(self.first_document)
        return documents, counts
