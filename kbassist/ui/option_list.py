"""The list that opens at a field while an option is looked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.overlay import place_at
from kbassist.ui.theme import Theme

VISIBLE = 8
_MARGIN = 12  # from the edge of the window


class OptionList(QFrame):
    """Some options over the form, in the same window, so that the field keeps the keys and its input method.

    `picked` says the number of an option that was clicked.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("options")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._window = parent
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(4) for _side in range(4)))
        column.addWidget(self.view)
        self.hide()

    def open_at(self, field: QWidget, options: Sequence[tuple[int, str]], typed: str, current: int = 0) -> None:
        """Show options, each with its number, below a field; where there are none, that nothing fits."""
        self._model.clear()
        for number, label in options:
            item = QStandardItem(label)
            item.setData(number, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        if not options:
            nothing = QStandardItem(_("No option fits “{typed}”").format(typed=typed))
            nothing.setEnabled(False)
            self._model.appendRow(nothing)
        self._place(field)
        self.show()
        self.raise_()
        self.step_to(current if options else -1)

    def number(self) -> int | None:
        """Return the number of the option that is marked; None where none is."""
        index = self.view.currentIndex()
        number = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        return int(number) if number is not None else None

    def label(self) -> str:
        """Return the words of the option that is marked."""
        return self.view.currentIndex().data() or ""

    def labels(self) -> list[str]:
        """Return the words that are shown."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def step(self, by: int) -> None:
        """Move the mark, and no further than the ends."""
        self.step_to(max(0, min(self.view.currentIndex().row() + by, self._model.rowCount() - 1)))

    def step_to(self, row: int) -> None:
        """Mark a row; none for one that is not there."""
        index = self._model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def _place(self, field: QWidget) -> None:
        """Lie at the field, in the window that both are in."""
        window = self._window
        margin = self._theme.px(_MARGIN)
        room = window.rect().adjusted(margin, margin, -margin, -margin)
        anchor = QRect(field.mapTo(window, field.rect().topLeft()), field.size())
        rows = min(VISIBLE, self._model.rowCount())
        frame = self.height() - self.view.viewport().height() if self.isVisible() else self._theme.px(12)
        height = rows * max(self.view.sizeHintForRow(0), 1) + max(frame, self._theme.px(12))
        size = QSize(anchor.width(), min(height, room.height()))
        self.setGeometry(QRect(place_at(anchor, size, room), size))

    def _clicked(self, index: QModelIndex) -> None:
        number = index.data(Qt.ItemDataRole.UserRole)
        if number is not None:
            self.picked.emit(int(number))
