"""The editor of a form for any of several options: a list with check marks, and a search where it is long."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec, Option
from kbassist.i18n import _
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_choice import SearchLine, words_of
from kbassist.ui.form_fields import FieldEditor, is_plain
from kbassist.ui.labels import ElidedLabel
from kbassist.ui.theme import Theme

VISIBLE_OPTIONS: Final = 5
SEARCHED_FROM: Final = 13  # options
JOINER: Final = "\n"
_SEPARATORS: Final = re.compile(r"[、,，;；\n]")
_STEPS: Final = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
_ENTER: Final = frozenset({Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value})


class ChoicesEditor(FieldEditor):
    """Any of several options, checked with Space.

    A long list has a line above it: what is typed there narrows the list, ↑ ↓ move in it, Space checks, Enter checks
    and begins the next search, Esc shows all again. What is checked is said below, also while it is not in sight.
    """

    def __init__(self, spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        super().__init__()
        self._aids = aids
        self._words = [words_of(option) for option in spec.options]
        self.model = QStandardItemModel(self)
        for option in spec.options:
            self.model.appendRow(_item(option))
        self.view = self._made_view(theme, len(spec.options))
        self.line = SearchLine() if len(spec.options) >= SEARCHED_FROM else None
        self._chosen = ElidedLabel("", "muted")
        self.model.itemChanged.connect(lambda _item: self._changed())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        if self.line is not None:
            self.line.setPlaceholderText(example or _("Type to search {n} options").format(n=len(spec.options)))
            self.line.searched.connect(self._narrow)
            self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(self.line)
        column.addWidget(self.view)
        column.addWidget(self._chosen)
        self._chosen.setVisible(self.line is not None)
        self._say_chosen()

    def _made_view(self, theme: Theme, count: int) -> QListView:
        view = QListView()
        view.setProperty("tone", "field")
        view.setModel(self.model)
        view.setTabKeyNavigation(False)
        view.setFixedHeight(theme.px(25) * min(VISIBLE_OPTIONS, max(1, count)) + theme.px(10))
        if count:
            view.setCurrentIndex(self.model.index(0, 0))
        return view

    def _items(self) -> list[QStandardItem]:
        return [self.model.item(row) for row in range(self.model.rowCount())]

    def _checked(self) -> list[QStandardItem]:
        return [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def value(self) -> str:
        """Return the checked values in the order of the options."""
        return JOINER.join(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._checked())

    def set_value(self, value: str) -> None:
        """Check the options that are named, by value or by label."""
        wanted = {part.strip() for part in (*_SEPARATORS.split(value), *value.split(JOINER))}
        for item in self._items():
            named = {item.text(), str(item.data(Qt.ItemDataRole.UserRole))} & wanted
            item.setCheckState(Qt.CheckState.Checked if named else Qt.CheckState.Unchecked)

    def target(self) -> QWidget:
        """Return the line that searches, else the list."""
        return self.line if self.line is not None else self.view

    def name(self, label: str, description: str) -> None:
        """Say to screen readers what this is, and what its list is."""
        super().name(label, description)
        self.view.setAccessibleName(label)

    def select(self) -> None:
        """Take the focus, ready for another search."""
        super().select()
        if self.line is not None:
            self.line.selectAll()

    def key(self, event: QKeyEvent) -> bool:
        """Move and check in the list while the keys are in the line above it."""
        if self.line is None or not is_plain(event):
            return False
        key, sought = event.key(), bool(self.line.text())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Space or (key in _ENTER and sought):
            self._toggle()
        elif key == Qt.Key.Key_Escape and sought:
            self.line.clear()
            self._narrow("")
        else:
            return False
        return True

    def _shown(self) -> list[int]:
        return [row for row in range(self.model.rowCount()) if not self.view.isRowHidden(row)]

    def _narrow(self, typed: str) -> None:
        found = list(self._aids.match(self._words, typed.strip()))
        for row in range(self.model.rowCount()):
            self.view.setRowHidden(row, row not in found)
        self._mark(found[0] if found else None)
        self._say_chosen()
        if not found:
            self._chosen.setText(_("No option fits “{typed}”").format(typed=typed))

    def _step(self, by: int) -> None:
        shown = self._shown()
        if shown:
            row = self.view.currentIndex().row()
            at = shown.index(row) if row in shown else -1
            self._mark(shown[max(0, min(at + by, len(shown) - 1))])

    def _mark(self, row: int | None) -> None:
        index = self.model.index(-1 if row is None else row, 0)
        self.view.setCurrentIndex(index)
        if row is not None:
            self.view.scrollTo(index)
            if self.line is not None:
                self.line.setAccessibleDescription(self.model.item(row).text())

    def _toggle(self) -> None:
        row = self.view.currentIndex().row()
        if row >= 0 and not self.view.isRowHidden(row):
            item = self.model.item(row)
            on = item.checkState() is not Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if self.line is not None:
                self.line.selectAll()

    def _changed(self) -> None:
        self._say_chosen()
        self.changed.emit(self.value())

    def _say_chosen(self) -> None:
        names = [item.text() for item in self._checked()]
        said = _("{n} chosen: {names}").format(n=len(names), names=_(", ").join(names))
        self._chosen.setText(said if names else _("Nothing chosen yet"))


def _item(option: Option) -> QStandardItem:
    item = QStandardItem(option.label)
    item.setData(option.value, Qt.ItemDataRole.UserRole)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(Qt.CheckState.Unchecked)
    return item
