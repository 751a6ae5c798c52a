"""A short note to the team lead: what a customer asked and the library did not answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.labels import PlainLabel

LONGEST = 1000


class MissingNote(QDialog):
    """Asks for the customer's own words; what was searched is known already."""

    noted = Signal(str, str)
    """The query, and the customer's words (trimmed, at most 1,000 characters, perhaps empty)."""

    def __init__(self, query: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = query
        self._title, self._hint = PlainLabel(tone="title"), PlainLabel(tone="muted")
        self._words = QPlainTextEdit(tabChangesFocus=True)
        self._ok, self._cancel = QPushButton(default=True), QPushButton()
        buttons = QDialogButtonBox()  # with our own buttons: Qt would name standard ones in its own language
        buttons.addButton(self._ok, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._note)
        buttons.rejected.connect(self.reject)
        for label in (self._title, self._hint):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for widget in (self._title, self._hint, self._words, buttons):
            layout.addWidget(widget)
        self.resize(440, 280)
        self._words.setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("Tell the team lead"))
        self._title.setText(_("Nothing found for “{query}”").format(query=self._query))
        self._hint.setText(_("What did the customer ask, in their own words? Leave out names and numbers."))
        self._words.setAccessibleName(_("The customer's words"))
        self._words.setPlaceholderText(_("e.g. Can I still return it when the seal is broken?"))
        self._ok.setText(_("Note it"))
        self._cancel.setText(_("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the program's language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _note(self) -> None:
        """Tell what was noted, and close."""
        self.noted.emit(self._query, self._words.toPlainText().strip()[:LONGEST])
        self.accept()
