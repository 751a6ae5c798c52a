"""The trip of a wording: from what a customer asked to one more way in which an entry is found, and back."""

from __future__ import annotations

from collections import deque
from typing import Final

from PySide6.QtCore import QObject

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.search_trip import SearchTrip
from kbassist.content.model import Entry, Macro
from kbassist.i18n import _
from kbassist.ui.phrasing import is_question, same, wording
from kbassist.ui.quick_feedback import Offer
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.worker import Lane
from kbassist.usage.masking import anonymous

REMEMBERED: Final = 200  # offers that are not made again


class PhrasingTrip(QObject):
    """Offers each wording once, keeps it on a wish, and takes the last one back."""

    def __init__(self, lane: Lane, library: LibraryTrip, search: SearchTrip, window: QuickWindow) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._search = search
        self._window = window
        self._offered: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)
        window.phrasing_kept.connect(self.keep)
        window.phrasing_undone.connect(self.undo)

    def offer(self, key: str, query: str) -> None:
        """Offer to keep the wording that led to a copy, where it is a question that the entry is not known by."""
        entry, words = self._entry(key), wording(query)
        if entry is None or not is_question(words) or same(words, _names(entry)):
            return
        if (key, words) not in self._offered:
            self._offered.append((key, words))
            self._window.offer_phrasing(Offer(key, entry.title, words, anonymous(words)))

    def keep(self, key: str, words: str) -> None:
        """Keep a wording for an entry; the window says what was written down."""
        assistant, entry = self._library.assistant, self._entry(key)
        if assistant is None or entry is None:
            return
        title = entry.title

        def kept(written: str) -> None:
            self._window.show_phrasing(written, title)
            self._renew()

        self._lane.submit(lambda: assistant.keep_phrasing(key, words), kept)

    def undo(self) -> None:
        """Take the wording back that was kept last."""
        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(assistant.undo_phrasing, self._say_undone)

    def _say_undone(self, undone: bool) -> None:
        words = _("Taken back: it is as before.") if undone else _("There is nothing to take back.")
        self._window.show_message(words)
        if undone:
            self._renew()

    def _renew(self) -> None:
        """Answer the query that stands from titles, which know the wording already, and bring the index up to it."""
        self._search.again()
        self._library.index()

    def _entry(self, key: str) -> Entry | None:
        assistant = self._library.assistant
        return assistant.taught(key) if assistant else None


def _names(entry: Entry) -> tuple[str, ...]:
    """Return all that an entry is found by word for word already."""
    return (entry.title, *entry.asked_as, *((entry.shortcut,) if isinstance(entry, Macro) and entry.shortcut else ()))
