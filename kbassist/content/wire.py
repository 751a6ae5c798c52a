"""Files as they stand in the cache: heads in columns, everything else in place, records by their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from kbassist.content import records
from kbassist.content.files import Files, Keeper
from kbassist.content.model import Article, Guide, Macro, Snippet
from kbassist.content.problem import Problem
from kbassist.content.shelf import Shelf
from kbassist.content.shelved import row_of
from kbassist.content.source import SourceFile
from kbassist.content.team_model import Team

_KINDS: Final[tuple[records.Kind, ...]] = (Article, Guide, Macro)
_ROW: Final = (int, int, bytes, int, int, int)


class _Other(msgspec.Struct, array_like=True):
    """A file that gave no entry, or more than one can say with it."""

    path: str
    mtime_ns: int
    size: int
    digest: str
    problems: tuple[Problem, ...]
    snippet: Snippet | None
    team: Team | None


_PATH: Final[dict[records.Kind, int]] = {kind: len(_ROW) + records.HEAD[kind].index("path") for kind in _KINDS}


def _frame_type() -> Any:
    """Return the type of a frame: lists of entries (row and head) by kind, other files, paths that are gone."""
    entries = (list[records.of_types((*_ROW, *records.head_types(kind)))] for kind in _KINDS)  # type: ignore[misc]  # made at run time
    return records.of_types((*entries, list[_Other], list[str]))


_DECODER: Final = msgspec.msgpack.Decoder(_frame_type())
_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=records.plain)


def written(files: Files, paths: Iterable[str]) -> bytes:
    """Return what these files gave, and which of them are gone.

    A file whose record stands in no store is left out: it is read again at the next start.
    """
    heads: dict[Any, list[tuple[Any, ...]]] = {kind: [] for kind in _KINDS}
    others, gone = [], []
    for path in paths:
        other, entry = files.others.get(path), files.sound.get(path)
        if other is None and entry is None:
            gone.append(path)
            continue
        entry = other.entry if other else entry
        row = files.shelf.row(row_of(entry, files.shelf) or 0) if entry is not None else None
        if entry is not None and row is None:
            continue
        if entry is not None and row is not None:
            heads[type(entry)].append((*row, *records.head_of(entry)))
        if other is not None:
            others.append(_other(other))
    return _ENCODER.encode((*heads.values(), others, gone))


def _other(file: SourceFile) -> _Other:
    return _Other(file.path, file.mtime_ns, file.size, file.digest, file.problems, file.snippet, file.team)


@dataclass(slots=True)
class Replay:
    """What all frames together say; `rows` counts the rows that they brought."""

    shelf: Shelf
    sound: dict[str, Article | Macro] = field(default_factory=dict)
    others: dict[str, SourceFile] = field(default_factory=dict)
    rows: int = 0

    def take(self, frame: bytes | memoryview) -> None:
        """Take in a frame; raises msgspec.DecodeError where it is none."""
        *heads, others, gone = _DECODER.decode(frame)
        fresh: dict[str, Article | Macro] = {}
        for kind, rows in zip(_KINDS, heads, strict=True):
            if rows:
                columns = list(zip(*rows, strict=True))
                entries = self.shelf.restore(kind, columns[len(_ROW) :], columns[: len(_ROW)])
                fresh.update(zip(columns[_PATH[kind]], entries, strict=True))
        self.rows += len(fresh)
        for path in (*gone, *(self.others.keys() & fresh.keys())):
            self.sound.pop(path, None)
            self.others.pop(path, None)
        self.sound |= fresh
        for other in others:
            self.sound.pop(other.path, None)
            self.others[other.path] = _restored(other, fresh)

    def files(self, keeper: Keeper) -> Files:
        """Return the files that there are at the end, by path."""
        return Files(self.shelf, dict(sorted(self.sound.items())), dict(sorted(self.others.items())), keeper=keeper)


def _restored(other: _Other, entries: Mapping[str, Article | Macro]) -> SourceFile:
    return SourceFile(
        other.path,
        other.mtime_ns,
        other.size,
        entries.get(other.path),
        other.snippet,
        other.team,
        other.problems,
        other.digest,
    )
