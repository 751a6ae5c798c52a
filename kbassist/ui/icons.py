"""Icons drawn from SVG strokes, in any colour and sharp at any scale of the screen."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kbassist import paths

SCALES: Final = (1.0, 1.25, 1.5, 2.0, 3.0)
TRAY_SIZES: Final = (16, 20, 22, 24, 32, 48, 64, 128, 256)


@cache
def source(name: str) -> bytes:
    """Return the SVG of an icon of `resources/icons`, its strokes in `currentColor`."""
    return (paths.resource("icons") / f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon: `size` in logical pixels, `ratio` device pixels to each of them."""
    side = round(size * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    colored = source(name).replace(b"currentColor", color.encode())
    QSvgRenderer(QByteArray(colored)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, color: str, size: int = 18) -> QIcon:
    """Return an icon for buttons and menus, with a picture for each usual scale of the screen."""
    result = QIcon()
    for ratio in SCALES:
        result.addPixmap(pixmap(name, color, size, ratio))
    return result


def app_icon(*, warning: bool = False) -> QIcon:
    """Return the program's own icon for windows and tray; with a mark where something needs the user."""
    result = QIcon()
    for size in TRAY_SIZES:
        result.addPixmap(pixmap("app-warning" if warning else "app", "#000000", size))
    return result


CHANNEL_ICONS: Final = frozenset({"wechat", "mail", "phone", "sms", "chat"})


def channel_icon_name(name: str) -> str:
    """Return the icon for a channel's `icon` setting; a speech bubble for one that is not known."""
    return name if name in CHANNEL_ICONS else "chat"
