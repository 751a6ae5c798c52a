"""Qt's clipboard as a paste needs it: backed up without waiting, watched while it is read, restored if still ours."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMetaType, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QImageReader

from kbassist.desktop.backup import LONGEST_S, Backup, Snapshots
from kbassist.desktop.clipboard import fill
from kbassist.desktop.paste_chain import Reads
from kbassist.desktop.ports import Clip, Step

_GRACE_S: Final = 0.2  # for a thread that ends at its own deadline
_PUTS: Final = 3


class Watched(QMimeData):
    """Data on the clipboard that remembers when it was read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[float] = []

    def retrieveData(self, mime_type: str, kind: QMetaType | QMetaType.Type) -> Any:
        """Give the data, and note the time."""
        self.reads.append(time.monotonic())
        return super().retrieveData(mime_type, kind)


class QtShelf(QObject):
    """See `paste_chain.Shelf`; `snapshots` reads and writes what Qt cannot, in the way of the desktop."""

    _read = Signal(object, int)

    def __init__(self, clipboard: QClipboard, snapshots: Snapshots) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._snapshots = snapshots
        self._ours: Watched | None = None
        self._done: Callable[[Backup], None] | None = None
        self._asked = 0
        self._late = QTimer(self, singleShot=True, interval=int((LONGEST_S + _GRACE_S) * 1000))
        self._late.timeout.connect(lambda: self._answer(Backup((), complete=False), self._asked))
        self._read.connect(self._answer)

    def back_up(self, done: Callable[[Backup], None]) -> None:
        """Read all that is there on another thread; `done` hears it on this one, in about a second at the latest."""
        self._done = done
        self._asked += 1
        self._late.start()
        asked = self._asked
        threading.Thread(target=lambda: self._read.emit(self._snapshots.read(), asked), daemon=True).start()

    def _answer(self, backup: Backup, asked: int) -> None:
        done, self._done = (self._done, None) if asked == self._asked else (None, self._done)
        if done is not None:
            self._late.stop()
            done(backup)

    def put(self, step: Step) -> bool:
        """Put a step's text or image there; False where it cannot be read or another program holds the clipboard."""
        for _attempt in range(_PUTS):
            data = Watched()
            if not _load(data, step):
                return False
            self._ours = data
            self._clipboard.setMimeData(data)
            if self.owned():
                return True
        self._ours = None
        return False

    def owned(self) -> bool:
        """Tell whether what was put last is what is on the clipboard now, not even our own program's next copy."""
        return self._ours is not None and self._clipboard.mimeData() is self._ours

    def reads(self, since: float) -> Reads:
        """Return the first and the last reading since a moment of `time.monotonic`."""
        found = [moment for moment in self._ours.reads if moment >= since] if self._ours else []
        return Reads(found[0], found[-1]) if found else Reads()

    def restore(self, backup: Backup) -> bool:
        """Put a backup in the place of our text."""
        self._ours = None
        return self._snapshots.write(backup)


def _load(data: QMimeData, step: Step) -> bool:
    """Fill in what a step puts; False for an image that cannot be read."""
    fill(data, Clip(step.text, step.html), private=sys.platform == "win32")
    return step.image is None or _load_image(data, step.image)


def _load_image(data: QMimeData, path: Path) -> bool:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    image = reader.read()  # Qt's own limit of memory for one image holds
    if image.isNull():
        return False
    data.setImageData(image)
    return True
