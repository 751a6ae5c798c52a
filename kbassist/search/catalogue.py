"""The entries that agents may be offered, in memory, with what is looked at for every query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import isqrt
from typing import TYPE_CHECKING, Final, overload

from kbassist.content.library import Changes, Library, changes
from kbassist.content.model import Article, Entry, Kind, Macro, Status
from kbassist.search.analyzer import fold
from kbassist.search.query import EVERYTHING, Query

if TYPE_CHECKING:
    from kbassist.search.names import Names

_KINDS: Final = tuple(Kind)
_FEWEST: Final = 200  # rows out of place that are put up with in any case


@dataclass(frozen=True, slots=True)
class Head:
    """The folded texts of an entry that are searched in memory: `names` are the title and the customers' words."""

    title: str
    names: tuple[str, ...]
    shortcut: str
    labels: tuple[str, ...]
    everything: str


class Heads(Sequence[Head]):
    """The heads of entries by row, made when they are asked for: few are, and all together take much memory."""

    def __init__(self, entries: Sequence[Article | Macro]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, row: int) -> Head: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Head]: ...
    def __getitem__(self, row: int | slice) -> Head | Sequence[Head]:
        """Return the head of a row."""
        return Heads(self._entries[row]) if isinstance(row, slice) else _head(self._entries[row])


@dataclass(slots=True)
class Catalogue:
    """The published entries of a library as rows, as of a day, at first in the library's order.

    A status or a date that changes with the day changes a mask here, never the index. Rows are stable: in a catalogue
    made from an earlier one an entry keeps its row, new ones come at the end, and one that is gone leaves a hole,
    which `row_of` does not know and no mask lets through. When holes and changes have become many, rows are numbered
    anew and `generation` is raised.
    """

    library: Library
    today: date
    entries: tuple[Article | Macro, ...]
    row_of: dict[str, int]
    in_force: bytes
    overdue: bytes
    generation: int = 0
    _moved: tuple[int, ...] = ()
    _names: Names | None = None
    _kinds: bytes = b""
    _masks: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, today: date, previous: Catalogue | None = None) -> Catalogue:
        """Read a library; with `previous`, only what has changed since."""
        if previous is None:
            return cls._new(library, today)
        changed = changes(previous.library, library)
        later = previous._changed(library, changed) if changed else replace(previous, library=library, _masks={})
        if later is None:
            return cls._new(library, today, previous.generation + 1)
        return later if later.today == today else later._on(today)

    @classmethod
    def _new(cls, library: Library, today: date, generation: int = 0) -> Catalogue:
        keys, entries = [], []
        for key, entry in library.entries.items():
            if entry.status is Status.PUBLISHED:
                keys.append(key)
                entries.append(entry)
        row_of = dict(zip(keys, range(len(keys)), strict=True))
        return cls(library, today, tuple(entries), row_of, b"", b"", generation)._on(today)

    def _on(self, today: date) -> Catalogue:
        """Return the same rows as of another day."""
        holes = set(range(len(self.entries))).difference(self.row_of.values()) if self._moved else ()
        in_force = bytearray(map(partial(_in_force, today), self.entries))
        for row in holes:
            in_force[row] = 0
        overdue = bytes(map(partial(_overdue, today), self.entries))
        return replace(self, today=today, in_force=bytes(in_force), overdue=overdue, _masks={})

    def _changed(self, library: Library, changed: Changes) -> Catalogue | None:
        """Return this catalogue brought up to date, or None where so much has moved that it is better made anew."""
        published = {
            key: entry
            for key in changed.added | changed.changed
            if (entry := library.entries[key]).status is Status.PUBLISHED
        }
        gone = [key for key in changed.removed | changed.changed if key in self.row_of and key not in published]
        fresh = [key for key in published if key not in self.row_of]
        rows = {key: self.row_of[key] for key in published if key in self.row_of}
        rows |= {key: len(self.entries) + n for n, key in enumerate(sorted(fresh))}
        touched = [*rows.values(), *(self.row_of[key] for key in gone)]
        moved = tuple(dict.fromkeys((*self._moved, *touched)))
        if len(moved) > max(_FEWEST, 2 * isqrt(len(self.entries))):
            return None
        return self._with(library, {rows[key]: entry for key, entry in published.items()}, rows, gone, moved)

    def _with(
        self,
        library: Library,
        put: dict[int, Article | Macro],
        rows: dict[str, int],
        gone: list[str],
        moved: tuple[int, ...],
    ) -> Catalogue:
        more = len(self.entries) + sum(row >= len(self.entries) for row in put)
        entries = [*self.entries, *(put[row] for row in range(len(self.entries), more))]
        in_force, overdue = bytearray(self.in_force.ljust(more, b"\0")), bytearray(self.overdue.ljust(more, b"\0"))
        for row, entry in put.items():
            entries[row] = entry
            in_force[row], overdue[row] = _in_force(self.today, entry), _overdue(self.today, entry)
        row_of = self.row_of
        if gone or more > len(self.entries):
            row_of = row_of | rows
            for key in gone:
                in_force[row_of.pop(key)] = 0
        return replace(
            self,
            library=library,
            entries=tuple(entries),
            row_of=row_of,
            in_force=bytes(in_force),
            overdue=bytes(overdue),
            _moved=moved,
            _names=self._names and self._names.changed(entries, moved, row_of),
            _kinds=b"",
            _masks={},
        )

    @property
    def heads(self) -> Heads:
        """The folded texts of each row."""
        return Heads(self.entries)

    @property
    def names(self) -> Names:
        """The names of all rows in the form that they are searched in, made when first asked for."""
        if self._names is None:
            from kbassist.search.names import Names  # noqa: PLC0415 - numpy, which the program starts without

            made = Names.of(self.entries)
            self._names = made.changed(self.entries, self._moved, self.row_of) if self._moved else made
        return self._names

    def mask(self, query: Query) -> bytes:
        """Return one byte a row: 1 where the entry is in force and passes the query's filters."""
        if not query.filtered:
            return self.in_force
        wanted = (query.kinds, query.tags, query.channels, query.categories)
        if wanted not in self._masks:
            self._masks.clear()
            rows: Iterable[int] = (row for row, live in enumerate(self.in_force) if live)
            for test in self._tests(query):
                rows = [row for row in rows if test(row)]
            mask = bytearray(len(self.entries))
            for row in rows:
                mask[row] = 1
            self._masks[wanted] = bytes(mask)
        return self._masks[wanted]

    def head(self, entry: Entry) -> Head:
        """Return the folded head of an entry."""
        return self.heads[self.row_of[entry.key]]

    def _tests(self, query: Query) -> Iterator[Callable[[int], bool]]:
        """Yield a test of rows for each filter, the cheapest first."""
        entries = self.entries
        if query.kinds != EVERYTHING:
            self._kinds = self._kinds or bytes(_KINDS.index(entry.kind) for entry in entries)
            kinds, wanted = self._kinds, {_KINDS.index(kind) for kind in query.kinds}
            yield lambda row: kinds[row] in wanted
        if query.categories:
            folded = {category: fold(category) for category in {entry.category for entry in entries}}
            yield lambda row: all(_lies_in(folded[entries[row].category], name) for name in query.categories)
        for tag in query.tags:
            tagged = self.names.labelled(tag)
            yield tagged.__contains__
        if (channels := query.channels) is not None:
            yield lambda row: self._serves(entries[row], channels)

    def _serves(self, entry: Article | Macro, channels: tuple[str, ...]) -> bool:
        if isinstance(entry, Macro):
            return any(entry.variant(channel) for channel in channels)
        if not entry.channels:
            return bool(channels)
        team = self.library.team
        names = {channel.name if (channel := team.channel(name)) else name for name in entry.channels}
        return bool(names & set(channels))


def _in_force(today: date, entry: Article | Macro) -> bool:
    return (entry.effective is None and entry.expires is None) or entry.in_force(today)


def _overdue(today: date, entry: Article | Macro) -> bool:
    return entry.review_by is not None and entry.review_by < today


def _lies_in(category: str, wanted: str) -> bool:
    """Tell whether a folder of the path begins as wanted, or the path itself does (`in:售后/退`)."""
    return category.startswith(wanted) or any(part.startswith(wanted) for part in category.split("/"))


def labels(entry: Article | Macro) -> tuple[str, ...]:
    """Return what an entry can be found by beside its names: tags, and an article's products."""
    return entry.tags if isinstance(entry, Macro) else (*entry.tags, *entry.products)


def _head(entry: Article | Macro) -> Head:
    shortcut = fold(entry.shortcut) if isinstance(entry, Macro) else ""
    title = fold(entry.title).strip()
    names = (title, *(fold(phrase).strip() for phrase in entry.asked_as))
    folded = tuple(map(fold, labels(entry)))
    return Head(title, names, shortcut, folded, "\n".join((*names, shortcut, *folded)))


def kind_order(entry: Article | Macro) -> tuple[int, str, str]:
    """Return the place of an entry in a list without words: macros, guides, articles; category; title."""
    return (Kind.MACRO, Kind.GUIDE, Kind.ARTICLE).index(entry.kind), entry.category, entry.title
