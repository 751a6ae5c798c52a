"""The editor of a form for yes and no: a switch."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from kbassist.content.model import FieldSpec
from kbassist.i18n import _
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_fields import FieldEditor, is_plain
from kbassist.ui.theme import Theme

YES: Final = "yes"
NO: Final = "no"
_YES_WORDS: Final = frozenset({"yes", "y", "true", "是", "对", "需要", "有", "1", "on"})
_KEYS: Final = {
    Qt.Key.Key_Y.value: True, Qt.Key.Key_1.value: True, Qt.Key.Key_N.value: False, Qt.Key.Key_0.value: False,
}  # fmt: skip


class Switch(QCheckBox):
    """A check box drawn as a switch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return room for the track and the word."""
        words = max(self.fontMetrics().horizontalAdvance(word) for word in (_("Yes"), _("No")))
        return QSize(self._theme.px(36 + 8) + words + 8, self._theme.px(26))

    def hitButton(self, pos: object) -> bool:
        """The whole of it can be clicked."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob and word."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(1.5, (self.height() - theme.px(20)) / 2, theme.px(36), theme.px(20) - 1)
        focus = QColor(theme.accent_text) if self.hasFocus() else QColor(theme.edge)
        painter.setPen(QPen(focus, 1.5))
        painter.setBrush(QColor(theme.accent if self.isChecked() else theme.chip.fill))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = track.height() - 6
        left = track.right() - side - 3 if self.isChecked() else track.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if self.isChecked() else theme.faint))
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))
        painter.setPen(QColor(theme.text))
        words = QRectF(track.right() + theme.px(8), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _("Yes") if self.isChecked() else _("No"))


class SwitchEditor(FieldEditor):
    """Yes or no: Space turns it, Y and N say which."""

    def __init__(self, _spec: FieldSpec, theme: Theme, _example: str, _aids: FormAids = NO_AIDS) -> None:
        super().__init__()
        self.switch = Switch(theme)
        self.switch.toggled.connect(lambda _on: self.changed.emit(self.value()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> str:
        """Return `yes` or `no`."""
        return YES if self.switch.isChecked() else NO

    def set_value(self, value: str) -> None:
        """Turn it on for any word of yes."""
        self.switch.setChecked(value.strip().lower() in _YES_WORDS)

    def target(self) -> QCheckBox:
        """Return the switch."""
        return self.switch

    def key(self, event: QKeyEvent) -> bool:
        """Say yes or no by letter."""
        wanted = _KEYS.get(event.key()) if is_plain(event) else None
        if wanted is not None:
            self.switch.setChecked(wanted)
        return wanted is not None
