"""The files of a Whoosh index as bytes in memory."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile


class MemoryStorage(RamStorage):  # type: ignore[misc]  # Whoosh is untyped here
    """Whoosh never touches a disk here: files are read, checked and written by `files.IndexFiles` alone.

    So what is unpickled is the very bytes that were checked, no file can be cut short under a map, a full disk
    cannot break a commit, and on Windows nothing is held open that has to be deleted. An entry takes about 3 KB.
    """

    def open_file(self, name: str, **_options: object) -> Any:
        """Open a file for reading, without the copy that Whoosh's own memory storage makes."""
        try:
            return StructFile(BytesIO(self.files[name]), name=name)
        except KeyError:
            raise FileNotFoundError(name) from None

    def temp_storage(self, name: str | None = None) -> MemoryStorage:
        """Return a storage for what is written while a segment grows, in memory too."""
        return MemoryStorage()
