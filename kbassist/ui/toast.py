"""A few words that appear without taking the focus, and go by themselves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kbassist.ui import icons, window_shape
from kbassist.ui.labels import PlainLabel
from kbassist.ui.theme import Theme

SHOWN_MS: Final = 1800
READ_MS: Final = 4000  # with a second line
_FLAGS: Final = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class Toast(QWidget):
    """Says that something is done, below the middle of the place where the window was."""

    def __init__(self, theme: Theme, parent: QWidget, *, composited: bool) -> None:
        super().__init__(parent, _FLAGS)
        self._composited = composited
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, composited)
        self._icon = PlainLabel()
        self._text = PlainLabel()
        self._more = PlainLabel("", "muted")
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._near = QRect()
        self._lay_out(theme)
        self.set_theme(theme)

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(4))
        lines.addWidget(self._text)
        lines.addWidget(self._more)
        row.addLayout(lines)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        picture = icons.pixmap("check", theme.success.text, theme.px(18), self.devicePixelRatioF())
        self._icon.setPixmap(picture)

    @property
    def text(self) -> str:
        """The words that are shown; empty where nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def more(self) -> str:
        """The second line that is shown; empty where there is none."""
        return "" if self.isHidden() else self._more.text()

    def say(self, words: str, near: QRect) -> None:
        """Show words for a moment, near the top of an area of the screen."""
        self._text.setText(words)
        self._show("", near, SHOWN_MS)

    def add(self, words: str) -> None:
        """Show a quiet line below the words that are shown, and give time to read it; nothing where none are."""
        if not self.isHidden():
            self._show(words, self._near, READ_MS)

    def _show(self, more: str, near: QRect, moment: int) -> None:
        self._near = near
        self._more.setText(more)
        self._more.setVisible(bool(more))
        if layout := self.layout():
            layout.activate()  # else one line would take the room of the two before
        self.adjustSize()
        if not self._composited:
            self.setMask(window_shape.mask(self.size(), self._theme.px(window_shape.CORNER)))
        self.move(near.center().x() - self.width() // 2, near.top() + near.height() // 8)
        self.show()
        self._timer.start(moment)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        window_shape.draw_card(painter, QRectF(self.rect()), self._theme)
