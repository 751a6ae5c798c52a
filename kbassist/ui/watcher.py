"""Noticing that the library's files have changed, and which; only ever a hint to look again."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET_MS: Final = 60
_BUSY_MS: Final = 350
_LONGEST_WAIT_MS: Final = 10_000
_RESCAN_MS: Final = 60_000
_POLL_S: Final = 1.0
_FEEL_MS: Final = 500
_HANGS_S: Final = 3.0
_COLLECT_MS: Final = 50
_COLLECT_STEP_MS: Final = 20
_MOST_PATHS: Final = 500
_log = logging.getLogger(__name__)

Noticed = Callable[["frozenset[str] | None", bool], None]
Batch = AbstractSet["tuple[Change, str]"]


class Watcher(QObject):
    """Emits `changed` when a folder's files have settled after a change, and every minute in any case.

    A lone atomic save is told of after 60 ms of quiet: what was renamed into place is whole. A file that is written
    where it stands, and a flood of events, take 350 ms of quiet, at most ten seconds: so each ends in one signal. A
    folder that vanishes and one that comes back are changes, too. Where the system cannot watch (network shares, too
    many folders), the minute's signal is what remains.

    Its thread asks the folder every second who it is. An answer that does not come within three seconds (a share
    whose server is gone, where Windows waits for half a minute and more) means that the folder hangs.
    """

    changed = Signal(object)
    """A frozenset of paths (below the folder, with forward slashes) that may have changed; None: any may."""

    hanging = Signal(bool)
    """The folder does not answer (True), or answers again."""

    _noticed = Signal(object, bool)

    def __init__(self, parent: QObject | None = None, *, rescan_ms: int = _RESCAN_MS) -> None:
        super().__init__(parent)
        self._pulse = Pulse()
        self._hangs = False
        self._feel = QTimer(self, interval=_FEEL_MS)
        self._feel.timeout.connect(self._feel_pulse)
        self._quiet = QTimer(self, singleShot=True)
        self._longest = QTimer(self, singleShot=True, interval=_LONGEST_WAIT_MS)
        self._rescan = QTimer(self, interval=rescan_ms)
        self._paths: set[str] | None = set()
        self._quiet.timeout.connect(self._settled)
        self._longest.timeout.connect(self._settled)
        self._rescan.timeout.connect(self._look_again)
        self._noticed.connect(self._wait, Qt.ConnectionType.QueuedConnection)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, root: Path) -> None:
        """Watch this folder from now on, and no other."""
        self.stop()
        self._stop = threading.Event()
        self._paths = set()
        self._pulse, self._hangs = Pulse(), False
        self._thread = threading.Thread(
            target=_watch,
            args=(root, self._stop, self._noticed.emit, self._pulse),
            name="kbassist-watcher",
            daemon=True,
        )
        self._thread.start()
        self._rescan.start()
        self._feel.start()

    def stop(self, seconds: float = 2.0) -> None:
        """Stop watching; a thread that hangs on a dead share is left behind after `seconds`."""
        self._stop.set()
        for timer in (self._quiet, self._longest, self._rescan, self._feel):
            timer.stop()
        if self._thread:
            self._thread.join(0 if self._hangs else seconds)
            self._thread = None

    @Slot(object, bool)
    def _wait(self, paths: frozenset[str] | None, whole: bool) -> None:
        """A change was noticed, of `whole` files or of some still being written: wait for quiet, not for ever."""
        if self._stop.is_set():
            return
        more = self._longest.isActive()
        self._quiet.start(_QUIET_MS if whole and not more else _BUSY_MS)
        if not more:
            self._longest.start()
        if paths is None or self._paths is None or len(self._paths) > _MOST_PATHS:
            self._paths = None
        else:
            self._paths |= paths

    @Slot()
    def _settled(self) -> None:
        """Quiet has come, or the longest wait is over."""
        self._quiet.stop()
        self._longest.stop()
        paths, self._paths = self._paths, set()
        self.changed.emit(None if paths is None or len(paths) > _MOST_PATHS else frozenset(paths))

    @Slot()
    def _look_again(self) -> None:
        """A minute is over."""
        self.changed.emit(None)

    @Slot()
    def _feel_pulse(self) -> None:
        """Tell where the folder began to hang, or answers again."""
        hangs = self._pulse.waiting_s > _HANGS_S
        if hangs != self._hangs:
            self._hangs = hangs
            self.hanging.emit(hangs)


class Pulse:
    """Asks a folder who it is, on one thread, and tells any other how long that has been waiting for the answer."""

    def __init__(self) -> None:
        self._asked: float | None = None

    @property
    def waiting_s(self) -> float:
        """The seconds since the question that has no answer yet; 0 where there is none."""
        asked = self._asked
        return 0.0 if asked is None else time.monotonic() - asked

    def identity(self, root: Path) -> tuple[int, int] | None:
        """Return what makes this folder this one; None where it cannot be reached."""
        self._asked = time.monotonic()
        try:
            found = root.stat()
        except OSError:
            return None
        finally:
            self._asked = None
        return found.st_dev, found.st_ino


def relevant(root: str, path: str) -> bool:
    """Tell whether a changed path can belong to the library: no part begins with a dot, it is no editor's copy."""
    names = Path(os.path.relpath(path, root)).parts
    return not any(name.startswith(".") for name in names) and not path.endswith(("~", ".tmp"))


def _watch(root: Path, stop: threading.Event, noticed: Noticed, pulse: Pulse) -> None:
    """The thread: follow the folder through vanishing and return until `stop`."""
    present = pulse.identity(root)
    while not stop.is_set():
        if present is not None and not _follow(root, present, stop, noticed, pulse):
            break
        present = _next_identity(root, present, stop, pulse)
        if present is not None:
            noticed(None, True)
    while not stop.wait(_POLL_S):  # it cannot be watched, but it can hang
        pulse.identity(root)


def _follow(root: Path, present: tuple[int, int], stop: threading.Event, noticed: Noticed, pulse: Pulse) -> bool:
    """Tell of each batch of changes while this folder stands; return False where the system cannot watch."""
    from watchfiles import Change, watch  # noqa: PLC0415 - imported on this thread, so that the window need not wait for it

    try:
        batches = watch(
            root, watch_filter=None, debounce=_COLLECT_MS, step=_COLLECT_STEP_MS, stop_event=stop,
            rust_timeout=int(_POLL_S * 1000), yield_on_timeout=True, raise_interrupt=False,
            ignore_permission_denied=True,
        )  # fmt: skip
        for batch in batches:
            # A folder made anew may get the old one's number, so its deletion counts as well.
            gone = pulse.identity(root) != present or (Change.deleted, str(root)) in batch
            if gone:
                noticed(None, True)
                return True
            if paths := _paths(root, batch):
                noticed(paths, _whole(root, batch))
    except (OSError, RuntimeError) as error:  # no more watches, a share that cannot be watched, the folder just gone
        if pulse.identity(root) == present:
            _log.warning("the library folder cannot be watched: %s", type(error).__name__)
            return False
    return True


def _paths(root: Path, batch: Batch) -> frozenset[str]:
    """Return what of a batch can belong to the library, below the root.

    A folder whose list of names was modified (Windows tells of it) says less than the names, which are told as well.
    """
    seen = {path for change, path in batch if change.raw_str() != "modified" or not Path(path).is_dir()}
    return frozenset(Path(os.path.relpath(path, root)).as_posix() for path in seen if relevant(str(root), path))


def _whole(root: Path, batch: Batch) -> bool:
    """Tell whether files were only renamed or deleted: for each name that came another went, and none was written."""
    own = [change.raw_str() for change, path in batch if relevant(str(root), path)]
    gone = sum(change.raw_str() == "deleted" for change, _ in batch)
    return "modified" not in own and own.count("added") <= gone


def _next_identity(
    root: Path, before: tuple[int, int] | None, stop: threading.Event, pulse: Pulse
) -> tuple[int, int] | None:
    """Return which folder stands there after a change; wait a moment where it is gone."""
    now = pulse.identity(root)
    if now is None or before is None:
        stop.wait(_POLL_S)
        now = pulse.identity(root)
    return now
