"""What the wording check says of a text: a quiet list under it, with what to say instead one key away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import N_, Text, _, ngettext
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel, literal, set_plain_tooltip, short
from kbassist.ui.theme import Theme
from kbassist.wording.remarks import Kind, Level, Remark

VISIBLE: Final = 4
UNFOLDED: Final = 6
"""Lines in sight of a longer list that was opened; the others are scrolled to."""
_LONGEST_CHIP: Final = 16
"""Chinese characters of a replacement that its button shows."""
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
    changed = Signal()  # how much room they take

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._remarks: tuple[Remark, ...] = ()
        self._words: dict[Remark, str] = {}
        self._unfolded = False
        self._most = VISIBLE
        self._lines: list[RemarkLine] = []
        self._lay_out()
        self.setAccessibleName(_("Remarks on the wording"))
        self.hide()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("fields")  # as transparent as other pages that scroll
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._theme.px(1))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._fold = button("saying", self, focus=True)
        self._fold.clicked.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(1))
        column.addWidget(self._area)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._column.setSpacing(theme.px(1))
        self._fill()

    def show_most(self, lines: int) -> None:
        """Show so many lines at most until more are wanted."""
        if lines != self._most:
            self._most = lines
            self._fit()

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(_("Remarks on the wording"))
        self._fill()

    def show_remarks(self, remarks: tuple[Remark, ...], text: str = "") -> None:
        """Show the remarks on a text; the same ones again change nothing, so that the focus stays."""
        ordered = tuple(sorted(remarks, key=lambda remark: (_GRAVITY[remark.level], remark.start)))
        words = {remark: text[remark.start : remark.start + remark.length] for remark in ordered}
        if (ordered, words) == (self._remarks, self._words):
            return
        self._remarks, self._words = ordered, words
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
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.setParent(None)
            line.deleteLater()
        maskable = [remark for remark in self._remarks if _is_maskable(remark)]
        self._lines = [self._line(remark, maskable) for remark in self._remarks]
        for line in self._lines:
            self._column.addWidget(line)
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        """Show as many lines as there is room for, and how many more there are."""
        count = len(self._lines)
        most = count if self._unfolded else self._most
        for number, line in enumerate(self._lines):
            line.setVisible(number < most)
        more = count - min(count, self._most)
        text = ngettext("… {n} more", "… {n} more", more).format(n=more)
        self._fold.setText(_("Show fewer") if self._unfolded else text)
        self._fold.setVisible(more > 0)
        self._area.setFixedHeight(self._height(min(count, most, max(UNFOLDED, self._most) if more else count)))
        self.setVisible(count > 0)

    def _height(self, lines: int) -> int:
        """Return the height of the first lines."""
        heights = [line.sizeHint().height() for line in self._lines[:lines]]
        return sum(heights) + self._column.spacing() * max(0, lines - 1)

    def _line(self, remark: Remark, maskable: list[Remark]) -> RemarkLine:
        line = RemarkLine(remark, self._words.get(remark, ""), self._theme, self)
        line.words.clicked.connect(lambda: self.remark_clicked.emit(remark))
        if remark.replacement is not None:
            chip = line.offer(_offered(remark), self._key(remark, maskable))
            chip.clicked.connect(lambda: self.replace_wanted.emit(remark))
        if len(maskable) > 1 and remark is maskable[0]:
            line.offer(_("Mask all"), "Alt+M").clicked.connect(self.mask_wanted)
        return line

    def _key(self, remark: Remark, maskable: list[Remark]) -> str:
        """Return the key that takes the replacement of a remark; empty for none."""
        if remark is self.replaceable:
            return "Alt+A"
        return "Alt+M" if [remark] == maskable else ""

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fit()
        self.changed.emit()


class RemarkLine(QWidget):
    """One remark: its level, a sentence that can be clicked, and buttons for what can be done."""

    def __init__(self, remark: Remark, words: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = _sentence(remark, words)
        color = {Level.BLOCK: theme.error, Level.WARN: theme.warning, Level.INFO: theme.info}[remark.level].text
        picture = PlainLabel(parent=self)
        picture.setPixmap(icons.pixmap(_ICONS[remark.level], color, theme.px(14), self.devicePixelRatioF()))
        self.words = button("saying", self, focus=True)
        self.words.setMinimumWidth(theme.px(80))
        self.words.setAccessibleName(f"{_SPOKEN[remark.level]}: {self._said}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(4), 0, 0, 0)
        self._row.setSpacing(theme.px(6))
        self._row.addWidget(picture)
        self._row.addWidget(self.words, 1)

    def offer(self, text: str, key: str) -> QPushButton:
        """Add a button for what can be done, with the key that does the same."""
        chip = button("suggestion", self, focus=True)
        shown = short(text, _LONGEST_CHIP)
        chip.setText(literal(shown) + (f"  {key}" if key else ""))
        set_plain_tooltip(chip, text if shown != text else "")
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


def _sentence(remark: Remark, words: str) -> str:
    """Return why, with the words that it is about, as they stand in the text."""
    if remark.kind in _QUOTED and words:
        why: Text = N_("{why} (“{phrase}”)", phrase=" ".join(words.split()), why=remark.why)
        return str(why)
    return str(remark.why)


def _offered(remark: Remark) -> str:
    return remark.replacement or _("Remove")


def _is_maskable(remark: Remark) -> bool:
    return remark.kind is Kind.PERSONAL and remark.replacement is not None
