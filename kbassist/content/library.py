"""A library as one immutable snapshot, and what changed from one snapshot to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kbassist.content.files import Files
from kbassist.content.model import DEFAULT_LOCALE, EMPTY, Article, Guide, Macro, Snippet
from kbassist.content.problem import Problem
from kbassist.content.source import SourceFile
from kbassist.content.team_model import Team

_REMEMBERED: Final = 64


class Edition:
    """Which keys may differ from the snapshot that this one was made from; the last 64 editions are remembered."""

    __slots__ = ("before", "keys")

    def __init__(self, before: Edition | None = None, keys: frozenset[str] = frozenset()) -> None:
        self.before = before
        self.keys = keys
        oldest: Edition | None = self
        for _ in range(_REMEMBERED):
            oldest = oldest.before if oldest else None
        if oldest:
            oldest.before = None

    def since(self, earlier: Edition) -> frozenset[str] | None:
        """Return the keys that may differ from an earlier edition; None where that is not remembered."""
        keys: frozenset[str] = frozenset()
        edition: Edition | None = self
        while edition is not None and edition is not earlier:
            keys |= edition.keys
            edition = edition.before
        return keys if edition is earlier else None


class Entries(dict[str, Article | Macro]):
    """Entries by key that know from which others they were made, so that only what differs need be compared."""

    __slots__ = ("edition",)

    def __init__(self, entries: Mapping[str, Article | Macro] = EMPTY) -> None:
        super().__init__(entries)
        self.edition = Edition()

    def made_from(self, before: Mapping[str, Article | Macro], keys: Iterable[str]) -> None:
        """Note that only these keys may differ from what was `before`."""
        if isinstance(before, Entries):
            self.edition = Edition(before.edition, frozenset(keys))


@dataclass(frozen=True, slots=True)
class Library:
    """All that was read from one folder, `entries` by key (`id@locale`) and `snippets` by name.

    `loaded_at` says when it was read; `stale` is true where the folder could not be reached and this is what was
    read before. `files` is what each file gave, by path, for the next reading to take over what has not changed.
    """

    root: Path
    entries: Mapping[str, Article | Macro] = field(default_factory=lambda: EMPTY)
    snippets: Mapping[str, Snippet] = field(default_factory=lambda: EMPTY)
    team: Team = field(default_factory=Team)
    problems: tuple[Problem, ...] = ()
    loaded_at: datetime = datetime.min
    stale: bool = False
    files: Mapping[str, SourceFile] = field(default_factory=lambda: EMPTY, compare=False, repr=False)

    def get(self, wanted: str, locale: str = DEFAULT_LOCALE) -> Article | Macro | None:
        """Return an entry by key, or by id in this locale, else in the default locale, else in any; or None."""
        found = self.entries.get(wanted) or self.entries.get(f"{wanted}@{locale}")
        if found is None:
            found = self.entries.get(f"{wanted}@{DEFAULT_LOCALE}") or next(self.twins(wanted), None)
        return found

    def twins(self, entry_id: str) -> Iterator[Article | Macro]:
        """Yield every language version of an id."""
        for locale in self.locales:
            if entry := self.entries.get(f"{entry_id}@{locale}"):
                yield entry

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales in use, sorted."""
        return tuple(sorted({entry.locale for entry in self.entries.values()}))

    def same_content(self, other: Library) -> bool:
        """Tell whether a person would see no difference: entries, snippets, team settings, problems, reachability."""
        return (
            not changes(self, other)
            and self.snippets == other.snippets
            and self.team == other.team
            and self.problems == other.problems
            and self.stale == other.stale
        )

    def held(self) -> AbstractContextManager[None]:
        """Keep every text that is asked for at hand until the block ends: for going through all many times."""
        return self.files.shelf.held() if isinstance(self.files, Files) else nullcontext()

    def articles(self) -> Iterator[Article]:
        """Yield articles and guides."""
        return (entry for entry in self.entries.values() if isinstance(entry, Article))

    def guides(self) -> Iterator[Guide]:
        """Yield guides only."""
        return (entry for entry in self.entries.values() if isinstance(entry, Guide))

    def macros(self) -> Iterator[Macro]:
        """Yield macros."""
        return (entry for entry in self.entries.values() if isinstance(entry, Macro))


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of entries that are new, differ, or are gone."""

    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.changed or self.removed)


def changes(old: Library, new: Library) -> Changes:
    """Compare two snapshots by key and by value, where one was made from the other only what was read since."""
    before, after = old.entries, new.entries
    if before is after:
        return Changes()
    keys = _suspects(before, after)
    return Changes(
        added=frozenset(key for key in keys if key in after and key not in before),
        changed=frozenset(key for key in keys if key in after and key in before and _differ(before[key], after[key])),
        removed=frozenset(key for key in keys if key in before and key not in after),
    )


def _suspects(before: Mapping[str, Article | Macro], after: Mapping[str, Article | Macro]) -> AbstractSet[str]:
    """Return the keys that may differ."""
    known = (
        after.edition.since(before.edition) if isinstance(before, Entries) and isinstance(after, Entries) else None
    )
    return before.keys() | after.keys() if known is None else known


def _differ(before: Article | Macro, after: Article | Macro) -> bool:
    return before is not after and before != after
