"""The assistant: one library, its index and its user's traces, without a window.

Threads: `load`, `titles`, `search` and what writes to disk belong on one serial lane; `index` and `close` belong on
that one or on a second, so that a long build keeps no keystroke waiting. All else only reads a snapshot that never
changes, and may be called anywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbassist import paths
from kbassist.assistant.clock import Clock, system_clock
from kbassist.content.library import Changes, Library, changes
from kbassist.content.model import Article, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.macros.form import Agent, Context, Form, Outcome
from kbassist.search.results import Badge, Hit, Marked, Results, badges_of
from kbassist.usage.log import UsageLog, Use, frequent, recent
from kbassist.usage.outbox import Note, NoteKind, Outbox
from kbassist.usage.pins import Pins

if TYPE_CHECKING:
    from kbassist.content.problem import Problem
    from kbassist.search.engine import Engine

Progress = Callable[[int, int], None]
RECENT_SHOWN: Final = 12
CLIPBOARD_CONSIDERED: Final = 200  # characters; no field's value is longer


class EntryMissing(KbassistError):  # noqa: N818 - named as the user reads it
    """The library holds no entry of this name."""


@dataclass(frozen=True, slots=True, eq=False)
class _Edition:
    """What is to be searched: a library as of a day. The same object stands as long as neither differs."""

    library: Library
    day: date


class Assistant:
    """Search, fill, check and remember, for one library folder."""

    def __init__(self, root: Path, agent: Agent, clock: Clock = system_clock) -> None:
        self.root = root
        self.agent = agent
        self.library = Library(root)
        self._clock = clock
        self._cache = paths.library_cache(root)
        data = paths.library_data(root)
        self._log = UsageLog(data / "uses.jsonl")
        self._pins = Pins(data / "pins.json")
        self.outbox = Outbox(data / "notes.jsonl")
        self._edition: _Edition | None = None
        self._indexed: _Edition | None = None
        self._titles: Engine | None = None  # of the lane that searches, so that titles answer during a build
        self._engine: Engine | None = None  # of whoever holds the lock
        self._note: Text | None = None
        self._building = threading.Lock()
        self._cancelled = threading.Event()

    # The library

    def load(self, progress: Progress | None = None) -> Library:
        """Read the library, or what is cached of it; titles can be searched from now on.

        Raises content.loader.LibraryMissing where there is neither folder nor cache.
        """
        from kbassist.content.loader import load  # noqa: PLC0415 - YAML is not needed to show the tray

        previous = self.library if self.library.entries else None
        self.library = load(self.root, cache=self._cache, previous=previous, progress=progress)
        before, day = self._edition, self._clock().date()
        if before is None or before.day != day or not before.library.same_content(self.library):
            self._edition = _Edition(self.library, day)
        return self.library

    def refresh(self) -> Changes:
        """Look at the folder again, take in what changed, bring the index up to date, and tell what it was."""
        before = self.library
        after = self.load()
        if not self.index_ready:
            self.index()
        return changes(before, after)

    def index(self, progress: Progress | None = None) -> None:
        """Bring the index up to date with the library that was read; nothing happens after `cancel`."""

        def told(done: int, total: int) -> None:
            if self._cancelled.is_set():
                engine.cancel()
            elif progress is not None:
                progress(done, total)

        with self._building:
            edition = self._edition
            if edition is None or self._cancelled.is_set():
                return
            engine = self._engine = self._engine or self._new_engine()
            self._indexed = None
            engine.use(edition.library, edition.day, told)
            self._indexed, self._note = edition, engine.note

    @property
    def index_ready(self) -> bool:
        """Whether the whole text can be searched, not only titles."""
        indexed = self._indexed
        return indexed is not None and indexed is self._edition

    @property
    def index_note(self) -> Text | None:
        """What the user should know about the index, if anything."""
        return self._note

    def check(self) -> tuple[Problem, ...]:
        """Return every remark on the library, by file and line."""
        from kbassist.lint.runner import check  # noqa: PLC0415 - not needed to answer a customer

        return check(self.library, self._clock().date())

    def warm_up(self) -> None:
        """Import what the first form and the first article need, so that they open at once."""
        from kbassist.content import markdown  # noqa: F401, PLC0415 - the import is the purpose

        macro = next(self.library.macros(), None)
        if macro is not None:
            self.render(macro, self.channel_of(macro, ""), {})

    def cancel(self) -> None:
        """Stop a running `index` soon, and begin no other; on any thread."""
        self._cancelled.set()
        engine = self._engine
        if engine is not None:
            engine.cancel()

    def close(self) -> None:
        """Let the index go; titles go on answering."""
        with self._building:
            engine, self._engine, self._indexed = self._engine, None, None
            if engine is not None:
                engine.close()

    # Finding

    def titles(self, query: str, limit: int = 50) -> Results:
        """Answer from titles, shortcuts and the customers' phrasings in memory."""
        if self._titles is None:
            self._titles = self._new_engine()
        if self._edition is not None:
            self._titles.use_titles(self._edition.library, self._edition.day)
        return self._titles.titles(query, limit)

    def search(self, query: str, limit: int = 50) -> Results:
        """Answer from the whole index; from titles while it is being written or belongs to an older library."""
        if self._building.acquire(blocking=False):
            try:
                if self._engine is not None and self.index_ready:
                    return self._engine.search(query, limit)
            finally:
                self._building.release()
        return self.titles(query, limit)

    def entry(self, name: str) -> Article | Macro:
        """Return an entry by key, id or shortcut; raises EntryMissing."""
        found = self.library.get(name) or next(
            (macro for macro in self.library.macros() if macro.shortcut and macro.shortcut == name), None
        )
        if found is None:
            raise EntryMissing(
                N_("The library holds no entry “{name}”.", name=name),
                N_("Search for it: kbassist search {name}", name=name),
            )
        return found

    # What this agent did

    def pinned(self) -> tuple[Hit, ...]:
        """Return the pinned entries that may be offered today."""
        return tuple(self._hits(self._pins.keys, pinned=True))

    def recent(self) -> tuple[Hit, ...]:
        """Return what was used last and what is used at this hour, without the pinned ones."""
        pinned = set(self._pins.keys)
        newest, usual = recent(self._log.uses), frequent(self._log.uses, self._clock())
        keys = dict.fromkeys([*newest[:4], *usual])
        hits = self._hits([key for key in keys if key not in pinned], pinned=False)
        return tuple(hits)[:RECENT_SHOWN]

    def recent_macros(self, limit: int = 8) -> tuple[Macro, ...]:
        """Return the macros used last, newest first, as far as they may be offered today."""
        today = self._clock().date()
        entries = (self.library.entries.get(key) for key in recent(self._log.uses))
        return tuple(entry for entry in entries if isinstance(entry, Macro) and entry.offered(today))[:limit]

    def copied(self, key: str, channel: str = "") -> None:
        """Remember that an entry was copied; raises OSError where the disk refuses."""
        self._log.add(Use(key, self._clock(), channel))

    def toggle_pin(self, key: str) -> bool:
        """Pin an entry or let it go; return whether it is pinned now. Raises OSError."""
        return self._pins.toggle(key)

    def report_missing(self, words: str) -> Note:
        """File the customer's words for the team lead, masked. Raises OSError."""
        return self.outbox.add(NoteKind.MISSING, words, self._clock())

    def report_error(self, key: str, words: str) -> Note:
        """File an error seen in an entry. Raises OSError."""
        return self.outbox.add(NoteKind.ERROR, words, self._clock(), entry=key)

    # Filling

    @property
    def context(self) -> Context:
        """What a template may know at this moment."""
        return Context(self.agent, self._clock())

    def form(self, macro: Macro, channel: str) -> Form:
        """Return the form of a macro for a channel."""
        from kbassist.macros.engine import prepare  # noqa: PLC0415 - Liquid takes 200 ms to import

        return prepare(macro, channel, self.library, self.context)

    def render(self, macro: Macro, channel: str, values: Mapping[str, str]) -> Outcome:
        """Return the text that these values give, or the reasons why it may not leave."""
        from kbassist.macros.engine import render  # noqa: PLC0415 - Liquid takes 200 ms to import

        return render(macro, channel, values, self.library, self.context)

    def from_clipboard(self, key: str, copied: str) -> dict[str, str]:
        """Return what was copied elsewhere by each field that asks for it; empty where the field would refuse it."""
        macro = self.library.entries.get(key)
        if not isinstance(macro, Macro):
            return {}
        from kbassist.macros.engine import accepts  # noqa: PLC0415 - Liquid takes 200 ms to import

        value = copied.strip() if len(copied) <= CLIPBOARD_CONSIDERED else ""
        asking = (spec for spec in macro.fields if spec.from_ == "clipboard")
        return {spec.name: value if accepts(spec, value, self.library, self.context) else "" for spec in asking}

    def channel_of(self, macro: Macro, wanted: str) -> str:
        """Return the channel to show a macro in: the wanted one where it has a variant, else its first one's."""
        known = self.library.team.channel(wanted)
        name = known.name if known else wanted
        if macro.variant(name) is not None:
            return name
        return macro.variants[0].channel if macro.variants else name

    def _hits(self, keys: Iterable[str], *, pinned: bool) -> Iterable[Hit]:
        today = self._clock().date()
        for key in keys:
            entry = self.library.entries.get(key)
            if entry is not None and entry.offered(today):
                yield self._hit(entry, pinned=pinned)

    def _hit(self, entry: Article | Macro, *, pinned: bool) -> Hit:
        today = self._clock().date()
        return Hit(
            key=entry.key,
            id=entry.id,
            kind=entry.kind,
            locale=entry.locale,
            title=Marked(entry.title),
            path=entry.path,
            channels=tuple(variant.channel for variant in entry.variants) if isinstance(entry, Macro) else (),
            shortcut=entry.shortcut if isinstance(entry, Macro) else "",
            category=entry.category,
            snippet=Marked(entry.asked_as[0] if entry.asked_as else ""),
            badges=(*((Badge.PINNED,) if pinned else ()), *badges_of(entry, self.library.team, today)),
        )

    def _new_engine(self) -> Engine:
        from kbassist.search.engine import Engine  # noqa: PLC0415 - numpy and Whoosh take 170 ms to import

        return Engine(self._cache, macro_text=_macro_text)


def _macro_text(macro: Macro, library: Library) -> str:
    from kbassist.macros.engine import plain  # noqa: PLC0415 - Liquid takes 200 ms to import

    return "\n".join(plain(macro, variant.channel, library) for variant in macro.variants)
