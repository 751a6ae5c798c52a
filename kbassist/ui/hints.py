"""The footer: what the keys do now, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.theme import Theme


class Situation(Enum):
    """What is going on, as far as it changes what the keys do."""

    NOTHING = auto()  # an empty list
    ON_MACRO = auto()
    ON_ARTICLE = auto()
    ON_GUIDE = auto()
    READING = auto()
    FILLING = auto()
    EDITING = auto()  # the final text by hand
    NO_HIT = auto()
    NO_FIT = auto()  # rows that most likely answer another question
    EXPLAINING = auto()
    GUIDED = auto()
    SPEAKING = auto()


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does."""

    key: str
    does: str


def hints(situation: Situation, *, searched: bool = True) -> tuple[Hint, ...]:
    """Return the keys worth showing now, the most useful first; `searched` where the list answers a query."""
    why = (Hint("Ctrl+I", _("Why here")),) if searched else ()
    inside = {Situation.READING, Situation.FILLING, Situation.EDITING, Situation.EXPLAINING, Situation.GUIDED}
    inside |= {Situation.SPEAKING}
    last = Hint("Esc", _("Back") if situation in inside else _("Close"))
    shown = {
        Situation.ON_MACRO: (
            Hint("Enter", _("Fill in")),
            Hint("Ctrl+Enter", _("Paste back")),
            Hint("Ctrl+←→", _("Channel")),
            Hint("Ctrl+D", _("Pin")),
            *why,
        ),
        Situation.ON_ARTICLE: (
            Hint("Enter", _("Read")),
            Hint("Ctrl+C", _("Copy")),
            Hint("Ctrl+D", _("Pin")),
            *why,
            Hint("Ctrl+R", _("Report an error")),
        ),
        Situation.ON_GUIDE: (
            Hint("Enter", _("Begin")),
            Hint("Ctrl+D", _("Pin")),
            *why,
            Hint("Ctrl+R", _("Report an error")),
        ),
        Situation.READING: (
            Hint("↑ ↓", _("Scroll")),
            Hint("Tab", _("Links")),
            Hint("Ctrl+C", _("Copy")),
            Hint("Ctrl+R", _("Report an error")),
        ),
        Situation.FILLING: (
            Hint("Tab", _("Next field")),
            Hint("Ctrl+1…6", _("Channel")),
            Hint("Ctrl+J", _("Snippets")),
            Hint("Alt+Enter", _("Append more")),
        ),
        Situation.EDITING: (
            Hint("Ctrl+J", _("Snippets")),
            Hint("Alt+Enter", _("Append more")),
            Hint("F2", _("Back to the form")),
        ),
        Situation.NO_HIT: (Hint("Ctrl+R", _("Tell the team lead")),),
        Situation.NO_FIT: (
            Hint("Enter", _("Open")),
            *why,
            Hint("Ctrl+R", _("Tell the team lead")),
        ),
        Situation.EXPLAINING: (Hint("↑ ↓", _("Other entries")), Hint("Ctrl+I", _("Back to the entry"))),
        Situation.GUIDED: (
            Hint("1…9", _("Choose")),
            Hint("A…", _("Reply")),
            Hint("Backspace", _("Step back")),
            Hint("Ctrl+C", _("Copy the way")),
        ),
        Situation.SPEAKING: (
            Hint("Space", _("Start, pause")),
            Hint("+ −", _("Rate")),
            Hint("↑ ↓", _("Line")),
        ),
        Situation.NOTHING: (),
    }
    return (*shown[situation], last)


class KeyHint(QWidget):
    """A drawn key with its meaning."""

    def __init__(self, hint: Hint, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(PlainLabel(hint.key, "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(PlainLabel(hint.does, "muted"), 0, Qt.AlignmentFlag.AlignVCenter)


class HintBar(QFrame):
    """The footer: a count at the left, the keys at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._theme = theme
        self._shown: object = None
        self._as_of = PlainLabel("", "error")
        self._as_of.hide()
        self._count = ElidedLabel("", "faint")
        self._keys = QHBoxLayout()
        self._keys.setSpacing(theme.px(14))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), 0, theme.px(18), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._as_of)
        row.addWidget(self._count, 1)
        row.addLayout(self._keys)
        self.setFixedHeight(theme.px(40))

    def set_theme(self, theme: Theme) -> None:
        """Use other sizes when the keys are shown next."""
        self._theme = theme
        self.setFixedHeight(theme.px(40))

    def show_count(self, words: str) -> None:
        """Show how much was found, in words."""
        self._count.setText(words)

    def show_as_of(self, words: str) -> None:
        """Show from when the library is; nothing where it is up to date."""
        self._as_of.setText(words)
        self._as_of.setVisible(bool(words))

    def show_hints(self, shown: tuple[Hint, ...]) -> None:
        """Show these keys."""
        if (shown, self._theme) == self._shown:
            return
        self._shown = (shown, self._theme)
        while item := self._keys.takeAt(0):
            if old := item.widget():
                old.hide()  # else its layout would still show it, as a window of its own
                old.setParent(None)
                old.deleteLater()
        for hint in shown:
            key = KeyHint(hint, self._theme, self)
            self._keys.addWidget(key)
            key.show()  # else it would wait for the next turn of the event loop where the bar is visible already
        self.setAccessibleDescription(", ".join(f"{hint.key}: {hint.does}" for hint in shown))
