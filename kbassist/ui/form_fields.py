"""The editors of a form for typed values: one line, several lines, numbers with their unit."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kbassist.content.model import FieldSpec, FieldType
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.theme import Theme

UNITS: Final = {FieldType.MONEY: "¥", FieldType.PERCENT: "%"}
LINES: Final = 3
MOST_LINES: Final = 9


def is_plain(event: QKeyEvent) -> bool:
    """Tell whether a key is pressed without modifiers; the number pad is none."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class FieldEditor(QWidget):
    """An editor of one value, which is text as the agent would type it; `changed` says the new one.

    The form shows each key of `watched` to `key` first, except while an input method's composition is open.
    """

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

    def stops(self) -> tuple[QWidget, ...]:
        """Return the widgets at which Tab stops, in order."""
        return (self.target(),)

    def key(self, _event: QKeyEvent) -> bool:
        """Do what a key means to this editor; tell whether it meant anything."""
        return False

    @property
    def pending(self) -> bool:
        """Whether the value is still being looked for, so that it is too early to call it wrong."""
        return False

    def put_away(self) -> None:
        """Close what lies over the form, such as a list."""

    def caret(self) -> int:
        """Return where the cursor stands in a typed value, in UTF-16 units; -1 where there is none."""
        return -1

    def put_caret(self, place: int) -> None:
        """Put the cursor back there, nothing selected."""

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
    """One line of text; amounts show their unit: that of money before them, as it is written."""

    def __init__(self, spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        super().__init__()
        self.spec = spec
        self.aids = aids
        self.line = self.make_line()
        self.line.setPlaceholderText(example)
        if spec.max_length:  # the form says what is too long, and cuts nothing off
            self.line.setMaxLength(max(spec.max_length * 2, 20))
        self.line.textChanged.connect(self.changed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.px(6))
        self.row.addWidget(self.line, 1)
        if unit := UNITS.get(spec.type):
            before = spec.type is FieldType.MONEY
            self.row.insertWidget(0 if before else 1, PlainLabel(unit, "muted"))

    def make_line(self) -> QLineEdit:
        """Return a new line."""
        return QLineEdit()

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

    def caret(self) -> int:
        """Return where the cursor stands."""
        return self.line.cursorPosition()

    def put_caret(self, place: int) -> None:
        """Put the cursor back there."""
        self.line.deselect()
        self.line.setCursorPosition(place)

    def select(self) -> None:
        """Take the focus with all of it selected, so that typing replaces it."""
        super().select()
        self.line.selectAll()


class TextEditor(FieldEditor):
    """Several lines of text; it grows with what is typed, and Tab leaves it."""

    takes_enter = True

    def __init__(self, _spec: FieldSpec, _theme: Theme, example: str, _aids: FormAids = NO_AIDS) -> None:
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

    def key(self, event: QKeyEvent) -> bool:
        """Move by page where the text is longer than its field; else the form does."""
        pages = {Qt.Key.Key_PageUp.value, Qt.Key.Key_PageDown.value}
        if event.key() in pages and is_plain(event) and self.text.verticalScrollBar().maximum() > 0:
            self.text.keyPressEvent(event)
            return True
        return False

    def caret(self) -> int:
        """Return where the cursor stands."""
        return self.text.textCursor().position()

    def put_caret(self, place: int) -> None:
        """Put the cursor back there."""
        cursor = self.text.textCursor()
        cursor.setPosition(min(place, self.text.document().characterCount() - 1))
        self.text.setTextCursor(cursor)

    def _grow(self) -> None:
        """Be as high as the lines, from three to nine; a plain text's layout counts its height in lines."""
        lines = min(MOST_LINES, max(LINES, round(self.text.document().size().height())))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + 18)
