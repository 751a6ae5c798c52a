"""The trip of a keystroke: query out, rows and preview in; the newest query wins."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.presenter import view_of
from kbassist.app.trace import PaintWatch, Trace
from kbassist.assistant.assistant import Assistant
from kbassist.search.results import Explanation, Hit, Results
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import ArticleView, MacroView
from kbassist.ui.worker import Lane

SLOW_MS: Final = 30.0  # an answer that took longer lets titles answer the next keystroke first
LIMIT: Final = 50
REST_MS: Final = 250  # without a keystroke: then the list may be refined
LATE_S: Final = 1.0  # an agent who has read so long is not given another list


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
        self._answers = False  # what is shown is an answer that fits
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._refine)
        window.searched.connect(self.type)
        window.entry_wanted.connect(self.preview)
        window.explain_wanted.connect(self.explain)
        for source in (lane, library):
            source.failed.connect(lambda _error: window.set_busy(False))
        library.loaded.connect(lambda _library: self.again())
        library.indexed.connect(self.again)
        library.doubted.connect(self.again)

    def type(self, query: str, composing: bool) -> None:
        """Answer a keystroke, and let what works in the background wait for the next."""
        self._trace.mark("text")
        if self._library.assistant is not None:
            self._library.assistant.typing()
        self.search(query, composing)

    def search(self, query: str, composing: bool = False) -> None:
        """Show the rows for a query; pinned and recent entries for an empty one."""
        self._query = query
        self._lane.forget("refine")
        self._rest.stop()
        assistant = self._library.assistant
        if assistant is None:
            return
        self._window.set_busy(True)
        if query.strip() and not composing:
            self._rest.start()
        if not query.strip():
            self._terms = ()
            self._lane.forget("search")
            self._lane.submit_latest("titles", lambda: _traces(assistant), self._show_traces)
            return
        whole = assistant.text_ready
        if self._slow or not whole:
            self._lane.submit_latest("titles", lambda: assistant.titles(query, LIMIT), self._show)
        if whole:
            self._lane.submit_latest("search", lambda: assistant.search(query, LIMIT), self._show_full)

    def again(self) -> None:
        """Repeat the query that stands, because the library or the index has changed."""
        self.search(self._query)

    def explain(self, key: str) -> None:
        """Show why an entry stands where it does in the answer to the query that stands."""
        assistant, query = self._library.assistant, self._query
        if assistant is not None:
            self._lane.submit_latest("explain", lambda: assistant.explain(query, key), self._show_explanation)

    def preview(self, key: str, anchor: str) -> None:
        """Show an entry beside the list."""
        assistant = self._library.assistant
        if assistant is None:
            return
        terms, channel = self._terms, self._window.channel
        self._lane.submit_latest("view", lambda: view_of(assistant, key, anchor, terms, channel), self._show_view)

    def _show_explanation(self, explanation: Explanation) -> None:
        self._window.show_explanation(explanation)
        self._trace.mark("explained")

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
        self._answers = bool(results.hits) and results.fits
        self._window.set_busy(False)
        self._trace.mark("answered")
        self._painted.arm()
        self._window.show_results(results)
        self._library.mend()

    def _refine(self) -> None:
        """Ask for a better order, now that typing rests."""
        assistant, query = self._library.assistant, self._query
        if assistant is None or not assistant.text_ready:
            return
        asked = time.monotonic()

        def show(results: Results | None) -> None:
            late = time.monotonic() - asked > LATE_S
            if results is not None and not (late and self._answers):
                self._show(results)

        self._lane.submit_latest("refine", lambda: assistant.refine(query, LIMIT), show)

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
