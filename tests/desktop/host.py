"""A small program with the real ports, driven by lines on standard input; answers and events are JSON lines."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from kbassist.desktop import select
from kbassist.desktop.clients import Profile
from kbassist.desktop.paste_plan import plan
from kbassist.desktop.ports import (
    Clip,
    Desktop,
    HotkeyTaken,
    HotkeyUnavailable,
    Pasted,
    PasteJob,
    Shortcut,
    SystemEvent,
    Target,
)


class Host(QObject):
    """Hears commands on a thread and obeys them on the GUI thread."""

    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.desktop: Desktop = select.choose(QApplication.platformName(), self.lost)
        self.window = QLineEdit()
        self.window.setWindowTitle("host window")
        self.window.resize(300, 60)
        for event in SystemEvent:
            self.desktop.events.watch(event, partial(say, event=event.name))
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
        named = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
        try:
            say(answer=self.commands()[name](*arguments, **named))
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
            "take": lambda: window.take(int(self.window.winId())),
            "window": lambda: int(self.window.winId()),
            "news": lambda: getattr(self.desktop.events, "window", 0),
            "activate": window.activate,
            "geometry": window.geometry,
            "show": lambda: (self.window.show(), self.window.activateWindow())[0],
            "show_at_hotkey": lambda text: hotkey.bind(Shortcut(text), self.come_up),
            "hide": self.window.hide,
            "typed": self.window.text,
            "paste": self.paste,
            "refusal": lambda window: getattr(self.desktop.paster.refusal(window_of(self, window)), "name", None),
            "quit": QApplication.quit,
        }

    def come_up(self) -> None:
        """Come to the front as the quick window does when its hotkey is pressed."""
        self.window.show()
        self.window.activateWindow()
        QTimer.singleShot(0, lambda: say(event="up", taken=self.desktop.active_window.take(int(self.window.winId()))))

    def paste(self, window: int, text: str, html: str = "", images: tuple[str, ...] = (), **profile: Any) -> None:
        """Paste into a window as the program does, going out of its way; the end is told as an event."""
        part = plan(Clip(text, html, tuple(map(Path, images))), Profile(**profile))[0]
        start = time.monotonic()

        def taken(copied: bool) -> None:
            self.window.hide()
            if not copied:
                say(event="held")

        def done(pasted: Pasted) -> None:
            milliseconds = round((time.monotonic() - start) * 1000)
            say(event=pasted.end.name, kept=pasted.kept.name, copied=pasted.copied, ms=milliseconds)

        self.desktop.paster.paste(PasteJob(window_of(self, window), part.clip, part.steps, taken, done))


def window_of(host: Host, window: int) -> Target:
    return host.desktop.active_window.identify(window)


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
