"""Noticing that the library's files have changed; only ever a hint to look again."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

_QUIET_MS: Final = 350
_LONGEST_WAIT_MS: Final = 10_000
_RESCAN_MS: Final = 60_000
_POLL_S: Final = 1.0
_COLLECT_MS: Final = 200
_log = logging.getLogger(__name__)


class Watcher(QObject):
    """Emits `changed` when a folder's files have settled after a change, and every minute in any case.

    A partial write, an atomic save and a flood of events each end in one signal: it waits for 350 ms of quiet, at
    most ten seconds. A folder that vanishes and one that comes back are changes, too. Where the system cannot
    watch (network shares, too many folders), the minute's signal is what remains.
    """

    changed = Signal()
    """Something may have changed: look again."""

    _noticed = Signal()

    def __init__(
        self, parent: QObject | None = None, *, quiet_ms: int = _QUIET_MS, rescan_ms: int = _RESCAN_MS
    ) -> None:
        super().__init__(parent)
        self._quiet = QTimer(self, singleShot=True, interval=quiet_ms)
        self._longest = QTimer(self, singleShot=True, interval=_LONGEST_WAIT_MS)
        self._rescan = QTimer(self, interval=rescan_ms)
        self._quiet.timeout.connect(self._settled)
        self._longest.timeout.connect(self._settled)
        self._rescan.timeout.connect(self.changed)
        self._noticed.connect(self._wait, Qt.ConnectionType.QueuedConnection)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, root: Path) -> None:
        """Watch this folder from now on, and no other."""
        self.stop()
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=_watch, args=(root, self._stop, self._noticed.emit), name="kbassist-watcher", daemon=True
        )
        self._thread.start()
        self._rescan.start()

    def stop(self, seconds: float = 2.0) -> None:
        """Stop watching; a thread that hangs on a dead share is left behind after `seconds`."""
        self._stop.set()
        for timer in (self._quiet, self._longest, self._rescan):
            timer.stop()
        if self._thread:
            self._thread.join(seconds)
            self._thread = None

    @Slot()
    def _wait(self) -> None:
        """A change was noticed: wait for quiet, but not for ever."""
        if self._stop.is_set():
            return
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()

    @Slot()
    def _settled(self) -> None:
        """Quiet has come, or the longest wait is over."""
        self._quiet.stop()
        self._longest.stop()
        self.changed.emit()


def relevant(root: str, path: str) -> bool:
    """Tell whether a changed path can belong to the library: no part begins with a dot, it is no editor's copy."""
    names = Path(os.path.relpath(path, root)).parts
    return not any(name.startswith(".") for name in names) and not path.endswith(("~", ".tmp"))


def _watch(root: Path, stop: threading.Event, noticed: Callable[[], None]) -> None:
    """The thread: follow the folder through vanishing and return until `stop`."""
    present = _identity(root)
    while not stop.is_set():
        if present is not None and not _follow(root, present, stop, noticed):
            return
        present = _next_identity(root, present, stop)
        if present is not None:
            noticed()


def _follow(root: Path, present: tuple[int, int], stop: threading.Event, noticed: Callable[[], None]) -> bool:
    """Tell of each batch of changes while this folder stands; return False where the system cannot watch."""
    from watchfiles import Change, watch  # noqa: PLC0415 - imported on this thread, so that the window need not wait for it

    filtered = functools.partial(_is_relevant, str(root))
    try:
        batches = watch(
            root, watch_filter=filtered, debounce=_COLLECT_MS, stop_event=stop, rust_timeout=int(_POLL_S * 1000),
            yield_on_timeout=True, raise_interrupt=False, ignore_permission_denied=True,
        )  # fmt: skip
        for batch in batches:
            # A folder made anew may get the old one's number, so its deletion counts as well.
            gone = _identity(root) != present or (Change.deleted, str(root)) in batch
            if batch or gone:
                noticed()
            if gone:
                return True
    except (OSError, RuntimeError) as error:  # no more watches, a share that cannot be watched, the folder just gone
        if _identity(root) == present:
            _log.warning("the library folder cannot be watched: %s", type(error).__name__)
            return False
    return True


def _is_relevant(root: str, _change: object, path: str) -> bool:
    """`relevant`, as watchfiles calls it."""
    return relevant(root, path)


def _next_identity(root: Path, before: tuple[int, int] | None, stop: threading.Event) -> tuple[int, int] | None:
    """Return which folder stands there after a change; wait a moment where it is gone."""
    now = _identity(root)
    if now is None or before is None:
        stop.wait(_POLL_S)
        now = _identity(root)
    return now


def _identity(root: Path) -> tuple[int, int] | None:
    """Return what makes this folder this one; None where it cannot be reached."""
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
