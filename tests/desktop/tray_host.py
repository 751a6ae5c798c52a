"""A small program with the tray and nothing else; prints a line for each wish, and where its icon is on request."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from kbassist.ui.tray import Tray


class Ear(QObject):
    """Tells the GUI thread of each line on standard input."""

    heard = Signal()

    def listen(self) -> None:
        for _line in sys.stdin:
            self.heard.emit()


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    pixmap = QPixmap(24, 24)
    pixmap.fill("red")
    tray = Tray(QIcon(pixmap), QIcon(pixmap))
    tray.search_wanted.connect(lambda: say(wish="search"))
    tray.quit_wanted.connect(lambda: say(wish="quit"))
    tray.show()
    ear = Ear()
    ear.heard.connect(lambda: say(icon=tray.icon.geometry().getRect()), Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=ear.listen, daemon=True).start()
    say(ready=True)
    application.exec()


if __name__ == "__main__":
    main()
