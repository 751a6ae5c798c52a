"""Posting lists as arrays: which documents have a term, how strongly, and which entries those are."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, stem
from kbassist.search.parts import Bools, Floats, Found, Ints, Part
from kbassist.search.posting import Posting, differs
from kbassist.search.segment import SegmentData
from kbassist.search.snapshot import Snapshot

__all__ = ["Bools", "Floats", "Ints", "Posting", "Postings"]

K1: Final = 1.5
B: Final = 0.75
_EXPANSIONS: Final = 48  # most frequent words that a prefix stands for
_CACHE_BYTES: Final = 20 << 20
_CACHE_BYTES_PER_DOCUMENT: Final = 128  # eight terms that are in every document, and laid out
_Kind = TypeVar("_Kind", bound=np.generic)
_DENSE: Final = 8  # documents of the index for each one found, up to which they are laid out and not sorted


class Postings:
    """The lists of one index snapshot.

    The documents of one entry stand side by side and are a *group*; groups are numbered in the order of documents.
    `rows[group]` is the entry's row in the catalogue, -1 for one that is gone; `group_of` is the way back.
    `starts` are the first documents of the groups (their heads), and `of_document` is the group of each document.
    `norms` are BM25's length norms of the documents. `entries` counts the groups that are alive. A look-up raises
    `segment.Damaged` where a list is not what was written: the index is then to be built anew, and titles answer
    meanwhile.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self.ordinals: npt.NDArray[np.uint16] = _joined([part.data.ordinals for part in parts], np.uint16)
        self.starts: Ints = _joined([part.starts for part in parts], np.int32)
        self.of_document: Ints = _joined([part.group_of_document for part in parts], np.int32)
        self.rows: Ints = _joined([part.rows for part in parts], np.int32)
        self.entries = int(np.count_nonzero(self.rows >= 0))
        self.norms = _norms(parts, self.starts)
        self._cache: OrderedDict[Term, Posting | None] = OrderedDict()
        self._cached = 0
        self._most_cached = max(_CACHE_BYTES, _CACHE_BYTES_PER_DOCUMENT * self.documents)

    @classmethod
    def of(cls, snapshot: Snapshot, row_of: Mapping[str, int], previous: Postings | None = None) -> Postings:
        """Return the lists of a snapshot, for a catalogue's rows by key.

        `previous` are those of an earlier snapshot under a catalogue in which every key that both have had the same
        row; then only new segments are looked at entry by entry.
        """
        known = {id(part.data): part.all_rows for part in previous._parts} if previous else {}
        parts: list[Part] = []
        document = group = 0
        for leaf in snapshot.leaves:
            rows = known.get(id(leaf.data))
            rows = _rows(leaf.data, row_of) if rows is None else rows
            parts.append(Part(leaf.data, leaf.live, rows, document, group))
            document, group = document + leaf.data.documents, group + len(leaf.data.keys)
        return cls(parts)

    @property
    def documents(self) -> int:
        """Return the number of documents, dead ones included."""
        return len(self.ordinals)

    @cached_property
    def group_of(self) -> Groups:
        """Return the group of each row."""
        return Groups(self.rows)

    @cached_property
    def ends(self) -> Ints:
        """Return what follows the last document of each group."""
        return np.append(self.starts[1:], np.int32(self.documents)).astype(np.int32)

    @cached_property
    def entry_norms(self) -> Floats:
        """Return BM25's length norm of each group, head and passages taken as one document."""
        if not len(self.starts):
            return np.zeros(0, np.float32)
        lengths = _joined([part.data.lengths for part in self._parts], np.float32)
        together = np.add.reduceat(lengths, self.starts, dtype=np.float32)
        mean = max(float(together[self.rows >= 0].sum(dtype=np.float64)) / max(self.entries, 1), 1.0)
        return together * np.float32(K1 * B / mean) + np.float32(K1 * (1 - B))

    def lookup(self, term: Term) -> Posting | None:
        """Return the posting of a term or a prefix; None if no living document has it."""
        if term in self._cache:
            self._cache.move_to_end(term)
            return self._cache[term]
        found = self._prefixed(term.text) if term.prefix else self._single(term.text)
        self._remember(term, found)
        return found

    def frequency(self, text: str) -> int:
        """Return the number of documents that have a token, without a look at its list.

        Documents that are gone count until their segment is merged.
        """
        token = text.encode()
        found = ((part.data.dictionary, part.data.dictionary.find(token)) for part in self._parts)
        return sum(dictionary.count(place) for dictionary, place in found if place >= 0)

    def latin_words(self) -> Sequence[tuple[str, int]]:
        """Return the tokens that begin with a letter from a to z, in order, with the numbers of their documents."""
        return self._latin_words

    @cached_property
    def _latin_words(self) -> tuple[tuple[str, int], ...]:
        counts: Counter[bytes] = Counter()
        for part in self._parts:
            counts.update(part.between(part.data.dictionary.place(b"a"), part.data.dictionary.place(b"{")))
        return tuple((token.decode(), count) for token, count in sorted(counts.items()))

    def _remember(self, term: Term, posting: Posting | None) -> None:
        self._cache[term] = posting
        self._cached += posting.nbytes if posting else 0
        while self._cached > self._most_cached and len(self._cache) > 1:
            _term, oldest = self._cache.popitem(last=False)
            self._cached -= oldest.nbytes if oldest else 0

    def _single(self, text: str) -> Posting | None:
        token = text.encode()
        return self._posting([found for part in self._parts for found in part.find(token)])

    def _prefixed(self, prefix: str) -> Posting | None:
        """Join the words that begin so, and the stem of what was typed: the best of them counts in each document."""
        begin, root = prefix.encode(), stem(prefix).encode()
        tokens = self._expansions(begin) | {begin, root}
        found = [each for part in self._parts for each in part.beginning(begin, tokens)]
        if not root.startswith(begin):
            found += [each for part in self._parts for each in part.find(root)]
        return self._posting([_best(found, self.documents)] if len(found) > 1 else found)

    def _expansions(self, prefix: bytes) -> frozenset[bytes]:
        """Return the words that begin so; the most frequent ones where they are many."""
        counts: Counter[bytes] = Counter()
        for part in self._parts:
            counts.update(part.frequent(prefix))
        many = len(counts) > _EXPANSIONS
        return frozenset(nlargest(_EXPANSIONS, counts, key=counts.__getitem__) if many else counts)

    def _posting(self, found: list[Found]) -> Posting | None:
        """Weigh by BM25's share of the term frequency (Robertson & Zaragoza 2009, 3.4)."""
        documents = _joined([documents for documents, _counts in found], np.int32)
        if not len(documents):
            return None
        counts = _joined([counts for _documents, counts in found], np.float32)
        weights = self.norms[documents]
        weights += counts
        np.divide(counts, weights, out=weights)
        weights *= np.float32(K1 + 1)
        return Posting(documents, weights, self.of_document)


class Groups(Mapping[int, int]):
    """The group of each row of the catalogue that is in the index: the inverse of `Postings.rows`, as an array."""

    def __init__(self, rows: Ints) -> None:
        live = np.flatnonzero(rows >= 0)
        self._of_row = np.full(int(rows.max(initial=-1)) + 1, -1, np.int32)
        self._of_row[rows[live]] = live
        self._count = len(live)

    def __getitem__(self, row: int) -> int:
        if not 0 <= row < len(self._of_row) or self._of_row[row] < 0:
            raise KeyError(row)
        return int(self._of_row[row])

    def __iter__(self) -> Iterator[int]:
        return iter(np.flatnonzero(self._of_row >= 0).tolist())

    def __len__(self) -> int:
        return self._count


def _rows(data: SegmentData, row_of: Mapping[str, int]) -> Ints:
    return np.fromiter((row_of.get(key, -1) for key in data.keys), np.int32, len(data.keys))


def _joined(arrays: list[npt.NDArray[_Kind]], kind: type[_Kind]) -> npt.NDArray[_Kind]:
    """Join arrays; a single one is not copied."""
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.zeros(0, kind)


def _norms(parts: Sequence[Part], starts: Ints) -> Floats:
    """Return BM25's length norm of each document; heads are compared with heads, passages with passages."""
    totals, counts = [part.lengths() for part in parts], [part.counts() for part in parts]
    heads, passages = (
        max(sum(total[kind] for total in totals) / max(sum(count[kind] for count in counts), 1), 1.0)
        for kind in (0, 1)
    )
    lengths = _joined([part.data.lengths for part in parts], np.float32)
    norms = lengths * np.float32(K1 * B / passages)
    norms[starts] = lengths[starts] * np.float32(K1 * B / heads)
    norms += np.float32(K1 * (1 - B))
    return norms


def _best(found: list[Found], size: int) -> Found:
    """Return all documents once, each with its greatest count."""
    documents = np.concatenate([documents for documents, _counts in found])
    if _DENSE * len(documents) < size:
        counts = np.concatenate([counts for _documents, counts in found])
        order = np.argsort(documents, kind="stable")
        documents = documents[order]
        firsts = np.flatnonzero(differs(documents))
        return documents[firsts], np.maximum.reduceat(counts[order], firsts) if len(firsts) else counts
    best = np.zeros(size, np.float32)
    for documents, counts in found:
        best[documents] = np.maximum(best[documents], counts)
    documents = np.flatnonzero(best > 0).astype(np.int32)
    return documents, best[documents]
