"""The trip of the hotkey: from the window where the agent works to ours, and the focus back again."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.app.trace import PaintWatch, Trace
from kbassist.desktop.ports import Desktop, HotkeyTaken, HotkeyUnavailable, Shortcut, Target
from kbassist.desktop.proposals import remark
from kbassist.i18n import Text
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.screen_fit import ScreenFit

TAKEN_AGAIN_MS: Final = (0, 60, 150, 300)  # after showing: when it is looked whether the focus was truly taken


class HotkeyTrip(QObject):
    """Shows and hides the quick window on the screen where the agent works."""

    refused = Signal(object)
    """A `HotkeyTaken` or `HotkeyUnavailable`: the hotkey cannot be had, or was lost later."""

    bound = Signal()
    """The hotkey works from now on."""

    shown = Signal()
    """The window has been shown; `target` is where the agent came from."""

    def __init__(self, window: QuickWindow, desktop: Desktop, trace: Trace) -> None:
        super().__init__()
        self._window = window
        self._desktop = desktop
        self._trace = trace
        self._target = 0  # where the focus goes back to
        self._came_from = Target()
        self._shows = 0
        self._painted = PaintWatch(trace, window, "painted")
        self._fit = ScreenFit(window, window.place_on)
        window.hidden.connect(self._give_back)
        if trace.on and isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._mark_focus)

    def bind(self, shortcut: str) -> bool:
        """Take this hotkey; on failure the old one stands, `refused` says why, and False is returned."""
        try:
            self._desktop.hotkey.bind(Shortcut(shortcut), self.pressed)
        except (HotkeyTaken, HotkeyUnavailable) as error:
            self._trace.mark("hotkey-refused")
            self.refused.emit(error)
            return False
        self.bound.emit()
        return True

    def remark(self, shortcut: Shortcut) -> Text | None:
        """Tell why a shortcut cannot be the hotkey here; None where it can."""
        return remark(self._desktop.hotkey, shortcut)

    def listen(self, on: bool, shortcut: str) -> None:
        """Hold the hotkey, or let it go while the settings record a new one."""
        if on:
            self.bind(shortcut)
        else:
            self._desktop.hotkey.unbind()

    def pressed(self) -> None:
        """Show the window, or hide it where the agent is in it."""
        if self._window.in_use:
            self._trace.mark("hotkey-hide")
            self._window.hide()
        else:
            self._trace.mark("hotkey-show")
            self.show()

    def show(self) -> None:
        """Show the window on the screen of the active window, and remember that window."""
        active = self._desktop.active_window
        seen = active.current()
        self._target = seen or self._target
        if seen or not self._window.isVisible():  # a second call while it is shown comes from where the first came
            self._came_from = active.identify(seen) if seen else Target()
        self._painted.arm()
        self._window.popup(screen_of(active.geometry(self._target)))
        self._shows += 1
        for moment in TAKEN_AGAIN_MS:
            QTimer.singleShot(moment, self._window, partial(self._take_focus, self._shows))
        self.shown.emit()

    @property
    def target(self) -> Target:
        """The window that the agent came from the last time; `Target()` where that was none of another program's."""
        return self._came_from

    def _take_focus(self, shows: int) -> None:
        """Take the focus once more where the desktop kept it from us; not after it was taken once: it may move on.

        Windows refuses it now and then, although it allows it to a program whose hotkey was pressed.
        """
        if shows != self._shows or not self._window.isVisible():
            return
        if self._desktop.active_window.take(int(self._window.winId())):
            self._shows += 1
        else:
            self._trace.mark("focus-refused")

    def _give_back(self) -> None:
        self._desktop.active_window.activate(self._target)

    def _mark_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self._window and self._window.isVisible():
            self._trace.mark("focused")


def screen_of(native: tuple[int, int, int, int] | None) -> QRect:
    """Return the free area, in logical pixels, of the screen that holds the middle of a window in native pixels.

    The origin of a screen is the same in both; its native size is the logical one times the pixel ratio.
    """
    if native is not None:
        x, y, width, height = native
        middle = QPoint(x + width // 2, y + height // 2)
        for screen in QGuiApplication.screens():
            size = screen.geometry().size() * screen.devicePixelRatio()
            if QRect(screen.geometry().topLeft(), QSize(size)).contains(middle):
                return screen.availableGeometry()
    return QGuiApplication.primaryScreen().availableGeometry()
