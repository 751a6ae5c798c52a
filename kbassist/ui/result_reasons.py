"""Why a text may not leave, as sentences that lead to the field to blame."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.reply import Reply
from kbassist.ui.elided_chip import ElidedChip
from kbassist.ui.emptied import emptied
from kbassist.ui.labels import short
from kbassist.ui.macro_preview import speaking_time

MOST: Final = 4


class Reasons(QWidget):
    """A line for each reason; `clicked` says the field that it leads to, which may be empty."""

    clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[str, str]] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.hide()

    def show_gaps(self, gaps: tuple[Gap, ...], labels: dict[str, str]) -> None:
        """Show the first reasons; `labels` are those of the fields."""
        said = _said(gaps, labels)[:MOST]
        if said == self._shown:
            return
        self._shown = said
        emptied(self._lines)
        for words, field in said:
            reason = ElidedChip("reason", self)
            reason.say(words)
            reason.clicked.connect(lambda _on=False, field=field: self.clicked.emit(field))
            self._lines.addWidget(reason)
        self.setVisible(bool(said))


def copy_words(gaps: tuple[Gap, ...], labels: dict[str, str]) -> str:
    """Return what the copy button says: that it copies, or what is in the way."""
    if not gaps:
        return _("Copy  Enter")
    if gaps[0].kind is GapKind.WORDING:
        return _("The team blocks a phrase")
    label = labels.get(gaps[0].field, "")
    if not label:
        return _("Cannot be copied yet")
    words = _("Missing: {label}") if gaps[0].kind is GapKind.EMPTY else _("Check: {label}")
    return words.format(label=short(label, 12))


def _said(gaps: tuple[Gap, ...], labels: dict[str, str]) -> list[tuple[str, str]]:
    """Return sentences with the field each leads to; fields without a value share one sentence."""
    empty = [gap for gap in gaps if gap.kind is GapKind.EMPTY and gap.field in labels]
    said = [(str(gap.message), gap.field) for gap in gaps if gap not in empty]
    if empty:
        names = _(", ").join(dict.fromkeys(labels[gap.field] for gap in empty))
        said.append((_("Still missing: {names}").format(names=names), empty[0].field))
    return list(dict.fromkeys(said))


def measure(reply: Reply) -> str:
    """Return how long a reply is, and how long it takes to say it where it is spoken."""
    count = _("{n} characters").format(n=len(reply.text))
    return "  ·  ".join(part for part in (count, speaking_time(reply.seconds)) if part)
