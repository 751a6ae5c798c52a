"""The top of the quick window: the search field, or the title of the form that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QWidget

from kbassist.content.team_model import Channel
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import ChannelChip, ChannelTabs, button
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.search_edit import SearchEdit
from kbassist.ui.spinner import Spinner
from kbassist.ui.theme import Theme

HEIGHT = 62
LONGEST_READING = 18  # characters
_FULL = 0.9  # of the search field


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
        self._read_as = PlainLabel("", "muted")
        self._reading = ""
        self._back = button("quiet", self)
        self._title = ElidedLabel("", "title")
        self._tabs = ChannelTabs(theme)
        self._pages = QStackedLayout()
        self._all = QHBoxLayout(self)
        self._all.setContentsMargins(0, 0, 0, 0)
        self._all.setSpacing(0)
        self._all.addLayout(self._pages, 1)
        self._pages.addWidget(self._search_page(theme))
        self._pages.addWidget(self._form_page(theme))
        self.chip.picked.connect(self.channel_picked)
        self._tabs.picked.connect(self.channel_picked)
        self._back.clicked.connect(self.back_clicked)
        self.search.queried.connect(self._queried)
        self.set_theme(theme)

    def _search_page(self, theme: Theme) -> QWidget:
        page = QWidget()
        row = _row(page, theme)
        row.addWidget(self._glass)
        row.addWidget(self.search, 1)
        row.addWidget(self._read_as, 0, Qt.AlignmentFlag.AlignVCenter)
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
        self.show_reading(self._reading)

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

    def add_aside(self, widget: QWidget) -> None:
        """Put a widget at the end of the row, on either page."""
        self._all.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_search(self) -> None:
        """Show the search field."""
        self._pages.setCurrentIndex(0)

    def show_form(self, title: str, channels: tuple[Channel, ...], current: str) -> None:
        """Show the title of a form and the channels that it can be written for."""
        self._title.setText(title)
        self._tabs.show_channels(channels, current)
        self._pages.setCurrentIndex(1)

    def show_reading(self, reading: str) -> None:
        """Show as what else the query was read (a corrected word, the characters of its pinyin); empty for nothing.

        It stands at the end of the field, and only where what was typed leaves it the room.
        """
        self._reading = reading
        if not reading:
            self._read_as.hide()
            return
        shown = reading if len(reading) <= LONGEST_READING else reading[: LONGEST_READING - 1] + "…"
        self._read_as.setText(_('Also read as "{words}"').format(words=shown))
        typed = self.search.fontMetrics().horizontalAdvance(self.search.text())
        room = self.search.width() + (self._read_as.width() if self._read_as.isVisible() else 0)
        self._read_as.setVisible(typed + self._read_as.sizeHint().width() < room * _FULL)

    @property
    def reading(self) -> str:
        """The words about the reading that are shown; empty where there are none."""
        return "" if self._read_as.isHidden() else self._read_as.text()

    def _queried(self, query: str, _composing: bool) -> None:
        self._show_filter(query)
        if not query:
            self.show_reading("")

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
