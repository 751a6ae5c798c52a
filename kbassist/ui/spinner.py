"""A quiet sign of work that takes longer than a moment."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kbassist.i18n import _
from kbassist.ui.theme import Theme

PATIENCE_MS: Final = 300
_FRAME_MS: Final = 60
_STEP: Final = 30  # degrees a frame


class Spinner(QWidget):
    """A turning arc; it keeps its room while nothing turns, so that its neighbours stay where they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._angle = 0
        self._waiting = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._turning = QTimer(self, interval=_FRAME_MS)
        self._waiting.timeout.connect(self._turning.start)
        self._turning.timeout.connect(self._turn)
        self.set_theme(theme)
        self.setAccessibleName(_("Working"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.setFixedSize(theme.px(18), theme.px(18))

    @property
    def turning(self) -> bool:
        """Whether it is seen."""
        return self._turning.isActive()

    def set_busy(self, busy: bool) -> None:
        """Begin to turn if the work is not done in 300 ms; stop at once."""
        if not busy:
            self._waiting.stop()
            self._turning.stop()
            self.update()
        elif not self._turning.isActive() and not self._waiting.isActive():
            self._waiting.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arc, or nothing."""
        if not self.turning:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.faint), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(QRectF(self.rect()).adjusted(3, 3, -3, -3), -self._angle * 16, 270 * 16)

    def _turn(self) -> None:
        self._angle = (self._angle + _STEP) % 360
        self.update()
