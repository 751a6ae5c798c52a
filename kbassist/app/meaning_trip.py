"""The trip of meaning: vectors computed in the background, the encoder loaded while someone searches."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from kbassist.app.library_trip import LibraryTrip
from kbassist.ui.worker import Lane

CALM_MS: Final = 5_000  # after an index: loading the encoder keeps a processor busy while the first form is opened
IDLE_MS: Final = 10 * 60_000  # without a search: then the encoder's memory is given back
STEP: Final = 20  # entries between two words about the progress


class MeaningTrip(QObject):
    """Keeps the meaning of a library up to date on a lane of its own, which may be slow."""

    progressed = Signal(int, int)
    """How many entries were read for their meaning, of how many; equal when all is done."""

    def __init__(self, lane: Lane, library: LibraryTrip) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._resting = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._rest)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self.read)
        library.indexed.connect(self._calm.start)

    def read(self) -> None:
        """Compute what is missing, if meaning is wanted and installed."""
        assistant = self._library.assistant
        if assistant is not None and assistant.meaning_wanted:
            self._resting = False
            self._idle.start()
            self._lane.submit_latest("meaning", lambda: assistant.read_meaning(self._told), _nothing)

    def searched(self) -> None:
        """Take note that someone searches: the encoder is loaded again if it was let go."""
        self._idle.start()
        if self._resting:
            self.read()

    def _rest(self) -> None:
        assistant = self._library.assistant
        if assistant is not None:
            self._resting = True
            self._lane.submit_latest("meaning", assistant.rest_meaning, _nothing)

    def _told(self, done: int, total: int) -> None:
        """On the lane: tell the window's thread now and then."""
        if done % STEP == 0 or done == total:
            self._lane.post(self.progressed.emit, done, total)


def _nothing(_result: object) -> None:
    """What has to be told was told on the way."""
