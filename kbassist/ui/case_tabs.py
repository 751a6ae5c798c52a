"""The customers being answered, as a slim row of tabs at the head of the quick window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from kbassist.cases.values import CaseView
from kbassist.i18n import _, ngettext
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.emptied import emptied
from kbassist.ui.labels import PlainLabel, literal, set_plain_tooltip
from kbassist.ui.theme import Theme

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def case_label(case: CaseView) -> str:
    """Return what a tab calls a customer: the hint, else the number."""
    return case.hint or _("Customer {number}").format(number=case.number)


class CaseTabs(QWidget):
    """Who is being answered, and what is remembered of each; hidden while there is nothing to tell apart.

    `switched` and `closed` say the number of a case, `new_wanted` asks for another customer beside the open ones.
    """

    switched = Signal(int)
    closed = Signal(int)
    new_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cases: tuple[CaseView, ...] = ()
        self._tabs: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self._build()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Customers"))
        self._build()

    def show_cases(self, cases: tuple[CaseView, ...]) -> None:
        """Show these cases; none are shown while there is one at most, and nothing remembered."""
        if cases != self._cases:
            self._cases = cases
            self._build()

    @property
    def cases(self) -> tuple[CaseView, ...]:
        """The cases as they are shown."""
        return self._cases

    def show_values(self) -> None:
        """List what is remembered of the current customer."""
        current = next((case for case in self._cases if case.current and case.values), None)
        if current:
            menu = self._values_menu(current)
            menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keys; it leaves every other key to the window."""
        focused = self.focusWidget()
        if event.key() in _ENTER and not event.modifiers() & _HELD and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        focused = any(child.hasFocus() for child in self.findChildren(QPushButton))
        emptied(self._row)
        self._row.setSpacing(self._theme.px(2))
        self._tabs = [self._tab(case) for case in self._cases]
        for case, tab in zip(self._cases, self._tabs, strict=True):
            self._row.addWidget(tab)
            if case.current:
                self._add_current(case)
        self._row.addWidget(self._new())
        self._row.addStretch(1)
        self.setVisible(len(self._cases) > 1 or any(case.values for case in self._cases))
        if focused and not self.isHidden():
            self._take_focus()

    def _take_focus(self) -> None:
        """Give the keys to the current tab, since the one that had them was made anew."""
        for case, tab in zip(self._cases, self._tabs, strict=True):
            if case.current:
                tab.show()  # the layout would show it a moment later
                tab.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_current(self, case: CaseView) -> None:
        if case.values:
            self._row.addWidget(self._count(case))
        self._row.addWidget(self._close(case))
        if case.doubtful:
            doubt = PlainLabel(_("Same customer?"), "doubt")
            set_plain_tooltip(doubt, _doubt_words())
            self._row.addWidget(doubt)

    def _tab(self, case: CaseView) -> QPushButton:
        tab = button("tab", self, focus=True)
        label = case_label(case)
        tab.setText(literal(label))
        tab.setCheckable(True)
        tab.setChecked(case.current)
        color = self._theme.accent_text if case.current else self._theme.muted
        self._draw(tab, "customer", color, 14)
        said = [label, _remembered(case), _doubt_words() if case.doubtful else ""]
        tab.setAccessibleName(". ".join(part for part in said if part))
        set_plain_tooltip(tab, "\n".join((*said[:2], *_lines(case)) if case.values else (label,)))
        tab.clicked.connect(lambda: self._clicked(case, tab))
        return tab

    def _clicked(self, case: CaseView, tab: QPushButton) -> None:
        tab.setChecked(case.current)  # what is shown follows the case, not the click
        self.switched.emit(case.number)

    def _count(self, case: CaseView) -> QPushButton:
        count = button("quiet", self, focus=True)
        count.setText(str(len(case.values)))
        count.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the number
        count.setFixedWidth(count.fontMetrics().horizontalAdvance(count.text()) + self._theme.px(30))
        self._draw(count, "chevron-down", self._theme.muted, 12)
        count.setAccessibleName(_remembered(case))
        set_plain_tooltip(count, "\n".join((_remembered(case), *_lines(case))))
        count.clicked.connect(self.show_values)
        return count

    def _close(self, case: CaseView) -> QPushButton:
        close = button("quiet", self, focus=True)
        self._draw(close, "close", self._theme.muted, 12)
        close.setFixedWidth(self._theme.px(26))
        words = _("Forget {customer}  Ctrl+Shift+N").format(customer=case_label(case))
        close.setAccessibleName(words)
        set_plain_tooltip(close, words)
        close.clicked.connect(lambda: self.closed.emit(case.number))
        return close

    def _new(self) -> QPushButton:
        new = button("quiet", self, focus=True)
        self._draw(new, "plus", self._theme.muted, 14)
        new.setFixedWidth(self._theme.px(32))
        words = _("Another customer beside this one")
        new.setAccessibleName(words)
        set_plain_tooltip(new, words)
        new.clicked.connect(self.new_wanted)
        return new

    def _draw(self, on: QPushButton, name: str, color: str, size: int) -> None:
        side = self._theme.px(size)
        on.setIcon(icons.icon(name, color, side))
        on.setIconSize(QSize(side, side))

    def _values_menu(self, case: CaseView) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(_remembered(case))
        menu.aboutToHide.connect(menu.deleteLater)
        for line in _lines(case):
            menu.addAction(literal(line)).setEnabled(False)
        menu.addSeparator()
        forget = menu.addAction(_("Forget all of it: new customer") + "\tCtrl+Shift+N")
        forget.triggered.connect(lambda: self.closed.emit(case.number))
        return menu


def _doubt_words() -> str:
    return _("You came from another window. Values are offered, not filled in, until you choose the customer.")


def _remembered(case: CaseView) -> str:
    count = len(case.values)
    return ngettext("{count} value remembered", "{count} values remembered", count).format(count=count)


def _lines(case: CaseView) -> list[str]:
    return [f"{label}  {' '.join(value.split())}" for label, value in case.values]
