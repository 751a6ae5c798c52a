"""The team's snippets in a list that typing narrows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.labels import PlainLabel, set_plain_tooltip
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


@dataclass(frozen=True, slots=True)
class SnippetLine:
    """A snippet as it would be inserted now; `refused` says why it cannot be (empty: it can)."""

    name: str
    text: str
    refused: str = ""


class SnippetPicker(QFrame):
    """Lies over the text; Enter inserts, Esc closes. `picked` says the text to insert."""

    picked = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("snippets")
        self._theme = theme
        self._lines: tuple[SnippetLine, ...] = ()
        self.filter = QLineEdit()
        self.list = QListView()
        self._model = QStandardItemModel(self)
        self._preview = PlainLabel("", "muted")
        self._preview.setWordWrap(True)
        self._preview.setMaximumHeight(theme.px(72))
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(10),) * 4)
        column.setSpacing(theme.px(8))
        for widget in (self.filter, self.list, self._preview):
            column.addWidget(widget)
        column.setStretch(1, 1)
        self._keys = KeyFilter(self._key, self)
        self._keys.watch(self.filter)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(self._narrow)
        self.list.clicked.connect(self._pick)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.filter.setPlaceholderText(_("Insert a snippet: type to narrow the list"))
        self.filter.setAccessibleName(_("Snippets"))
        self.list.setAccessibleName(_("Snippets"))

    def set_theme(self, theme: Theme) -> None:
        """Use other sizes from now on."""
        self._theme = theme
        self._preview.setMaximumHeight(theme.px(72))

    def open(self, lines: tuple[SnippetLine, ...]) -> None:
        """Show these snippets and take the keys."""
        self._lines = lines
        self.filter.clear()
        self._narrow("")
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_list(self) -> None:
        """Go away without inserting anything."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away when the keys go elsewhere in this window."""
        if event.type() is QEvent.Type.FocusOut and self.isActiveWindow() and not self.underMouse():
            self.close_list()
        return super().eventFilter(watched, event)

    def _narrow(self, words: str) -> None:
        self._model.clear()
        for line in matching(self._lines, words):
            item = QStandardItem(line.name)
            item.setData(line, Qt.ItemDataRole.UserRole)
            if line.refused:
                item.setForeground(QColor(self._theme.faint))
            item.setAccessibleDescription(line.refused or line.text)
            self._model.appendRow(item)
        ready = (row for row, line in enumerate(matching(self._lines, words)) if not line.refused)
        self.list.setCurrentIndex(self._model.index(next(ready, 0), 0))
        self._show_current()

    def _show_current(self, *_indexes: object) -> None:
        line = self._current()
        self._preview.setText((line.refused or line.text) if line else _("No snippet has these words"))
        set_plain_tooltip(self._preview, line.text if line else "")

    def _current(self) -> SnippetLine | None:
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return line if isinstance(line, SnippetLine) else None

    def _key(self, _widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._pick()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_list()
        elif event.key() in _MOVES:
            row = self.list.currentIndex().row() + _MOVES[Qt.Key(event.key())]
            self.list.setCurrentIndex(self._model.index(max(0, min(row, self._model.rowCount() - 1)), 0))
        else:
            return False
        return True

    def _pick(self, *_index: object) -> None:
        line = self._current()
        if line and not line.refused:
            self.hide()
            self.picked.emit(line.text)


def matching(lines: tuple[SnippetLine, ...], words: str) -> tuple[SnippetLine, ...]:
    """Return the snippets that hold all these words, those with them in their name first."""
    wanted = words.casefold().split()
    named = [line for line in lines if all(word in line.name.casefold() for word in wanted)]
    others = [line for line in lines if line not in named]
    told = [line for line in others if all(word in f"{line.name} {line.text}".casefold() for word in wanted)]
    return (*named, *told)
