"""The round corners and the shadow of a frameless window, with and without a compositor."""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QApplication

from kbassist.ui.theme import Theme

CORNER: Final = 12
SHADOW: Final = 22  # logical pixels around the window where it can be transparent


def is_composited() -> bool:
    """Tell whether windows may be transparent here: everywhere but on X11 without a compositor."""
    if QGuiApplication.platformName() != "xcb":
        return True
    app = QApplication.instance()
    name = ctypes.util.find_library("X11")
    if not isinstance(app, QApplication) or name is None:
        return False
    display = app.nativeInterface().display()  # type: ignore[attr-defined]  # missing in the stubs
    x11 = ctypes.CDLL(name)
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    return bool(x11.XGetSelectionOwner(display, x11.XInternAtom(display, b"_NET_WM_CM_S0", 0)))


def mask(size: QSize, corner: int) -> QBitmap:
    """Return the shape of a window with round corners."""
    shape = QBitmap(size)
    shape.fill(Qt.GlobalColor.color0)
    painter = QPainter(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), corner, corner)
    painter.end()
    return shape


def draw_shadow(painter: QPainter, card: QRectF, theme: Theme, reach: int) -> None:
    """Draw a soft shadow around a card as a stack of thin rings, stronger near the card and below it."""
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(reach, 0, -1):
        nearness = 1 - step / reach
        painter.setBrush(QColor(0, 0, 0, round(theme.shadow * nearness**2 / 7)))
        ring = card.adjusted(-step, -step * 0.6, step, step)
        painter.drawRoundedRect(ring, CORNER + step, CORNER + step)


def draw_card(painter: QPainter, card: QRectF, theme: Theme) -> None:
    """Draw the ground of a window with its thin border."""
    painter.setBrush(QColor(theme.window))
    painter.setPen(QPen(QColor(theme.edge if theme.dark else theme.line), 2 if theme.contrast else 1))
    corner = theme.px(CORNER)
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
