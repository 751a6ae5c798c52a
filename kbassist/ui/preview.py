"""The right side of the list: the article or macro that is selected, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from kbassist.content.team_model import Channel
from kbassist.search.results import Explanation
from kbassist.ui.article_reader import ArticleReader
from kbassist.ui.branches_panel import BranchesPanel, BranchesView
from kbassist.ui.explain_panel import ExplainPanel
from kbassist.ui.macro_preview import MacroPreview
from kbassist.ui.near_state import NearState
from kbassist.ui.theme import Theme
from kbassist.ui.views import ArticleView, LocalImage, MacroView


class Preview(QFrame):
    """One of three pages (nothing selected or found, an article, a macro), or why the entry stands where it does."""

    link_wanted = Signal(str)
    channel_picked = Signal(str)
    report_clicked = Signal()

    def __init__(self, theme: Theme, local_image: LocalImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.reader = ArticleReader(theme, local_image)
        self.macro = MacroPreview(theme)
        self.near = NearState(theme)
        self.reasons = ExplainPanel(theme)
        self.branches = BranchesPanel(theme)
        self._blank = QWidget()
        self._pages = QStackedLayout(self)
        for page in (self._blank, self.reader, self.macro, self.near, self.reasons, self.branches):
            self._pages.addWidget(page)
        self._under: QWidget = self._blank
        self._shown: ArticleView | MacroView | None = None
        self.reader.link_wanted.connect(self.link_wanted)
        self.macro.channel_picked.connect(self.channel_picked)
        self.near.report_clicked.connect(self.report_clicked)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        for page in (self.reader, self.macro, self.near, self.reasons, self.branches):
            page.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        for page in (self.reader, self.macro, self.near, self.reasons, self.branches):
            page.set_theme(theme)

    def set_channels(self, channels: tuple[Channel, ...]) -> None:
        """Say which channels the team has."""
        self.macro.set_channels(channels)

    @property
    def key(self) -> str:
        """The key of the entry that is shown; empty where there is none."""
        return self._shown.key if self._shown else ""

    @property
    def shown(self) -> ArticleView | MacroView | None:
        """The entry that is shown."""
        return self._shown

    def show_article(self, view: ArticleView) -> None:
        """Show an article."""
        self._shown = view
        self._turn_to(self.reader)
        self.reader.show_article(view)

    def show_macro(self, view: MacroView) -> None:
        """Show a macro."""
        self._shown = view
        self.macro.show_macro(view)
        self._turn_to(self.macro)

    def show_no_hit(self, query: str, *, near: bool) -> None:
        """Say that nothing was found; `near` tells that the list shows what comes close."""
        self._shown = None
        self.near.show_query(query, near=near)
        self._turn_to(self.near)

    def show_nothing(self) -> None:
        """Show an empty page."""
        self._shown = None
        self._turn_to(self._blank)

    @property
    def explaining(self) -> bool:
        """Whether the reasons, or all texts of a reply, stand in the place of the entry."""
        return self._pages.currentWidget() in {self.reasons, self.branches}

    @property
    def branching(self) -> bool:
        """Whether all texts of a reply stand in its place."""
        return self._pages.currentWidget() is self.branches

    def show_branches(self, view: BranchesView) -> None:
        """Show all texts of a reply until `end_explanation`; a page that comes meanwhile waits below."""
        self.branches.show_branches(view)
        self._pages.setCurrentWidget(self.branches)

    def show_explanation(self, explanation: Explanation, title: str) -> None:
        """Show why an entry stands where it does until `end_explanation`; a page that comes meanwhile waits below."""
        self.reasons.show_explanation(explanation, title)
        self._pages.setCurrentWidget(self.reasons)

    def end_explanation(self) -> None:
        """Show the entry again."""
        self._pages.setCurrentWidget(self._under)

    def _turn_to(self, page: QWidget) -> None:
        self._under = page
        if not self.explaining:
            self._pages.setCurrentWidget(page)
