"""The editors of a form for values from a list, and the switch for yes and no."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec
from kbassist.i18n import _
from kbassist.ui.form_fields import FieldEditor
from kbassist.ui.theme import Theme

SEARCHABLE_FROM: Final = 9  # options; fewer are seen at a glance
VISIBLE_OPTIONS: Final = 5
JOINER: Final = "\n"
_SEPARATORS: Final = re.compile(r"[、,，;；\n]")
YES: Final = "yes"
NO: Final = "no"
_YES_WORDS: Final = frozenset({"yes", "true", "是", "1", "on"})


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll: a value must not change because the mouse passed over it."""
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One of several options; long lists are searched by typing any part of an option."""

    def __init__(self, spec: FieldSpec, _theme: Theme, example: str) -> None:
        super().__init__()
        self._options = spec.options
        self.combo = _Combo()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setMaxVisibleItems(12)
        if not spec.required:
            self.combo.addItem(_("(none)"), "")
        for option in spec.options:
            self.combo.addItem(option.label, option.value)
        if len(spec.options) >= SEARCHABLE_FROM:
            self._make_searchable(example or _("Type to search {n} options").format(n=len(spec.options)))
        else:
            self.combo.setPlaceholderText(example or _("Choose…"))
        self.combo.setCurrentIndex(-1)
        self.combo.currentTextChanged.connect(lambda _text: self.changed.emit(self.value()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 1)

    def _make_searchable(self, hint: str) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        if popup := completer.popup():
            popup.setProperty("tone", "popup")
        self.combo.setCompleter(completer)
        if line := self.combo.lineEdit():
            line.setPlaceholderText(hint)

    def value(self) -> str:
        """Return the value of the option; what was typed where it is none."""
        at = self.combo.findText(self.combo.currentText(), Qt.MatchFlag.MatchExactly)
        if at >= 0:
            return str(self.combo.itemData(at))
        return self.combo.currentText() if self.combo.isEditable() else ""

    def set_value(self, value: str) -> None:
        """Choose the option with this value, else with this label; nothing for neither."""
        at = self.combo.findData(value) if value else -1
        self.combo.setCurrentIndex(at if at >= 0 or not value else self.combo.findText(value))
        if self.combo.isEditable() and self.combo.currentIndex() < 0:
            self.combo.setEditText(value)

    def target(self) -> QWidget:
        """Return the box."""
        return self.combo

    def name(self, label: str, description: str) -> None:
        """Say to screen readers what this is, and what its list is."""
        super().name(label, description)
        if view := self.combo.view():
            view.setAccessibleName(label)

    def watched(self) -> tuple[QWidget, ...]:
        """Return the box and its line."""
        line = self.combo.lineEdit()
        return (self.combo, line) if line else (self.combo,)


class ChoicesEditor(FieldEditor):
    """Any of several options, checked with Space."""

    def __init__(self, spec: FieldSpec, theme: Theme, _example: str) -> None:
        super().__init__()
        self.model = QStandardItemModel(self)
        for option in spec.options:
            item = QStandardItem(option.label)
            item.setData(option.value, Qt.ItemDataRole.UserRole)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.model.appendRow(item)
        self.view = QListView()
        self.view.setProperty("tone", "field")
        self.view.setModel(self.model)
        self.view.setTabKeyNavigation(False)
        self.view.setFixedHeight(theme.px(25) * min(VISIBLE_OPTIONS, max(1, len(spec.options))) + theme.px(10))
        if spec.options:
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.model.itemChanged.connect(lambda _item: self.changed.emit(self.value()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.view)

    def _items(self) -> list[QStandardItem]:
        return [self.model.item(row) for row in range(self.model.rowCount())]

    def value(self) -> str:
        """Return the checked values in the order of the options."""
        checked = (item for item in self._items() if item.checkState() is Qt.CheckState.Checked)
        return JOINER.join(str(item.data(Qt.ItemDataRole.UserRole)) for item in checked)

    def set_value(self, value: str) -> None:
        """Check the options that are named, by value or by label."""
        wanted = {part.strip() for part in (*_SEPARATORS.split(value), *value.split(JOINER))}
        for item in self._items():
            named = {item.text(), str(item.data(Qt.ItemDataRole.UserRole))} & wanted
            item.setCheckState(Qt.CheckState.Checked if named else Qt.CheckState.Unchecked)

    def target(self) -> QWidget:
        """Return the list."""
        return self.view


class Switch(QCheckBox):
    """A check box drawn as a switch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return room for the track and the word."""
        words = max(self.fontMetrics().horizontalAdvance(word) for word in (_("Yes"), _("No")))
        return QSize(self._theme.px(36 + 8) + words + 8, self._theme.px(26))

    def hitButton(self, pos: object) -> bool:
        """The whole of it can be clicked."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob and word."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(1.5, (self.height() - theme.px(20)) / 2, theme.px(36), theme.px(20) - 1)
        focus = QColor(theme.accent_text) if self.hasFocus() else QColor(theme.edge)
        painter.setPen(QPen(focus, 1.5))
        painter.setBrush(QColor(theme.accent if self.isChecked() else theme.chip.fill))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = track.height() - 6
        left = track.right() - side - 3 if self.isChecked() else track.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if self.isChecked() else theme.faint))
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))
        painter.setPen(QColor(theme.text))
        words = QRectF(track.right() + theme.px(8), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _("Yes") if self.isChecked() else _("No"))


class SwitchEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, _spec: FieldSpec, theme: Theme, _example: str) -> None:
        super().__init__()
        self.switch = Switch(theme)
        self.switch.toggled.connect(lambda _on: self.changed.emit(self.value()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> str:
        """Return `yes` or `no`."""
        return YES if self.switch.isChecked() else NO

    def set_value(self, value: str) -> None:
        """Turn it on for any word of yes."""
        self.switch.setChecked(value.strip().lower() in _YES_WORDS)

    def target(self) -> QWidget:
        """Return the switch."""
        return self.switch
