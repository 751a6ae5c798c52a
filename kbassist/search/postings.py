"""Posting lists as arrays: which documents have a term, how strongly, and which entries those are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, stem
from kbassist.search.stamps import Stamps
from kbassist.search.wtypes import BAG, read_blocks

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

K1: Final = 1.5
B: Final = 0.75
_EXPANSIONS: Final = 48  # most frequent words that a prefix stands for
_LOOKED_AT: Final = 400  # words looked at to choose them
_CACHE_BYTES: Final = 24 << 20


@dataclass(frozen=True, slots=True)
class Posting:
    """The documents that have a term (ascending), their BM25 weight without idf, and their entries' groups."""

    documents: Ints
    weights: Floats
    groups: Ints

    @property
    def nbytes(self) -> int:
        """Return the memory taken."""
        return self.documents.nbytes + self.weights.nbytes + self.groups.nbytes


class Postings:
    """The lists of one index snapshot.

    The documents of one entry stand side by side and are a *group*; groups are numbered in the order of documents.
    `rows[group]` is the entry's row in the catalogue, -1 for one that is gone; `group_of` is the way back.
    `starts` are the first documents of the groups (their heads), and `of_document` is the group of each document.
    """

    def __init__(self, reader: Any, row_of_number: Mapping[int, int]) -> None:
        self._leaves = [(leaf, offset) for leaf, offset in reader.leaf_readers() if leaf.doc_count_all()]
        stamps = Stamps.of(reader)
        self.ordinals = stamps.ordinals
        new = _changes(stamps.numbers)
        self.starts = np.flatnonzero(new)
        self.of_document = np.cumsum(new) - 1
        self.rows = np.array([row_of_number.get(int(n), -1) for n in stamps.numbers[self.starts]], np.int64)
        self.group_of = {int(row): group for group, row in enumerate(self.rows.tolist()) if row >= 0}
        self._live = self.rows[self.of_document] >= 0
        self.entries = int(np.count_nonzero(self.rows >= 0))
        self._norms = _norms(stamps, self._live)
        self._cache: OrderedDict[Term, Posting | None] = OrderedDict()
        self._cached = 0

    @property
    def documents(self) -> int:
        """Return the number of documents, dead ones included."""
        return len(self.ordinals)

    def lookup(self, term: Term) -> Posting | None:
        """Return the posting of a term or a prefix; None if no living document has it."""
        if term in self._cache:
            self._cache.move_to_end(term)
            return self._cache[term]
        found = self._prefixed(term.text) if term.prefix else self._single(term.text)
        self._remember(term, found)
        return found

    def _remember(self, term: Term, posting: Posting | None) -> None:
        self._cache[term] = posting
        self._cached += posting.nbytes if posting else 0
        while self._cached > _CACHE_BYTES and len(self._cache) > 1:
            _term, oldest = self._cache.popitem(last=False)
            self._cached -= oldest.nbytes if oldest else 0

    def _single(self, text: str) -> Posting | None:
        parts = [
            (documents.astype(np.int64) + offset, weights)
            for leaf, offset in self._leaves
            for documents, weights in read_blocks(leaf, text.encode())
        ]
        if not parts:
            return None
        documents, weights = (np.concatenate(side) for side in zip(*parts, strict=True))
        living = self._live[documents]
        if not living.all():
            documents, weights = documents[living], weights[living]
        return self._posting(documents, self._saturated(documents, weights.astype(np.float32)))

    def _saturated(self, documents: Ints, counts: Floats) -> Floats:
        """Return BM25's share of the term frequency (Robertson & Zaragoza 2009, 3.4)."""
        saturated: Floats = counts * np.float32(K1 + 1) / (counts + self._norms[documents])
        return saturated

    def _posting(self, documents: Ints, weights: Floats) -> Posting | None:
        if not len(documents):
            return None
        groups = self.of_document[documents]
        return Posting(documents, weights, groups[_changes(groups)])

    def _prefixed(self, prefix: str) -> Posting | None:
        """Join the words that begin so: the best of them counts in each document."""
        found = [posting for text in self._expansions(prefix) if (posting := self.lookup(Term(text)))]
        if len(found) <= 1:
            return found[0] if found else None
        best = np.zeros(self.documents, np.float32)
        for posting in found:
            best[posting.documents] = np.maximum(best[posting.documents], posting.weights)
        documents = np.flatnonzero(best)
        return self._posting(documents, best[documents])

    def _expansions(self, prefix: str) -> list[str]:
        """Return the words that begin so, at most `_EXPANSIONS` of them, and the stem of what was typed."""
        counts: dict[str, int] = {}
        for leaf, _offset in self._leaves:
            for text, count in islice(_beginning(leaf, prefix.encode()), _LOOKED_AT):
                counts[text] = counts.get(text, 0) + count
        chosen = counts if len(counts) <= _EXPANSIONS else nlargest(_EXPANSIONS, counts, key=counts.__getitem__)
        return list(dict.fromkeys((stem(prefix), prefix, *chosen)))


def _norms(stamps: Stamps, live: npt.NDArray[np.bool_]) -> Floats:
    """Return BM25's length norm of each document; heads are compared with heads, passages with passages."""
    norms = np.empty(len(live), np.float32)
    for kind in (stamps.ordinals == 0, stamps.ordinals > 0):
        lengths = stamps.lengths[kind & live]
        average = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
        norms[kind] = K1 * (1 - B + B * stamps.lengths[kind] / average)
    return norms


def _changes(values: Ints) -> Bools:
    """Tell of each value whether it differs from the one before it."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _beginning(leaf: Any, prefix: bytes) -> Iterator[tuple[str, int]]:
    """Yield the tokens of a segment that begin so, with the number of their documents."""
    for token in leaf.expand_prefix(BAG, prefix):
        yield token.decode(), leaf.doc_frequency(BAG, token)
