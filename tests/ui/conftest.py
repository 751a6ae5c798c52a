"""The windows under test: shown, with a team, in the light theme and in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kbassist.search.results import Results
from kbassist.ui import theme
from kbassist.ui.quick_window import QuickWindow, screen_area
from tests.ui.replies import CHANNELS, render

SAID = {
    name
    for kind in QuickWindow.__mro__
    if kind.__module__.startswith("kbassist")
    for name, value in vars(kind).items()
    if isinstance(value, Signal)
}
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says what it cannot do; every other warning of Qt fails the test."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def styled(qapp: QApplication) -> QApplication:
    theme.apply(qapp, theme.LIGHT)
    return qapp


class Told:
    """Remembers what a window's signals said, in order."""

    def __init__(self, window: QuickWindow) -> None:
        self.all: list[tuple[str, tuple[Any, ...]]] = []
        for name in dir(type(window)):
            signal = getattr(window, name)
            if isinstance(signal, SignalInstance) and name in SAID:
                signal.connect(lambda *values, name=name: self.all.append((name, values)))

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """Return what one signal said."""
        return [values for said, values in self.all if said == name]

    def names(self) -> list[str]:
        """Return which signals spoke."""
        return [name for name, _values in self.all]


class Desk:
    """A quick window, what it said, and a pair of hands."""

    def __init__(self, window: QuickWindow) -> None:
        self.window = window
        self.told = Told(window)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus(), key, modifiers)

    def focus(self) -> QWidget:
        """Return the widget with the focus, which is never nobody."""
        widget = self.window.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        """Put a text into the search field."""
        self.window.head.search.setText(text)

    def show(self, results: Results) -> None:
        """Search, and answer at once."""
        self.type(results.query)
        self.window.show_results(results)

    def compose(self, preedit: str, commit: str = "") -> None:
        """Do what an input method does."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.focus(), event)


@pytest.fixture
def desk(styled: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    window = QuickWindow(theme.LIGHT, render=render, local_image=lambda _name: None)
    window.set_channels(CHANNELS, "微信")
    window.popup(screen_area(None))
    qtbot.waitUntil(window.isActiveWindow)
    yield Desk(window)
    window.hide()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
