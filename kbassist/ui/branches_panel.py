"""All that a reply may say, text by text: when each is given, and what sets it apart from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kbassist.i18n import _, ngettext
from kbassist.macros.form import Span
from kbassist.ui.flow_row import FlowRow
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.span_text import SpanText
from kbassist.ui.theme import Theme

_MOST_CASES: Final = 3  # that are listed above one text


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One text. `cases` are the conditions under any of which it is given, each a list of chips (none: always).

    `own` are the stretches, as start and length in characters, that not all texts have; `gaps` say why it may not
    leave as it is.
    """

    cases: tuple[tuple[str, ...], ...]
    text: str
    subject: str = ""
    own: tuple[tuple[int, int], ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BranchesView:
    """The branches of one reply in one channel; `note` says what was not tried, if anything."""

    key: str
    title: str
    channel: str
    rows: tuple[BranchRow, ...]
    note: str = ""


class _Text(SpanText):
    """A text that is as high as its lines need, and lets the page around it scroll."""

    def __init__(self, theme: Theme, row: BranchRow) -> None:
        super().__init__(theme)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(theme.px(2))
        self.show_text(row.text, tuple(Span(start, length, "") for start, length in row.own))
        self.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the lines need at this width."""
        super().resizeEvent(event)
        height = round(self.document().documentLayout().documentSize().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)
        self.verticalScrollBar().setRange(0, 0)  # selecting with the mouse must not move the text in its card

    def minimumSizeHint(self) -> QSize:
        """Ask for no width of its own."""
        return QSize(0, super().minimumSizeHint().height())


class _Card(QFrame):
    """One text with its conditions as chips above it."""

    def __init__(self, theme: Theme, row: BranchRow, number: int) -> None:
        super().__init__()
        self.setObjectName("paper")
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(6))
        for chips in row.cases[:_MOST_CASES] or ((),):
            column.addWidget(self._chips(theme, chips))
        more = len(row.cases) - _MOST_CASES
        if more > 0:
            words = ngettext("or in {n} further case", "or in {n} further cases", more).format(n=more)
            column.addWidget(PlainLabel(words, "faint"))
        if row.subject:
            subject = PlainLabel(f"{_('Subject')}: {row.subject}", "muted")
            subject.setWordWrap(True)
            column.addWidget(subject)
        column.addWidget(_Text(theme, row))
        for gap in row.gaps:
            reason = PlainLabel(gap, "error")
            reason.setWordWrap(True)
            column.addWidget(reason)
        self.setAccessibleName(_("Text {number}: {when}").format(number=number, when=_when(row)))
        self.setAccessibleDescription("\n".join((row.text, *row.gaps)))

    def _chips(self, theme: Theme, chips: tuple[str, ...]) -> QWidget:
        line = FlowRow(theme.px(6))
        for chip in chips or (_("always"),):
            line.add(PlainLabel(chip, "key"))
        return line


def _when(row: BranchRow) -> str:
    return f" {_('or')} ".join(", ".join(case) or _("always") for case in row.cases) or _("always")


class BranchesPanel(QWidget):
    """One page of cards. The arrow keys, Page Up, Page Down, Home and End scroll, Escape says `dismissed`."""

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: BranchesView | None = None
        self._heading = PlainLabel("", "heading")
        self._title = ElidedLabel("", "title")
        self._count = PlainLabel("", "muted")
        self._note = PlainLabel("", "faint")
        self._note.setWordWrap(True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self._title, 1)
        line.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._heading)
        column.addLayout(line)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._note)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._heading.setText(_("All that this reply may say"))
        self._scroll.setAccessibleName(_("Texts of the reply"))
        if self._view is not None:
            self.show_branches(self._view)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.retranslate()

    @property
    def view(self) -> BranchesView | None:
        """What was shown last."""
        return self._view

    def show_branches(self, view: BranchesView) -> None:
        """Show the texts of a reply, from the first one; of the same reply the place that was scrolled to stays."""
        bar = self._scroll.verticalScrollBar()
        place = bar.value() if self._view is not None and self._view.key == view.key else 0
        self._view = view
        self._title.setText(view.title)
        texts = ngettext("{n} text", "{n} texts", len(view.rows)).format(n=len(view.rows))
        self._count.setText(f"{view.channel} · {texts}" if view.channel else texts)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._scroll.setWidget(self._page(view))
        bar.setValue(place)
        said = (_("Text {number}: {when}").format(number=at, when=_when(row)) for at, row in enumerate(view.rows, 1))
        self.setAccessibleName(view.title)
        self.setAccessibleDescription("; ".join((self._count.text(), *said)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or go."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif not self.scroll_by_key(event.key()):
            super().keyPressEvent(event)

    def scroll_by_key(self, key: int) -> bool:
        """Scroll as a key asks; False where it is none for scrolling."""
        bar = self._scroll.verticalScrollBar()
        line, page = self._theme.px(48), bar.pageStep()
        steps = {
            Qt.Key.Key_Up: -line,
            Qt.Key.Key_Down: line,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: bar.minimum() - bar.value(),
            Qt.Key.Key_End: bar.maximum() - bar.value(),
        }
        step = steps.get(Qt.Key(key))
        if step is None:
            return False
        bar.setValue(bar.value() + step)
        return True

    def _page(self, view: BranchesView) -> QWidget:
        page = QWidget()
        page.setObjectName("fields")  # transparent in a scroll area
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, self._theme.px(6), 0)
        column.setSpacing(self._theme.px(8))
        for number, row in enumerate(view.rows, 1):
            column.addWidget(_Card(self._theme, row, number))
        column.addStretch(1)
        return page
