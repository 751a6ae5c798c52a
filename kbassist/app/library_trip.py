"""The trip of a changed file: folder read, index brought up to date, window told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kbassist.assistant.assistant import Assistant
from kbassist.content.basis import Doubt
from kbassist.content.library import Library
from kbassist.macros.form import Agent
from kbassist.ui.watcher import Watcher
from kbassist.ui.worker import Lane

Make = Callable[[Path, Agent], Assistant]


class LibraryTrip(QObject):
    """Keeps one library read and indexed, and what was read last answering while its folder hangs.

    A lane of its own reads, a new one for each library, since a share may hang; the library lane uses what was read,
    so that titles answer soon; the index lane builds, since a first index of a large library takes long. No keystroke
    may wait for any of this.
    """

    loaded = Signal(object)
    """A `Library` was read; titles and previews answer from it now."""

    indexed = Signal()
    """The index is up to date with what was read last."""

    failed = Signal(object)
    """The exception that reading the library raised."""

    doubted = Signal()
    """Other entries than before rest on something that has changed since they were reviewed."""

    def __init__(self, lane: Lane, index_lane: Lane, watcher: Watcher, make: Make) -> None:
        super().__init__()
        self._lane = lane
        self._index_lane = index_lane
        self._watcher = watcher
        self._make = make
        self._reading: Lane | None = None
        self.assistant: Assistant | None = None
        self._recalled: Library | None = None
        self._told: Library | None = None
        self._unseen: frozenset[str] | None = frozenset()  # what may have changed since; None: anything
        self._verified = False
        self._mending = False
        self._doubts: Mapping[str, tuple[Doubt, ...]] = {}
        watcher.changed.connect(self.refresh)
        watcher.hanging.connect(self._hangs)

    def open(self, root: Path, agent: Agent) -> None:
        """Leave the library that is open, if any, and open this one."""
        before, self.assistant = self.assistant, self._make(root, agent)
        self._recalled = self._told = None
        self._verified = self._mending = False
        self._doubts = {}
        self._end_reading()
        self._reading = Lane("reading", self)
        self._reading.failed.connect(self.failed)
        self._reading.submit(self.assistant.recall, self._keep)
        self._watcher.watch(root)
        if before is not None:
            before.cancel()
            self._lane.forget("use")
            self._index_lane.forget("index")
            self._index_lane.forget("verify")
            self._index_lane.submit(before.close)
        self.reload()

    def reload(self) -> None:
        """Read everything that changed, and tell of it even if nothing did."""
        self._told = None
        self.refresh()

    def refresh(self, paths: frozenset[str] | None = None) -> None:
        """Look whether these files changed, or any if it is None; silent if none did."""
        if self.assistant is None or self._reading is None:
            return
        # A newer reading takes the place of one that waits or has not answered, so it must see what that one should.
        unseen = self._unseen = None if paths is None or self._unseen is None else self._unseen | paths
        self._reading.submit_latest("read", partial(self.assistant.read, paths=unseen), self._seen)

    def index(self) -> None:
        """Bring the index up to date with what is known by now, and tell of it."""
        assistant = self.assistant
        if assistant is not None:
            self._index_lane.submit_latest("index", assistant.index, self._on_indexed)

    def mend(self) -> None:
        """Make the index again if it turned out to be damaged; one that cannot be made is not tried at each key."""
        if self.assistant is not None and self.assistant.index_lost and not self._mending:
            self._mending = True
            self.index()

    @property
    def index_ready(self) -> bool:
        """Whether the whole text can be searched, not only titles."""
        return self.assistant is not None and self.assistant.index_ready

    def stop(self) -> None:
        """Stop watching and reading, and whatever is being indexed; nothing is indexed after it."""
        self._watcher.stop()
        self._end_reading()
        if self.assistant is not None:
            self.assistant.cancel()

    def close(self) -> None:
        """Let the index go; the lanes must have ended."""
        if self.assistant is not None:
            self.assistant.close()

    def _end_reading(self) -> None:
        """Let the lane that reads end by itself: it may hang, and the next start can do without what it writes."""
        if self._reading is not None:
            self._reading.end()
            self._reading = None

    def _keep(self, library: Library | None) -> None:
        """The cache was read: that is what answers if the folder hangs now."""
        self._recalled = library

    def _seen(self, library: Library) -> None:
        self._unseen = frozenset()
        self._use(library)

    def _hangs(self, hangs: bool) -> None:
        """The folder does not answer: go on with what was read last, and say so; or it answers again: look at it."""
        known = self._told or self._recalled
        if not hangs:
            self.refresh()
        elif known is not None and not known.stale:
            self._use(replace(known, stale=True))

    def _use(self, library: Library) -> None:
        if self.assistant is not None:
            use = partial(self.assistant.use, library)
            self._lane.submit_latest("use", use, partial(self._settle, self.assistant))

    def _settle(self, assistant: Assistant, library: Library) -> None:
        """Tell of a library that is in use now, if it is another one than before."""
        if assistant is not self.assistant:
            return
        self._recalled = None
        if self._told is None or not self._told.same_content(library) or not assistant.index_ready:
            self._told = library
            self.loaded.emit(library)
            self.index()

    def _on_indexed(self, _nothing: None) -> None:
        self._mending = False
        self.indexed.emit()
        self._look_at_bases()
        if not self._verified and self.assistant is not None:
            self._verified = True
            self._index_lane.submit_latest("verify", self.assistant.verify_index, lambda _sound: self.mend())

    def _look_at_bases(self) -> None:
        """Find out what has changed below the entries: texts are read for it, so it comes after the index."""
        assistant = self.assistant
        if assistant is not None:
            self._index_lane.submit_latest("bases", assistant.find_doubts, partial(self._use_doubts, assistant))

    def _use_doubts(self, assistant: Assistant, found: Mapping[str, tuple[Doubt, ...]]) -> None:
        if assistant is self.assistant and found != self._doubts:
            self._doubts = found
            self._lane.submit_latest("doubts", partial(assistant.use_doubts, found), lambda _: self.doubted.emit())
