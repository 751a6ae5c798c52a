"""Fields that the user cannot change because IT decided them: shown, disabled, marked and explained."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QToolTip,
    QWidget,
)

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.labels import PlainLabel, repolish

_ICON: Final = 0.95  # of the height of a line
_REDRAWN: Final = frozenset({QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange})


class LockMark(QToolButton):
    """A small lock; reached with Tab, and pressed it tells in a tooltip who decided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "lock")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._tell)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in _REDRAWN:
            self._draw()

    def _draw(self) -> None:
        side = round(self.fontMetrics().height() * _ICON)
        color = QApplication.palette().color(QPalette.ColorRole.PlaceholderText).name()
        self.setIcon(icons.icon("lock", color, side))
        self.setIconSize(QSize(side, side))

    def _tell(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)


class Locks:
    """What IT decided on one page; `locked` are names of settings.

    `note` is a line about the marks, to be put on the page; it is hidden where nothing is locked.
    """

    def __init__(self, locked: frozenset[str]) -> None:
        self._locked = locked
        self._marked: list[tuple[LockMark, QWidget, tuple[QWidget, ...]]] = []
        self.note = QWidget()
        self._words = PlainLabel(tone="muted")
        self._lock = LockMark()
        self._lock.setProperty("tone", "lock-note")
        self._lock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout(self.note)
        line.setContentsMargins(0, 0, 0, 6)
        line.setSpacing(4)
        line.addWidget(self._lock)
        line.addWidget(self._words, 1)
        self.note.hide()

    def holds(self, name: str) -> bool:
        """Tell whether a setting is locked."""
        return name in self._locked

    def mark(self, name: str, *fields: QWidget, title: QWidget | None = None) -> LockMark | None:
        """Disable the fields of a setting that is locked, and return the mark to be put beside; None for others.

        The mark bears the name of `title`, else that of the first field.
        """
        if not self.holds(name):
            return None
        for one in fields:
            one.setEnabled(False)
            repolish(one, "state", "locked")
        mark = LockMark()
        self._marked.append((mark, title or fields[0], fields))
        return mark

    def beside(self, line: QHBoxLayout, name: str, *fields: QWidget, title: QWidget | None = None) -> None:
        """End a line with the mark of a setting, where it is locked."""
        if (mark := self.mark(name, *fields, title=title)) is not None:
            tall = isinstance(fields[0], QPlainTextEdit)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)

    def line(self, name: str, field: QWidget) -> QHBoxLayout:
        """Put a field in a line of its own size, with its mark behind it where the setting is locked."""
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(field)
        self.beside(line, name, field)
        line.addStretch(1)
        return line

    def retranslate(self) -> None:
        """Say everything in the language in use; the fields have their names already."""
        sentence = _("Set by your IT department")
        self.note.setVisible(bool(self._marked))
        self._words.setText(_("Fields with a lock are set by your IT department."))
        self._lock.setToolTip(_("Set by your IT department"))
        self._lock.setAccessibleName(sentence)
        for mark, title, fields in self._marked:
            mark.setToolTip(_("Set by your IT department"))
            mark.setAccessibleName(_("{field}: set by your IT department").format(field=_name(title)))
            mark.setAccessibleDescription(_shown(fields))
            for field in fields:
                field.setToolTip(_("Set by your IT department"))
                field.setAccessibleDescription(sentence)


def _name(title: QWidget) -> str:
    return title.accessibleName() or (title.text() if isinstance(title, QCheckBox | QLabel) else "")


def _shown(fields: tuple[QWidget, ...]) -> str:
    """Return the value of a setting, for those who cannot see it: a disabled field is never read to them."""
    boxes = [field for field in fields if isinstance(field, QCheckBox)]
    if len(boxes) > 1:
        return ", ".join(box.text() for box in boxes if box.isChecked()) or _("none")
    field = fields[0]
    if isinstance(field, QCheckBox):
        return _("on") if field.isChecked() else _("off")
    if isinstance(field, QComboBox):
        return field.currentText()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""
