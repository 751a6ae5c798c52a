"""The step where one is: its title and text, the choices that lead on, or the end of the guide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.article_reader import ArticleReader
from kbassist.ui.chips import button
from kbassist.ui.guide_rows import Row, choice_row
from kbassist.ui.guide_views import StepView
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme
from kbassist.ui.views import ArticleView, LocalImage


class StepText(ArticleReader):
    """A step's text at its full height: the page around it scrolls."""

    def __init__(self, theme: Theme, local_image: LocalImage, parent: QWidget | None = None) -> None:
        super().__init__(theme, local_image, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height of the text at this width."""
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(max(1, round(self.document().size().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the text at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class EndBox(QFrame):
    """What to do where a guide ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideEnd")
        self.summary = button("primary", self, focus=True)
        self.summary.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = PlainLabel()
        self._title = PlainLabel("", "label")
        self._advice = PlainLabel("", "faint")
        self._advice.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        row.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._title)
        words.addWidget(self._advice)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_theme(theme)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._title.setText(_("The guide ends here."))
        self._advice.setText(_("Put the summary into the ticket. Home starts again."))
        self.summary.setText(_("Copy the summary"))
        self.setAccessibleName(self._title.text())

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._icon.setPixmap(icons.pixmap("flag", theme.success.text, theme.px(20), self.devicePixelRatioF()))
        self.retranslate()


class StepPage(QScrollArea):
    """One step; `picked` says the number of a choice, from 1, `summary_wanted` that the agent wants the summary."""

    picked = Signal(int)
    summary_wanted = Signal()

    def __init__(self, theme: Theme, local_image: LocalImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = StepText(theme, local_image)
        self.end = EndBox(theme)
        self.choices: list[Row] = []
        self._page = QWidget()
        self._page.setObjectName("fields")
        column = QVBoxLayout(self._page)
        column.setSpacing(0)
        self._rows = QVBoxLayout()
        column.addWidget(self.text)
        column.addLayout(self._rows)
        self._ending = QVBoxLayout()
        self._ending.addWidget(self.end)
        column.addLayout(self._ending)
        column.addStretch(1)
        self.setWidget(self._page)
        self.end.summary.clicked.connect(self.summary_wanted)
        self._space()

    def retranslate(self) -> None:
        """Take the words of the language in use; the step itself is shown anew by its owner."""
        self.end.retranslate()
        self.text.retranslate()
        self.text.setAccessibleName(_("Step"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on; the step itself is shown anew by its owner."""
        self._theme = theme
        self.text.set_theme(theme)
        self.end.set_theme(theme)
        self._space()

    def show_step(self, key: str, step: StepView) -> list[QPushButton]:
        """Show a step from its top; return what can be pressed in it, in order."""
        self.text.show_article(ArticleView(key, step.title, step.html))
        self.text.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if "href=" in step.html else Qt.FocusPolicy.ClickFocus,
        )
        self.text.fit()
        self._show_choices(step)
        self.end.setVisible(step.is_end)
        self.verticalScrollBar().setValue(0)
        return [*self.choices, *([self.end.summary] if step.is_end else [])]

    def scroll_by(self, pages: float) -> None:
        """Scroll by so many pages."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * self.viewport().height() * 0.9))

    def sizeHint(self) -> QSize:
        """Ask for a page's usual size, whatever the step holds."""
        return QSize(self._theme.px(520), self._theme.px(360))

    def _show_choices(self, step: StepView) -> None:
        drop(self._rows, self.choices)
        self.choices = [choice_row(self._theme, number, choice) for number, choice in enumerate(step.choices, 1)]
        for number, row in enumerate(self.choices, 1):
            row.clicked.connect(lambda _on=False, number=number: self.picked.emit(number))
            self._rows.addWidget(row)
            row.show()  # else it waits for the event loop, and the keys cannot go to it yet

    def _space(self) -> None:
        px = self._theme.px
        column = self._page.layout()
        if column is not None:
            column.setContentsMargins(0, 0, 0, px(16))
        self._rows.setContentsMargins(px(20), 0, px(20), 0)
        self._rows.setSpacing(px(8))
        self._ending.setContentsMargins(px(20), 0, px(20), 0)


def drop(layout: QVBoxLayout, rows: Sequence[QWidget]) -> None:
    """Take rows out of a layout and let them go."""
    for row in rows:
        layout.removeWidget(row)
        row.hide()
        row.deleteLater()
