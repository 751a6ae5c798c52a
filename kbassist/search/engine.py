"""The only door to search."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.search import titles
from kbassist.search.catalogue import Catalogue, kind_order
from kbassist.search.documents import Document, documents, fingerprint
from kbassist.search.hits import MacroText, Presenter, without_template
from kbassist.search.places import Place, Ranking, by_filter, by_titles
from kbassist.search.query import Query, parse
from kbassist.search.results import Hit, Results, Stage

if TYPE_CHECKING:
    from kbassist.search.index import Index
    from kbassist.search.postings import Postings

Progress = Callable[[int, int], None]
Plain = Callable[[str], str]
_FOLDER: Final = "search"


class SearchStopped(KbassistError):  # noqa: N818 - stopped at the user's wish, not an error
    """`cancel` or `close` was called while the index was being written; index and disk are as they were."""

    def __init__(self) -> None:
        super().__init__(N_("The search index was not finished."), N_("It will be finished at the next start."))


class Engine:
    """Search over one library at a time.

    Everything but `cancel` is for one thread at a time. Titles answer as soon as `use_titles` returns; the whole text
    after `use`. `usage` may be set to values from 0 to 1 by key, which lift what is used often.
    """

    def __init__(
        self,
        cache: Path,
        *,
        plain: Plain | None = None,
        macro_text: MacroText = without_template,
    ) -> None:
        """`cache` is the library's own cache folder; `plain` makes Markdown plain, `macro_text` a macro readable."""
        self.usage: Mapping[str, float] | None = None
        self._folder = cache / _FOLDER
        self._plain = plain
        self._macro_text = macro_text
        self._catalogue: Catalogue | None = None
        self._presenter: Presenter | None = None
        self._index: Index | None = None
        self._postings: Postings | None = None
        self._prints: dict[str, tuple[Article | Macro, str]] = {}
        self._stop = Event()

    @property
    def ready(self) -> bool:
        """Tell whether the whole text is searched (else only titles are)."""
        return self._postings is not None

    @property
    def note(self) -> Text | None:
        """Say what the user should know about the index, if anything."""
        if self._index is None or self._index.unsaved is None:
            return None
        return N_(
            "The search index cannot be kept in {folder} ({reason}). Search works, and the index is built again at"
            " the next start.",
            folder=str(self._folder),
            reason=self._index.unsaved.strerror or type(self._index.unsaved).__name__,
        )

    def use_titles(self, library: Library, today: date) -> None:
        """Answer from the titles of this library, as of this day, from now on; the index follows with `use`."""
        before = self._catalogue
        if before and before.library is library and before.today == today:
            return
        self._catalogue = Catalogue.of(library, today, before)
        self._presenter = Presenter(self._catalogue, self._plain_text(), self._macro_text)
        self._postings = None

    def use(self, library: Library, today: date, progress: Progress | None = None) -> None:
        """Bring the index up to date with this library: opened, repaired or built, and changed incrementally.

        `progress(done, total)` counts the entries that are written. Raises `SearchStopped` after `cancel`, and what
        `progress` raises; then titles go on answering.
        """
        self.use_titles(library, today)
        assert self._catalogue is not None
        from kbassist.search.index import Index  # noqa: PLC0415 - Whoosh and numpy take 170 ms to import
        from kbassist.search.postings import Postings  # noqa: PLC0415

        if self._index is None:
            self._index = Index(self._folder)
        source = self._source(self._catalogue)
        snapshot = self._index.update(source, self._stoppable(progress))
        row_of = self._catalogue.row_of
        self._postings = Postings(
            snapshot.reader, {n: row_of[key] for key, n in snapshot.numbers.items() if key in row_of}
        )

    def titles(self, query: str, limit: int = 50) -> Results:
        """Answer from titles, the customers' words, shortcuts and tags alone."""
        return self._answer(query, limit, full=False)

    def search(self, query: str, limit: int = 50) -> Results:
        """Answer from the whole text; from titles (`Stage.TITLES`) while there is no index yet."""
        return self._answer(query, limit, full=True)

    def cancel(self) -> None:
        """Stop a running `use` soon; may be called from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Let go of everything; the engine can be used again with `use`."""
        self._stop.set()
        self._index = self._postings = self._catalogue = self._presenter = None
        self._prints = {}
        self._stop = Event()

    def _answer(self, typed: str, limit: int, *, full: bool) -> Results:
        began = perf_counter()
        catalogue, presenter = self._catalogue, self._presenter
        if catalogue is None or presenter is None or not typed.strip():
            return Results(typed)
        query = parse(typed, catalogue.library.team)
        full = full and self._postings is not None
        ranking = self._ranking(query, limit, full=full)
        near = () if ranking.places else self._near(query)
        return Results(
            query=typed,
            hits=presenter.hits(ranking.places, query),
            terms=query.terms,
            stage=Stage.FULL if full else Stage.TITLES,
            total=ranking.total,
            partial=ranking.partial,
            near=near,
            milliseconds=(perf_counter() - began) * 1000,
        )

    def _ranking(self, query: Query, limit: int, *, full: bool) -> Ranking:
        assert self._catalogue is not None
        assert self._presenter is not None
        presenter = self._presenter
        if not query.text:
            return by_filter(self._listed(query), limit) if query.filtered else Ranking((), 0)
        found = titles.find(self._catalogue, query)
        if not full or self._postings is None or query.single_letter or not query.words:
            return by_titles(found, limit)
        from kbassist.search.ranking import rank  # noqa: PLC0415 - numpy, which titles do without

        keep = (lambda row: presenter.has_phrases(row, query)) if query.phrases else None
        return rank(self._catalogue, self._postings, query, found, limit, self.usage, keep)

    def _listed(self, query: Query) -> list[int]:
        assert self._catalogue is not None
        entries, mask = self._catalogue.entries, self._catalogue.mask(query)
        return sorted((row for row, there in enumerate(mask) if there), key=lambda row: kind_order(entries[row]))

    def _near(self, query: Query) -> tuple[Hit, ...]:
        from kbassist.search.near import near  # noqa: PLC0415 - only needed where nothing was found

        assert self._catalogue is not None
        assert self._presenter is not None
        rows = near(self._catalogue, query.text, self._catalogue.mask(query))
        places = (Place(row, float(len(rows) - n)) for n, row in enumerate(rows))
        return self._presenter.hits(places, replace(query, words=(), phrases=()))

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

    def _source(self, catalogue: Catalogue) -> _Source:
        library, plain = catalogue.library, self._plain_text()
        snippets = _snippets_digest(library)
        prints = {entry.key: (entry, self._print(entry, snippets)) for entry in catalogue.entries}
        self._prints = prints
        return _Source(
            root=str(library.root),
            fingerprints={key: print_ for key, (_entry, print_) in prints.items()},
            read=lambda key: documents(prints[key][0], plain, lambda macro: self._macro_text(macro, library)),
        )

    def _print(self, entry: Article | Macro, snippets: str) -> str:
        known = self._prints.get(entry.key)
        if known and known[0] is entry and not isinstance(entry, Macro):
            return known[1]
        return fingerprint(entry, snippets)


@dataclass(frozen=True, slots=True)
class _Source:
    """What the index asks for (see `index.Source`)."""

    root: str
    fingerprints: Mapping[str, str]
    read: Callable[[str], Iterable[Document]]

    def documents(self, key: str) -> Iterable[Document]:
        """Return the documents of an entry."""
        return self.read(key)


def _snippets_digest(library: Library) -> str:
    """Return a digest of the template snippets, which are part of macros' texts."""
    parts = (part for name in sorted(library.snippets) for part in (name, library.snippets[name].body))
    return hashlib.blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=12).hexdigest()
