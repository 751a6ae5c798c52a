"""A sentence of warning inside a page: an icon and words on a quiet ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kbassist.ui import icons
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme


class Notice(QFrame):
    """Shown while it has words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._icon = PlainLabel()
        self._text = PlainLabel()
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._icon.setPixmap(icons.pixmap("warning", theme.warning.text, theme.px(16), self.devicePixelRatioF()))

    def show_words(self, words: str) -> None:
        """Show a sentence; nothing for none."""
        self._text.setText(words)
        self.setVisible(bool(words))
