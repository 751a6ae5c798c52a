"""What else to say to a customer who is told this: the entries that go with one, nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Article, Audience, Entry, Guide, Macro

MOST: Final = 5
_WIDEST: Final = 200
"""Entries that one tag, scene or category may bring in: a group that holds half the library says nothing."""

_Groups = dict[str, list[str]]


class Relations:
    """Which entries of one library go together; made once, asked often."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._by_id: _Groups = defaultdict(list)
        self._named_by: _Groups = defaultdict(list)
        self._resting_on: _Groups = defaultdict(list)
        self._by_scene: _Groups = defaultdict(list)
        self._by_tag: _Groups = defaultdict(list)
        self._by_category: _Groups = defaultdict(list)
        for key in sorted(library.entries):
            self._note(key, library.entries[key])

    def of(self, entry: Article | Macro, today: date, limit: int = MOST) -> tuple[Article | Macro, ...]:
        """Return the entries that go with one, in its language, at most `limit`.

        In this order: macros that the articles of its basis name; articles that name it, and the macros they name
        beside it; macros that rest on the same article; the same scene; shared tags, the most first; neighbours in
        its category. Drafts, expired and archived entries, guides and internal articles are not offered.
        """
        found: dict[str, None] = {}
        for key in self._ranked(entry):
            if key != entry.key and key not in found and self._may_follow(key, entry, today):
                found[key] = None
                if len(found) >= limit:
                    break
        return tuple(self.library.entries[key] for key in found)

    def up_to(self, library: Library) -> Relations:
        """Return the relations of this library: these where nothing was read since, else new ones."""
        return self if library.entries is self.library.entries else Relations(library)

    def _note(self, key: str, entry: Article | Macro) -> None:
        self._by_id[entry.id].append(key)
        if isinstance(entry, Article):
            for name in entry.macros:
                self._named_by[name].append(key)
        else:
            for ref in entry.basis:
                self._resting_on[ref.id].append(key)
            if entry.scene:
                self._by_scene[entry.scene].append(key)
        for tag in entry.tags:
            self._by_tag[tag].append(key)
        if entry.category:
            self._by_category[entry.category].append(key)

    def _ranked(self, entry: Article | Macro) -> Iterator[str]:
        bases = [key for ref in entry.basis for key in self._by_id.get(ref.id, ())]
        yield from self._macros_of(bases)
        if isinstance(entry, Article):
            yield from self._macros_of([entry.key])
        naming = self._named_by.get(entry.id, ())
        yield from naming
        yield from self._macros_of(naming)
        for ref in entry.basis:
            yield from self._resting_on.get(ref.id, ())[:_WIDEST]
        if isinstance(entry, Macro) and entry.scene:
            yield from self._by_scene.get(entry.scene, ())[:_WIDEST]
        yield from self._by_shared_tags(entry)
        yield from self._by_category.get(entry.category, ())[:_WIDEST]

    def _macros_of(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            article = self.library.entries[key]
            for name in article.macros if isinstance(article, Article) else ():
                yield from self._by_id.get(name, ())

    def _by_shared_tags(self, entry: Entry) -> list[str]:
        shared: dict[str, int] = defaultdict(int)
        for tag in entry.tags:
            group = self._by_tag.get(tag, ())
            for key in group[:_WIDEST]:
                shared[key] += 1
        return sorted(shared, key=lambda key: (-shared[key], key))

    def _may_follow(self, key: str, entry: Entry, today: date) -> bool:
        other = self.library.entries[key]
        if other.locale != entry.locale or other.id == entry.id or not other.offered(today):
            return False
        return isinstance(other, Macro) or (other.audience is Audience.CUSTOMERS and not isinstance(other, Guide))
