"""Keeping what was parsed in the user's own cache folder, so that a start reads no file twice.

`library.heads` holds what stays in memory, in frames: what was known when it was written whole, then what changed.
It names the file of records; a new one gets a new name, so a process that still reads the old one may go on.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from kbassist import atomic
from kbassist.content.bodies import Bodies
from kbassist.content.files import Files
from kbassist.content.frames import framed, frames
from kbassist.content.shelf import Shelf
from kbassist.content.shelved import row_of
from kbassist.content.turn import turn
from kbassist.content.uncollected import uncollected
from kbassist.content.wire import Replay, written

# Raise this number whenever the parser gives something else for the same text.
FORMAT: Final = 5
_HEADS: Final = "library.heads"
_LOCK: Final = "library.lock"
_OUTDATED: Final = ("library.msgpack",)
_NAME: Final = re.compile(r"library-[0-9a-f]{16}\.bodies")
_MAGIC: Final = b"kbassist library %d\n" % FORMAT
_FRAME: Final = 2000  # files
_SMALL: Final = 1_000_000  # bytes; less is not worth a copy
_ORPHANED_S: Final = 3600.0


class Cache:
    """The cache of one library; what cannot be written costs the next start some time, nothing else."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self._root = str(root.absolute())  # as the folder is named, see `paths.library_cache`
        self._heads = folder / _HEADS
        self._bodies: Bodies | None = None
        self._start = b""  # what the heads on the disk begin with where they are ours
        self._end = 0
        self._refused = False

    def new_shelf(self) -> Shelf:
        """Return an empty shelf with a file of its own."""
        self._bodies = Bodies.new(self.folder)
        return Shelf(self._bodies)

    # Reading

    def load(self) -> tuple[Files, datetime] | None:
        """Return what was read last, and when; None where there is no sound cache of this library."""
        try:
            data = self._heads.read_bytes()
            when = datetime.fromtimestamp(self._heads.stat().st_mtime)
            replay = self._replayed(data)
        except (OSError, ValueError, OverflowError, RecursionError):
            return None
        if replay is None:
            return None
        files = replay.files(self)
        if self._end < len(data) or _repeats(replay.rows, len(files)) or self._dead(files):
            self.write(files)
        return files, when

    def _replayed(self, data: bytes) -> Replay | None:
        found = frames(data, len(_MAGIC)) if data.startswith(_MAGIC) else iter(())
        first, start = next(found, (b"", 0))
        root, name = msgspec.msgpack.decode(first, type=tuple[str, str]) if first else ("", "")
        if root != self._root or not _NAME.fullmatch(name):
            return None
        self._bodies = Bodies.existing(self.folder / name)
        self._bodies.turn = self._turn
        self._start, self._end = data[:start], start
        replay = Replay(Shelf(self._bodies))
        with uncollected():
            for frame, end in found:
                replay.take(frame)
                self._end = end
        return replay

    def _dead(self, files: Files) -> bool:
        """Tell whether more than a quarter of the records belong to no file any more."""
        size = self._bodies.size if self._bodies else 0
        return size > _SMALL and size - files.shelf.rows.bytes_of(_rows(files)) > size // 4

    # Writing

    def keep(self, files: Files, paths: Collection[str]) -> None:
        """Note what these files gave, or that they are gone; everything else is as it was."""
        files.shelf.flush()
        if not self._start:
            self.write(files)
        elif paths:
            self._add(files, paths)
        else:
            with suppress(OSError):
                os.utime(self._heads)

    def _add(self, files: Files, paths: Collection[str]) -> None:
        with suppress(OSError), self._turn(), self._heads.open("r+b") as file:
            file.seek(self._sound_end(file))
            file.truncate()
            for part in _parts(sorted(paths)):
                file.write(framed(written(files, part)))
            self._end = file.tell()

    def _sound_end(self, file: BinaryIO) -> int:
        """Return the end of the last whole frame: others may have added some, or died while they did."""
        file.seek(self._end)
        rest = file.read()
        return self._end + max((end for _, end in frames(rest)), default=0)

    def write(self, files: Files) -> None:
        """Write the cache anew: all heads, and the records where they stand elsewhere or many of them are dead."""
        if self._refused:
            return
        files.shelf.flush()
        before, left = self._bodies, files.shelf.store
        try:
            bodies = before
            if bodies is None or files.shelf.store is not bodies or self._dead(files):
                bodies = Bodies.new(self.folder)
                files.shelf.move(bodies, _rows(files))
            self._write_heads(files, bodies)
        except OSError:
            self._refused = True
        else:
            if isinstance(left, Bodies) and left is not bodies:
                left.close()
            self._sweep(before)

    def _write_heads(self, files: Files, bodies: Bodies) -> None:
        bodies.flush()
        start = _MAGIC + framed(msgspec.msgpack.encode((self._root, bodies.path.name)))
        data = b"".join((start, *(framed(written(files, part)) for part in _parts(files))))
        with turn(self.folder / _LOCK):
            atomic.write_bytes(self._heads, data)
        self._bodies, self._start, self._end = bodies, start, len(data)
        bodies.turn = self._turn

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the lock while the cache on the disk is still the one that was read or written here."""
        with turn(self.folder / _LOCK):
            with self._heads.open("rb") as file:
                if file.read(len(self._start)) != self._start:
                    raise OSError(errno.ESTALE, "another process wrote the cache anew")
            yield

    def _sweep(self, before: Bodies | None) -> None:
        """Take away what is no part of the cache any more; a young file may be another process's in the making."""
        assert self._bodies is not None
        for path in (*self.folder.glob("library-*.bodies"), *(self.folder / name for name in _OUTDATED)):
            with suppress(OSError):
                replaced = path.name in _OUTDATED or (before is not None and path == before.path)
                if path != self._bodies.path and (replaced or time.time() - path.stat().st_mtime > _ORPHANED_S):
                    path.unlink()


def _rows(files: Files) -> Iterator[int]:
    """Yield the rows of the records that these files need."""
    entries = (*files.sound.values(), *(file.entry for file in files.others.values() if file.entry is not None))
    return (row for row in (row_of(entry, files.shelf) for entry in entries) if row is not None)


def _repeats(rows: int, files: int) -> bool:
    """Tell whether the heads hold so many older versions that it is worth writing them anew."""
    return rows > files + max(1000, files // 2)


def _parts(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    return iter(lambda: list(islice(rest, _FRAME)), [])
