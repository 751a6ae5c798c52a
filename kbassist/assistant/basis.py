"""Which entries rest on something that has changed since they were reviewed, or is no longer in force."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kbassist.assistant.basis_records import Ledger, Versions
from kbassist.content import basis
from kbassist.content.basis import Doubt, DoubtKind
from kbassist.content.library import Library, changes
from kbassist.content.links import Resolver
from kbassist.content.model import Article, Entry, Macro, Ref
from kbassist.i18n import N_
from kbassist.macros.form import Gap, GapKind
from kbassist.usage.records import Records

LEDGER: Final = "basis.jsonl"
VERSIONS: Final = "basis.msgpack"


def refusals(doubts: Iterable[Doubt]) -> tuple[Gap, ...]:
    """Return why a reply that these doubts are about may not leave: a basis of it is no longer in force."""
    return tuple(_refusal(doubt) for doubt in doubts if doubt.kind is DoubtKind.EXPIRED)


def _refusal(doubt: Doubt) -> Gap:
    title = doubt.title or basis.written(doubt.ref)
    if doubt.since is None:
        return Gap(GapKind.STATE, "", N_("What it rests on, “{title}”, is archived", title=title))
    day = doubt.since.isoformat()
    return Gap(GapKind.STATE, "", N_("What it rests on, “{title}”, expired on {date}", title=title, date=day))


class BasisWatch:
    """Compares each basis with the version that was there when the entry was reviewed. On any thread.

    Headers that `kbassist reviewed` stamped say themselves which version that was. For all others it is noted here,
    in the user's data folder, when the entry is seen for the first time with its `reviewed` day. Nothing raises:
    where the disk refuses, what was noted holds until the program ends.
    """

    def __init__(self, data: Path, cache: Path) -> None:
        """`data` and `cache` are the library's folders in the user's profile."""
        self._ledger = Ledger(Records(data / LEDGER))
        self._versions = Versions(cache / VERSIONS)
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._day = date.min
        self._found: dict[str, tuple[Doubt, ...]] = {}
        self._resting: dict[str, set[str]] = {}

    def doubts(self, library: Library, today: date) -> Mapping[str, tuple[Doubt, ...]]:
        """Return the doubts about the entries of a library, by key; most have none and are not there.

        The first time, the texts of all bases are read whose version is not known yet; later only what differs
        from the library that was asked about last.
        """
        with self._lock:
            affected = self._affected(library, today)
            if affected is None:
                self._begin()
                self._look(library, library.entries, today)
                self._versions.save()
            elif affected:
                self._look(library, affected, today)
            self._ledger.save(library)
            self._library, self._day = library, today
            return MappingProxyType(dict(self._found))

    def _affected(self, library: Library, today: date) -> set[str] | None:
        """Return the keys of entries about which something else may hold now; None: all."""
        if self._library is None or today != self._day:
            return None
        found = changes(self._library, library)
        if found.added or found.removed:  # names may lead elsewhere now
            return None
        return set(found.changed).union(*(self._resting.get(key, ()) for key in found.changed))

    def _begin(self) -> None:
        self._found.clear()
        self._resting.clear()
        self._versions.begin()

    def _look(self, library: Library, keys: Iterable[str], today: date) -> None:
        resolver = Resolver(library)
        for key in keys:
            entry = library.entries[key]
            found = tuple(filter(None, (self._doubt(entry, ref, resolver, today) for ref in basis.references(entry))))
            if found:
                self._found[key] = found
            else:
                self._found.pop(key, None)

    def _doubt(self, entry: Entry, ref: Ref, resolver: Resolver, today: date) -> Doubt | None:
        found = basis.target(ref, entry, resolver)
        known = basis.stamped(entry).get(basis.tag(ref)) or self._ledger.version(entry, ref)
        if found is None:
            # A name that never led anywhere is a slip of the pen, which a check reports.
            return Doubt(DoubtKind.GONE, ref) if known and not basis.names_law(ref.id) else None
        self._resting.setdefault(found.key, set()).add(entry.key)
        title = basis.shown(found, ref)
        if basis.lapsed(found, today):
            last = found.expires if found.expires and found.expires < today else None
            return Doubt(DoubtKind.EXPIRED, ref, last, title)
        current = self._versions.of(found, ref.section)
        if current is None:
            return Doubt(DoubtKind.GONE, ref) if known else None
        if entry.reviewed is None or known == current:
            return None
        changed_on = _later(found, entry.reviewed)
        if known is not None or changed_on is not None:
            return Doubt(DoubtKind.CHANGED, ref, changed_on, title)
        self._ledger.approve(entry, ref, current)
        return None


def _later(found: Article | Macro, reviewed: date) -> date | None:
    """Return the day of the last change that a basis itself names, where that was after the review."""
    day = basis.updated(found)
    return day if day is not None and day > reviewed else None
