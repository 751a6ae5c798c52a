"""The file of records: only ever appended to, and never written by a name that it had before."""

from __future__ import annotations

import errno
import os
import secrets
import threading
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Final

_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows would take some bytes for line ends

Turn = Callable[[], AbstractContextManager[None]]


class Bodies:
    """An open file of records; `turn` gives the right to append or raises OSError, once others know the file.

    Windows removes no file that somebody has open, so it is closed where another one takes its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn: Turn = nullcontext
        self._handle: int | None = None
        self._closing: Callable[[], object] | None = None
        self._closed = False
        self._using = threading.Lock()

    @classmethod
    def new(cls, folder: Path) -> Bodies:
        """Return a file that is made by the first `append` or `flush`."""
        return cls(folder / f"library-{secrets.token_hex(8)}.bodies")

    @classmethod
    def existing(cls, path: Path) -> Bodies:
        """Return an existing file, if need be for reading only; raises OSError."""
        bodies = cls(path)
        try:
            bodies._open(os.O_RDWR)
        except PermissionError:
            bodies._open(os.O_RDONLY)
        return bodies

    def _open(self, flags: int) -> int:
        handle = os.open(self.path, flags | _BINARY, 0o600)
        self._closing = weakref.finalize(self, os.close, handle)
        self._handle = handle
        return handle

    def _made(self) -> int:
        if self._handle is not None:
            return self._handle
        if self._closed:
            raise OSError(errno.EBADF, "another file has taken its place")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._open(os.O_RDWR | os.O_CREAT | os.O_EXCL)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return os.fstat(self._handle).st_size if self._handle is not None else 0

    def append(self, data: bytes) -> int:
        """Write at the end and return where that was; raises OSError, and leaves nothing where the disk is full."""
        with self.turn(), self._using:
            handle = self._made()
            place = os.lseek(handle, 0, os.SEEK_END)
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.write(handle, rest) :]
            except OSError:
                with suppress(OSError):
                    os.ftruncate(handle, place)
                raise
        return place

    def read(self, place: int, length: int) -> bytes:
        """Return these bytes, or as many of them as there are; raises OSError."""
        with self._using:
            if self._handle is None:
                return b""
            os.lseek(self._handle, place, os.SEEK_SET)
            return os.read(self._handle, length)

    def flush(self) -> None:
        """Bring what was written to the disk; raises OSError."""
        with self._using:
            os.fsync(self._made())

    def close(self) -> None:
        """Let the file go: there is nothing to be read in it any more, and it takes nothing."""
        with self._using:
            self._closed = True
            self._handle = None
            if self._closing is not None:
                self._closing()
