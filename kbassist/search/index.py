"""The full-text index of one library: built, brought up to date, and kept in the user's cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol

from whoosh.index import FileIndex
from whoosh.writing import NO_MERGE

from kbassist.search import compaction
from kbassist.search.blobs import intact
from kbassist.search.codec import Writer
from kbassist.search.documents import Document
from kbassist.search.files import IndexFiles
from kbassist.search.manifest import FileMark, Foreign, Manifest, digest, made_by
from kbassist.search.segment import Damaged
from kbassist.search.snapshot import Changed, Snapshot
from kbassist.search.storage import Storage
from kbassist.search.wtypes import schema

Progress = Callable[[int, int], None]
_RUN: Final = 4 << 20  # postings in memory at a time: bounds the memory of a build to about 150 MB


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

    @property
    def changed(self) -> Changed | None:
        """What may differ from the source of the last update that succeeded; None: anything."""
        ...

    def documents(self, key: str) -> Iterable[Document]:
        """Return the documents of an entry: its head first, then its passages."""
        ...


class Index:
    """One library's index in memory, with its copy on disk.

    `update` answers with what is searched from now on; `save` brings the disk up to date, which can wait, and
    `verify` looks through what was not read when the index was opened. All three are for one thread at a time. What
    `update` returned stays readable after the next one. Where the copy cannot be written, `unsaved` holds the reason
    (None: it is saved, or another process is saving), and the index lives on in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._files = IndexFiles(folder)
        self._root = ""
        self._snapshot: Snapshot | None = None
        self._marks: dict[str, FileMark] = {}
        self._followed = False  # the last update succeeded, so that the next one may go by `Source.changed`
        self._changed = False  # since it was saved
        self._trusts_disk = True
        self.damaged = False  # what was on the disk, or in memory, had to be given up
        self.unsaved: OSError | None = None

    def update(self, source: Source, progress: Progress | None = None) -> Snapshot:
        """Make the index fit the source and return it: opened from disk, then changed as little as possible.

        `progress(done, total)` counts entries; an exception that it raises stops the work, and index and disk stay
        as they were. The disk is not written, but for the lists of a long build.
        """
        followed, self._followed = self._followed, False
        self.damaged = self.damaged and self._snapshot is None  # a sound index lets old trouble be forgotten
        if self._snapshot is None or self._root != source.root:
            followed = False
            self._open(source.root)
        try:
            done = self._brought_up(source, progress, followed=followed)
        except Damaged:
            self.distrust()
            done = None
        done = done or self._built(source, progress)
        self._followed = True
        return done

    def _open(self, root: str) -> None:
        """Take the copy on disk if it is whole and ours."""
        self._snapshot, self._root, self._marks, self._changed = None, root, {}, False
        if not self._trusts_disk:
            return
        try:
            manifest, storage = self._files.read(root)
            self._snapshot = Snapshot.of(storage)
            self._marks = dict(manifest.files)
        except Foreign:
            return
        except Exception:  # Whoosh raises whatever unpickling raises; what cannot be read is built again
            self.damaged = True

    def _brought_up(self, source: Source, progress: Progress | None, *, followed: bool) -> Snapshot | None:
        """Return the index with what changed, or None where it has to be built anew."""
        before = self._snapshot
        if before is None:
            return None
        gone, fresh = before.difference(source.fingerprints, source.changed if followed else None)
        if not gone and not fresh:
            return before
        if 2 * len(gone) > before.entries:
            return None
        return self._written(before.storage.copy(), source, fresh, before.documents_of(gone), progress)

    def _built(self, source: Source, progress: Progress | None) -> Snapshot:
        storage = Storage(self._files.folder)
        FileIndex.create(storage, schema())
        return self._written(storage, source, list(source.fingerprints), {}, progress)

    def _written(
        self,
        storage: Storage,
        source: Source,
        fresh: list[str],
        dead: Mapping[str, Iterable[int]],
        progress: Progress | None,
    ) -> Snapshot:
        """Delete the dead, add the fresh, and make the result the index; nothing is left of it if that fails."""
        try:
            self._write(storage, source, fresh, dead, progress)
            done = Snapshot.of(storage)
        except BaseException:
            storage.abandon()
            raise
        self._snapshot, self._changed = done, True
        return done

    def _write(
        self,
        storage: Storage,
        source: Source,
        fresh: list[str],
        dead: Mapping[str, Iterable[int]],
        progress: Progress | None,
    ) -> None:
        tell = progress or _untold
        writer, runs = Writer(storage), []
        for segment, documents in dead.items():
            writer.delete(segment, documents)
        for done, key in enumerate(fresh):
            tell(done, len(fresh))
            if writer.postings >= _RUN:
                runs.append(writer.newsegment)
                writer.commit(mergetype=NO_MERGE)
                writer = Writer(storage)
            writer.add_entry(key, source.fingerprints[key], source.documents(key))
        writer.commit(mergetype=compaction.without_dead)
        if runs:
            compaction.merge(storage, [*runs, writer.newsegment], lambda: tell(len(fresh), len(fresh)))
        tell(len(fresh), len(fresh))

    def save(self) -> None:
        """Write to disk what changed since the last time, after a merge of small segments where they are many.

        Only segments are written that are not there yet. Raises nothing: see `unsaved`.
        """
        if not self._changed or self._snapshot is None:
            return
        try:
            storage = self._merged(self._snapshot).storage
            manifest = Manifest(made_by(), self._root, self._marked(storage))
            self._changed = not self._files.write(manifest, storage)
            self.unsaved = None
        except Damaged:
            self.distrust()
        except OSError as error:
            self.unsaved = error

    def verify(self, stopped: Callable[[], bool] = bool) -> bool:
        """Compare all lists on disk with their digests; return False if the index is damaged, and then forget it.

        Opening checks all but the lists, and a list is checked when it is read; this finds damage before someone
        asks. `stopped` is asked every few milliseconds, and ends it early (then True: nothing was found so far).
        """
        blobs = self._snapshot.storage.blobs.values() if self._snapshot else ()
        try:
            sound = all(intact(blob, stopped) for blob in blobs)
        except OSError:
            sound = False
        if not sound:
            self.distrust()
        return sound

    def distrust(self) -> None:
        """Forget the index, in memory and on disk; after `Damaged` was raised the next update builds it anew."""
        self._snapshot, self._marks, self._changed, self._trusts_disk = None, {}, False, False
        self.damaged = True
        self._files.disown()

    def _merged(self, snapshot: Snapshot) -> Snapshot:
        """Merge what is due; the result is what the next update goes on with."""
        chosen = compaction.due([leaf.segment for leaf in snapshot.leaves])
        if not chosen:
            return snapshot
        storage = snapshot.storage.copy()
        try:
            compaction.merge(storage, chosen)
            self._snapshot = Snapshot.of(storage)
        except BaseException:
            storage.abandon()
            raise
        return self._snapshot

    def _marked(self, storage: Storage) -> dict[str, FileMark]:
        """Return size and digest of all files; those of files that stay are known."""
        marks = {name: FileMark(blob.size, blob.digest) for name, blob in storage.blobs.items()}
        for name, data in storage.files.items():
            marks[name] = self._marks.get(name) or FileMark(len(data), digest(data))
        self._marks = marks
        return marks


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""
