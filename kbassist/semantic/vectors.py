"""The vectors of one library on the disk: blocks in a file that only grows, and a list of what stands where.

The list (`vectors.list`) is written last and atomically, and names the file of blocks; blocks that were added since
are found by looking at the file's end. Without a good list the whole file is looked through, and a file that cannot
be read is as good as none: vectors can be computed again. A file with many dead blocks is written anew under another
name. Nothing is mapped, so that Windows can delete it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from kbassist import atomic
from kbassist.semantic import blocks
from kbassist.semantic.listing import Listing, decode, encode
from kbassist.semantic.packing import Floats, Packed, Words

LIST: Final = "vectors.list"
_FILE: Final = "vectors.{}.bin"
_DEAD: Final = 200  # blocks, below which a file is not worth writing anew


class Vectors:
    """Vectors by owner (see `blocks.owner`).

    May be used by two threads at once: each call holds a lock, for a few milliseconds at most (`compact` longer).
    OSError while writing comes through; what was added stays known only when it is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._generation, self._list = self._open()

    def __len__(self) -> int:
        """Return the number of entries that have vectors."""
        return len(self._list)

    def __contains__(self, owner: bytes) -> bool:
        """Tell whether an entry has vectors."""
        return owner in self._list

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        with contextlib.suppress(OSError):
            return self._path.stat().st_size
        return 0

    def add(self, owner: bytes, length: int, chunks: Floats) -> None:
        """Keep an entry's vectors: `chunks` are rows of length 1, `length` the entry's in units. Raises OSError."""
        block, whole = blocks.encode(owner, length, chunks)
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                place = file.seek(0, os.SEEK_END)
                file.write(block)
            self._list.put(owner, place, len(block), length, whole)

    def read(self, owners: Iterable[bytes]) -> dict[bytes, Packed]:
        """Return the packed vectors of these entries, that of the whole first; damaged ones are forgotten."""
        found: dict[bytes, Packed] = {}
        with self._lock, contextlib.suppress(OSError), self._path.open("rb") as file:
            for owner in owners:
                row = self._list.row(owner)
                if row is None:
                    continue
                file.seek(int(self._list.places[row]))
                block = blocks.body(file.read(int(self._list.sizes[row])))
                if block and block[0].owner == owner:
                    found[owner] = block[1]
                else:
                    self._list.drop(owner)
        return found

    def overview(self, owners: Collection[bytes]) -> tuple[list[bytes], Words, list[int]]:
        """Return which of these have vectors, the signs of their wholes (a row each), and their lengths in units."""
        with self._lock:
            there = [(owner, row) for owner in owners if (row := self._list.row(owner)) is not None]
            rows = np.fromiter((row for _owner, row in there), np.int64, len(there))
            lengths: list[int] = self._list.lengths[rows].tolist()
            return [owner for owner, _row in there], self._list.signs[rows], lengths

    def save(self, alive: Collection[bytes]) -> None:
        """Write the list; where many blocks are none of those `alive`, write the file anew. Raises OSError."""
        with self._lock:
            if not self._path.exists():
                return
            dead = len(self._list) - sum(1 for owner in alive if owner in self._list)
            if dead > max(_DEAD, len(alive) // 2):
                self._compact(alive)
            atomic.write_bytes(self._folder / LIST, encode(self._list, self._generation, self._path.stat().st_size))
            self._sweep()

    @property
    def _path(self) -> Path:
        return self._folder / _FILE.format(self._generation)

    def _compact(self, alive: Collection[bytes]) -> None:
        old, self._list, generation = self._list, Listing(), self._generation + 1
        kept = bytearray()
        data = self._path.read_bytes()
        for owner in alive:
            row = old.row(owner)
            if row is not None:
                place, size = int(old.places[row]), int(old.sizes[row])
                self._list.put(owner, len(kept), size, int(old.lengths[row]), old.signs[row])
                kept += data[place : place + size]
        try:
            atomic.write_bytes(self._folder / _FILE.format(generation), bytes(kept))
        except OSError:
            self._list = old
            raise
        self._generation = generation

    def _open(self) -> tuple[int, Listing]:
        with contextlib.suppress(OSError):
            known = decode((self._folder / LIST).read_bytes())
            if known and self._continued(*known):
                return known[1], known[0]
        generations = self._generations()
        newest = max(generations, default=1)
        found = Listing()
        with contextlib.suppress(OSError):
            _scan(found, (self._folder / _FILE.format(newest)).read_bytes(), 0)
        return newest, found

    def _continued(self, known: Listing, generation: int, covered: int) -> bool:
        """Take in what was added after the list was written; False where the file is not the one it speaks of."""
        path = self._folder / _FILE.format(generation)
        if path.stat().st_size < covered:
            return False
        with path.open("rb") as file:
            file.seek(covered)
            _scan(known, file.read(), covered)
        return True

    def _generations(self) -> Mapping[int, Path]:
        prefix, suffix = _FILE.split("{}")
        return {
            int(number): path
            for path in (self._folder.glob(_FILE.format("*")) if self._folder.is_dir() else ())
            if (number := path.name.removeprefix(prefix).removesuffix(suffix)).isdecimal()
        }

    def _sweep(self) -> None:
        for generation, path in self._generations().items():
            if generation != self._generation:
                with contextlib.suppress(OSError):  # held open elsewhere: the next save sweeps again
                    path.unlink()


def _scan(known: Listing, data: bytes, offset: int) -> None:
    for place, head, whole in blocks.scan(data):
        known.put(head.owner, offset + place, blocks.HEAD + head.size, head.length, whole)
