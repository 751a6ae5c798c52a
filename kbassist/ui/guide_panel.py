"""A guide that runs in the quick window: one step at a time, by number keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.chips import button
from kbassist.ui.guide_crumbs import CrumbBar
from kbassist.ui.guide_side import LETTERS, GuideSide
from kbassist.ui.guide_step import StepPage
from kbassist.ui.guide_views import Go, GuideView, Move
from kbassist.ui.labels import ElidedLabel, literal
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.theme import Theme
from kbassist.ui.views import LocalImage

_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_MOVES: Final = {
    (Qt.Key.Key_Backspace, _PLAIN): Go.BACK,
    (Qt.Key.Key_Left, _ALT): Go.BACK,
    (Qt.Key.Key_Home, _PLAIN): Go.RESTART,
    (Qt.Key.Key_R, _ALT): Go.RESUME,
}


class ResumeBar(QFrame):
    """Offers to go on where the guide was left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setProperty("kind", "info")
        self._words = ElidedLabel()
        self.resume = button("chip", self, focus=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), theme.px(6), theme.px(14), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._words, 1)
        row.addWidget(self.resume)
        self.hide()

    def show_step(self, title: str) -> None:
        """Offer to go on at this step; nothing for none."""
        self.setVisible(bool(title))
        self._words.setText(_("You left this guide at “{step}”.").format(step=title))
        self.resume.setText(literal(_("Continue there")) + "  Alt+R")
        self.setAccessibleName(self._words.text())


class GuidePanel(QWidget):
    """One guide at one step; it says where the agent wishes to go, and is shown where that leads.

    `stepped` says a Move, `macro_wanted` the key of a macro to fill in, `summary_wanted` the key of the guide whose
    way is to be copied, `link_opened` the target of a link in the text, `left` that the list is wanted. `keys` shows
    the keys of its widgets to a window that asks `key` first; a panel that stands alone watches them itself.
    """

    stepped = Signal(object)
    macro_wanted = Signal(str)
    summary_wanted = Signal(str)
    link_opened = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, local_image: LocalImage, keys: KeyFilter | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._view: GuideView | None = None
        self._keys = keys or KeyFilter(self.key, self)
        self.crumbs = CrumbBar(theme)
        self.offer = ResumeBar(theme)
        self.step = StepPage(theme, local_image)
        self.side = GuideSide(theme)
        self._lay_out()
        self._join()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.step, 1)
        middle.addWidget(self.side)
        column.addWidget(self.crumbs)
        column.addWidget(self.offer)
        column.addLayout(middle, 1)

    def _join(self) -> None:
        self._keys.watch(
            self, self.step.text, self.step.end.summary, self.side.summary, self.side.restart, self.offer.resume
        )
        self.crumbs.picked.connect(lambda place: self._go(Go.TO, place))
        self.step.picked.connect(lambda number: self._go(Go.CHOOSE, number))
        self.step.text.link_wanted.connect(self.link_opened)
        self.step.summary_wanted.connect(self._want_summary)
        self.side.reply_wanted.connect(self.macro_wanted)
        self.side.summary_wanted.connect(self._want_summary)
        self.side.restart_wanted.connect(lambda: self._go(Go.RESTART))
        self.offer.resume.clicked.connect(lambda: self._go(Go.RESUME))

    # What it is shown

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Guide"))
        for part in (self.crumbs, self.step, self.side):
            part.retranslate()
        self._repeat()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on."""
        self._theme = theme
        for part in (self.crumbs, self.step, self.side):
            part.set_theme(theme)
        self._repeat()

    @property
    def view(self) -> GuideView | None:
        """The guide that is shown, at its step; None before the first."""
        return self._view

    def show_guide(self, view: GuideView) -> None:
        """Show a guide at a step. The keys go to what is pressed first there, if they were in this panel."""
        had_keys = self.has_keys
        self._view = view
        self.setAccessibleDescription(f"{view.title}: {view.step.title}")
        self.crumbs.show_way(view.crumbs)
        self.offer.show_step(view.resume)
        rows = [*self.step.show_step(view.key, view.step), *self.side.show_guide(view)]
        self._keys.watch(*(row for row in rows if row is not self.step.end.summary))
        if had_keys:
            self.take_keys()

    @property
    def has_keys(self) -> bool:
        """Whether the keys go to this panel or something in it."""
        focus = self.focusWidget()
        return self.hasFocus() or (focus is not None and focus.hasFocus())

    def take_keys(self) -> None:
        """Give the keys to the first choice; at an end to the first reply, else to the summary."""
        rows = self._usable([*self.step.choices, *self.side.replies, self.step.end.summary, self.side.summary])
        if rows:
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keys on to what can be pressed."""
        super().focusInEvent(event)
        if self._view is not None:
            self.take_keys()

    # Keys

    def key(self, _widget: QWidget, event: QKeyEvent) -> bool:
        """Do what a key means in a guide; tell whether it meant anything. A key held down acts once."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.isAutoRepeat() and event.key() not in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            return held == _PLAIN and bool(event.text())
        try:
            chord = (Qt.Key(event.key()), held)
        except ValueError:  # a key without a name of Qt's, of which some keyboards have many
            return False
        if chord in _MOVES:
            self._go(_MOVES[chord])
            return True
        if chord == (Qt.Key.Key_C, _CTRL) and not self.step.text.textCursor().hasSelection():
            self._want_summary()
            return True
        return held == _PLAIN and self._plain_key(event.key())

    def _plain_key(self, key: int) -> bool:
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._press(self.step.choices, key - Qt.Key.Key_1)
        elif Qt.Key.Key_A <= key < Qt.Key.Key_A + len(LETTERS):
            self._press(self.side.replies, key - Qt.Key.Key_A)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return self._press_focused()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._walk(-1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.step.scroll_by(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go round: choices, replies, links in the text, and what can be done with the way."""
        groups = [rows for rows in self._groups() if rows]
        focus = self.focusWidget()
        at = next((n for n, rows in enumerate(groups) if focus in rows), -1 if forward else len(groups))
        goal = groups[(at + (1 if forward else -1)) % len(groups)][0]
        goal.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        if goal is self.step.text:
            self.step.text.focusNextPrevChild(forward)  # to its first link at once
        else:
            self.step.ensureWidgetVisible(goal)
        return True

    def _groups(self) -> list[list[QWidget]]:
        has_links = self.step.text.focusPolicy() is Qt.FocusPolicy.StrongFocus
        return [
            self._usable([*self.step.choices, self.step.end.summary]),
            self._usable(self.side.replies),
            [self.step.text] if has_links else [],
            [self.side.summary],
            [self.side.restart],
            self._usable([self.offer.resume]),
        ]

    def _walk(self, step: int) -> None:
        """Go up or down among choices and replies."""
        rows = self._usable([*self.step.choices, self.step.end.summary, *self.side.replies])
        if not rows:
            self.step.scroll_by(step / 4)
            return
        focus = self.focusWidget()
        at = rows.index(focus) if focus in rows else -1 if step > 0 else len(rows)
        goal = rows[max(0, min(len(rows) - 1, at + step))]
        goal.setFocus(Qt.FocusReason.OtherFocusReason)
        self.step.ensureWidgetVisible(goal)

    def _press_focused(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
            return True
        return False

    def _press(self, rows: Sequence[QPushButton], place: int) -> None:
        if place < len(rows):
            rows[place].click()

    def _go(self, go: Go, number: int = 0) -> None:
        if self._view is not None and (go is not Go.RESUME or self._view.resume):
            self.stepped.emit(Move(go, number))

    def _want_summary(self) -> None:
        if self._view is not None:
            self.summary_wanted.emit(self._view.key)

    def _repeat(self) -> None:
        if self._view is not None:
            self.show_guide(self._view)

    def _usable(self, rows: Sequence[QPushButton]) -> list[QWidget]:
        return [row for row in rows if row.isEnabled() and row.isVisibleTo(self)]
