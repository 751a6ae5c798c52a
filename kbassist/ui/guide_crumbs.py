"""The way taken through a guide, as a line of steps that can be clicked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.emptied import emptied
from kbassist.ui.guide_views import Crumb
from kbassist.ui.labels import PlainLabel, literal, set_plain_tooltip
from kbassist.ui.theme import Theme

HEIGHT: Final = 40
WIDEST: Final = 150  # of one step's name
_AROUND: Final = 38  # padding of a step's button, and the arrow after it


class CrumbBar(QFrame):
    """The last steps that fit; the earlier ones wait behind `…`. `picked` says a place on the way, from 0."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crumbs")
        self._theme = theme
        self._crumbs: tuple[Crumb, ...] = ()
        self._row = QHBoxLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self._row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        self._row.setSpacing(theme.px(2))
        self._rebuild()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Way taken"))
        self._rebuild()

    def show_way(self, crumbs: tuple[Crumb, ...]) -> None:
        """Show the steps taken; the last is where one is."""
        if crumbs != self._crumbs:
            self._crumbs = crumbs
            self._rebuild()

    @property
    def shown_from(self) -> int:
        """The place on the way of the first step that is seen."""
        room = self.width() - self._theme.px(28 + 46)
        first = len(self._crumbs)
        while first > 0 and (room := room - self._width_of(self._crumbs[first - 1])) >= 0:
            first -= 1
        return min(first, max(0, len(self._crumbs) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many steps as fit now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rebuild()

    def _rebuild(self) -> None:
        emptied(self._row)
        first, last = self.shown_from, len(self._crumbs) - 1
        if first:
            self._row.addWidget(self._earlier(first))
        for place in range(first, last + 1):
            if place:
                self._row.addWidget(self._arrow())
            self._row.addWidget(self._crumb(place, current=place == last))
        self._row.addStretch(1)
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if self._row.indexOf(part) >= 0:
                part.show()

    def _crumb(self, place: int, *, current: bool) -> QWidget:
        crumb = self._crumbs[place]
        shown = self.fontMetrics().elidedText(crumb.title, Qt.TextElideMode.ElideRight, self._theme.px(WIDEST))
        step = button("crumb", self)
        step.setText(literal(shown))
        step.setProperty("state", "current" if current else "")
        step.setEnabled(not current)
        step.setAccessibleName(f"{place + 1}. {spoken(crumb)}")
        set_plain_tooltip(step, spoken(crumb) if crumb.choice or shown != crumb.title else "")
        step.clicked.connect(lambda _on=False: self.picked.emit(place))
        return step

    def _earlier(self, count: int) -> QPushButton:
        more = button("crumb", self)
        more.setText("…")
        more.setAccessibleName(_("Earlier steps"))
        more.clicked.connect(lambda _on=False: self._open_menu(more, count))
        return more

    def _open_menu(self, below: QPushButton, count: int) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, crumb in enumerate(self._crumbs[:count]):
            action = menu.addAction(literal(f"{place + 1}. {spoken(crumb)}"))
            action.triggered.connect(lambda _on=False, place=place: self.picked.emit(place))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _arrow(self) -> PlainLabel:
        arrow = PlainLabel("", "", self)
        size = self._theme.px(12)
        arrow.setPixmap(icons.pixmap("chevron-right", self._theme.faint, size, self.devicePixelRatioF()))
        return arrow

    def _width_of(self, crumb: Crumb) -> int:
        name = min(self.fontMetrics().horizontalAdvance(crumb.title), self._theme.px(WIDEST))
        return name + self._theme.px(_AROUND)


def spoken(crumb: Crumb) -> str:
    """Return a step with the choice made at it, in one line."""
    return f"{crumb.title} → {crumb.choice}" if crumb.choice else crumb.title
