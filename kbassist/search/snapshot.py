"""An index as it stands: its segments, what of them is alive, and how that differs from a library."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from whoosh.index import FileIndex

from kbassist.search.segment import SegmentData
from kbassist.search.storage import Storage
from kbassist.search.wtypes import Segment


class Changed(Protocol):
    """Which entries differ from an earlier state (see `content.library.Changes`)."""

    @property
    def added(self) -> Collection[str]:
        """Keys that were not there."""
        ...

    @property
    def changed(self) -> Collection[str]:
        """Keys of other content."""
        ...

    @property
    def removed(self) -> Collection[str]:
        """Keys that are gone."""
        ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """A segment, and which of its entries are alive (None: all of them)."""

    segment: Segment
    data: SegmentData
    live: npt.NDArray[np.bool_] | None

    @classmethod
    def of(cls, segment: Segment, data: SegmentData) -> Leaf:
        """Return the segment as it is now."""
        return cls(segment, data, segment.live()[data.starts] if segment.has_deletions() else None)

    @property
    def entries(self) -> int:
        """Return the number of living entries."""
        return len(self.data.keys) if self.live is None else int(np.count_nonzero(self.live))

    def prints(self) -> Iterator[tuple[str, str]]:
        """Yield key and fingerprint of each living entry."""
        pairs = zip(self.data.keys, self.data.prints, strict=True)
        return pairs if self.live is None else compress(pairs, self.live.tolist())

    def place(self, key: str) -> int:
        """Return the place of a living entry, -1 if it is not here."""
        place = self.data.place(key)
        return place if place >= 0 and (self.live is None or self.live[place]) else -1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of an index, which does not change; `reader` is Whoosh's."""

    storage: Storage
    reader: Any
    leaves: tuple[Leaf, ...]

    @classmethod
    def of(cls, storage: Storage) -> Snapshot:
        """Return the state that these files hold; raises whatever Whoosh raises, and `Damaged`."""
        reader = FileIndex(storage).reader()
        leaves = (leaf.segment() for leaf, _offset in reader.leaf_readers() if leaf.doc_count_all())
        return cls(storage, reader, tuple(Leaf.of(segment, storage.data(segment)) for segment in leaves))

    @property
    def entries(self) -> int:
        """Return the number of living entries."""
        return sum(leaf.entries for leaf in self.leaves)

    def difference(self, wanted: Mapping[str, str], changed: Changed | None) -> tuple[list[str], list[str]]:
        """Return the keys of the entries to be deleted, and of those to be written, for these fingerprints by key.

        `changed` says what may differ; it is not believed where the numbers of entries do not fit.
        """
        if changed is not None:
            known = {key: print_ for key in _keys(changed) if (print_ := self._print(key))}
            gone, fresh = _differing(known, {key: wanted[key] for key in _keys(changed) if key in wanted})
            if self.entries - len(gone) + len(fresh) == len(wanted):
                return gone, fresh
        known = {key: print_ for leaf in self.leaves for key, print_ in leaf.prints()}
        return ([], []) if known == wanted else _differing(known, wanted)

    def documents_of(self, keys: list[str]) -> dict[str, list[int]]:
        """Return the documents of these entries by the name of their segment."""
        found: dict[str, list[int]] = {}
        for key in keys:
            leaf, place = self._find(key)
            found.setdefault(leaf.segment.segment_id(), []).extend(range(*leaf.data.extent(place)))
        return found

    def _print(self, key: str) -> str:
        try:
            leaf, place = self._find(key)
        except KeyError:
            return ""
        return leaf.data.prints[place]

    def _find(self, key: str) -> tuple[Leaf, int]:
        for leaf in reversed(self.leaves):
            place = leaf.place(key)
            if place >= 0:
                return leaf, place
        raise KeyError(key)


def _keys(changed: Changed) -> Iterator[str]:
    yield from changed.removed
    yield from changed.changed
    yield from changed.added


def _differing(known: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[list[str], list[str]]:
    gone = [key for key, print_ in known.items() if wanted.get(key) != print_]
    return gone, [key for key, print_ in wanted.items() if known.get(key) != print_]
