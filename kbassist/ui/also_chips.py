"""What else may be said to this customer: related entries, one key each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kbassist.content.model import Kind
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.flow_row import FlowRow
from kbassist.ui.labels import PlainLabel, literal, set_plain_tooltip, short
from kbassist.ui.theme import Theme

MOST: Final = 5
_LONGEST: Final = 12
_ICONS: Final = {Kind.MACRO: "macro", Kind.ARTICLE: "article", Kind.GUIDE: "guide"}


@dataclass(frozen=True, slots=True)
class Related:
    """An entry that goes with the one at work."""

    key: str
    title: str
    kind: Kind


class AlsoChips(QWidget):
    """Shows up to five related entries; `chosen` says the one that is to be appended."""

    chosen = Signal(object)  # Related
    changed = Signal()  # what is shown

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._related: tuple[Related, ...] = ()
        self._ready = True
        self._gives_way = False
        self._row = FlowRow(theme.px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._show()

    def show_related(self, related: tuple[Related, ...]) -> None:
        """Show related entries, the first five; nothing at all for none."""
        shown = related[:MOST]
        if shown != self._related:
            self._related = shown
            self._show()

    def set_ready(self, ready: bool) -> None:
        """Show the chips only while there is a ready text that something can follow."""
        if ready != self._ready:
            self._ready = ready
            self._fit()
            self.changed.emit()

    def give_way(self, given: bool) -> None:
        """Leave the room to others, or take it again."""
        self._gives_way = given
        self._fit()

    @property
    def related(self) -> tuple[Related, ...]:
        """What is shown."""
        return self._related

    def pick(self, number: int) -> bool:
        """Choose by number, counted from 1 (Alt+1 …); tell whether there is one."""
        if not 1 <= number <= len(self._related):
            return False
        self.chosen.emit(self._related[number - 1])
        return True

    def _show(self) -> None:
        self._row.clear()
        if self._related:
            self._row.add(PlainLabel(_("You might add"), "heading"))
        for number, related in enumerate(self._related, 1):
            self._row.add(self._chip(number, related))
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self.setVisible(self._ready and bool(self._related) and not self._gives_way)

    def _chip(self, number: int, related: Related) -> QPushButton:
        chip = button("chip", self)
        chip.setText(literal(f"{short(related.title, _LONGEST)}  Alt+{number}"))
        chip.setIcon(icons.icon(_ICONS[related.kind], self._theme.chip.text, self._theme.px(14)))
        chip.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
        chip.setAccessibleName(literal(_("Add “{title}” to the reply").format(title=related.title)))
        set_plain_tooltip(chip, related.title)
        chip.clicked.connect(lambda: self.pick(number))
        return chip
