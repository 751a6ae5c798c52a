"""The only door to search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kbassist.content.library import Library
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.search import titles
from kbassist.search.catalogue import Catalogue, kind_order
from kbassist.search.hits import MacroText, Presenter, without_template
from kbassist.search.phonetic import Habits
from kbassist.search.places import Place, Ranking, by_filter, by_titles
from kbassist.search.query import Query, parse
from kbassist.search.results import Explanation, Hit, Reason, Results, Stage
from kbassist.search.signals import Signals
from kbassist.search.source import CatalogueSource, Plain

if TYPE_CHECKING:
    from kbassist.search.fulltext import Fulltext
    from kbassist.search.index import Index
    from kbassist.search.refining import Meaning
    from kbassist.search.snapshot import Snapshot

Progress = Callable[[int, int], None]
FOLDER: Final = "search"


class SearchStopped(KbassistError):  # noqa: N818 - stopped at the user's wish, not an error
    """`cancel` or `close` was called while the index was being written; index and disk are as they were."""

    def __init__(self) -> None:
        super().__init__(N_("The search index was not finished."), N_("It will be finished at the next start."))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What titles answer from; `doubts` are as in `Signals`, `doubtful` the keys that are counted there."""

    catalogue: Catalogue
    presenter: Presenter
    doubtful: frozenset[str]
    doubts: bytes

    @classmethod
    def of(cls, catalogue: Catalogue, presenter: Presenter, doubtful: frozenset[str]) -> _Shelf:
        """Put together what there is of a catalogue."""
        doubts = bytearray(catalogue.overdue)
        for key in doubtful & catalogue.row_of.keys():
            doubts[catalogue.row_of[key]] += 1
        return cls(catalogue, presenter, doubtful, bytes(doubts))


@dataclass(frozen=True, slots=True)
class _Indexed:
    """The whole text, as it was in a catalogue; its rows hold for every catalogue of the same generation."""

    catalogue: Catalogue
    text: Fulltext

    @classmethod
    def of(cls, catalogue: Catalogue, snapshot: Snapshot, before: _Indexed | None) -> _Indexed:
        """Make it from an index; from the one `before` for the same rows, only what differs is read."""
        from kbassist.search.fulltext import Fulltext  # noqa: PLC0415 - Whoosh and numpy take 170 ms to import
        from kbassist.search.postings import Postings  # noqa: PLC0415

        known = before.text.postings if before and before.catalogue.generation == catalogue.generation else None
        return cls(catalogue, Fulltext(Postings.of(snapshot, catalogue.row_of, known)))


class Engine:
    """Search over one library at a time.

    Two threads may share an engine: one that says which library it is (`use_titles`) and asks, and one that brings
    the index up to date (`index`, `close`); `cancel` may be called from any. Titles answer as soon as `use_titles`
    returns. The whole text answers from the first `index` on; while a later one runs, what was indexed before goes
    on answering, with what has left the library left out. `use` does both for programs with one thread.
    """

    def __init__(
        self,
        cache: Path,
        *,
        plain: Plain | None = None,
        macro_text: MacroText = without_template,
        habits: Habits | None = None,
    ) -> None:
        """`cache` is the library's own cache folder; `plain` makes Markdown plain, `macro_text` a macro readable."""
        self.habits = habits or Habits()
        self._folder = cache / FOLDER
        self._plain = plain
        self._macro_text = macro_text
        self._doubtful: frozenset[str] = frozenset()
        self._shelf: _Shelf | None = None
        self._index: Index | None = None
        self._source: CatalogueSource | None = None
        self._indexed: _Indexed | None = None
        self._lost = False  # the index turned out to be damaged
        self._stop = Event()

    @property
    def doubtful(self) -> frozenset[str]:
        """The keys of entries whose basis has changed or expired: they sink a little, and wear a badge.

        They may be set at any time, by the thread that asks; nothing is indexed anew.
        """
        return self._doubtful

    @doubtful.setter
    def doubtful(self, keys: frozenset[str]) -> None:
        if keys == self._doubtful:
            return
        self._doubtful = keys
        if shelf := self._shelf:
            self._shelf = _Shelf.of(shelf.catalogue, shelf.presenter, keys)

    @property
    def ready(self) -> bool:
        """Tell whether the whole text is searched (else only titles are)."""
        return self._text(self._shelf) is not None

    @property
    def lost(self) -> bool:
        """Tell whether the index turned out to be damaged: titles answer, until `index` has made it again."""
        return self._lost

    @property
    def current(self) -> bool:
        """Tell whether the whole text is searched, as it is in the library in use."""
        indexed, shelf = self._indexed, self._shelf
        return indexed is not None and shelf is not None and indexed.catalogue is shelf.catalogue

    @property
    def note(self) -> Text | None:
        """Say what the user should know about the index, if anything."""
        index = self._index
        if index is None or index.unsaved is None:
            mended = index is not None and index.damaged
            return N_("The search index was damaged and has been made again. Nothing is lost.") if mended else None
        return N_(
            "The search index cannot be kept in {folder} ({reason}). Search works, and the index is built again at"
            " the next start.",
            folder=str(self._folder),
            reason=index.unsaved.strerror or type(index.unsaved).__name__,
        )

    def use_titles(self, library: Library, today: date) -> None:
        """Answer from the titles of this library, as of this day, from now on; the index follows with `index`."""
        before = self._shelf.catalogue if self._shelf else None
        if before and before.library is library and before.today == today:
            return
        catalogue = Catalogue.of(library, today, before)
        presenter = Presenter(catalogue, self._plain_text(), self._macro_text)
        self._shelf = _Shelf.of(catalogue, presenter, self._doubtful)

    def prepare_titles(self) -> None:
        """Do what the first question would have to wait for (imports, names in the form searched); on its thread."""
        self.titles("ab", 1)

    def index(self, progress: Progress | None = None) -> None:
        """Bring the index up to date with the library in use: opened, repaired or built, and changed incrementally.

        The whole text answers before the index is kept on the disk (see `note` where it cannot be).
        `progress(done, total)` counts the entries that are written. Raises `SearchStopped` after `cancel`, and what
        `progress` raises; then what answered before goes on answering.
        """
        shelf = self._shelf
        if shelf is None:
            return
        from kbassist.search.index import Index  # noqa: PLC0415 - Whoosh and numpy take 170 ms to import

        if self._index is None:
            self._index = Index(self._folder)
        if self._lost:
            self._index.distrust()
        source = CatalogueSource.of(shelf.catalogue, self._plain_text(), self._macro_text, self._source)
        self._source = None
        snapshot = self._index.update(source, self._stoppable(progress))
        self._indexed = _Indexed.of(shelf.catalogue, snapshot, self._indexed)
        self._source = source
        self._lost = False
        self._index.save()

    def verify(self, stopped: Callable[[], bool] = bool) -> bool:
        """Compare the whole index with its digests; return False if it is damaged and has to be made again.

        For a quiet moment after the start; like `index`. `stopped` is asked often, and ends it early.
        """
        if self._index is None or self._index.verify(stopped):
            return True
        self._lose()
        return False

    def _lose(self) -> None:
        """Answer from titles, until `index` has made the damaged index again."""
        self._indexed, self._lost = None, True

    def use(self, library: Library, today: date, progress: Progress | None = None) -> None:
        """Answer from the titles and the whole text of this library, as of this day; raises what `index` raises."""
        self.use_titles(library, today)
        if not self.current:
            self.index(progress)

    def titles(self, query: str, limit: int = 50) -> Results:
        """Answer from titles, the customers' words, shortcuts and tags alone."""
        return self._answer(query, limit, full=False)

    def search(self, query: str, limit: int = 50, lift: Mapping[str, float] | None = None) -> Results:
        """Answer from the whole text; from titles (`Stage.TITLES`) while there is no index yet.

        `lift` says by key, from 0 to 1, what this agent chose for this query before.
        """
        return self._answer(query, limit, full=True, lift=lift)

    def explain(self, query: str, key: str, lift: Mapping[str, float] | None = None) -> Explanation:
        """Say in words why an entry stands where it does in the answer of `search`."""
        shelf = self._shelf
        text = self._text(shelf)
        if shelf is None or text is None:
            return _unexplained(key, query)
        from kbassist.search.segment import Damaged  # noqa: PLC0415 - numpy, which titles do without

        catalogue = shelf.catalogue
        parsed = parse(query, catalogue.library.team)
        found = titles.find(catalogue, parsed, self.habits)
        try:
            return text.explain(catalogue, text.read(parsed, found), found, key, _signals(shelf, parsed, lift))
        except Damaged:
            self._lose()
            return _unexplained(key, query)

    def refine(
        self, query: str, meaning: Meaning, limit: int = 50, lift: Mapping[str, float] | None = None
    ) -> Results | None:
        """Answer like `search`, ordered by meaning as well; None where meaning has nothing to say."""
        began = perf_counter()
        shelf = self._shelf
        text = self._text(shelf)
        if shelf is None or text is None:
            return None
        parsed = parse(query, shelf.catalogue.library.team)
        if not parsed.words or parsed.phrases:
            return None
        from kbassist.search.refining import DEPTH, refined  # noqa: PLC0415 - where there is an encoder

        parsed, by_words = self._ranking(shelf, text, parsed, DEPTH, lift)
        if parsed.text.isascii() and any(not reading.isascii() for reading in by_words.read_as):
            return None  # letters that stand for characters mean nothing by themselves
        ranking = refined(shelf.catalogue, parsed, by_words, meaning)
        if ranking is None:
            return None
        cut = replace(ranking, places=ranking.places[:limit])
        return self._results(shelf, parsed, cut, Stage.REFINED, began)

    def cancel(self) -> None:
        """Stop a running `index` soon; may be called from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Let go of the index, titles go on answering; it can be taken up again with `index`."""
        self._stop.set()
        self._index = self._source = self._indexed = None
        self._stop = Event()

    def _answer(self, typed: str, limit: int, *, full: bool, lift: Mapping[str, float] | None = None) -> Results:
        began = perf_counter()
        shelf = self._shelf
        if shelf is None or not typed.strip():
            return Results(typed)
        query = parse(typed, shelf.catalogue.library.team)
        text = self._text(shelf) if full else None
        query, ranking = self._ranking(shelf, text, query, limit, lift)
        stage = Stage.TITLES if text is None or self._lost else Stage.FULL
        return self._results(shelf, query, ranking, stage, began)

    def _results(self, shelf: _Shelf, query: Query, ranking: Ranking, stage: Stage, began: float) -> Results:
        return Results(
            query=query.typed,
            hits=shelf.presenter.hits(ranking.places, query, shelf.doubtful),
            terms=query.terms,
            stage=stage,
            total=ranking.total,
            partial=ranking.partial,
            fits=ranking.fits,
            read_as=ranking.read_as,
            near=() if ranking.places else self._near(shelf, query),
            milliseconds=(perf_counter() - began) * 1000,
        )

    def _text(self, shelf: _Shelf | None) -> Fulltext | None:
        """Return the whole text, if there is one and its rows are those of the catalogue in use."""
        indexed = self._indexed
        if indexed is None or shelf is None or indexed.catalogue.generation != shelf.catalogue.generation:
            return None
        return indexed.text

    def _ranking(
        self, shelf: _Shelf, text: Fulltext | None, query: Query, limit: int, lift: Mapping[str, float] | None
    ) -> tuple[Query, Ranking]:
        """Return the query with all its readings, and the places."""
        catalogue = shelf.catalogue
        if not query.text:
            return query, by_filter(_listed(catalogue, query), limit) if query.filtered else Ranking((), 0)
        found = titles.find(catalogue, query, self.habits)
        if text is None or query.single_letter or not query.words:
            return query, by_titles(found, limit, shelf.doubts)
        from kbassist.search.segment import Damaged  # noqa: PLC0415 - numpy, which titles do without

        try:
            read = text.read(query, found)
            return read, text.rank(catalogue, read, found, limit, _signals(shelf, query, lift))
        except Damaged:
            self._lose()
            return query, by_titles(found, limit, shelf.doubts)

    def _near(self, shelf: _Shelf, query: Query) -> tuple[Hit, ...]:
        from kbassist.search.near import near  # noqa: PLC0415 - only needed where nothing was found

        rows = near(shelf.catalogue, query.text, shelf.catalogue.mask(query), habits=self.habits)
        places = (Place(row, float(len(rows) - n)) for n, row in enumerate(rows))
        return shelf.presenter.hits(places, replace(query, words=(), phrases=()), shelf.doubtful)

    def _plain_text(self) -> Plain:
        if self._plain is None:
            from kbassist.content.markdown import plain  # noqa: PLC0415 - the renderer is heavy

            self._plain = plain
        return self._plain

    def _stoppable(self, progress: Progress | None) -> Progress:
        stop = self._stop = Event()

        def tick(done: int, total: int) -> None:
            if progress:
                progress(done, total)
            if stop.is_set():
                raise SearchStopped

        return tick


def _unexplained(key: str, query: str) -> Explanation:
    return Explanation(key, query, 0, 0.0, (Reason(N_("The search index is not ready yet."), 0.0),))


def _signals(shelf: _Shelf, query: Query, lift: Mapping[str, float] | None) -> Signals:
    """Return what ranking should know of a query; rows must have its quoted phrases, if there are any."""
    presenter = shelf.presenter
    keep = (lambda row: presenter.has_phrases(row, query)) if query.phrases else None
    return Signals(shelf.doubts, lift, presenter.folded, keep)


def _listed(catalogue: Catalogue, query: Query) -> list[int]:
    """Return the rows that pass the filters, in the order of a list without words."""
    entries, mask = catalogue.entries, catalogue.mask(query)
    return sorted((row for row, there in enumerate(mask) if there), key=lambda row: kind_order(entries[row]))
