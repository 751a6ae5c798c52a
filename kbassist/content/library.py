"""A library as one immutable snapshot, and what changed from one snapshot to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kbassist.content.model import DEFAULT_LOCALE, EMPTY, Article, Guide, Macro, Snippet, Team
from kbassist.content.problem import Problem
from kbassist.content.source import SourceFile


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
            self.entries == other.entries
            and self.snippets == other.snippets
            and self.team == other.team
            and self.problems == other.problems
            and self.stale == other.stale
        )

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
    """Compare two snapshots by key and by value."""
    before, after = old.entries.keys(), new.entries.keys()
    return Changes(
        added=frozenset(after - before),
        changed=frozenset(key for key in before & after if old.entries[key] != new.entries[key]),
        removed=frozenset(before - after),
    )
