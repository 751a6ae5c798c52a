"""Taking the widgets out of a layout that is filled anew."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout


def emptied(layout: QBoxLayout) -> QBoxLayout:
    """Take everything out of a layout, let its widgets go, and return it."""
    while item := layout.takeAt(0):
        if old := item.widget():
            old.hide()  # else it would still be shown for a moment, as a window of its own
            old.setParent(None)
            old.deleteLater()
    return layout
