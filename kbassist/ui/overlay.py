"""Where something that opens at a field lies: below it where there is room, else above."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

_GAP = 2


def place_at(anchor: QRect, size: QSize, room: QRect) -> QPoint:
    """Return the upper left corner for `size` at `anchor`, within `room` as far as it fits; all in one system.

    It lies below, above where only there is room enough, and never hangs out at the sides.
    """
    below = anchor.bottom() + 1 + _GAP
    above = anchor.top() - _GAP - size.height()
    top = above if below + size.height() > room.bottom() + 1 and above >= room.top() else below
    top = max(room.top(), min(top, room.bottom() + 1 - size.height()))
    left = max(room.left(), min(anchor.left(), room.right() + 1 - size.width()))
    return QPoint(left, top)
