"""The page of the settings about searching: how letters are read, meaning, and what was learnt from choices."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import Text, _
from kbassist.settings import DOUBLE_PINYIN, FUZZY_PINYIN, Settings, fuzzy_codes
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.locks import Locks

SCHEMES: Final = {
    "xiaohe": Text("小鹤双拼"),
    "ziranma": Text("自然码"),
    "microsoft": Text("微软双拼"),
    "sogou": Text("搜狗双拼"),
    "abc": Text("智能ABC"),
    "ziguang": Text("紫光拼音"),
}
_COLUMNS: Final = 5


def pair_name(code: str) -> str:
    """Return how a fuzzy pair is shown: `zh = z` for `z-zh`."""
    return " = ".join(reversed(code.split("-")))


class SearchPage(QWidget):
    """Shows what settings say about searching; those of `locked` cannot be changed.

    `meaning_installed` tells whether the part that compares meanings is there. `forget_wanted` was asked about and
    confirmed here, and waits for `show_forgotten`.
    """

    changed = Signal()
    forget_wanted = Signal()

    def __init__(self, settings: Settings, *, meaning_installed: bool, locked: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._locks = Locks(locked)
        self._installed = meaning_installed
        self._progress = (0, 0)
        self._asking = False
        self._forgotten = False
        chosen = fuzzy_codes(settings)
        self._pairs = {code: _box(pair_name(code), code in chosen) for code in FUZZY_PINYIN}
        self._scheme = QComboBox()
        for value in ("", *DOUBLE_PINYIN):
            self._scheme.addItem(str(SCHEMES.get(value, "")), value)
        self._scheme.setCurrentIndex(self._scheme.findData(settings.double_pinyin))
        self._meaning = _box("", settings.semantic)
        self._meaning.setEnabled(meaning_installed)
        self._headings = [PlainLabel(tone="heading") for _heading in range(3)]
        self._scheme_name = PlainLabel(tone="label")
        self._scheme_name.setBuddy(self._scheme)
        self._fuzzy_note, self._meaning_note, self._forget_note = (_note() for _number in range(3))
        self._forget = QPushButton(autoDefault=False)
        self._keep = QPushButton(autoDefault=False)
        self._lay_out()
        self._connect()
        self.retranslate()

    def taken_into(self, settings: Settings) -> Settings:
        """Return settings with what this page shows; pairs that were written by hand stay as they were written."""
        codes = [code for code, box in self._pairs.items() if box.isChecked()]
        same = fuzzy_codes(settings) == frozenset(codes)
        return replace(
            settings,
            fuzzy_pinyin=settings.fuzzy_pinyin if same else ",".join(codes),
            double_pinyin=self._scheme.currentData(),
            semantic=self._meaning.isChecked(),
        )

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Show how many entries have been read for their meaning."""
        self._progress = (done, total)
        self._meaning_note.setText(self._meaning_words())

    def show_forgotten(self) -> None:
        """Say that the choices are forgotten."""
        self._asking, self._forgotten = False, True
        self._show_forget()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (_("How you type Chinese"), _("Meaning"), _("What the search learnt from you"))
        for heading, text in zip(self._headings, words, strict=True):
            heading.setText(text)
        self._fuzzy_note.setText(_("Pairs that you do not tell apart when you type pinyin:"))
        for code, box in self._pairs.items():
            box.setAccessibleName(_("Fuzzy pinyin {pair}").format(pair=pair_name(code)))
        self._scheme_name.setText(_("Double pinyin"))
        self._scheme.setAccessibleName(_("Double pinyin"))
        self._scheme.setItemText(0, _("None, full pinyin only"))
        self._meaning.setText(_("Find what means the same in other words or in another language"))
        self._meaning_note.setText(self._meaning_words())
        self._show_forget()
        self._locks.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        typing, meaning, learning = self._headings
        column.addWidget(self._locks.note)
        column.addWidget(typing)
        pairs = QHBoxLayout()
        pairs.addWidget(self._fuzzy_note, 1)
        self._locks.beside(pairs, "fuzzy_pinyin", *self._pairs.values(), title=self._fuzzy_note)
        column.addLayout(pairs)
        column.addLayout(self._pair_grid())
        column.addSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._scheme_name)
        line.addWidget(self._scheme, 1)
        self._locks.beside(line, "double_pinyin", self._scheme)
        column.addLayout(line)
        column.addSpacing(10)
        column.addWidget(meaning)
        column.addLayout(self._locks.line("semantic", self._meaning))
        column.addWidget(self._meaning_note)
        column.addSpacing(10)
        column.addWidget(learning)
        column.addWidget(self._forget_note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._forget)
        buttons.addWidget(self._keep)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)

    def _pair_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at, box in enumerate(self._pairs.values()):
            grid.addWidget(box, at // _COLUMNS, at % _COLUMNS, Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(at % _COLUMNS, 1)
        return grid

    def _connect(self) -> None:
        for box in (*self._pairs.values(), self._meaning):
            box.toggled.connect(self.changed)
        self._scheme.currentIndexChanged.connect(self.changed)
        self._forget.clicked.connect(self._forget_clicked)
        self._keep.clicked.connect(self._keep_clicked)

    def _meaning_words(self) -> str:
        if not self._installed:
            return _("This part is not installed. The search by words works without it.")
        done, total = self._progress
        if done < total:
            return _("Being read in the background: {done} of {total}. It pauses while you type.").format(
                done=done, total=total
            )
        return _("When you stop typing for a moment, the list is put in a better order.")

    def _forget_clicked(self) -> None:
        if self._asking:
            self.forget_wanted.emit()
        else:
            self._asking, self._forgotten = True, False
            self._show_forget()

    def _keep_clicked(self) -> None:
        self._asking = False
        self._forget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_forget()

    def _show_forget(self) -> None:
        if self._asking:
            words = _("All your choices go, and the order of the list starts afresh. Wordings that you kept stay.")
        elif self._forgotten:
            words = _("Forgotten. The order of the list starts afresh.")
        else:
            words = _("What you choose for a search stands higher when you search for the same again.")
        self._forget_note.setText(words)
        repolish(self._forget_note, "tone", "error" if self._asking else "muted")
        self._forget.setText(_("Yes, forget it") if self._asking else _("Forget what I chose…"))
        self._keep.setText(_("Keep it"))
        self._keep.setVisible(self._asking)


def _box(text: str, checked: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(checked)
    return box


def _note() -> PlainLabel:
    label = PlainLabel(tone="muted")
    label.setWordWrap(True)
    return label
