"""The whole program in this process, and the hands of the agent who uses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kbassist import i18n, paths
from kbassist.app.desk import Desk
from kbassist.app.trace import Trace
from kbassist.settings import Settings
from kbassist.ui import icons
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.quick_keys import Mode
from kbassist.ui.tray import Tray
from tests.app.fakes import FakeDesktop
from tests.app.rig import LONGEST_MS, throw_away

CTRL = Qt.KeyboardModifier.ControlModifier
HELD = Settings(theme="light", language="en")


class Office:
    """A program at work, and the hands of the agent who uses it."""

    def __init__(self, app: QApplication, qtbot: QtBot, root: Path | None, trace: Path, held: Settings) -> None:
        self.qtbot = qtbot
        self.trace = trace
        self._times = Trace(trace)
        self.tray = Tray(icons.app_icon(), icons.app_icon(warning=True))
        self.said: list[str] = []
        self.tray.say = lambda title, sentence: self.said.append(sentence)  # type: ignore[method-assign] # an ear
        self.desk = Desk(app, held, root, self.tray, self._times)
        self.window = self.desk.window
        self.running = True

    def start(self, message: i18n.Text | None = None) -> None:
        """Start, and wait until the library is indexed."""
        self.desk.start(message)
        self.until(lambda: self.marks().count("indexed") >= 1)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=LONGEST_MS)

    def marks(self) -> list[str]:
        """Return the events of the trace."""
        return [line.split()[1] for line in self.trace.read_text(encoding="utf-8").splitlines()]

    def summon(self) -> None:
        """Press the hotkey, where the window is not in front already."""
        if not self.window.isVisible():
            self.desktop.hotkey.press()
        self.until(self.window.isActiveWindow)

    @property
    def desktop(self) -> FakeDesktop:
        ports = self.desk.desktop
        return FakeDesktop(*(getattr(ports, entry.name) for entry in fields(ports)))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = self.window.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifiers)

    def enter(self, text: str) -> None:
        """Type where the focus is; letters without a key come as an input method brings them."""
        widget = self.window.focusWidget()
        assert widget is not None
        widget.insert(text)  # type: ignore[attr-defined]  # a line of text

    def find(self, query: str, key: str) -> None:
        """Search until this entry is selected and shown."""
        self.window.head.search.setText(query)
        self.until(lambda: (hit := self.window.body.list.hit()) is not None and hit.key == key)
        self.until(lambda: self.window.body.preview.key == key)

    def send_refund(self, name: str) -> None:
        """Find the refund reply, fill it in and copy it."""
        self.summon()
        self.find("tkdz", "refund-time@zh-CN")
        self.press(Qt.Key.Key_Return)
        assert self.window.mode is Mode.FORM
        self.enter(name)
        self.press(Qt.Key.Key_Return, CTRL)

    def uses(self) -> list[dict[str, str]]:
        """Return what the usage log holds."""
        files = list(paths.data_dir().rglob("uses.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def windows(self, kind: type[QWidget]) -> list[QWidget]:
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]

    def stop(self) -> None:
        """Quit, as the program does."""
        if not self.running:
            return
        self.running = False
        self.desk.stop()
        self._times.close()
        self.desk.settings.tried.emit(HELD)  # the application outlives this program
        others = [*self.windows(ProblemsWindow), *self.windows(AboutDialog)]
        if self.desk.settings.dialog is not None:
            others.append(self.desk.settings.dialog)
        throw_away(self.window, self.tray.menu, *others)
        for gone in (self.desk, self.tray):
            gone.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


Hire = Callable[..., Office]
"""Makes a program over a library, perhaps with settings and a desktop of one's own."""
