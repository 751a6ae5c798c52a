"""The reply in progress, while the next of its texts is chosen: what it holds, and the ways to end it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kbassist.i18n import _, ngettext
from kbassist.ui.chips import button
from kbassist.ui.labels import ElidedLabel, literal
from kbassist.ui.theme import Theme

SEND_KEY = "Ctrl+Shift+Enter"


class PendingReply(QFrame):
    """Hidden while nothing is written yet; `send_wanted` lets it leave as it is, `discard_wanted` drops it."""

    send_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("earlier")
        self._titles: tuple[str, ...] = ()
        self._words = ElidedLabel("", "label")
        self.send = button("chip", self, focus=True)
        self.discard = button("quiet", self, focus=True)
        self.send.clicked.connect(self.send_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self.discard)
        self._row.addWidget(self.send)
        self.set_theme(theme)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use other sizes from now on; the colours are the style sheet's."""
        self._row.setContentsMargins(*(theme.px(side) for side in (18, 6, 14, 6)))
        self._row.setSpacing(theme.px(8))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("The reply so far"))
        self.send.setText(literal(_("Paste back")) + f"  {SEND_KEY}")
        self.discard.setText(_("Discard the reply"))
        self.show_titles(self._titles)

    def show_titles(self, titles: tuple[str, ...]) -> None:
        """Show what the texts that are written already are called; nothing for none."""
        self._titles = titles
        count = len(titles)
        words = ngettext("{n} text is in the reply: {titles}", "{n} texts are in the reply: {titles}", count)
        self._words.setText(words.format(n=count, titles=_(", ").join(titles)))
        self.setVisible(bool(titles))
