"""What is shown where nothing was found, with one key to tell the team lead."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme

_LONGEST = 40  # characters of the query that are repeated


class NearState(QWidget):
    """The words for a search without a hit; after reporting it says thanks."""

    report_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._query = ""
        self._near = False
        self._reported = False
        self._icon = PlainLabel()
        self._title = PlainLabel("", "large")
        self._advice = PlainLabel("", "muted")
        self._button = button("chip", self)
        self._button.clicked.connect(self.report_clicked)
        for label in (self._icon, self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._icon)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(self._theme.px(36),) * 4)
        column.setSpacing(self._theme.px(12))
        column.addStretch(2)
        for label in (self._icon, self._title, self._advice):
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    @property
    def reported(self) -> bool:
        """Whether the team lead was told of this query."""
        return self._reported

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        query = self._query if len(self._query) <= _LONGEST else self._query[:_LONGEST] + "…"
        self._title.setText(_('Nothing found for "{query}"').format(query=query))
        self._advice.setText(self._advice_words())
        self._button.setText(_("Tell the team lead  Ctrl+R"))
        self._button.setVisible(not self._reported)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap("search", theme.faint, theme.px(36), ratio))
        self.retranslate()

    def show_query(self, query: str, *, near: bool) -> None:
        """Say that nothing was found for a query."""
        if query != self._query:
            self._reported = False
        self._query, self._near = query, near
        self.retranslate()

    def thank(self) -> None:
        """Say that the team lead will see it."""
        self._reported = True
        self.retranslate()

    def _advice_words(self) -> str:
        if self._reported:
            return _("Noted for the team lead; numbers and addresses are masked. Thank you.")
        if self._near:
            return _("The titles at the left come close. If none of them helps, tell the team lead what was missing.")
        return _("Try fewer or other words. If the answer is missing, tell the team lead in the customer's words.")
