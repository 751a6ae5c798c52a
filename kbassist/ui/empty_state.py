"""The first sight of the window: what can be typed, before anything is pinned or used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme

PREFIXES = ("/", "?", "#", "@", "in:")
ALL, WITHOUT_PICTURE = 380, 290  # heights that all of it takes, and all but the picture


def prefix_meaning(prefix: str) -> str:
    """Return what a prefix narrows the list to."""
    return {
        "/": _("replies only"),
        "?": _("articles only"),
        "#": _("by tag, e.g. #refund"),
        "@": _("by channel, e.g. @email"),
        "in:": _("by category, e.g. in:returns"),
    }[prefix]


class EmptyState(QWidget):
    """Words of welcome and the prefixes; a click on one puts it into the search field."""

    prefix_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = PlainLabel()
        self._title = PlainLabel("", "large")
        self._advice = PlainLabel("", "muted")
        self._meanings = {prefix: PlainLabel("", "muted") for prefix in PREFIXES}
        self._keys = {prefix: button("chip", self) for prefix in PREFIXES}
        for label in (self._icon, self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._advice.setWordWrap(True)
        self._table = QWidget()
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self._prefixes()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(*(self._theme.px(36),) * 4)
        column.setSpacing(self._theme.px(10))
        column.addStretch(2)
        for label in (self._icon, self._title, self._advice):
            column.addWidget(label)
        column.addSpacing(self._theme.px(12))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._table)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def _prefixes(self) -> None:
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(14))
        grid.setVerticalSpacing(self._theme.px(6))
        for at, prefix in enumerate(PREFIXES):
            key = self._keys[prefix]
            key.setText(prefix)
            key.clicked.connect(lambda _on=False, prefix=prefix: self.prefix_picked.emit(prefix))
            grid.addWidget(key, at, 0)
            grid.addWidget(self._meanings[prefix], at, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave away what there is no room for: the picture first, then the prefixes."""
        super().resizeEvent(event)
        px, height = self._theme.px, event.size().height()
        self._icon.setVisible(height >= px(ALL))
        self._table.setVisible(height >= px(WITHOUT_PICTURE))
        margin = px(36 if height >= px(ALL) else 16)
        self._column.setContentsMargins(px(36), margin, px(36), margin)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._title.setText(_("What does the customer say?"))
        self._advice.setText(_("Type their words, a title or a short code. What you use shows up here."))
        for prefix, label in self._meanings.items():
            label.setText(prefix_meaning(prefix))
            self._keys[prefix].setAccessibleName(f"{prefix} {prefix_meaning(prefix)}")

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._icon.setPixmap(icons.pixmap("sparkle", theme.accent_text, theme.px(36), self.devicePixelRatioF()))
        self.retranslate()
