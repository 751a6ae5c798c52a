"""The full-text index of one library: built, brought up to date, and kept in the user's cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import log
from pathlib import Path
from typing import Any, Final, Protocol

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE

from kbassist.search.documents import Document
from kbassist.search.files import IndexFiles
from kbassist.search.manifest import EntryMark, FileMark, Manifest, Unusable, digest, made_by
from kbassist.search.stamps import Stamps
from kbassist.search.storage import MemoryStorage
from kbassist.search.wtypes import STAMP, Codec, Pool, schema

Progress = Callable[[int, int], None]
_COMMIT_EVERY: Final = 16_384  # documents: bounds the memory of a build
_MERGE_AT: Final = 8  # segments of about the same size
_MERGE_UP_TO: Final = 4_096  # documents of a segment: an update never rewrites a big one
_WORN: Final = 0.5  # share of dead documents at which the index is built anew


class Source(Protocol):
    """What is to be indexed: the fingerprint of each entry by key, and the documents of one entry when asked."""

    @property
    def root(self) -> str:
        """The library's folder."""
        ...

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """Key → fingerprint of every entry."""
        ...

    def documents(self, key: str) -> Iterable[Document]:
        """Return the documents of an entry: its head first, then its passages."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An index as it stands: Whoosh's reader, and the number of each entry by key."""

    reader: Any
    numbers: Mapping[str, int]


class Index:
    """One library's index in memory, with its copy on disk.

    What `update` returns stays readable after the next update. Where the copy cannot be written, `unsaved` holds
    the reason (None: it is saved, or another process is saving), and the index lives on in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._files = IndexFiles(folder)
        self._storage: MemoryStorage | None = None
        self._manifest: Manifest | None = None
        self.unsaved: OSError | None = None

    def update(self, source: Source, progress: Progress | None = None) -> Snapshot:
        """Make the index fit the source and return it: opened from disk, then changed as little as possible.

        `progress(done, total)` counts entries; an exception that it raises stops the work, and index and disk stay
        as they were.
        """
        if self._manifest is None or self._manifest.root != source.root:
            self._open(source.root)
        done = self._brought_up(source, progress) if self._manifest else None
        if done is None:
            done = self._built(source, progress)
        return done

    def _open(self, root: str) -> None:
        """Take the copy on disk if it is whole and ours."""
        self._storage = self._manifest = None
        try:
            manifest, files = self._files.read(root)
        except Unusable:
            return
        storage = MemoryStorage()
        storage.files.update(files)
        self._storage, self._manifest = storage, manifest

    def _brought_up(self, source: Source, progress: Progress | None) -> Snapshot | None:
        """Return the index with what changed, or None where it has to be built anew."""
        assert self._storage is not None
        assert self._manifest is not None
        before, wanted = self._manifest.entries, source.fingerprints
        gone = {mark.number for key, mark in before.items() if wanted.get(key) != mark.fingerprint}
        fresh = [key for key, print_ in wanted.items() if key not in before or before[key].fingerprint != print_]
        try:
            index = FileIndex(self._storage)
            reader = index.reader()
            if not gone and not fresh:
                return Snapshot(reader, {key: mark.number for key, mark in before.items()})
            dead = Stamps.of(reader).documents_of(gone)
            worn = reader.doc_count_all() - reader.doc_count() + len(dead) > _WORN * reader.doc_count_all()
        except Exception:  # Whoosh raises whatever unpickling raises; what cannot be read is built again
            return None
        return None if worn else self._changed(source, fresh, dead, progress)

    def _built(self, source: Source, progress: Progress | None) -> Snapshot:
        storage = MemoryStorage()
        FileIndex.create(storage, schema())
        manifest = Manifest(made_by(), source.root, 1, {}, {})
        return self._written(storage, manifest, source, list(source.fingerprints), [], progress)

    def _changed(self, source: Source, fresh: list[str], dead: list[int], progress: Progress | None) -> Snapshot:
        assert self._storage is not None
        assert self._manifest is not None
        storage = MemoryStorage()
        storage.files.update(self._storage.files)
        kept = {
            key: mark
            for key, mark in self._manifest.entries.items()
            if source.fingerprints.get(key) == mark.fingerprint
        }
        manifest = Manifest(made_by(), source.root, self._manifest.next_number, kept, self._manifest.files)
        return self._written(storage, manifest, source, fresh, dead, progress)

    def _written(  # noqa: PLR0913, PLR0917 - one step of a build and of an update
        self,
        storage: MemoryStorage,
        manifest: Manifest,
        source: Source,
        fresh: list[str],
        dead: list[int],
        progress: Progress | None,
    ) -> Snapshot:
        """Delete the dead, add the fresh, and make the result the index."""
        entries = dict(manifest.entries)
        writing = _Writing(FileIndex(storage), dead)
        for done, key in enumerate(fresh):
            if progress:
                progress(done, len(fresh))
            number = manifest.next_number + done
            writing.add(number, source.documents(key))
            entries[key] = EntryMark(number, source.fingerprints[key])
        writing.finish()
        marks = {
            name: manifest.files.get(name) or FileMark(len(data), digest(data))
            for name, data in storage.files.items()
        }
        next_number = manifest.next_number + len(fresh)
        if progress:
            progress(len(fresh), len(fresh))
        self._keep(storage, Manifest(made_by(), source.root, next_number, entries, marks))
        return Snapshot(FileIndex(storage).reader(), {key: mark.number for key, mark in entries.items()})

    def _keep(self, storage: MemoryStorage, manifest: Manifest) -> None:
        self._storage, self._manifest = storage, manifest
        try:
            self._files.write(manifest, storage.files)
            self.unsaved = None
        except OSError as error:
            self.unsaved = error


class _Writing:
    """Writes documents in commits of bounded size."""

    def __init__(self, index: FileIndex, dead: list[int]) -> None:
        self._index = index
        self._count = 0
        self._writer = self._opened()
        for number in dead:
            self._writer.delete_document(number)

    def _opened(self) -> Any:
        writer = self._index.writer(codec=Codec(), compound=False)
        self._pool = writer.pool = Pool()
        return writer

    def add(self, number: int, documents: Iterable[Document]) -> None:
        if self._count >= _COMMIT_EVERY:
            self._writer.commit(mergetype=NO_MERGE)
            self._writer, self._count = self._opened(), 0
        for document in documents:
            self._pool.add_bag(self._writer.docnum, document.bag)
            self._writer.add_document(**{STAMP: document.stamp(number)})
            self._count += 1

    def finish(self) -> None:
        self._writer.commit(mergetype=merge_equals)


def merge_equals(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy for Whoosh: eight small segments of about the same size become one; big ones are left alone."""
    tiers = groupby(sorted(segments, key=_tier), key=_tier)
    for tier, group in ((tier, list(group)) for tier, group in tiers):
        if len(group) >= _MERGE_AT and _MERGE_AT**tier <= _MERGE_UP_TO:
            for segment in group:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
            return [segment for segment in segments if segment not in group]
    return segments


def _tier(segment: Any) -> int:
    return int(log(max(segment.doc_count_all(), 1), _MERGE_AT))
