"""A newer version in the window about the program: where it lies and what is new in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.labels import PlainLabel
from kbassist.updates.notice import UpdateNotice


class UpdateRow(QWidget):
    """Hidden while there is none."""

    opened = Signal()
    """The user wants to see the folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: UpdateNotice | None = None
        self._sentence, self._note = PlainLabel(tone="origin"), PlainLabel(tone="muted")
        for label in (self._sentence, self._note):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = QPushButton(autoDefault=False)
        self._open.clicked.connect(self.opened)
        self._lay_out()
        self.show_notice(None)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)

    def show_notice(self, notice: UpdateNotice | None) -> None:
        """Show this version; None hides the row."""
        self._notice = notice
        self.retranslate()
        self.setVisible(notice is not None)

    def retranslate(self) -> None:
        """Say everything in the language in use; the notes have both."""
        self._open.setText(_("Open folder"))
        if self._notice is not None:
            self._sentence.setText(str(self._notice.sentence))
            self._note.setText(self._notice.note)
            self._note.setVisible(bool(self._notice.note))
