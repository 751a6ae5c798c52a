"""Keeping a window whole on its screen while screens come, go, and change their size or scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QStyle, QWidget

_SETTLES_MS: Final = 50  # Windows tells the scale, the size and the task bar one after the other


class ScreenFit(QObject):
    """Calls `place` with the free area of the window's screen, in logical pixels, when that area has changed.

    Only while the window is shown: it is placed anew each time it is shown anyway.
    """

    def __init__(self, window: QWidget, place: Callable[[QRect], None]) -> None:
        super().__init__(window)
        self._window, self._place = window, place
        self._area = QRect()
        self._later = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._later.timeout.connect(self._fit)
        for screen in QGuiApplication.screens():
            self._follow(screen)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._follow)
            application.screenRemoved.connect(self._later.start)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Look again where the window came to a screen of another scale, or its screen got another."""
        if event.type() in {QEvent.Type.DevicePixelRatioChange, QEvent.Type.ScreenChangeInternal}:
            self._later.start()
        elif event.type() is QEvent.Type.Show:
            self._area = self._window.screen().availableGeometry()
        return False

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._later.start)

    def _fit(self) -> None:
        area = self._window.screen().availableGeometry()
        if self._window.isVisible() and area != self._area:
            self._area = area
            self._place(area)


def room_for(window: QWidget) -> QSize:
    """Return the largest size that a window can have on its screen with its title and frame around it."""
    frame = window.frameGeometry().size() - window.size()
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)  # the frame comes after the first show
    return window.screen().availableGeometry().size() - QSize(frame.width(), max(frame.height(), title))


def keep_on_screen(window: QWidget) -> None:
    """Move a window that the desktop has placed so that a part of it is off its screen, or below the task bar."""
    area, frame = window.screen().availableGeometry(), window.frameGeometry()
    inside = QRect(frame)
    inside.moveRight(min(frame.right(), area.right()))
    inside.moveBottom(min(frame.bottom(), area.bottom()))
    inside.moveLeft(max(inside.left(), area.left()))
    inside.moveTop(max(inside.top(), area.top()))
    if inside.topLeft() != frame.topLeft():
        window.move(inside.topLeft())
