"""The trip of a reply: text to the clipboard, the window told, the use remembered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.trace import Trace
from kbassist.desktop.ports import Clip, Clipboard
from kbassist.i18n import _
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.worker import Lane

KEPT: Final = 20


class CopyTrip(QObject):
    """Copies, and keeps in memory what was copied before."""

    copied = Signal(str, str)
    """The key of the entry whose text is on the clipboard now, and the query that led to it (may be empty)."""

    copied_before = Signal(str)
    """The key of a reply that left with the one that `copied` told of just now, as an earlier part of it."""

    def __init__(
        self, lane: Lane, library: LibraryTrip, window: QuickWindow, clipboard: Clipboard, trace: Trace
    ) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._window = window
        self._clipboard = clipboard
        self._trace = trace
        self._history: list[Clip] = []
        window.copy_wanted.connect(self.copy)
        window.subject_copy_wanted.connect(self.copy_subject)
        window.copied_again.connect(self.copy_previous)

    def copy(self, clip: Clip, key: str) -> None:
        """Copy and remember; the window goes, or stays and says what to do where the clipboard is held."""
        copied = self._clipboard.copy(clip)
        query, before = self._window.query_for(key), self._window.sent_before
        self._window.confirm_copy(copied)
        if copied:
            self.sent(clip, key, query, before)

    def sent(self, clip: Clip, key: str, query: str, before: tuple[str, ...] = ()) -> None:
        """Remember a reply that is on the clipboard now, whoever put it there; `before` are its earlier parts."""
        others = tuple(part for part in before if part != key)
        self._keep(clip)
        for part in others:
            self._remember_use(part, "")
        self._remember_use(key, query)
        self.copied.emit(key, query)
        for part in others:
            self.copied_before.emit(part)

    def copy_subject(self, clip: Clip, _key: str) -> None:
        """Copy an e-mail's subject alone; the form stays open for the text."""
        if self.put(clip):
            self._window.show_message(_("The subject is copied. Copy the text next."))
        else:
            self._window.confirm_copy(False)

    def copy_previous(self) -> None:
        """Put the last text on the clipboard again; where it is there already, the one before it."""
        gone = bool(self._history) and self._clipboard.text() != self._history[-1].text
        if len(self._history) < (1 if gone else 2):
            self._window.show_message(_("Nothing was copied before this."))
            return
        self._window.confirm_copy(self.put(self._history[-1 if gone else -2]))

    def put(self, clip: Clip) -> bool:
        """Put a text on the clipboard and keep it for later; tell whether it is there."""
        if not self._clipboard.copy(clip):
            return False
        self._keep(clip)
        return True

    def _keep(self, clip: Clip) -> None:
        self._trace.mark("copied")
        self._history = [*self._history[-KEPT + 1 :], clip]

    def _remember_use(self, key: str, query: str) -> None:
        assistant, channel = self._library.assistant, self._window.channel
        if assistant is not None and key:
            self._lane.submit(lambda: assistant.copied(key, channel, query))
