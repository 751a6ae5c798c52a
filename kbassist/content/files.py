"""What each file of a library gave: the entries themselves where nothing else is to be said of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from kbassist.content.model import EMPTY, Article, Macro
from kbassist.content.problem import Problem
from kbassist.content.shelf import Shelf
from kbassist.content.shelved import row_of
from kbassist.content.source import SourceFile


class Keeper(Protocol):
    """Where what was read is kept for the next start."""

    @property
    def folder(self) -> Path:
        """The folder that it lies in."""

    def keep(self, files: Files, paths: Collection[str]) -> None:
        """Note what these files gave, or that they are gone; everything else is as it was."""


@dataclass(frozen=True, slots=True, eq=False)
class Files(Mapping[str, SourceFile]):
    """The files of one snapshot by path, for the next reading to take over what has not changed.

    `sound` are the entries of files that gave nothing else: stamp and digest of such a file stand on the `shelf`.
    `others` are all other files. `remarks` are the problems of names and folders. `rivals` are the entries, first
    path first, of each key that more than one file claims. `keeper` is the cache that holds all this.
    """

    shelf: Shelf = field(default_factory=Shelf)
    sound: Mapping[str, Article | Macro] = field(default_factory=lambda: EMPTY)
    others: Mapping[str, SourceFile] = field(default_factory=lambda: EMPTY)
    remarks: tuple[Problem, ...] = ()
    rivals: Mapping[str, tuple[Article | Macro, ...]] = field(default_factory=lambda: EMPTY)
    keeper: Keeper | None = None

    def __getitem__(self, path: str) -> SourceFile:
        """Return what a file gave."""
        if path in self.others:
            return self.others[path]
        entry = self.sound[path]
        stamp = self._stamp(entry)
        return SourceFile(path, *stamp, entry=entry, digest="" if stamp == _NEVER else entry.digest)

    def __iter__(self) -> Iterator[str]:
        """Iterate over all paths."""
        yield from self.others
        yield from self.sound

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.sound) + len(self.others)

    def stamp(self, path: str) -> tuple[int, int] | None:
        """Return time (nanoseconds) and size of a file when it was read; None of an unknown one."""
        entry = self.sound.get(path)
        if entry is not None:
            return self._stamp(entry)
        other = self.others.get(path)
        return (other.mtime_ns, other.size) if other else None

    def _stamp(self, entry: Article | Macro) -> tuple[int, int]:
        row = row_of(entry, self.shelf)
        return _NEVER if row is None or row in self.shelf.damaged else self.shelf.rows.stamp(row)


_NEVER: Final = (-1, -1)
