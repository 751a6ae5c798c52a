"""The clipboard through Qt: plain text and HTML, verified after writing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

from kbassist.desktop.ports import Clip

_PAUSES_S: Final = (0.0, 0.01, 0.02, 0.04)
PRIVATE: Final = (
    "ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard",
    "Clipboard Viewer Ignore",  # what clipboard managers looked for before Windows had names for it
)  # fmt: skip
NO: Final = b"\0\0\0\0"
"""The DWORD 0 that each of these formats holds."""


class QtClipboard:
    """See `ports.Clipboard`.

    On Windows the text is kept out of the clipboard history and the cloud clipboard: it is about a customer.
    """

    def __init__(self, clipboard: QClipboard, pause: Callable[[float], None] = time.sleep) -> None:
        self._clipboard = clipboard
        self._pause = pause

    def copy(self, clip: Clip) -> bool:
        """Put it there, again at most three times within 70 ms; return whether it is there now."""
        for seconds in _PAUSES_S:
            self._pause(seconds)
            self._put(clip)
            if self._clipboard.ownsClipboard() or self.text() == clip.text:
                return True
        return False

    def text(self) -> str:
        """Return the plain text that is there."""
        return self._clipboard.text()

    def _put(self, clip: Clip) -> None:
        """Write once; plain text alone goes Qt's own way."""
        if not clip.html and sys.platform != "win32":
            self._clipboard.setText(clip.text)
        else:
            self._clipboard.setMimeData(mime_data(clip, private=sys.platform == "win32"))


def mime_data(clip: Clip, *, private: bool) -> QMimeData:
    """Make what goes on the clipboard; `private` adds the formats that keep it out of Windows' clipboard history."""
    data = QMimeData()
    fill(data, clip, private=private)
    return data


def fill(data: QMimeData, clip: Clip, *, private: bool) -> None:
    """Put text, HTML and the formats of `mime_data` into what goes on the clipboard."""
    if clip.text:
        data.setText(clip.text)
    if clip.html:
        data.setHtml(clip.html)
    for name in PRIVATE if private else ():
        data.setData(f'application/x-qt-windows-mime;value="{name}"', NO)
