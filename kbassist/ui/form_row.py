"""One field of a form: label, editor, what is wrong with it, and a value on offer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Pattern
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.form_choice import ChoiceEditor, ChoicesEditor, SwitchEditor
from kbassist.ui.form_date import DateEditor
from kbassist.ui.form_fields import UNITS, FieldEditor, LineEditor, TextEditor
from kbassist.ui.labels import ElidedLabel, PlainLabel, literal, set_plain_tooltip
from kbassist.ui.theme import Theme

_EDITORS: Final[dict[FieldType, type[LineEditor | TextEditor | ChoiceEditor | ChoicesEditor | SwitchEditor]]] = {
    FieldType.MULTILINE: TextEditor,
    FieldType.CHOICE: ChoiceEditor,
    FieldType.CHOICES: ChoicesEditor,
    FieldType.DATE: DateEditor,
    FieldType.YES_NO: SwitchEditor,
}
_LONGEST_OFFER: Final = 26  # characters of an offered value that are shown


class FieldRow(QWidget):
    """A field with all that is said about it; `changed` says name and value."""

    changed = Signal(str, str)

    def __init__(self, spec: FieldSpec, pattern: Pattern | None, theme: Theme) -> None:
        super().__init__()
        self.spec = spec
        self.label = spec.label or (pattern.label if pattern else "") or spec.name
        example = spec.example or (pattern.example if pattern else "")
        placeholder = _("e.g. {example}").format(example=example) if example else ""
        self.editor: FieldEditor = _EDITORS.get(spec.type, LineEditor)(spec, theme, placeholder)
        self._error = PlainLabel("", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._offer = button("suggestion", self)
        self._offered = ""
        self._offer.hide()
        self._offer.clicked.connect(self.take_offer)
        self.editor.changed.connect(lambda value: self.changed.emit(spec.name, value))
        self._lay_out(theme)
        self._name()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(self._label_row(theme))
        column.addWidget(self.editor)
        column.addWidget(self._error)
        offer = QHBoxLayout()
        offer.addWidget(self._offer)
        offer.addStretch(1)
        column.addLayout(offer)

    def _label_row(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        label = PlainLabel(literal(self.label), "label")
        label.setBuddy(self.editor.target())
        row.addWidget(label)
        if self.spec.help:
            mark = PlainLabel()
            mark.setPixmap(icons.pixmap("help", theme.faint, theme.px(15), self.devicePixelRatioF()))
            set_plain_tooltip(mark, self.spec.help)
            row.addWidget(mark)
        aside = ElidedLabel(self._aside(), "faint")
        aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(aside, 1)
        return row

    def _aside(self) -> str:
        optional = not self.spec.required and self.spec.type is not FieldType.YES_NO
        parts = [_("optional") if optional else "", limits(self.spec)]
        return "  ·  ".join(part for part in parts if part)

    def _name(self) -> None:
        over = _("Above that: {over}").format(over=self.spec.over) if self.spec.over else ""
        said = "\n".join(part for part in (self.spec.help, self._aside(), over) if part)
        self.editor.name(self.label, said)
        set_plain_tooltip(self.editor.target(), said)

    def show_error(self, message: str) -> None:
        """Say what is wrong with the value; nothing for none."""
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self.editor.set_gap(bool(message))

    @property
    def error(self) -> str:
        """What is said to be wrong now."""
        return self._error.text()

    def offer(self, value: str, words: str) -> None:
        """Offer a value as a chip; `words` holds `{value}`."""
        shown = value if len(value) <= _LONGEST_OFFER else value[: _LONGEST_OFFER - 1] + "…"
        self._offered = value
        self._offer.setText(literal(words.format(value=shown)))
        self._offer.setVisible(bool(value) and value != self.editor.value())

    @property
    def offered(self) -> str:
        """The value on offer; empty where there is none."""
        return "" if self._offer.isHidden() else self._offered

    def take_offer(self) -> None:
        """Put the value on offer in."""
        if self.offered:
            self.editor.set_value(self._offered)
            self._offer.hide()
            self.editor.select()


def limits(spec: FieldSpec) -> str:
    """Return the limits of an amount in words: `0 to 15 %`; empty where it has none."""
    unit = f" {UNITS[spec.type]}" if spec.type in UNITS else ""
    if spec.min is not None and spec.max is not None:
        return _("{min} to {max}").format(min=spec.min, max=f"{spec.max}{unit}")
    if spec.max is not None:
        return _("at most {max}").format(max=f"{spec.max}{unit}")
    return _("at least {min}").format(min=f"{spec.min}{unit}") if spec.min is not None else ""
