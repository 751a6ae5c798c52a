"""The top of the quick window: the search field, or the title of the form that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QWidget

from kbassist.content.model import Channel
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import ChannelChip, ChannelTabs, button
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.search_edit import SearchEdit
from kbassist.ui.spinner import Spinner
from kbassist.ui.theme import Theme

HEIGHT = 62


class QuickHead(QFrame):
    """Two pages of the same height: search and form."""

    channel_picked = Signal(str)
    back_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("head")
        self.search = SearchEdit()
        self.spinner = Spinner(theme)
        self.chip = ChannelChip(theme)
        self._glass = PlainLabel()
        self._narrowed = PlainLabel("", "key")
        self._back = button("quiet", self)
        self._title = ElidedLabel("", "title")
        self._tabs = ChannelTabs(theme)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._search_page(theme))
        self._pages.addWidget(self._form_page(theme))
        self.chip.picked.connect(self.channel_picked)
        self._tabs.picked.connect(self.channel_picked)
        self._back.clicked.connect(self.back_clicked)
        self.search.queried.connect(lambda query, _composing: self._show_filter(query))
        self.set_theme(theme)

    def _search_page(self, theme: Theme) -> QWidget:
        page = QWidget()
        row = _row(page, theme)
        row.addWidget(self._glass)
        row.addWidget(self.search, 1)
        row.addWidget(self._narrowed, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.spinner)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return page

    def _form_page(self, theme: Theme) -> QWidget:
        page = QWidget()
        row = _row(page, theme)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(self._tabs)
        return page

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.search.setPlaceholderText(_("The customer's words, a title or a short code"))
        self.search.setAccessibleName(_("Search replies and articles"))
        self._back.setAccessibleName(_("Back to the list"))
        self._show_filter(self.search.query)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self.setFixedHeight(theme.px(HEIGHT))
        self._glass.setPixmap(icons.pixmap("search", theme.faint, theme.px(22), self.devicePixelRatioF()))
        self._back.setIcon(icons.icon("back", theme.muted, theme.px(20)))
        palette = self.search.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.faint)
        self.search.setPalette(palette)
        for part in (self.spinner, self.chip, self._tabs):
            part.set_theme(theme)
        self.retranslate()

    def show_search(self) -> None:
        """Show the search field."""
        self._pages.setCurrentIndex(0)

    def show_form(self, title: str, channels: tuple[Channel, ...], current: str) -> None:
        """Show the title of a form and the channels that it can be written for."""
        self._title.setText(title)
        self._tabs.show_channels(channels, current)
        self._pages.setCurrentIndex(1)

    def _show_filter(self, query: str) -> None:
        words = narrowed(query)
        self._narrowed.setText(words)
        self._narrowed.setVisible(bool(words))


def narrowed(query: str) -> str:
    """Return what the prefix of a query narrows the list to, in words; empty for none."""
    if query.startswith(("/", "／")):
        return _("Replies only")
    if query.startswith(("?", "？")):
        return _("Articles only")
    return ""


def _row(page: QWidget, theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout(page)
    row.setContentsMargins(theme.px(20), 0, theme.px(18), 0)
    row.setSpacing(theme.px(12))
    return row
