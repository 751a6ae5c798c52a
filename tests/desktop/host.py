"""A small program with the real ports, driven by lines on standard input; answers and events are JSON lines."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from kbassist.desktop import select
from kbassist.desktop.ports import Clip, Desktop, HotkeyTaken, HotkeyUnavailable, Shortcut


class Host(QObject):
    """Hears commands on a thread and obeys them on the GUI thread."""

    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.desktop: Desktop = select.choose(QApplication.platformName(), self.lost)
        self.window = QLineEdit()
        self.window.setWindowTitle("host window")
        self.window.resize(300, 60)
        self.heard.connect(self.obey, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line)
        self.heard.emit('["quit"]')

    def lost(self, error: Exception) -> None:
        say(event="lost", message=str(error))

    def obey(self, line: str) -> None:
        name, *arguments = json.loads(line)
        try:
            say(answer=self.commands()[name](*arguments))
        except (HotkeyTaken, HotkeyUnavailable) as error:
            proposal = getattr(error, "proposal", None)
            say(error=type(error).__name__, message=str(error), proposal=proposal.text if proposal else None)

    def commands(self) -> dict[str, Callable[..., Any]]:
        hotkey, window = self.desktop.hotkey, self.desktop.active_window
        return {
            "bind": lambda text: hotkey.bind(Shortcut(text), lambda: say(event="pressed", shortcut=text)),
            "unbind": hotkey.unbind,
            "bound": lambda: getattr(hotkey.bound(), "text", None),
            "free": lambda text: hotkey.free(Shortcut(text)),
            "copy": lambda text, html: self.desktop.clipboard.copy(Clip(text, html)),
            "text": self.desktop.clipboard.text,
            "current": window.current,
            "activate": window.activate,
            "geometry": window.geometry,
            "show": lambda: (self.window.show(), self.window.activateWindow())[0],
            "hide": self.window.hide,
            "typed": self.window.text,
            "quit": QApplication.quit,
        }


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    host = Host()
    say(answer="ready")
    application.exec()
    del host


if __name__ == "__main__":
    main()
