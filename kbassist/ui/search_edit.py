"""The search field, which tells what is being composed in an input method as well."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_SEPARATORS = str.maketrans("", "", "' \u2019")  # what input methods put between syllables
MAX_QUERY = 200  # characters; nobody types more, and a pasted page is no query


class SearchEdit(QLineEdit):
    """Says the query with the composed letters put in at the cursor: `queried(text, composing)`."""

    queried = Signal(str, bool)
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setMaxLength(MAX_QUERY)
        self._preedit = ""
        self._told = ("", False)
        self.textChanged.connect(lambda _text: self._tell())

    @property
    def composing(self) -> bool:
        """Whether an input method's composition is open."""
        return bool(self._preedit)

    @property
    def query(self) -> str:
        """The text with the letters being composed; pinyin separators of the input method are left out."""
        letters = self._preedit.translate(_SEPARATORS)
        at = self.cursorPosition()
        return (self.text()[:at] + letters + self.text()[at:]).strip()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note the composition: `textChanged` is silent while it lasts."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keys are for searching now."""
        super().focusInEvent(event)
        self.focused.emit()

    def _tell(self) -> None:
        state = (self.query, self.composing)
        if state != self._told:
            self._told = state
            self.queried.emit(*state)
