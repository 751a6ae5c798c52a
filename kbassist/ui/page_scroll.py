"""A page of a dialog that scrolls where the screen is too small for it, and asks for all its height elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class PageScroll(QScrollArea):
    """Holds a page; it has the size that the page wants, and may become lower, never narrower."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(page)
        page.setAutoFillBackground(False)  # which setWidget switches on
        self.viewport().setAutoFillBackground(False)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Want what the page wants."""
        return self._page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need the page's width, a bar beside it, and a few lines."""
        width = self._page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, self.fontMetrics().lineSpacing() * 6)

    def hasHeightForWidth(self) -> bool:
        """The page's words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Want the height that the page needs at this width."""
        wanted = self._page.heightForWidth(width)
        return wanted if wanted >= 0 else self._page.sizeHint().height()
