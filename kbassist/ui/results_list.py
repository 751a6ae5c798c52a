"""The list of results, moved from the search field and chosen with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from kbassist.i18n import _
from kbassist.search.results import Hit
from kbassist.ui.results_delegate import ResultsDelegate
from kbassist.ui.results_model import Index, ResultsModel, Row
from kbassist.ui.theme import Theme


class ResultsList(QListView):
    """One ranked list; says which hit is selected, and which was chosen by a click."""

    selected = Signal(object)  # Hit | None
    clicked_twice = Signal(object)  # Hit

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.rows_model = ResultsModel(self)
        self._touched = False
        self._delegate = ResultsDelegate(theme, self)
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, theme.px(6), 0, theme.px(6))
        self.doubleClicked.connect(self._double_clicked)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Results"))
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters from now on."""
        self._delegate.set_theme(theme)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_rows(self, rows: tuple[Row, ...], *, keep: bool, select: bool = True) -> None:
        """Show rows; `keep` stays on the entry that is selected, where it is still there, else on the first.

        With `select` off nothing is selected until the agent moves.
        """
        before = self.hit()
        self._touched = self._touched and keep
        self.rows_model.show(rows)
        at = self.rows_model.find(before.key, before.anchor) if keep and before else -1
        first = self.rows_model.first() if select else -1
        self._go(at if at >= 0 else first)
        if at < 0:
            self.scrollToTop()

    @property
    def touched(self) -> bool:
        """Whether keys or mouse have been in these rows, so that none of them may move any more."""
        return self._touched

    def hit(self) -> Hit | None:
        """Return the hit that is selected."""
        return self.rows_model.hit(self.currentIndex().row())

    def row(self) -> Row | None:
        """Return the row that is selected."""
        at = self.currentIndex().row()
        return self.rows_model.rows[at] if self.rows_model.hit(at) else None

    def step(self, by: int) -> None:
        """Move by so many hits, over headings; stays at the ends."""
        places = [at for at, row in enumerate(self.rows_model.rows) if row.hit]
        if not places:
            return
        self._touched = True
        now = self.currentIndex().row()
        order = places.index(now) + by if now in places else 0
        at = places[min(max(order, 0), len(places) - 1)]
        self._go(at)
        if at == places[0]:
            self.scrollToTop()

    def page(self) -> int:
        """Return how many hits fit in the view."""
        first = self.rows_model.first()
        height = self.sizeHintForIndex(self.rows_model.index(first)).height() if first >= 0 else 1
        return max(1, self.viewport().height() // height - 1)

    def pick(self, number: int) -> bool:
        """Select the row of an Alt key; tell whether there is one."""
        at = self.rows_model.numbered(number)
        if at >= 0:
            self._touched = True
            self._go(at)
        return at >= 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note that the mouse is about to choose; one that merely rests here says nothing."""
        self._touched = True
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note that the mouse chooses."""
        self._touched = True
        super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which hit is selected now."""
        super().currentChanged(current, previous)
        self.selected.emit(self.rows_model.hit(current.row()))

    def _go(self, at: int) -> None:
        if at < 0:
            self.selected.emit(None)
            return
        index = self.rows_model.index(at)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _double_clicked(self, index: QModelIndex) -> None:
        if hit := self.rows_model.hit(index.row()):
            self.clicked_twice.emit(hit)
