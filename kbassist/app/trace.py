"""Times of what the agent feels (hotkey, painted, typed, list painted), for measuring: never a word of any text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, TextIO

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

TICK_MS: Final = 4


class Trace:
    """Writes `<nanoseconds> <event>` lines to a file; without a file every call is free."""

    def __init__(self, path: Path | None) -> None:
        self._file: TextIO | None = path.open("w", encoding="utf-8", buffering=1) if path else None

    @property
    def on(self) -> bool:
        """Whether anything is written."""
        return self._file is not None

    def mark(self, event: str) -> None:
        """Write that this happened now (`time.monotonic_ns`, the clock of all processes of the machine)."""
        if self._file is not None:
            self._file.write(f"{time.monotonic_ns()} {event}\n")

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Ticker(QObject):
    """Marks `late:<microseconds>`: by how much a 4 ms timer of the GUI thread came later than it should have."""

    def __init__(self, trace: Trace, parent: QObject) -> None:
        super().__init__(parent)
        self._trace = trace
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._before = time.monotonic_ns()
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic_ns()
        self._trace.mark(f"late:{max(0, now - self._before - TICK_MS * 1_000_000) // 1000}")
        self._before = now


class PaintWatch(QObject):
    """Marks once that a widget has been painted after `arm`; it lives as long as the widget."""

    def __init__(self, trace: Trace, widget: QWidget, event: str) -> None:
        super().__init__(widget)
        self._trace = trace
        self._event = event
        self._armed = False
        if trace.on:
            widget.installEventFilter(self)

    def arm(self) -> None:
        """Wait for the next paint."""
        self._armed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark when the event loop comes back after the paint, so that the drawing itself is counted."""
        if self._armed and event.type() is QEvent.Type.Paint:
            self._armed = False
            QTimer.singleShot(0, self, lambda: self._trace.mark(self._event))
        return super().eventFilter(watched, event)
