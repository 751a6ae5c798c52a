"""The editors of a form for typed values: one line, several lines, numbers with their unit."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kbassist.content.model import FieldSpec, FieldType
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.theme import Theme

UNITS: Final = {FieldType.MONEY: "¥", FieldType.PERCENT: "%"}
LINES: Final = 3
MOST_LINES: Final = 9


class FieldEditor(QWidget):
    """An editor of one value, which is text as the agent would type it; `changed` says the new one."""

    changed = Signal(str)
    takes_enter = False  # whether Enter belongs to the text

    @abstractmethod
    def value(self) -> str:
        """Return the value."""

    @abstractmethod
    def set_value(self, value: str) -> None:
        """Put a value in."""

    @abstractmethod
    def target(self) -> QWidget:
        """Return the widget that takes the focus."""

    def watched(self) -> tuple[QWidget, ...]:
        """Return every widget whose keys the form wants to see."""
        return (self.target(),)

    def select(self) -> None:
        """Take the focus, with the value selected where it is typed."""
        self.target().setFocus(Qt.FocusReason.TabFocusReason)

    def name(self, label: str, description: str) -> None:
        """Say to screen readers what this is."""
        self.target().setAccessibleName(label)
        self.target().setAccessibleDescription(description)

    def set_gap(self, gap: bool) -> None:
        """Mark the editor as the place where something is missing or wrong."""
        repolish(self.target(), "state", "gap" if gap else "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll."""
        event.ignore()


class LineEditor(FieldEditor):
    """One line of text; amounts show their unit."""

    def __init__(self, spec: FieldSpec, theme: Theme, example: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setPlaceholderText(example)
        if spec.max_length:
            self.line.setMaxLength(
                max(spec.max_length * 2, 20)
            )  # the form says what is too long, and cuts nothing off
        self.line.textChanged.connect(self.changed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.px(6))
        self.row.addWidget(self.line, 1)
        if unit := UNITS.get(spec.type):
            self.row.addWidget(PlainLabel(unit, "muted"))

    def value(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def set_value(self, value: str) -> None:
        """Put a value in."""
        if value != self.line.text():
            self.line.setText(value)

    def target(self) -> QWidget:
        """Return the line."""
        return self.line

    def select(self) -> None:
        """Take the focus with all of it selected, so that typing replaces it."""
        super().select()
        self.line.selectAll()


class TextEditor(FieldEditor):
    """Several lines of text; it grows with what is typed, and Tab leaves it."""

    takes_enter = True

    def __init__(self, _spec: FieldSpec, _theme: Theme, example: str) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(example)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(lambda: self.changed.emit(self.value()))
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text)

    def value(self) -> str:
        """Return what was typed."""
        return self.text.toPlainText()

    def set_value(self, value: str) -> None:
        """Put a value in."""
        if value != self.value():
            self.text.setPlainText(value)

    def target(self) -> QWidget:
        """Return the text field."""
        return self.text

    def _grow(self) -> None:
        """Be as high as the lines, from three to nine; a plain text's layout counts its height in lines."""
        lines = min(MOST_LINES, max(LINES, round(self.text.document().size().height())))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + 18)
