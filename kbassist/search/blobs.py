"""The bytes of posting lists: on disk, from where each list is read as it is asked for, or in memory."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

_IN_MEMORY: Final = 1 << 20  # bytes up to which lists are not worth a file while they grow
_STEP: Final = 1 << 20
DIGEST_SIZE: Final = 20


class Blob(Protocol):
    """Bytes that do not change, and the digest that they had when they were written."""

    size: int
    digest: str

    def read(self, offset: int, length: int) -> bytes:
        """Return a stretch, shorter where the bytes end; raises OSError."""
        ...

    def discard(self) -> None:
        """Give the bytes up for good, unless someone reads them still."""
        ...


class MemoryBlob:
    """A blob in memory."""

    def __init__(self, data: bytes, digest: str) -> None:
        self._data = data
        self.size = len(data)
        self.digest = digest

    def read(self, offset: int, length: int) -> bytes:
        """Return a stretch."""
        return self._data[offset : offset + length]

    def discard(self) -> None:
        """Do nothing: memory goes with its last user."""


class DiskBlob:
    """A blob in a file, which stays open: it is read even when another process has swept its name away.

    It is read and not mapped, since a map of a file that is cut short kills the process.
    """

    def __init__(self, path: Path, size: int, digest: str) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._lock = Lock()
        self._remains = False
        self.size = size
        self.digest = digest

    def read(self, offset: int, length: int) -> bytes:
        """Return a stretch; raises OSError."""
        with self._lock:
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.read(self._file, length)

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError, OSError):  # it was never opened
            os.close(self._file)
            if self._remains:
                self._path.unlink()

    def discard(self) -> None:
        """Delete the file; on Windows, where an open one cannot be, once nobody reads it any more."""
        try:
            self._path.unlink()
        except OSError:
            self._remains = True


class Spool:
    """Takes bytes that are written one after the other, on disk once they are many.

    Where the disk cannot take them they go on in memory: an index that cannot be kept is searched all the same.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.blake2b(digest_size=DIGEST_SIZE)
        self._memory = bytearray()
        self._may_spill = True
        self._spilled = 0
        self.size = 0

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._digest.update(data)
        self._memory += data
        self.size += len(data)
        if self._may_spill and len(self._memory) > _IN_MEMORY:
            self._spill()

    def finish(self) -> Blob:
        """Return all that was written."""
        if self._spilled:
            self._spill()
        if self._spilled:
            return DiskBlob(self._path, self.size, self._digest.hexdigest())
        return MemoryBlob(bytes(self._memory), self._digest.hexdigest())

    def discard(self) -> None:
        """Forget what was written."""
        self._memory.clear()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _spill(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.open("ab" if self._spilled else "wb") as file:
                file.write(self._memory)
            self._spilled += len(self._memory)
            self._memory.clear()
        except OSError:
            self._take_back()

    def _take_back(self) -> None:
        """Go on in memory, with what the disk has taken before."""
        if self._spilled:
            with self._path.open("rb") as file:
                self._memory[:0] = file.read(self._spilled)
        self._spilled, self._may_spill = 0, False
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def intact(blob: Blob, stopped: Callable[[], bool] = bool) -> bool:
    """Tell whether every byte is as it was written; raises OSError where one cannot be read.

    `stopped` is asked at each step, and ends it early (then True: nothing was found so far).
    """
    seen = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for part in chunks(blob):
        if stopped():
            return True
        seen.update(part)
    return seen.hexdigest() == blob.digest


def chunks(blob: Blob) -> Iterator[bytes]:
    """Yield a blob in steps; raises OSError."""
    for offset in range(0, blob.size, _STEP):
        yield blob.read(offset, _STEP)
