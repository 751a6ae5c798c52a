"""Why an entry stands where it stands: place, score and reasons, shown in the place of its preview."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import Text, _, ngettext
from kbassist.search.results import Explanation, Reason
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.theme import Theme

MOST_REASONS: Final = 7  # lines that fit without scrolling, which no key does here
LONGEST_QUERY: Final = 24  # characters of the query that are repeated
_BAR_WIDTH: Final = 96
_BAR_HEIGHT: Final = 6
_ROUNDS_AWAY: Final = 0.05  # smaller values take two decimals


def points(value: float) -> str:
    """Return points of the score with their sign, `+3.2` or `−0.04`."""
    digits = 1 if abs(value) >= _ROUNDS_AWAY or not value else 2
    return f"{value:+.{digits}f}".replace("-", "−")


def place_words(explanation: Explanation) -> str:
    """Say which place the entry has, and for what."""
    query = explanation.query.strip()
    shown = query if len(query) <= LONGEST_QUERY else query[:LONGEST_QUERY] + "…"
    if not explanation.place:
        return _('Not in the list for "{query}"').format(query=shown)
    return _('No. {place} for "{query}"').format(place=explanation.place, query=shown)


def summed(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons as lines that fit: the least of too many become one."""
    if len(reasons) <= MOST_REASONS:
        return reasons
    rest = reasons[MOST_REASONS - 1 :]
    words = ngettext("{n} smaller reason", "{n} smaller reasons", len(rest)).format(n=len(rest))
    return (*reasons[: MOST_REASONS - 1], Reason(Text(words), sum(reason.value for reason in rest)))


class _Bar(QWidget):
    """How much one reason weighs beside the weightiest: `share` from -1 to 1."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._share = share
        self._theme = theme
        self.setFixedSize(theme.px(_BAR_WIDTH), theme.px(_BAR_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track and what of it is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        corner = track.height() / 2
        painter.setBrush(QColor(self._theme.line))
        painter.drawRoundedRect(track, corner, corner)
        color = self._theme.accent if self._share >= 0 else self._theme.warning.text
        painter.setBrush(QColor(color))
        width = max(track.height(), track.width() * min(1.0, abs(self._share)))
        painter.drawRoundedRect(QRectF(0, 0, width, track.height()), corner, corner)


class ExplainPanel(QWidget):
    """One page: title, place, a line for each reason, and the sum."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._explanation: Explanation | None = None
        self._heading = PlainLabel("", "heading")
        self._title = ElidedLabel("", "title")
        self._place = PlainLabel("", "muted")
        self._place.setWordWrap(True)
        self._paper = QFrame()
        self._paper.setObjectName("paper")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sum_name, self._sum = PlainLabel("", "label"), PlainLabel("", "sum")
        self._advice = PlainLabel("", "faint")
        self._advice.setWordWrap(True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        inside = QVBoxLayout(self._paper)
        inside.setContentsMargins(px(2), px(6), px(2), px(10))
        inside.setSpacing(px(6))
        inside.addWidget(self._scroll, 1)
        total = QHBoxLayout()
        total.setContentsMargins(px(12), 0, px(12), 0)
        total.addWidget(self._sum_name, 1)
        total.addWidget(self._sum)
        inside.addLayout(total)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        for label in (self._heading, self._title, self._place):
            column.addWidget(label)
        column.addWidget(self._paper, 1)
        column.addWidget(self._advice)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._heading.setText(_("Why it stands here"))
        self._sum_name.setText(_("Together"))
        self._advice.setText(_("The numbers compare entries within one search; they mean nothing by themselves."))
        self._scroll.setAccessibleName(_("Reasons"))
        if self._explanation is not None:
            self.show_explanation(self._explanation, self._title.text())

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.retranslate()

    @property
    def explanation(self) -> Explanation | None:
        """What was shown last."""
        return self._explanation

    def show_explanation(self, explanation: Explanation, title: str) -> None:
        """Show the reasons for an entry with this title."""
        self._explanation = explanation
        self._title.setText(title)
        self._place.setText(place_words(explanation))
        self._sum.setText(points(explanation.score))
        self._scroll.setWidget(self._reasons(summed(explanation.reasons)))
        said = [f"{reason.text} {points(reason.value)}" for reason in explanation.reasons]
        self.setAccessibleDescription("; ".join([self._place.text(), *said]))

    def _reasons(self, reasons: tuple[Reason, ...]) -> QWidget:
        px = self._theme.px
        page = QWidget()
        page.setObjectName("fields")  # transparent in a scroll area
        grid = QGridLayout(page)
        grid.setContentsMargins(px(12), px(6), px(12), px(6))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(0, 1)
        most = max((abs(reason.value) for reason in reasons), default=0.0) or 1.0
        for at, reason in enumerate(reasons):
            words = PlainLabel(str(reason.text), "label")
            words.setWordWrap(True)
            number = PlainLabel(points(reason.value), "muted")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(words, at, 0)
            grid.addWidget(_Bar(self._theme, reason.value / most), at, 1)
            grid.addWidget(number, at, 2)
        grid.setRowStretch(len(reasons), 1)
        return page
