"""What the wording check says of a text: a quiet list under it, with what to say instead one key away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import N_, Text, _, ngettext
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel, literal, set_plain_tooltip
from kbassist.ui.theme import Theme
from kbassist.wording.remarks import Kind, Level, Remark

VISIBLE: Final = 4
_LONGEST_CHIP: Final = 16
"""Characters of a replacement that its button shows."""
_ICONS: Final = {Level.BLOCK: "error", Level.WARN: "warning", Level.INFO: "info"}
_GRAVITY: Final = {Level.BLOCK: 0, Level.WARN: 1, Level.INFO: 2}
_SPOKEN: Final = {Level.BLOCK: N_("Must be changed"), Level.WARN: N_("Should be changed"), Level.INFO: N_("Hint")}
_QUOTED: Final = frozenset({Kind.PHRASE, Kind.JARGON, Kind.QUESTION})


class RemarksView(QWidget):
    """Remarks, the gravest first; hidden where there are none.

    `replace_wanted` says whose replacement is to be put into the text, `mask_wanted` that all personal data is to be
    masked, `remark_clicked` which remark's words are to be selected.
    """

    replace_wanted = Signal(Remark)
    mask_wanted = Signal()
    remark_clicked = Signal(Remark)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._remarks: tuple[Remark, ...] = ()
        self._unfolded = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(1))
        self.setAccessibleName(_("Remarks on the wording"))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._column.setSpacing(theme.px(1))
        self._fill()

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(_("Remarks on the wording"))
        self._fill()

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show the remarks on a text; the same ones again change nothing, so that the focus stays."""
        ordered = tuple(sorted(remarks, key=lambda remark: (_GRAVITY[remark.level], remark.start)))
        if ordered == self._remarks:
            return
        self._remarks = ordered
        self._unfolded = self._unfolded and len(ordered) > VISIBLE
        self._fill()

    @property
    def replaceable(self) -> Remark | None:
        """The first remark that has a replacement: what Alt+A takes."""
        return next((remark for remark in self._remarks if remark.replacement is not None), None)

    @property
    def maskable(self) -> bool:
        """Whether there is personal data to be masked."""
        return any(_is_maskable(remark) for remark in self._remarks)

    def take_first(self) -> bool:
        """Wish for the first replacement; False where there is none."""
        remark = self.replaceable
        if remark is not None:
            self.replace_wanted.emit(remark)
        return remark is not None

    def mask_all(self) -> bool:
        """Wish for all personal data to be masked; False where there is none."""
        if self.maskable:
            self.mask_wanted.emit()
        return self.maskable

    def _fill(self) -> None:
        while item := self._column.takeAt(0):
            if old := item.widget():
                old.hide()
                old.setParent(None)
                old.deleteLater()
        shown = self._remarks if self._unfolded else self._remarks[:VISIBLE]
        masking = next(filter(_is_maskable, shown), None)
        for remark in shown:
            self._column.addWidget(self._line(remark, masks=remark is masking))
        if len(self._remarks) > VISIBLE:
            self._column.addWidget(self._fold(len(self._remarks) - VISIBLE))
        self.setVisible(bool(self._remarks))

    def _line(self, remark: Remark, *, masks: bool) -> QWidget:
        line = RemarkLine(remark, self._theme, self)
        line.words.clicked.connect(lambda: self.remark_clicked.emit(remark))
        if remark.replacement is not None:
            chip = line.offer(_offered(remark), "Alt+A" if remark is self.replaceable else "")
            chip.clicked.connect(lambda: self.replace_wanted.emit(remark))
        if masks:
            line.offer(_("Mask all"), "Alt+M").clicked.connect(self.mask_wanted)
        return line

    def _fold(self, more: int) -> QPushButton:
        fold = button("saying", self, focus=True)
        text = ngettext("… {n} more", "… {n} more", more).format(n=more)
        fold.setText(_("Show fewer") if self._unfolded else text)
        fold.clicked.connect(self._toggle)
        return fold

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()


class RemarkLine(QWidget):
    """One remark: its level, a sentence that can be clicked, and buttons for what can be done."""

    def __init__(self, remark: Remark, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = _sentence(remark)
        color = {Level.BLOCK: theme.error, Level.WARN: theme.warning, Level.INFO: theme.info}[remark.level].text
        picture = PlainLabel(parent=self)
        picture.setPixmap(icons.pixmap(_ICONS[remark.level], color, theme.px(14), self.devicePixelRatioF()))
        self.words = button("saying", self, focus=True)
        self.words.setMinimumWidth(theme.px(80))
        self.words.setAccessibleName(f"{_SPOKEN[remark.level]}: {self._said}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        self._row.setSpacing(theme.px(6))
        self._row.addWidget(picture)
        self._row.addWidget(self.words, 1)

    def offer(self, text: str, key: str) -> QPushButton:
        """Add a button for what can be done, with the key that does the same."""
        chip = button("suggestion", self, focus=True)
        short = text if len(text) <= _LONGEST_CHIP else f"{text[: _LONGEST_CHIP - 1]}…"
        chip.setText(literal(short) + (f"  {key}" if key else ""))
        set_plain_tooltip(chip, text if short != text else "")
        chip.setAccessibleName(f"{text} ({key})" if key else text)
        self._row.addWidget(chip)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the sentence as fits; the whole of it is the tooltip then."""
        super().resizeEvent(event)
        self._row.activate()
        room = self.words.width() - self._theme.px(10)
        self.words.ensurePolished()
        shown = self.words.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        self.words.setText(literal(shown))
        set_plain_tooltip(self.words, self._said if shown != self._said else "")


def _sentence(remark: Remark) -> str:
    if remark.kind in _QUOTED and remark.rule:
        why: Text = N_("{why} (“{phrase}”)", phrase=remark.rule, why=remark.why)
        return str(why)
    return str(remark.why)


def _offered(remark: Remark) -> str:
    return remark.replacement or _("Remove")


def _is_maskable(remark: Remark) -> bool:
    return remark.kind is Kind.PERSONAL and remark.replacement is not None
