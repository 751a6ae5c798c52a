"""The queue of pastes: one chain at a time, driven by a timer, so that two quick pastes never overlap."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from kbassist.desktop.paste_chain import Chain, Seat, Shelf
from kbassist.desktop.ports import PasteEnd, PasteJob, Target

TICK_MS: Final = 5


class QueuedPaster(QObject):
    """See `ports.Paster`."""

    def __init__(self, seat: Seat, shelf: Shelf) -> None:
        super().__init__()
        self._seat, self._shelf = seat, shelf
        self._waiting: deque[PasteJob] = deque()
        self._chain: Chain | None = None
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def refusal(self, target: Target) -> PasteEnd | None:
        """Look at the window once; the chain looks again."""
        if not target.window:
            return PasteEnd.NO_TARGET
        if self._seat.identify(target.window) != target:
            return PasteEnd.GONE
        return None if self._seat.reachable(target) else PasteEnd.ELEVATED

    def paste(self, job: PasteJob) -> None:
        """Begin the job, or keep it until those before it have ended."""
        self._waiting.append(job)
        if self._chain is None:
            self._next()

    def stop(self) -> None:
        """End at once."""
        self._waiting.clear()
        self._timer.stop()
        if self._chain is not None:
            self._chain.cancel()
            self._chain = None

    def _tick(self) -> None:
        chain = self._chain
        if chain is not None:
            chain.tick()
            if chain.over and self._chain is chain:
                self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._chain = None
            self._timer.stop()
            return
        self._chain = Chain(self._waiting.popleft(), self._seat, self._shelf, time.monotonic)
        self._timer.start()
        self._chain.begin()


class NoPaster:
    """See `ports.Paster`: no program can press keys in another here."""

    def refusal(self, target: Target) -> PasteEnd | None:
        """Return NOT_HERE."""
        return PasteEnd.NOT_HERE

    def paste(self, job: PasteJob) -> None:
        """Leave the text where it is: it is never called after a refusal."""
        job.taken(False)

    def stop(self) -> None:
        """Do nothing."""
