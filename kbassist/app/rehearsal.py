"""The first question asked, answered and painted once where nobody sees it, so that the real one is quick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.presenter import view_of
from kbassist.assistant.assistant import Assistant
from kbassist.content.model import Article, Kind, Macro
from kbassist.search.results import Results
from kbassist.ui.preview import Preview
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.results_list import ResultsList
from kbassist.ui.results_model import rows
from kbassist.ui.views import ArticleView, MacroView
from kbassist.ui.worker import Lane

ROWS: Final = 20
LETTERS: Final = 4  # of a title: a query with hits

Scene = tuple[Results, tuple[ArticleView | MacroView, ...]]


class Rehearsal(QObject):
    """Waits for the first index; what is loaded, compiled and drawn for the first time is so before anyone types."""

    def __init__(self, lane: Lane, library: LibraryTrip, window: QuickWindow) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._window = window
        library.indexed.connect(self._begin)

    def _begin(self) -> None:
        assistant = self._library.assistant
        if assistant is not None:
            self._library.indexed.disconnect(self._begin)
            self._lane.submit(lambda: _scene(assistant), self._paint)

    def _paint(self, scene: Scene) -> None:
        """Paint the answer on widgets of its own, unless the window is in use."""
        if self._window.isVisible() and not self._window.warming:
            return
        results, views = scene
        theme = self._window.theme
        listed, preview = ResultsList(theme), Preview(theme, lambda _path: None)
        listed.resize(self._window.body.list.size())
        preview.resize(self._window.body.preview.size())
        listed.show_rows(rows((("", results.hits),)), keep=False)
        listed.grab()
        for view in views:
            if isinstance(view, ArticleView):
                preview.show_article(view)
            else:
                preview.show_macro(view)
            preview.grab()
        for widget in (listed, preview):
            widget.deleteLater()


def _scene(assistant: Assistant) -> Scene:
    """Return the answer to a piece of a title, and what is shown of one article and one macro."""
    entries = assistant.library.entries.values()
    chosen = [entry for kind in (Kind.ARTICLE, Kind.MACRO) if (entry := _first(entries, kind)) is not None]
    query = chosen[0].title[:LETTERS] if chosen else ""
    views = (view_of(assistant, entry.key, "", (), "") for entry in chosen)
    return assistant.search(query, ROWS), tuple(view for view in views if view is not None)


def _first(entries: Iterable[Article | Macro], kind: Kind) -> Article | Macro | None:
    return next((entry for entry in entries if entry.kind is kind), None)
