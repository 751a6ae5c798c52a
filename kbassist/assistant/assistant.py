"""The assistant: one library, its index and its user's traces, without a window.

Threads: `use`, `titles`, `search`, `explain`, `refine` and what writes to disk belong on one serial lane; `recall`
and `read` on that one or on one of their own, so that a share that hangs keeps no keystroke waiting; `index` and
`close` on the first or on a third, since a build takes long. All else only reads a snapshot that never changes, and
may be called anywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbassist import paths
from kbassist.assistant.basis import BasisWatch
from kbassist.assistant.clock import Clock, system_clock
from kbassist.assistant.learning import Learning
from kbassist.assistant.meaning import Meaning
from kbassist.assistant.options import match_options
from kbassist.assistant.replies import Replies
from kbassist.content.basis import Doubt
from kbassist.content.library import Changes, Library, changes
from kbassist.content.model import EMPTY, Article, Entry, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.macros.form import Agent
from kbassist.search.analyzer import fold
from kbassist.search.engine import Engine
from kbassist.search.phonetic import Habits
from kbassist.search.results import Badge, Explanation, Hit, Marked, Results, badges_of
from kbassist.semantic.pace import Pace
from kbassist.usage.log import UsageLog, Use, frequent, recent
from kbassist.usage.outbox import Note, NoteKind, Outbox
from kbassist.usage.pins import Pins

if TYPE_CHECKING:
    from kbassist.content.problem import Problem

Progress = Callable[[int, int], None]
RECENT_SHOWN: Final = 12


class EntryMissing(KbassistError):  # noqa: N818 - named as the user reads it
    """The library holds no entry of this name."""


class Assistant(Replies):
    """Search, fill, check and remember, for one library folder."""

    def __init__(self, root: Path, agent: Agent, clock: Clock = system_clock, data: Path | None = None) -> None:
        """`data` is where the user's traces are kept; where it is not given, the library's folder in the profile."""
        super().__init__(Library(root), agent, clock)
        self.root = root
        cache, data = paths.library_cache(root), data or paths.library_data(root)
        self._cache = cache
        self._log = UsageLog(data / "uses.jsonl")
        self._pins = Pins(data / "pins.json")
        self.outbox = Outbox(data / "notes.jsonl")
        self._learning = Learning(data, fold, clock)
        self._engine = Engine(cache, macro_text=_macro_text)
        self._searched = self.library
        self._read: Library | None = None
        self._meaning = Meaning(cache, _macro_text)
        self._basis = BasisWatch(data, cache)
        self._doubts: Mapping[str, tuple[Doubt, ...]] = EMPTY
        self._by_meaning = True
        self._pace = Pace()
        self._building = threading.Lock()
        self._cancelled = threading.Event()

    # The library

    def load(self, progress: Progress | None = None) -> Library:
        """Read the library and use it from now on; raises as `read`."""
        return self.use(self.read(progress))

    def recall(self) -> Library | None:
        """Return what the cache holds of the library, without a look at its folder; None where it holds nothing."""
        from kbassist.content.loader import recall  # noqa: PLC0415 - as in `read`

        self._read = recall(self.root, self._cache)
        return self._read

    def read(self, progress: Progress | None = None, paths: frozenset[str] | None = None) -> Library:
        """Read what changed since the last reading, or since the cache was written, and return the library.

        With `paths`, only these files are looked at, as a watcher named them. Raises content.loader.LibraryMissing
        where there is neither folder nor cache.
        """
        from kbassist.content.loader import load  # noqa: PLC0415 - YAML is not needed to show the tray

        self._read = load(self.root, cache=self._cache, previous=self._read, progress=progress, paths=paths)
        return self._read

    def use(self, library: Library) -> Library:
        """Answer from a library that was read, as of today: titles at once, the whole text after the next `index`."""
        self.library = library
        self._use_titles()
        return library

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
                self._engine.cancel()
            elif progress is not None:
                progress(done, total)

        with self._building:
            if not self._cancelled.is_set():
                self._engine.index(told)

    def verify_index(self) -> bool:
        """Compare the index with its digests, in a quiet moment; False: it is damaged, `index` makes it again."""
        with self._building:
            return self._engine.verify(self._cancelled.is_set)

    @property
    def index_lost(self) -> bool:
        """Whether the index turned out to be damaged: titles answer until `index` has made it again."""
        return self._engine.lost

    @property
    def index_ready(self) -> bool:
        """Whether the whole text is searched, as it is in the library that was read."""
        return self._engine.current

    @property
    def text_ready(self) -> bool:
        """Whether the whole text is searched, maybe as it was before the last change."""
        return self._engine.ready

    @property
    def index_note(self) -> Text | None:
        """What the user should know about the index, if anything."""
        return self._engine.note

    def check(self) -> tuple[Problem, ...]:
        """Return every remark on the library, by file and line."""
        from kbassist.lint.runner import check  # noqa: PLC0415 - not needed to answer a customer

        return check(self.library, self._clock().date(), doubts=self.find_doubts())

    def find_doubts(self) -> Mapping[str, tuple[Doubt, ...]]:
        """Return by key what happened to the bases of entries since these were reviewed.

        The first time, the texts of all bases are read: for the lane that indexes.
        """
        return self._basis.doubts(self.library, self._clock().date())

    def use_doubts(self, doubts: Mapping[str, tuple[Doubt, ...]]) -> None:
        """Let doubtful entries sink a little and wear a badge from now on; on the lane that searches."""
        self._doubts = doubts
        self._engine.doubtful = frozenset(doubts)

    def doubts(self, key: str) -> tuple[Doubt, ...]:
        """Return what is doubtful about an entry, as far as it is known."""
        return self._doubts.get(key, ())

    def warm_up(self) -> None:
        """Import what the first form and the first article need, so that they open at once."""
        from kbassist.content import markdown  # noqa: F401, PLC0415 - the import is the purpose

        self.check_text("", "", "")
        macro = next(self.library.macros(), None)
        if macro is not None:
            self.render(macro, self.channel_of(macro, ""), {})

    def cancel(self) -> None:
        """Stop a running `index` or `read_meaning` soon, and begin no other; on any thread."""
        self._cancelled.set()
        self._pace.stop()
        self._engine.cancel()

    def close(self) -> None:
        """Let the index go; titles go on answering."""
        with self._building:
            self._engine.close()

    # Finding

    def use_habits(self, fuzzy: frozenset[str], scheme: str) -> None:
        """Read typed letters as this agent spells: pairs of sounds that are one to it, and a double pinyin scheme."""
        self._engine.habits = Habits(fuzzy, scheme)

    def titles(self, query: str, limit: int = 50) -> Results:
        """Answer from titles, shortcuts and the customers' phrasings in memory."""
        return self._engine.titles(query, limit)

    def match_options(self, labels: Sequence[str], typed: str) -> list[int]:
        """Return the numbers of the labels that fit what is typed into a list of options, best first."""
        return match_options(labels, typed, self._engine.habits)

    def prepare_titles(self) -> None:
        """Make the first question after a reading as quick as the next; on the lane that searches."""
        self._engine.prepare_titles()

    def search(self, query: str, limit: int = 50) -> Results:
        """Answer from the whole index; from titles while it is written for the first time."""
        return self._engine.search(query, limit, self._learning.lift(query))

    def explain(self, query: str, key: str) -> Explanation:
        """Say in words why an entry stands where it does in the answer to a query."""
        return self._engine.explain(query, key, self._learning.lift(query))

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

    def refine(self, query: str, limit: int = 50) -> Results | None:
        """Return what `search` finds, ordered by meaning as well; None where that says nothing, or is off."""
        if not self.meaning_wanted or not self._meaning.ready:
            return None
        return self._engine.refine(query, self._meaning, limit, self._learning.lift(query))

    # Meaning

    @property
    def meaning_installed(self) -> bool:
        """Whether the optional sentence encoder is there and sound."""
        return self._meaning.installed

    @property
    def meaning_state(self) -> Text:
        """What there is of meaning, in one sentence: for the doctor and the about dialog."""
        return self._meaning.describe()

    @property
    def meaning_wanted(self) -> bool:
        """Whether answers are ordered by meaning as well, as far as it is known."""
        return self._by_meaning and self._meaning.installed

    def use_meaning(self, wanted: bool) -> None:
        """Let meaning order answers from now on, or not."""
        self._by_meaning = wanted

    def typing(self) -> None:
        """Say that a key was pressed: what works in the background waits a while. On any thread."""
        self._pace.touch()

    def read_meaning(self, progress: Progress) -> bool:
        """Compute what is missing for answers by meaning, slowly; return whether all is done. On a lane of its own.

        `progress(done, total)` counts entries. Nothing happens where meaning is not wanted, or after `cancel`.
        """
        if not self.meaning_wanted:
            return True
        self._meaning.update(self._searched)
        done = self._meaning.work(progress, self._pace.may_go_on, recent(self._log.uses))
        if done:
            self._meaning.warm_up()
        return done

    def rest_meaning(self) -> None:
        """Give back the memory of the encoder until `read_meaning` is called again; on the same lane."""
        self._meaning.rest()

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

    def copied(self, key: str, channel: str = "", query: str = "") -> None:
        """Remember that an entry was copied, and that `query` led to it; raises OSError where the disk refuses."""
        try:
            self._log.add(Use(key, self._clock(), channel))
        finally:
            if query:
                self._learning.chosen(query, key)

    def taught(self, key: str) -> Entry | None:
        """Return an entry as it is searched, with the wordings that were kept; None where the library has it not."""
        return self._searched.entries.get(key)

    def forget_choices(self, key: str | None = None) -> None:
        """Forget what was chosen for which query, of one entry or of all. Raises OSError."""
        self._learning.forget(key)

    def keep_phrasing(self, key: str, words: str) -> str:
        """Keep a customer's wording for an entry, locally at once and as a proposal; return it as kept, masked.

        Titles know it from now on, the index after the next `index`. Raises KbassistError where the wording is of
        no use, and OSError; then nothing was kept.
        """
        kept = self._learning.keep(key, words)
        self._use_titles()
        return kept

    def undo_phrasing(self) -> bool:
        """Take back the wording that was kept last; tell whether there was one. Raises OSError."""
        undone = self._learning.undo()
        if undone:
            self._use_titles()
        return undone

    def toggle_pin(self, key: str) -> bool:
        """Pin an entry or let it go; return whether it is pinned now. Raises OSError."""
        return self._pins.toggle(key)

    def report_missing(self, words: str) -> Note:
        """File the customer's words for the team lead, masked. Raises OSError."""
        return self.outbox.add(NoteKind.MISSING, words, self._clock())

    def report_error(self, key: str, words: str) -> Note:
        """File an error seen in an entry. Raises OSError."""
        return self.outbox.add(NoteKind.ERROR, words, self._clock(), entry=key)

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
            badges=(
                *((Badge.PINNED,) if pinned else ()),
                *badges_of(entry, self.library.team, today, doubtful=entry.key in self._doubts),
            ),
        )

    def _use_titles(self) -> None:
        """Search the library with what was learned, as of today, if that differs from what is searched."""
        searched = self._learning.overlay(self.library)
        if not self._searched.same_content(searched):
            self._searched = searched
        self._engine.use_titles(self._searched, self._clock().date())


def _macro_text(macro: Macro, library: Library) -> str:
    from kbassist.macros.engine import plain  # noqa: PLC0415 - Liquid takes 200 ms to import

    return "\n".join(plain(macro, variant.channel, library) for variant in macro.variants)
