"""Keys of ours that a widget uses itself: word moves, undo, copying a selection."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from kbassist.ui.quick_keys import Do, Mode


def belongs_to(widget: QWidget, do: Do, mode: Mode) -> bool:
    """Tell whether a key is the widget's own at this moment."""
    if do in {Do.NEXT_CHANNEL, Do.PREVIOUS_CHANNEL}:
        return mode is Mode.FORM and _holds_text(widget)
    if do in {Do.COPY_AGAIN, Do.UNDO_TEXT}:
        return _undoes(widget)
    return do is Do.COPY and _has_selection(widget)


def _undoes(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    if isinstance(widget, QPlainTextEdit):
        return widget.document().isUndoAvailable()
    return isinstance(widget, QTextEdit) and not widget.isReadOnly()


def _holds_text(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return bool(widget.text())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return bool(widget.toPlainText())
    return False


def _has_selection(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.hasSelectedText()
    return isinstance(widget, QTextEdit) and widget.textCursor().hasSelection()
