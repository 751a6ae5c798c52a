"""A row of small widgets that goes on in the next line where the room is short."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Lays its widgets out from left to right, as tall as it needs to be."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def clear(self) -> None:
        """Take all widgets out."""
        for item in self._items:
            item.hide()  # else its layout would still show it, as a window of its own
            item.setParent(None)
            item.deleteLater()
        self._items = []
        self._arrange()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        widget.setParent(self)
        widget.show()
        self._items.append(widget)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for another width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        x = y = 0
        tallest = max((item.sizeHint().height() for item in self._items), default=0)
        for item in self._items:
            item.ensurePolished()
            size = item.sizeHint()
            width, height = min(size.width(), max(1, self.width())), size.height()
            if x and x + width > self.width():
                x, y = 0, y + tallest + self._gap
            item.setGeometry(x, y + (tallest - height) // 2, width, height)
            x += width + self._gap
        self.setFixedHeight(max(1, y + tallest))
