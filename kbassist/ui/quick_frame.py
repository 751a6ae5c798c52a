"""The bare quick window: frameless, rounded, made once, shown on the screen where the agent works."""

from __future__ import annotations

import warnings
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kbassist.ui import window_shape
from kbassist.ui.theme import Theme

WIDTH: Final = 860
HEIGHT: Final = 540
_FROM_TOP: Final = 0.24  # of the free height of the screen
_ANY_ROOM: Final = QSize(1 << 20, 1 << 20)
_OFF_SCREEN: Final = QPoint(-20_000, -20_000)
_CLAIMED_AGAIN_MS: Final = (40, 120)
_NEXT_TO_NOTHING: Final = QRegion(0, 0, 1, 1)
_FLAGS: Final = Qt.WindowType.FramelessWindowHint | Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint


class QuickFrame(QWidget):
    """A tool window (popups cannot take an input method on Windows); `column` holds what it shows."""

    hidden = Signal()

    def __init__(self, theme: Theme, *, composited: bool) -> None:
        super().__init__(None, _FLAGS)
        self.theme = theme
        self._margin = window_shape.SHADOW if composited else 0
        self._composited = composited
        self._warming = False
        self._room = _ANY_ROOM  # of the screen that it is on
        self.setObjectName("quick")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, composited)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(self._margin + 1,) * 4)
        self.column.setSpacing(0)
        self._size_to(theme)

    def _size_to(self, theme: Theme) -> None:
        self.theme = theme
        wanted = QSize(theme.px(WIDTH), theme.px(HEIGHT)) + QSize(2, 2) * self._margin
        self.setFixedSize(wanted.boundedTo(self._room).expandedTo(self.minimumSizeHint()))

    def place_on(self, screen: QRect) -> None:
        """Move to the usual place on a screen whose free area this is, in logical pixels; shrink to a small one."""
        self._room = screen.size()
        self._size_to(self.theme)
        left = screen.x() + (screen.width() - self.width()) // 2
        top = screen.y() + round(max(0, screen.height() - self.height()) * _FROM_TOP)
        self.move(max(screen.x(), left), max(screen.y(), top))

    def come_up(self) -> None:
        """Show on top of all and take the focus; ask again where the window manager was busy giving it away."""
        self.show()
        self._claim()
        for moment in _CLAIMED_AGAIN_MS:
            QTimer.singleShot(moment, self, self._claim_again)

    def _claim(self) -> None:
        if not self.isActiveWindow():
            self.raise_()
            self.activateWindow()

    def _claim_again(self) -> None:
        if self.isVisible() and not self.warming and not self.isActiveWindow():
            self._claim()
            if QGuiApplication.focusWindow() is self.windowHandle():
                _wake(self)

    def warm_up(self) -> None:
        """Show once off the screen and hide, so that the first real showing is as quick as all others."""
        self._warming = True
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.move(_OFF_SCREEN)
        self.setMask(_NEXT_TO_NOTHING)  # some window managers pull a corner of it back on the screen
        self.show()
        QTimer.singleShot(0, self, self._warm)

    @property
    def warming(self) -> bool:
        """Whether it is shown off the screen only to be quick later."""
        return self._warming

    def end_warm_up(self) -> None:
        """Be a window that takes the focus again, hidden where it was only warming up."""
        if self._warming:
            self.hide()
            self._warming = False
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
            self._shape()

    def _warm(self) -> None:
        self.grab()
        self.end_warm_up()

    def hideEvent(self, event: QHideEvent) -> None:
        """Say so, that the focus can go back to where the agent came from."""
        super().hideEvent(event)
        if not self._warming:
            self.hidden.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners where they cannot be transparent."""
        super().resizeEvent(event)
        self._shape()

    def _shape(self) -> None:
        if not self._composited:
            self.setMask(window_shape.mask(self.size(), self.theme.px(window_shape.CORNER)))
        elif not self._warming:
            self.clearMask()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw shadow and ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(*(side * self._margin for side in (1, 1, -1, -1)))
        if self._margin:
            window_shape.draw_shadow(painter, card, self.theme, self._margin)
        else:
            painter.fillRect(self.rect(), self.theme.window)
        window_shape.draw_card(painter, card, self.theme)


def _wake(window: QWidget) -> None:
    """Make a window the active one that has the focus of the screen already.

    On X11 a window that is hidden and shown again at once can have it without Qt's widgets knowing. Nothing but
    this call, which is deprecated because ordinary programs misuse it, tells them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        QApplication.setActiveWindow(window)
