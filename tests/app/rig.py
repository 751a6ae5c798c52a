"""The trips of the desktop program joined as in the program, on real lanes, with a desktop of fakes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kbassist.app.copy_trip import CopyTrip
from kbassist.app.entry_trip import EntryTrip
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.paste_trip import PasteTrip
from kbassist.app.phrasing_trip import PhrasingTrip
from kbassist.app.search_trip import SearchTrip
from kbassist.app.trace import Trace
from kbassist.assistant.assistant import Assistant
from kbassist.content.library import Library
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.macros.form import Agent, Outcome
from kbassist.search.results import Explanation, Reason, Results
from kbassist.ui import theme
from kbassist.ui.quick_window import QuickWindow, screen_area
from kbassist.ui.worker import Lane
from tests.app.fakes import FakeDesktop
from tests.assistant.shelf import FakeClock
from tests.systems import UNDER_WINE

LONGEST_S = 60 if UNDER_WINE else 20
LONGEST_MS = LONGEST_S * 1000


class FakeWatcher(QObject):
    """A watcher whose changes the test makes up."""

    changed = Signal(object)
    hanging = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.roots: list[Path] = []
        self.stopped = False

    def watch(self, root: Path) -> None:
        self.roots.append(root)

    def stop(self) -> None:
        self.stopped = True


class GatedAssistant(Assistant):
    """An assistant whose reading waits at a gate, where the test has closed it.

    What it learns and how it refines are the test's: it remembers what it was asked, and answers as it was told.
    """

    def __init__(self, root: Path, agent: Agent, clock: FakeClock) -> None:
        super().__init__(root, agent, clock)
        self.began = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self.closed = False
        self.asked: list[tuple[str, str]] = []
        self.keystrokes = 0
        self.chosen: list[tuple[str, str, str]] = []
        self.wordings: list[tuple[str, str]] = []
        self.refusal: KbassistError | None = None
        self.forgotten: list[str | None] = []
        self.refined: Callable[[str], Results | None] = lambda _query: None

    def read(
        self, progress: Callable[[int, int], None] | None = None, paths: frozenset[str] | None = None
    ) -> Library:
        self.began.set()
        assert self.gate.wait(LONGEST_S)
        return super().read(progress, paths)

    def titles(self, query: str, limit: int = 50) -> Results:
        self.asked.append(("titles", query))
        return super().titles(query, limit)

    def search(self, query: str, limit: int = 50) -> Results:
        self.asked.append(("search", query))
        return super().search(query, limit)

    @property
    def meaning_installed(self) -> bool:
        return True

    def typing(self) -> None:
        self.keystrokes += 1

    def refine(self, query: str, limit: int = 50) -> Results | None:
        self.asked.append(("refine", query))
        return self.refined(query)

    def explain(self, query: str, key: str) -> Explanation:
        self.asked.append(("explain", query))
        return Explanation(key, query, 1, 2.0, (Reason(N_("The title holds the words"), 2.0),))

    def copied(self, key: str, channel: str = "", query: str = "") -> None:
        self.chosen.append((key, channel, query))
        super().copied(key, channel)

    def keep_phrasing(self, key: str, words: str) -> str:
        if self.refusal is not None:
            raise self.refusal
        self.wordings.append((key, words))
        return words.replace("13812345678", "***")

    def undo_phrasing(self) -> bool:
        return bool(self.wordings and self.wordings.pop())

    def forget_choices(self, key: str | None = None) -> None:
        self.forgotten.append(key)

    def close(self) -> None:
        self.closed = True
        super().close()


class Rig:
    """Two lanes, a library that is not open yet, a window, and the trips between them."""

    def __init__(self, qtbot: QtBot, clock: FakeClock) -> None:
        self.qtbot = qtbot
        self.clock = clock
        self.desktop = FakeDesktop()
        self.watcher = FakeWatcher()
        self.lane, self.index_lane = Lane("library"), Lane("index")
        self.made: list[GatedAssistant] = []
        self.shut_from_the_start = False
        self.library = LibraryTrip(self.lane, self.index_lane, self.watcher, self._make)  # type: ignore[arg-type]
        self.trace = Trace(None)
        self.window = QuickWindow(theme.LIGHT, render=self._render, local_image=lambda _name: None)
        self.search = SearchTrip(self.lane, self.library, self.window, self.trace)
        self.entries = EntryTrip(self.lane, self.library, self.search, self.window, self.desktop.opener)
        self.copying = CopyTrip(self.lane, self.library, self.window, self.desktop.clipboard, self.trace)
        self.phrasings = PhrasingTrip(self.lane, self.library, self.search, self.window)
        self.copying.copied.connect(self.phrasings.offer)
        self.hotkey = HotkeyTrip(self.window, self.desktop.ports(), self.trace)
        self.pasting = PasteTrip(
            self.library, self.window, self.desktop.paster, self.copying, self.hotkey, self.trace
        )
        self.loaded: list[Library] = []
        self.indexed = 0
        self.failures: list[Exception] = []
        self.library.loaded.connect(self.loaded.append)
        self.library.loaded.connect(self._show_channels)
        self.library.indexed.connect(self._count)
        for source in (self.lane, self.index_lane, self.library):
            source.failed.connect(self.failures.append)

    def _make(self, root: Path, agent: Agent) -> GatedAssistant:
        made = GatedAssistant(root, agent, self.clock)
        if self.shut_from_the_start:
            made.gate.clear()
        self.made.append(made)
        return made

    def _render(self, key: str, channel: str, values: Mapping[str, str]) -> Outcome:
        return self.entries.render(key, channel, values)

    def _show_channels(self, library: Library) -> None:
        self.window.set_channels(library.team.channels, self.window.channel or "微信")

    def _count(self) -> None:
        self.indexed += 1

    @property
    def assistant(self) -> GatedAssistant:
        """The assistant of the library that is open."""
        return self.made[-1]

    def open(self, root: Path) -> None:
        """Open a library and wait until it is indexed."""
        count = self.indexed
        self.library.open(root, Agent("小林", "客服小林"))
        self.until(lambda: self.indexed > count)

    def until(self, condition: Callable[[], object]) -> None:
        """Let the program run until this holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=LONGEST_MS)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep the lane that answers at work on something else."""
        over = threading.Event()
        self.lane.submit(lambda: over.wait(LONGEST_S))
        try:
            yield
        finally:
            over.set()

    def settle(self) -> None:
        """Wait until all lanes have done all that they had to do, and what came of it."""
        for _round in range(3):
            reading = self.library._reading
            for lane in (*([reading] if reading else []), self.lane, self.index_lane, self.lane):
                done: list[int] = []
                lane.submit(lambda: 1, done.append)
                self.until(lambda done=done: done)  # type: ignore[misc]  # bound now
        again: list[int] = []
        QTimer.singleShot(100, lambda: again.append(1))  # the pause before a preview is asked for
        self.until(lambda: again)
        done = []
        self.lane.submit(lambda: 1, done.append)
        self.until(lambda: done)

    def show(self) -> None:
        """Show the window as the hotkey does."""
        self.window.popup(screen_area(None))
        self.until(self.window.isActiveWindow)

    def type(self, query: str) -> None:
        """Put a query in, and wait for its answer."""
        self.window.head.search.setText(query)
        self.settle()

    def rows(self) -> list[str]:
        """Return the keys of the rows that are shown."""
        return [row.hit.key for row in self.window.body.list.rows_model.rows if row.hit]

    def close(self) -> None:
        for made in self.made:
            made.gate.set()
        self.library.stop()
        for lane in (self.lane, self.index_lane):
            assert lane.stop(LONGEST_S)
        self.library.close()
        throw_away(self.window)


def throw_away(*widgets: QWidget) -> None:
    """Delete windows now, so that none outlives its test."""
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
