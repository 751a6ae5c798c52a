"""The middle of the quick window: the list with its preview, the form, or words of welcome."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from kbassist.content.team_model import Channel
from kbassist.i18n import _
from kbassist.search.results import Hit, Results, Stage
from kbassist.ui.empty_state import EmptyState
from kbassist.ui.form import FormPanel
from kbassist.ui.guide_panel import GuidePanel
from kbassist.ui.preview import Preview
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.results_list import ResultsList
from kbassist.ui.results_model import rows
from kbassist.ui.teleprompter import Teleprompter
from kbassist.ui.theme import Theme
from kbassist.ui.views import LocalImage, Render

LIST_WIDTH = 360


class QuickBody(QWidget):
    """The pages of the window; which one is shown follows from what there is to show."""

    def __init__(self, theme: Theme, render: Render, local_image: LocalImage, keys: KeyFilter) -> None:
        super().__init__()
        self.list = ResultsList(theme)
        self.preview = Preview(theme, local_image)
        self.form = FormPanel(theme, render, keys)
        self.form.result.set_local_image(local_image)
        self.guide = GuidePanel(theme, local_image, keys)
        self.prompter = Teleprompter(theme, keys)
        self.empty = EmptyState(theme)
        self._welcome = True
        self._finding = QWidget()
        row = QHBoxLayout(self._finding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.preview, 1)
        self._pages = QStackedLayout(self)
        for page in (self.empty, self._finding, self.form, self.guide, self.prompter):
            self._pages.addWidget(page)
        self.list.setFixedWidth(theme.px(LIST_WIDTH))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        for part in self._parts():
            part.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self.list.setFixedWidth(theme.px(LIST_WIDTH))
        for part in self._parts():
            part.set_theme(theme)

    def set_channels(self, channels: tuple[Channel, ...]) -> None:
        """Say which channels the team has."""
        self.preview.set_channels(channels)

    def open_form(self) -> None:
        """Show the form."""
        self._pages.setCurrentWidget(self.form)

    def open_guide(self) -> None:
        """Show the guide."""
        self._pages.setCurrentWidget(self.guide)

    def open_prompter(self) -> None:
        """Show the text that is read aloud."""
        self._pages.setCurrentWidget(self.prompter)

    def open_list(self) -> None:
        """Show the list, or the words of welcome where it is empty and nothing was searched."""
        self._pages.setCurrentWidget(self.empty if self._welcome else self._finding)

    def _parts(self) -> tuple[ResultsList | Preview | FormPanel | GuidePanel | Teleprompter | EmptyState, ...]:
        return self.list, self.preview, self.form, self.guide, self.prompter, self.empty

    def show_recent(self, pinned: tuple[Hit, ...], recent: tuple[Hit, ...], *, keep: bool) -> None:
        """Show what is pinned and what was used lately."""
        self._welcome = not pinned and not recent
        self.list.setVisible(True)
        if self._welcome:
            self.preview.show_nothing()
        self.list.show_rows(rows(((_("Pinned"), pinned), (_("Recently used"), recent))), keep=keep)

    def show_results(self, results: Results, *, keep: bool) -> None:
        """Show what was found; what comes close where nothing was."""
        self._welcome = False
        if results.hits:
            self.list.setVisible(True)
            self.list.show_rows(rows(((_heading(results), results.hits),)), keep=keep)
        elif results.stage is not Stage.TITLES:
            self.list.setVisible(bool(results.near))
            self.list.show_rows(rows(((_("Close to it"), results.near),)), keep=keep, select=False)
            if self.list.hit() is None:
                self.preview.show_no_hit(results.query, near=bool(results.near))
        else:  # titles only: the rest of the answer is on its way
            self.list.show_rows((), keep=False)
            self.preview.show_nothing()


def nothing_fits() -> str:
    """Return what to say above hits that most likely answer another question."""
    return _("Nothing fits; the closest are…")


def _heading(results: Results) -> str:
    """Return what to say above the hits; nothing where they fit."""
    if not results.fits:
        return nothing_fits()
    return _("Nothing fits all words; this comes close") if results.partial else ""
