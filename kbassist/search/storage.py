"""The files of an index as Whoosh sees them: small ones in memory, posting lists where they lie."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile

from kbassist.search.blobs import Blob, DiskBlob, Spool
from kbassist.search.segment import SegmentData
from kbassist.search.wtypes import Segment

DICTIONARY: Final = ".trm"
DOCUMENTS: Final = ".doc"
LISTS: Final = ".pst"


class Storage(RamStorage):  # type: ignore[misc]  # Whoosh is untyped here
    """Whoosh never opens a file here: `files.IndexFiles` alone reads and checks them, and makes the index of them.

    So what is unpickled is the very bytes that were checked, and a full disk cannot break a commit. Segments do not
    change, so that they are parsed once and shared by all the states of an index: `copy` takes no time.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is where posting lists go that are too many for memory."""
        super().__init__()
        self.blobs: dict[str, Blob] = {}
        self._path = folder
        self._opened: dict[str, SegmentData] = {}
        self._spools: dict[str, Spool | Blob] = {}  # begun here: nobody else knows them yet

    @property
    def written(self) -> set[str]:
        """Return the names of the lists that went to the disk by way of this storage."""
        return {name for name, spool in self._spools.items() if isinstance(spool, DiskBlob)}

    def copy(self) -> Storage:
        """Return a storage with the same files, which can be changed while this one is being read."""
        copied = Storage(self._path)
        copied.files.update(self.files)
        copied.blobs.update(self.blobs)
        copied._opened.update(self._opened)
        return copied

    def data(self, segment: Segment) -> SegmentData:
        """Return a segment's data; raises `Damaged` where its files do not fit each other."""
        name = segment.segment_id()
        if name not in self._opened:
            self._opened[name] = SegmentData(
                self.files[segment.make_filename(DICTIONARY)],
                self.files[segment.make_filename(DOCUMENTS)],
                self.blobs[segment.make_filename(LISTS)],
            )
        return self._opened[name]

    def spool(self, name: str) -> Spool:
        """Begin a file of posting lists; `keep` ends it."""
        spool = self._spools[name] = Spool(self._path / name)
        return spool

    def keep(self, name: str) -> None:
        """End a file of posting lists."""
        spool = self._spools[name]
        assert isinstance(spool, Spool)
        self.blobs[name] = self._spools[name] = spool.finish()

    def abandon(self) -> None:
        """Delete all that was written to disk by way of this storage."""
        for spool in self._spools.values():
            spool.discard()

    def list(self) -> list[str]:
        """Return the names of all files."""
        return [*self.files, *self.blobs]

    def file_exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return name in self.files or name in self.blobs

    def delete_file(self, name: str) -> None:
        """Forget a file; one that was begun here is deleted from the disk."""
        self._opened.pop(name.partition(".")[0], None)
        if name in self.files:
            del self.files[name]
        elif name in self.blobs:
            del self.blobs[name]
            if name in self._spools:
                self._spools.pop(name).discard()

    def open_file(self, name: str, **_options: object) -> Any:
        """Open a small file for reading, without the copy that Whoosh's own memory storage makes."""
        try:
            return StructFile(BytesIO(self.files[name]), name=name)
        except KeyError:
            raise FileNotFoundError(name) from None

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Return a storage for Whoosh's sorting pool, which is not used."""
        return RamStorage()
