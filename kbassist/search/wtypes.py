"""What Whoosh pickles into an index by module path: the schema's fields and the codec.

Whoosh reads these classes back by their name, so this module keeps its name and its classes; any change of what is
stored raises `SCHEMA_VERSION`, and every index of another version is built anew.

One indexed field holds a *bag*: token → weighted count, analysed by us. That was measured against four text fields:
an eighth of the look-ups per word, no position lists, no stored text. A second field is a column with one 64-bit
*stamp* a document (see `Stamp`), which needs no look-up at all. Postings are kept in blocks of small-integer arrays
instead of pickled tuples, a fifth of the size and read without a loop.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import sub
from pickle import loads
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.reading import TermNotFound

SCHEMA_VERSION: Final = 1
BAG: Final = "bag"
STAMP: Final = "stamp"
_BLOCK: Final = 8192
_MOST: Final = 0xFFFF

Block = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]  # documents, weights


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
    return fields.Schema(**{BAG: Bag(), STAMP: fields.COLUMN(columns.NumericColumn("Q"))})


def narrow(numbers: Sequence[int]) -> bytes:
    """Return unsigned numbers as bytes, each in as few of 1, 2 or 4 bytes as the biggest needs."""
    most = max(numbers)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", numbers).tobytes()


def widen(data: bytes, count: int) -> npt.NDArray[np.uint32]:
    """Return what `narrow` made of `count` numbers as an array; raise ValueError where the lengths disagree."""
    size, rest = divmod(len(data), count)
    if rest or size not in {1, 2, 4}:
        raise ValueError(f"{len(data)} bytes for {count} numbers")
    return np.frombuffer(data, dtype=f"u{size}").astype(np.uint32)


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh is untyped here
    """Whoosh's own format, with blocks of narrow integers; lengths of documents are in the stamps."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK, compression=0, inlinelimit=1)

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """Return the writer of one segment's terms."""
        return FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PostingsWriter:
        """Return the writer of posting lists."""
        return PostingsWriter(dbfile, _BLOCK, byteids=byteids, compression=0, inlinelimit=1)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Return the reader of one posting list, as Whoosh uses it when it merges."""
        if terminfo.is_inlined():
            return super().postings_reader(dbfile, terminfo, format_, term=term, scorer=scorer)
        offset, length = terminfo.extent()
        return Matcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class Pool:
    """Postings of one segment in memory, grouped by token as they come; takes the place of Whoosh's sorting pool.

    Whoosh's own pool sorts one tuple a posting, which takes most of a build. Documents come in ascending order, so
    two arrays a token are all that is needed.
    """

    def __init__(self) -> None:
        self._documents: defaultdict[bytes, array[int]] = defaultdict(lambda: array("I"))
        self._weights: defaultdict[bytes, array[int]] = defaultdict(lambda: array("H"))

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting as Whoosh gives it when it merges: field, token, document, weight, payload."""
        _field, token, document, weight, _payload = posting
        self._documents[token].append(document)
        self._weights[token].append(min(int(weight), _MOST))

    def add_bag(self, document: int, bag: Mapping[str, int]) -> None:
        """Take a whole document: token → weighted count."""
        documents, weights = self._documents, self._weights
        for text, weight in bag.items():
            token = text.encode()
            documents[token].append(document)
            weights[token].append(weight if weight < _MOST else _MOST)

    def lists(self) -> Iterator[tuple[bytes, array[int], array[int]]]:
        """Yield token, documents and weights in the order of tokens."""
        for token in sorted(self._documents):
            yield token, self._documents[token], self._weights[token]

    def iter_postings(self) -> Pool:
        """Return itself: `FieldWriter` takes the lists whole."""
        return self

    def cleanup(self) -> None:
        """Let go of everything."""
        self._documents.clear()
        self._weights.clear()


class FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh is untyped here
    """Writes the lists of a `Pool`."""

    def add_postings(self, schema: Any, lengths: object, items: Pool) -> None:
        """Write every list of the pool; `lengths` are not used."""
        lists = items.lists()
        first = next(lists, None)
        if first is None:
            return
        self.start_field(BAG, schema[BAG])
        for token, documents, weights in chain((first,), lists):
            self.start_term(token)
            self._postwriter.add_list(documents, weights)
            self.finish_term()
        self.finish_field()


class PostingsWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh is untyped here
    """Writes posting lists in blocks of narrow integers."""

    _terminfo: Any

    def add_list(self, documents: array[int], weights: array[int]) -> None:
        """Add a whole list, the documents ascending."""
        for start in range(0, len(documents), _BLOCK):
            if start:
                self._write_block()
            self._ids = documents[start : start + _BLOCK]
            self._weights = weights[start : start + _BLOCK]
            self._maxweight = max(self._weights)

    def finish_postings(self) -> Any:
        """End a list and return its entry in the dictionary, which holds a single posting itself."""
        terminfo = self._terminfo
        if self.written() or len(self) > 1:
            return super().finish_postings()
        terminfo.add_block(self)
        terminfo.set_inlined(self._ids, self._weights, (b"",))
        self._terminfo = None
        return terminfo

    def _mini_ids(self) -> bytes:
        ids = self._ids
        return narrow([ids[0], *map(sub, ids[1:], ids)])

    def _mini_weights(self) -> bytes | None:
        weights = [int(weight) for weight in self._weights]
        return None if max(weights) == 1 else narrow(weights)

    def _mini_values(self) -> None:
        return None


class Matcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh is untyped here
    """Reads posting lists that `PostingsWriter` wrote: block-wise as arrays, or one by one as Whoosh does."""

    def blocks(self) -> Iterator[Block]:
        """Yield the documents and the weights of each block, from the first; the matcher is used up."""
        while self.is_active():
            yield self._arrays()
            self._next_block()

    def _arrays(self) -> Block:
        ids, weights, _values = loads(self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset))
        count = self._blocklength
        documents = np.cumsum(widen(ids, count), dtype=np.uint32)
        return documents, np.ones(count, np.uint32) if weights is None else widen(weights, count)

    def _read_ids(self) -> None:
        self._ids = tuple(self._arrays()[0].tolist())

    def _read_weights(self) -> None:
        self._weights = array("f", self._arrays()[1].tolist())

    def _read_values(self) -> None:
        self._values = (b"",) * self._blocklength


def read_blocks(leaf: Any, token: bytes) -> Iterator[Block]:
    """Yield the blocks of a token's list in one segment, deleted documents among them; nothing if it is not there."""
    try:
        terminfo = leaf._terms.term_info(BAG, token)
    except TermNotFound:
        return
    if terminfo.is_inlined():
        ids, weights, _values = terminfo.inlined_postings()
        yield np.array(ids, np.uint32), np.array(weights, np.uint32)
    else:
        yield from leaf._terms.matcher(BAG, token, leaf.schema[BAG].format).blocks()
