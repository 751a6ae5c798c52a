"""What is chosen for one program: how a reply is pasted into it, each choice and the whole in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from kbassist.i18n import N_, Text, _
from kbassist.settings import Client
from kbassist.ui.labels import PlainLabel

_USUAL: Final = N_("As usual")
_KEYS: Final = (
    (None, _USUAL), ("ctrl+v", Text("Ctrl+V")), ("ctrl+shift+v", Text("Ctrl+Shift+V")),
    ("shift+insert", Text("Shift+Insert")), ("none", N_("None: only copy")),
)  # fmt: skip
_TEXTS: Final = (
    (None, N_("As the channel")), (True, N_("Formatted where the channel is")), (False, N_("Plain text")),
)  # fmt: skip
_BREAKS: Final = (
    (None, N_("As the channel")), ("lf", N_("Plain line breaks")), ("crlf", N_("Windows line breaks")),
    ("shift-enter", N_("Shift+Enter, where Enter sends")), ("none", N_("None: blanks instead")),
)  # fmt: skip
_LENGTHS: Final = (None, 0, 500, 1000, 2000, 4000, 10_000)
_IMAGES: Final = ((None, _USUAL), (True, N_("Pasted after the text")), (False, N_("Left out")))
_SAID: Final = {
    "none": N_("line breaks become blanks"),
    "shift-enter": N_("lines broken with Shift+Enter"),
    "crlf": N_("Windows line breaks"),
    "lf": N_("plain line breaks"),
}


class ClientFields(QWidget):
    """Shows one program's choices in two columns; `changed` says that the user chose another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = _combo([value for value, _text in _KEYS])
        self._text = _combo([value for value, _text in _TEXTS])
        self._break = _combo([value for value, _text in _BREAKS])
        self._length = _combo(_LENGTHS)
        self._images = _combo([value for value, _text in _IMAGES])
        self._labels = [PlainLabel(tone="label") for _number in range(5)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, (label, combo) in enumerate(zip(self._labels, self._combos(), strict=True)):
            label.setBuddy(combo)
            grid.addWidget(label, at // 2, at % 2 * 2)
            grid.addWidget(combo, at // 2, at % 2 * 2 + 1)
            combo.activated.connect(lambda _at: self.changed.emit())
        for column in (1, 3):
            grid.setColumnStretch(column, 1)

    def show_client(self, client: Client) -> None:
        """Show the choices of a program; a length that was written by hand is one of them then."""
        if client.longest not in [self._length.itemData(at) for at in range(self._length.count())]:
            self._length.addItem(_length(client.longest), client.longest)
        given = (client.paste_key, client.rich, client.newline, client.longest, client.images)
        for combo, value in zip(self._combos(), given, strict=True):
            combo.setCurrentIndex(_place(combo, value))

    def taken_into(self, client: Client) -> Client:
        """Return a program with the choices that are shown."""
        return replace(
            client,
            paste_key=self._key.currentData(),
            rich=self._text.currentData(),
            newline=self._break.currentData(),
            longest=self._length.currentData(),
            images=self._images.currentData(),
        )

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        names = (_("Paste key"), _("Formatting"), _("Line breaks"), _("Longest text"), _("Pictures"))
        for name, label, combo in zip(names, self._labels, self._combos(), strict=True):
            label.setText(name)
            combo.setAccessibleName(name)
        for combo, choices in (
            (self._key, _KEYS), (self._text, _TEXTS), (self._break, _BREAKS), (self._images, _IMAGES),
        ):  # fmt: skip
            for at, (_value, text) in enumerate(choices):
                combo.setItemText(at, str(text))
        for at in range(self._length.count()):
            self._length.setItemText(at, _length(self._length.itemData(at)))

    def _combos(self) -> tuple[QComboBox, ...]:
        return self._key, self._text, self._break, self._length, self._images


def explained(client: Client) -> str:
    """Return in a few words what is special about a program; that nothing is, where so."""
    if client.paste_key == "none":
        return _("only copied, never pasted")
    parts: list[str] = []
    if client.paste_key is not None:
        parts.append(_("pasted with {key}").format(key=client.paste_key.title()))
    if client.rich is not None:
        parts.append(_("formatted where the channel is") if client.rich else _("plain text"))
    if client.newline is not None:
        parts.append(str(_SAID[client.newline]))
    if client.longest is not None:
        limit = _("in parts of {n} characters").format(n=f"{client.longest:,}")
        parts.append(limit if client.longest else _("no limit"))
    if client.images is not None:
        parts.append(_("with pictures") if client.images else _("no pictures"))
    return _(", ").join(parts) or _("as the channel says")


def _length(longest: int | None) -> str:
    if longest is None:
        return str(_USUAL)
    return _("Parts of {n} characters").format(n=f"{longest:,}") if longest else _("No limit")


def _place(combo: QComboBox, value: object) -> int:
    """Return where a value stands: of its very type, since None, 0 and False are alike to Qt."""
    held = (combo.itemData(at) for at in range(combo.count()))
    return next((at for at, one in enumerate(held) if one == value and type(one) is type(value)), 0)


def _combo(values: Sequence[object]) -> QComboBox:
    combo = QComboBox()
    for value in values:
        combo.addItem("", value)
    return combo
