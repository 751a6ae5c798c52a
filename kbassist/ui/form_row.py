"""One field of a form: label, editor, what is wrong with it, and values on offer with their origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Pattern
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.elided_chip import ElidedChip
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_choice import choice_editor
from kbassist.ui.form_choices import ChoicesEditor
from kbassist.ui.form_date import DateEditor
from kbassist.ui.form_fields import UNITS, FieldEditor, LineEditor, TextEditor
from kbassist.ui.form_number import NumberEditor
from kbassist.ui.form_switch import SwitchEditor
from kbassist.ui.labels import ElidedLabel, PlainLabel, literal, set_plain_tooltip
from kbassist.ui.theme import Theme

_EDITORS: Final[dict[FieldType, Callable[[FieldSpec, Theme, str, FormAids], FieldEditor]]] = {
    FieldType.MULTILINE: TextEditor,
    FieldType.NUMBER: NumberEditor,
    FieldType.MONEY: NumberEditor,
    FieldType.PERCENT: NumberEditor,
    FieldType.CHOICE: choice_editor,
    FieldType.CHOICES: ChoicesEditor,
    FieldType.DATE: DateEditor,
    FieldType.YES_NO: SwitchEditor,
}
MOST_OFFERS: Final = 3
_LONGEST_OFFER: Final = 26  # characters of an offered value that are shown
_KEY: Final = "Alt+V"


@dataclass(frozen=True, slots=True)
class OfferView:
    """A value that a field may take; `words` say where it comes from, with `{value}` in them."""

    value: str = field(repr=False)
    words: str


class FieldRow(QWidget):
    """A field with all that is said about it; `changed` says name and value."""

    changed = Signal(str, str)

    def __init__(self, spec: FieldSpec, pattern: Pattern | None, theme: Theme, aids: FormAids = NO_AIDS) -> None:
        super().__init__()
        self.spec = spec
        self.label = spec.label or (pattern.label if pattern else "") or spec.name
        example = spec.example or (pattern.example if pattern else "")
        placeholder = _("e.g. {example}").format(example=example) if example else ""
        self.editor: FieldEditor = _EDITORS.get(spec.type, LineEditor)(spec, theme, placeholder, aids)
        self._error = PlainLabel("", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._origin = PlainLabel("", "origin")
        self._origin.hide()
        self._offers: tuple[OfferView, ...] = ()
        self._given = ""  # what stood here when it was marked
        self._chips = tuple(ElidedChip("suggestion", self, focus=number > 0) for number in range(MOST_OFFERS))
        for number, chip in enumerate(self._chips):
            chip.hide()
            chip.clicked.connect(lambda _on=False, number=number: self._take(number))
        self.editor.changed.connect(self._edited)
        self._lay_out(theme)
        self._name()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(self._label_row(theme))
        column.addWidget(self.editor)
        column.addWidget(self._error)
        for chip in self._chips:
            column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)

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
        row.addWidget(self._origin)
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

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops: the editor, then the offers that have no key of their own."""
        return (*self.editor.stops(), *self._chips[1:])

    def watched(self) -> tuple[QWidget, ...]:
        """Return every widget whose keys the form wants to see."""
        return (*self.editor.watched(), *self._chips)

    def show_error(self, message: str) -> None:
        """Say what is wrong with the value; nothing for none, nor while the value is still being looked for."""
        message = "" if self.editor.pending else message
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self.editor.set_gap(bool(message))

    @property
    def error(self) -> str:
        """What is said to be wrong now."""
        return self._error.text()

    def show_offers(self, offers: tuple[OfferView, ...]) -> None:
        """Offer values as chips, the first by key too; none takes back what was offered before."""
        self._offers = tuple(offer for offer in offers if offer.value)[:MOST_OFFERS]
        self._show_chips()

    @property
    def offers(self) -> tuple[OfferView, ...]:
        """What is on offer, also what stands in the field already."""
        return self._offers

    @property
    def offered(self) -> str:
        """The value that `take_offer` takes; empty where there is none."""
        return next((offer.value for offer in self._open_offers()), "")

    def take_offer(self) -> None:
        """Put the first value on offer in."""
        if self.offered:
            self._put(self.offered)

    def mark_from_case(self, on: bool) -> None:
        """Say that the value was filled in because this customer gave it before, until it is edited."""
        self._given = self.editor.value()
        self._origin.setText(_("from this customer") if on else "")
        self._origin.setVisible(on)

    @property
    def from_case(self) -> bool:
        """Whether the value stands marked as this customer's."""
        return not self._origin.isHidden()

    def _open_offers(self) -> tuple[OfferView, ...]:
        """Return the offers that would change something."""
        return tuple(offer for offer in self._offers if offer.value != self.editor.value())

    def _show_chips(self) -> None:
        offers = self._open_offers()
        for number, chip in enumerate(self._chips):
            offer = offers[number] if number < len(offers) else None
            if offer:
                chip.say(offer.words.format(value=_shown(offer.value)), "" if number else _KEY)
            chip.setVisible(offer is not None)

    def _take(self, number: int) -> None:
        offers = self._open_offers()
        if number < len(offers):
            self._put(offers[number].value)

    def _put(self, value: str) -> None:
        self.editor.set_value(value)
        self._offers = ()
        self._show_chips()
        self.editor.select()

    def _edited(self, value: str) -> None:
        if value != self._given:
            self.mark_from_case(False)
        self._show_chips()
        self.changed.emit(self.spec.name, value)


def _shown(value: str) -> str:
    """Return a value on one line, cut where it is long."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST_OFFER else line[: _LONGEST_OFFER - 1] + "…"


def limits(spec: FieldSpec) -> str:
    """Return the limits of an amount in words: `0 to 15 %`, `at most ¥200`; empty where it has none."""
    low, high = (_amount(spec, limit) for limit in (spec.min, spec.max))
    if spec.min is not None and spec.max is not None:
        return _("{min} to {max}").format(min=spec.min if spec.type is FieldType.PERCENT else low, max=high)
    if spec.max is not None:
        return _("at most {max}").format(max=high)
    return _("at least {min}").format(min=low) if spec.min is not None else ""


def _amount(spec: FieldSpec, limit: Decimal | None) -> str:
    """Return a limit with its unit: that of money before it."""
    unit = UNITS.get(spec.type, "")
    return f"{unit}{limit}" if spec.type is FieldType.MONEY else f"{limit} {unit}".strip()
