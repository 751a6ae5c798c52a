"""The steps of a reply's scene as quiet chips: there, missing, or at another place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.emptied import emptied
from kbassist.ui.labels import literal, set_plain_tooltip
from kbassist.ui.theme import Theme
from kbassist.wording.remarks import StepMark

_DONE, _MISSING, _MISPLACED = "done", "missing", "misplaced"


class StepChips(QWidget):
    """A row of chips in the model's order; an optional step that is missing is not shown.

    `step_clicked` says which step's paragraph is wanted.
    """

    step_clicked = Signal(StepMark)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[StepMark, ...] = ()
        self._gives_way = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(6))
        self.setAccessibleName(_("Steps of the reply"))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._row.setSpacing(theme.px(6))
        self._fill()

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(_("Steps of the reply"))
        self._fill()

    def show_steps(self, steps: tuple[StepMark, ...]) -> None:
        """Show the steps of a text."""
        shown = tuple(step for step in steps if step.start >= 0 or not step.optional)
        if shown != self._steps:
            self._steps = shown
            self._fill()

    def _fill(self) -> None:
        emptied(self._row)
        for step in self._steps:
            self._row.addWidget(self._chip(step))
        self._row.addStretch(1)
        self._fit()

    def give_way(self, given: bool) -> None:
        """Leave the room to others, or take it again."""
        self._gives_way = given
        self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self._steps) and not self._gives_way)

    def _chip(self, step: StepMark) -> QPushButton:
        state = _state(step)
        chip = button("step", self, focus=state != _MISSING)
        chip.setProperty("state", state)
        chip.setText(literal(step.name))
        if state == _DONE:
            chip.setIcon(icons.icon("check", self._theme.success.text, self._theme.px(12)))
        elif state == _MISPLACED:
            chip.setIcon(icons.icon("warning", self._theme.warning.text, self._theme.px(12)))
        said = _said(state).format(name=step.name)
        set_plain_tooltip(chip, said)
        chip.setAccessibleName(said)
        if state != _MISSING:
            chip.clicked.connect(lambda: self.step_clicked.emit(step))
        return chip


def _said(state: str) -> str:
    if state == _DONE:
        return _("The step “{name}” is there")
    return _("The step “{name}” is missing") if state == _MISSING else _("The step “{name}” comes too early")


def _state(step: StepMark) -> str:
    if step.start < 0:
        return _MISSING
    return _DONE if step.placed else _MISPLACED
