"""The trip of a keystroke: query out, rows and preview in; the newest query wins."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.presenter import view_of
from kbassist.app.trace import PaintWatch, Trace
from kbassist.assistant.assistant import Assistant
from kbassist.search.results import Hit, Results
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import ArticleView, MacroView
from kbassist.ui.worker import Lane

SLOW_MS: Final = 30.0  # an answer that took longer lets titles answer the next keystroke first
LIMIT: Final = 50


class SearchTrip(QObject):
    """Answers what is typed, and shows what is selected."""

    def __init__(self, lane: Lane, library: LibraryTrip, window: QuickWindow, trace: Trace) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._window = window
        self._trace = trace
        self._painted = PaintWatch(trace, window.body.list.viewport(), "list-painted")
        self._query = ""
        self._terms: tuple[str, ...] = ()
        self._slow = False
        window.searched.connect(self.search)
        window.entry_wanted.connect(self.preview)
        lane.failed.connect(lambda _error: window.set_busy(False))
        library.loaded.connect(lambda _library: self.again())
        library.indexed.connect(self.again)

    def search(self, query: str, composing: bool = False) -> None:
        """Show the rows for a query; pinned and recent entries for an empty one."""
        self._trace.mark("text")
        self._query = query
        assistant = self._library.assistant
        if assistant is None:
            return
        self._window.set_busy(True)
        if not query.strip():
            self._terms = ()
            self._lane.forget("search")
            self._lane.submit_latest("titles", lambda: _traces(assistant), self._show_traces)
            return
        if self._slow or not self._library.index_ready:
            self._lane.submit_latest("titles", lambda: assistant.titles(query, LIMIT), self._show)
        if self._library.index_ready:
            self._lane.submit_latest("search", lambda: assistant.search(query, LIMIT), self._show_full)

    def again(self) -> None:
        """Repeat the query that stands, because the library or the index has changed."""
        self.search(self._query)

    def preview(self, key: str, anchor: str) -> None:
        """Show an entry beside the list."""
        assistant = self._library.assistant
        if assistant is None:
            return
        terms, channel = self._terms, self._window.channel
        self._lane.submit_latest("view", lambda: view_of(assistant, key, anchor, terms, channel), self._show_view)

    def _show_traces(self, traces: tuple[tuple[Hit, ...], tuple[Hit, ...]]) -> None:
        self._window.set_busy(False)
        self._window.show_recent(*traces)

    def _show_full(self, results: Results) -> None:
        self._slow = results.milliseconds > SLOW_MS
        self._lane.forget("titles")
        self._show(results)

    def _show(self, results: Results) -> None:
        if results.query != self._query:
            return
        self._terms = results.terms
        self._window.set_busy(False)
        self._trace.mark("answered")
        self._painted.arm()
        self._window.show_results(results)

    def _show_view(self, view: ArticleView | MacroView | None) -> None:
        match view:
            case ArticleView():
                self._window.show_article(view)
            case MacroView():
                self._window.show_macro(view)
            case None:
                self.again()


def _traces(assistant: Assistant) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    return assistant.pinned(), assistant.recent()
