"""A source of made-up entries for the index: no text, only bags of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kbassist.content.library import Changes
from kbassist.search.documents import Document
from kbassist.search.index import Index
from kbassist.search.postings import Postings
from kbassist.search.snapshot import Snapshot

Bags = tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class BagSource:
    """Entries as one bag for the head and one for each passage, by key."""

    entries: Mapping[str, Bags]
    changed: Changes | None = None
    root: str = "/team/library"
    read: list[str] = field(default_factory=list)

    @property
    def fingerprints(self) -> Mapping[str, str]:
        return {key: repr([sorted(bag.items()) for bag in bags]) for key, bags in self.entries.items()}

    def documents(self, key: str) -> Iterable[Document]:
        self.read.append(key)
        return [Document(ordinal, bag) for ordinal, bag in enumerate(self.entries[key])]


def rows(source: BagSource) -> dict[str, int]:
    """Return a row for each key, in the order of keys."""
    return {key: row for row, key in enumerate(sorted(source.entries))}


def postings(snapshot: Snapshot, source: BagSource) -> Postings:
    return Postings.of(snapshot, rows(source))


def built(folder: Path, source: BagSource) -> tuple[Index, Snapshot]:
    index = Index(folder)
    snapshot = index.update(source)
    index.save()
    return index, snapshot


def numbered(count: int, *, first: int = 0) -> dict[str, Bags]:
    """Return entries with tokens that are in all, in some, and in one of them."""
    return {
        f"e{number:05}": (
            {"all": 1, f"mod{number % 7}": 2, f"only{number}": 1, "退款": number % 5 + 1},
            {"all": number % 300 + 1, f"third{number % 3}": 1},
        )
        for number in range(first, first + count)
    }
