"""The entries that agents may be offered, in memory, with what is looked at for every query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Article, Entry, Kind, Macro, Status
from kbassist.search.analyzer import fold
from kbassist.search.query import EVERYTHING, Query

_REMEMBERED: Final = 64  # parts of queries


@dataclass(frozen=True, slots=True)
class Head:
    """The folded texts of an entry that are searched in memory: `names` are the title and the customers' words."""

    title: str
    names: tuple[str, ...]
    shortcut: str
    labels: tuple[str, ...]
    everything: str


@dataclass(slots=True)
class Catalogue:
    """The published entries of a library as rows, in the library's order, as of a day.

    A status or a date that changes with the day changes a mask here, never the index.
    """

    library: Library
    today: date
    entries: tuple[Article | Macro, ...]
    heads: tuple[Head, ...]
    texts: tuple[str, ...]
    row_of: dict[str, int]
    in_force: bytes
    overdue: bytes
    _masks: dict[tuple[object, ...], bytes] = field(default_factory=dict)
    _found: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, today: date, previous: Catalogue | None = None) -> Catalogue:
        """Read a library; heads of entries that `previous` knows as the same object are not made again."""
        entries = tuple(entry for entry in library.entries.values() if entry.status is Status.PUBLISHED)
        before = zip(previous.entries, previous.heads, strict=True) if previous else ()
        known = {id(entry): head for entry, head in before}
        heads = tuple(known.get(id(entry)) or _head(entry) for entry in entries)
        return cls(
            library=library,
            today=today,
            entries=entries,
            heads=heads,
            texts=tuple(head.everything for head in heads),
            row_of={entry.key: row for row, entry in enumerate(entries)},
            in_force=bytes(entry.in_force(today) for entry in entries),
            overdue=bytes(entry.to_be_checked(today) for entry in entries),
        )

    def rows_with(self, part: str) -> list[int]:
        """Return the rows whose text has this part.

        What was found for a shorter part (the query before the last key) is where a longer one is looked for.
        """
        if part in self._found:
            return self._found[part]
        shorter = [rows for known, rows in self._found.items() if known in part]
        texts = self.texts
        if shorter:
            rows = [row for row in min(shorter, key=len) if part in texts[row]]
        else:
            rows = [row for row, text in enumerate(texts) if part in text]
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        self._found[part] = rows
        return rows

    def mask(self, query: Query) -> bytes:
        """Return one byte a row: 1 where the entry is in force and passes the query's filters."""
        if not query.filtered:
            return self.in_force
        wanted = (query.kinds, query.tags, query.channels, query.categories)
        if wanted not in self._masks:
            self._masks.clear()
            tests = tuple(self._tests(query))
            self._masks[wanted] = bytes(
                live and all(test(entry) for test in tests)
                for live, entry in zip(self.in_force, self.entries, strict=True)
            )
        return self._masks[wanted]

    def _tests(self, query: Query) -> Iterable[Callable[[Article | Macro], bool]]:
        if query.kinds != EVERYTHING:
            yield lambda entry: entry.kind in query.kinds
        if query.tags:
            yield lambda entry: all(_begins(self.head(entry).labels, tag) for tag in query.tags)
        if query.categories:
            yield lambda entry: all(_lies_in(fold(entry.category), category) for category in query.categories)
        if query.channels is not None:
            yield lambda entry: self._serves(entry, query.channels or ())

    def head(self, entry: Entry) -> Head:
        """Return the folded head of an entry."""
        return self.heads[self.row_of[entry.key]]

    def _serves(self, entry: Article | Macro, channels: tuple[str, ...]) -> bool:
        if isinstance(entry, Macro):
            return any(entry.variant(channel) for channel in channels)
        if not entry.channels:
            return bool(channels)
        team = self.library.team
        names = {channel.name if (channel := team.channel(name)) else name for name in entry.channels}
        return bool(names & set(channels))


def _begins(labels: Iterable[str], tag: str) -> bool:
    return any(label.startswith(tag) for label in labels)


def _lies_in(category: str, wanted: str) -> bool:
    """Tell whether a folder of the path begins as wanted, or the path itself does (`in:售后/退`)."""
    return category.startswith(wanted) or any(part.startswith(wanted) for part in category.split("/"))


def _head(entry: Article | Macro) -> Head:
    shortcut, labels = (
        (entry.shortcut, entry.tags) if isinstance(entry, Macro) else ("", (*entry.tags, *entry.products))
    )
    title = fold(entry.title).strip()
    names = (title, *(fold(phrase).strip() for phrase in entry.asked_as))
    folded = tuple(fold(label) for label in labels)
    return Head(title, names, fold(shortcut), folded, "\n".join((*names, fold(shortcut), *folded)))


def kind_order(entry: Article | Macro) -> tuple[int, str, str]:
    """Return the place of an entry in a list without words: macros, guides, articles; category; title."""
    return (Kind.MACRO, Kind.GUIDE, Kind.ARTICLE).index(entry.kind), entry.category, entry.title
