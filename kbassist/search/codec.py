"""How the index is written and read by Whoosh: our codec, and the one module that touches Whoosh's inside.

A segment has three files: the dictionary (`dictionary.Dictionary`), the documents (lengths, ordinals, keys and
fingerprints of entries), and the posting lists (`lists`). Whoosh's own format pickles a tuple for each block of a
list and keeps a hash table of pickled terms: twice the size, a hundred times slower to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.index import FileIndex
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader, TermInfo, TermNotFound
from whoosh.writing import SegmentWriter

from kbassist.search import arrays
from kbassist.search.dictionary import Builder
from kbassist.search.documents import Document
from kbassist.search.lists import encode
from kbassist.search.pools import Merge, Run, Tick
from kbassist.search.segment import SegmentData
from kbassist.search.storage import DICTIONARY, DOCUMENTS, LISTS, Storage
from kbassist.search.wtypes import BAG, KEY, PRINT, Segment

_MOST_ORDINAL: Final = 0xFFFF


class Codec(base.Codec):  # type: ignore[misc]  # Whoosh is untyped here
    """Our format; it needs a `Storage`."""

    length_stats = False

    def new_segment(self, _storage: Storage, indexname: str) -> Segment:
        """Return the record of a segment to be written."""
        return Segment(indexname)

    def per_document_writer(self, storage: Storage, segment: Segment) -> DocumentWriter:
        """Return what writes a segment's documents."""
        return DocumentWriter(storage, segment)

    def field_writer(self, storage: Storage, segment: Segment) -> ListsWriter:
        """Return what writes a segment's lists and dictionary."""
        return ListsWriter(storage, segment)

    def terms_reader(self, storage: Storage, segment: Segment) -> TermsReader:
        """Return what reads a segment's dictionary and lists one by one, as Whoosh does."""
        return TermsReader(storage.data(segment))

    def per_document_reader(self, storage: Storage, segment: Segment) -> DocumentReader:
        """Return what reads a segment's documents one by one, as Whoosh does."""
        return DocumentReader(storage.data(segment), segment)


class DocumentWriter(base.PerDocumentWriter):  # type: ignore[misc]  # Whoosh is untyped here
    """Collects the documents of a segment."""

    is_closed = False

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._name = segment.make_filename(DOCUMENTS)
        self._ordinals: list[npt.NDArray[Any]] = [np.zeros(0, np.uint16)]
        self._lengths: list[npt.NDArray[Any]] = [np.zeros(0, np.uint32)]
        self._keys: list[str] = []
        self._prints: list[str] = []

    def add(self, key: str, print_: str, documents: list[Document]) -> None:
        """Take an entry's documents, its head first."""
        self._ordinals.append(np.array([min(one.ordinal, _MOST_ORDINAL) for one in documents], np.uint16))
        self._lengths.append(np.array([sum(one.bag.values()) for one in documents], np.uint32))
        self._keys.append(key)
        self._prints.append(print_)

    def take(self, data: SegmentData, live: npt.NDArray[np.bool_]) -> None:
        """Take the living documents of another segment."""
        self._ordinals.append(data.ordinals[live])
        self._lengths.append(data.lengths[live].astype(np.uint32))
        kept = np.flatnonzero(live[data.starts]).tolist()
        self._keys += [data.keys[entry] for entry in kept]
        self._prints += [data.prints[entry] for entry in kept]

    def close(self) -> None:
        """Write them, unless there are none."""
        if self._keys:
            entries = msgspec.msgpack.encode((self._keys, self._prints))
            self._storage.files[self._name] = arrays.pack(
                {
                    "ordinals": np.concatenate(self._ordinals),
                    "lengths": np.concatenate(self._lengths),
                    "entries": np.frombuffer(entries, np.uint8),
                }
            )
        self.is_closed = True


class ListsWriter(base.FieldWriter):  # type: ignore[misc]  # Whoosh is untyped here
    """Writes the dictionary and the lists of a segment."""

    is_closed = False

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._segment = segment

    def add_postings(self, _schema: object, _lengths: object, items: Run | Merge) -> None:
        """Write all postings of a pool."""
        name = self._segment.make_filename(LISTS)
        spool, builder = self._storage.spool(name), Builder()
        for tokens, packed in items.chunks():
            ranks, heads, data = encode(packed)
            spool.write(data)
            builder.add([tokens[rank] for rank in ranks.tolist()], heads, data)
        self._storage.keep(name)
        self._storage.files[self._segment.make_filename(DICTIONARY)] = builder.packed()

    def close(self) -> None:
        """Say that nothing more comes."""
        self.is_closed = True


class Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh is untyped here
    """Whoosh's writer, fed with whole entries or whole segments instead of one posting after the other.

    Either entries are added or segments (by a merge policy, with `add_reader`), not both in one commit.
    """

    def __init__(self, storage: Storage, tick: Tick = bool) -> None:
        """`tick` is called now and then while segments are merged, and may raise to stop."""
        super().__init__(FileIndex(storage), codec=Codec(), compound=False)
        self.pool: Run | Merge = Run()
        self._tick = tick

    @property
    def postings(self) -> int:
        """Return the number of postings that were added."""
        return len(self.pool) if isinstance(self.pool, Run) else 0

    def delete(self, name: str, documents: Iterable[int]) -> None:
        """Mark documents of a segment as dead."""
        segment = next(one for one in self.segments if one.segment_id() == name)
        for document in documents:
            segment.delete_document(document)

    def add_entry(self, key: str, print_: str, documents: Iterable[Document]) -> None:
        """Add an entry with its documents."""
        assert isinstance(self.pool, Run)
        taken = list(documents)
        for document in taken:
            self.pool.add(document.bag)
        self.perdocwriter.add(key, print_, taken)
        self.docnum += len(taken)
        self._added = True

    def add_reader(self, reader: Any) -> None:
        """Add the living documents of a segment."""
        if not isinstance(self.pool, Merge):
            assert not self._added
            self.pool = Merge(self._tick)
        segment = reader.segment()
        data, live = self.storage.data(segment), segment.live()
        self.pool.add(data, live)
        self.perdocwriter.take(data, live)
        self.docnum += int(np.count_nonzero(live))
        self._added = True


def merge_into(writer: Writer, segments: Iterable[Segment]) -> None:
    """Add segments to what is being written, in their order."""
    for segment in segments:
        writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))


class TermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh is untyped here
    """Reads a segment's tokens and lists one by one, for whatever of Whoosh may be used on the index."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] == BAG and self._data.dictionary.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the one field."""
        return [BAG]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield field and token, in order."""
        return self.terms_from(BAG, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield field and token from this token on."""
        dictionary = self._data.dictionary
        return ((fieldname, dictionary.token(n)) for n in range(dictionary.place(prefix), len(dictionary)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """Yield field and token with what is known of them."""
        return self.items_from(BAG, b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """Yield field and token with what is known of them, from this token on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, _fieldname: str, token: bytes) -> Any:
        """Return what is known of a token; raises TermNotFound."""
        ids, weights = self._list(token)
        return TermInfo(sum(weights), len(ids), maxweight=max(weights), minid=ids[0], maxid=ids[-1])

    def doc_frequency(self, _fieldname: str, token: bytes) -> int:
        """Return the number of documents with a token, dead ones included."""
        return self._data.dictionary.count(self._place(token))

    def matcher(self, fieldname: str, token: bytes, format_: object, scorer: Any = None) -> Any:
        """Return what goes through a list; raises TermNotFound."""
        ids, weights = self._list(token)
        return ListMatcher(ids, weights, [b""] * len(ids), format_, scorer, term=(fieldname, token))

    def close(self) -> None:
        """Do nothing: the data are shared."""

    def _place(self, token: bytes) -> int:
        place = self._data.dictionary.find(token)
        if place < 0:
            raise TermNotFound(f"{BAG}:{token!r}")
        return place

    def _list(self, token: bytes) -> tuple[list[int], list[float]]:
        documents, weights = self._data.posting(self._place(token))
        return documents.tolist(), [1.0] * len(documents) if weights is None else weights.astype(float).tolist()


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh is untyped here
    """Reads a segment's documents one by one, for whatever of Whoosh may be used on the index."""

    def __init__(self, data: SegmentData, segment: Segment) -> None:
        self._data = data
        self._segment = segment
        self.doc_count = segment.doc_count
        self.doc_count_all = segment.doc_count_all
        self.has_deletions = segment.has_deletions
        self.is_deleted = segment.is_deleted
        self.deleted_docs = segment.deleted_docs

    def stored_fields(self, document: int) -> dict[str, str]:
        """Return key and fingerprint of the entry that a document belongs to."""
        entry = int(self._data.entry_of[document])
        return {KEY: self._data.keys[entry], PRINT: self._data.prints[entry]}

    def doc_field_length(self, document: int, _fieldname: str, _default: int = 0) -> int:
        """Return a document's length in tokens."""
        return int(self._data.lengths[document])

    def field_length(self, _fieldname: str) -> int:
        """Return the length of all documents."""
        return int(self._data.lengths.sum())

    def min_field_length(self, _fieldname: str) -> int:
        """Return the length of the shortest document."""
        return int(self._data.lengths.min(initial=0))

    def max_field_length(self, _fieldname: str) -> int:
        """Return the length of the longest document."""
        return int(self._data.lengths.max(initial=0))
