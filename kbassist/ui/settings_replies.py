"""The page of the settings about replies: what is filled in, how long a customer is remembered, and time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.settings import Settings
from kbassist.ui.labels import PlainLabel
from kbassist.ui.locks import Locks

_MINUTES: Final = (10, 15, 30, 60, 120, 240)


class RepliesPage(QWidget):
    """Shows what settings say about forms, customers and time; those of `locked` cannot be changed."""

    changed = Signal()

    def __init__(self, settings: Settings, *, locked: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._locks = Locks(locked)
        self._headings = [PlainLabel(tone="heading") for _heading in range(3)]
        self._fill = _box(settings.smart_fill)
        self._fill_note, self._case_note, self._time_note = (_note() for _number in range(3))
        self._minutes_name = PlainLabel(tone="label")
        self._minutes = QComboBox()
        for minutes in sorted({*_MINUTES, settings.case_minutes}):
            self._minutes.addItem("", minutes)
        self._minutes.setCurrentIndex(self._minutes.findData(settings.case_minutes))
        self._minutes_name.setBuddy(self._minutes)
        self._answer = _box(settings.answer_timer)
        self._call = _box(settings.call_timer)
        self._lay_out()
        for box in (self._fill, self._answer, self._call):
            box.toggled.connect(self.changed)
        self._minutes.currentIndexChanged.connect(self.changed)
        self.retranslate()

    def taken_into(self, settings: Settings) -> Settings:
        """Return settings with what this page shows."""
        return replace(
            settings,
            smart_fill=self._fill.isChecked(),
            case_minutes=self._minutes.currentData(),
            answer_timer=self._answer.isChecked(),
            call_timer=self._call.isChecked(),
        )

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (_("Filling in"), _("Customers"), _("Time"))
        for heading, text in zip(self._headings, words, strict=True):
            heading.setText(text)
        self._fill.setText(_("Look for values in what I copied or selected"))
        self._fill_note.setText(
            _("Order numbers, names, dates and amounts are offered at the fields, never filled in.")
        )
        self._minutes_name.setText(_("Forget a customer after"))
        for at in range(self._minutes.count()):
            minutes = self._minutes.itemData(at)
            self._minutes.setItemText(at, _("{n} minutes without use").format(n=minutes))
        self._minutes.setAccessibleName(_("Forget a customer after"))
        self._case_note.setText(_("What a customer said is kept in memory only, and gone when the program ends."))
        self._answer.setText(_("Show how long an answer takes, from the hotkey to the copy"))
        self._call.setText(_("Show how long a call takes"))
        self._time_note.setText(_("Only you see it; no time is kept."))
        self._locks.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        filling, customers, time = self._headings
        column.addWidget(self._locks.note)
        column.addWidget(filling)
        column.addLayout(self._locks.line("smart_fill", self._fill))
        column.addWidget(self._fill_note)
        column.addSpacing(10)
        column.addWidget(customers)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._minutes_name)
        line.addLayout(self._locks.line("case_minutes", self._minutes))
        column.addLayout(line)
        column.addWidget(self._case_note)
        column.addSpacing(10)
        column.addWidget(time)
        column.addLayout(self._locks.line("answer_timer", self._answer))
        column.addLayout(self._locks.line("call_timer", self._call))
        column.addWidget(self._time_note)
        column.addStretch(1)


def _box(checked: bool) -> QCheckBox:
    box = QCheckBox()
    box.setChecked(checked)
    return box


def _note() -> PlainLabel:
    label = PlainLabel(tone="muted")
    label.setWordWrap(True)
    return label
