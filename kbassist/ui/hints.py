"""The footer: what the keys do now, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kbassist.i18n import N_, Text, _
from kbassist.ui.emptied import emptied
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


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does, in whichever language is in use when it is shown."""

    key: str
    does: Text


_WHY: Final = Key("Ctrl+I", N_("Why here"))
_KEYS: Final[dict[Situation, tuple[Key, ...]]] = {
    Situation.ON_MACRO: (
        Key("Enter", N_("Fill in")),
        Key("Ctrl+Enter", N_("Paste back")),
        Key("Ctrl+←→", N_("Channel")),
        Key("Ctrl+D", N_("Pin")),
        _WHY,
    ),
    Situation.ON_ARTICLE: (
        Key("Enter", N_("Read")),
        Key("Ctrl+C", N_("Copy")),
        Key("Ctrl+D", N_("Pin")),
        _WHY,
        Key("Ctrl+R", N_("Report an error")),
    ),
    Situation.ON_GUIDE: (
        Key("Enter", N_("Begin")),
        Key("Ctrl+D", N_("Pin")),
        _WHY,
        Key("Ctrl+R", N_("Report an error")),
    ),
    Situation.READING: (
        Key("↑ ↓", N_("Scroll")),
        Key("Tab", N_("Links")),
        Key("Ctrl+C", N_("Copy")),
        Key("Ctrl+R", N_("Report an error")),
    ),
    Situation.FILLING: (
        Key("Tab", N_("Next field")),
        Key("Ctrl+1…6", N_("Channel")),
        Key("Ctrl+J", N_("Snippets")),
        Key("Alt+Enter", N_("Append more")),
    ),
    Situation.EDITING: (
        Key("Ctrl+J", N_("Snippets")),
        Key("Alt+Enter", N_("Append more")),
        Key("F2", N_("Back to the form")),
    ),
    Situation.NO_HIT: (Key("Ctrl+R", N_("Tell the team lead")),),
    Situation.NO_FIT: (
        Key("Enter", N_("Open")),
        _WHY,
        Key("Ctrl+R", N_("Tell the team lead")),
    ),
    Situation.EXPLAINING: (Key("↑ ↓", N_("Other entries")), Key("Ctrl+I", N_("Back to the entry"))),
    Situation.GUIDED: (
        Key("1…9", N_("Choose")),
        Key("A…", N_("Reply")),
        Key("Backspace", N_("Step back")),
        Key("Ctrl+C", N_("Copy the way")),
    ),
    Situation.SPEAKING: (
        Key("Space", N_("Start, pause")),
        Key("+ −", N_("Rate")),
        Key("↑ ↓", N_("Line")),
    ),
    Situation.NOTHING: (),
}
_INSIDE: Final = frozenset({
    Situation.READING, Situation.FILLING, Situation.EDITING, Situation.EXPLAINING, Situation.GUIDED,
    Situation.SPEAKING,
})  # fmt: skip


def hints(situation: Situation, *, searched: bool = True) -> tuple[Hint, ...]:
    """Return the keys worth showing now, the most useful first; `searched` where the list answers a query."""
    shown = (key for key in _KEYS[situation] if searched or key is not _WHY)
    last = Hint("Esc", _("Back") if situation in _INSIDE else _("Close"))
    return (*(Hint(key.key, str(key.does)) for key in shown), last)


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
        emptied(self._keys)
        for hint in shown:
            key = KeyHint(hint, self._theme, self)
            self._keys.addWidget(key)
            key.show()  # else it would wait for the next turn of the event loop where the bar is visible already
        self.setAccessibleDescription(", ".join(f"{hint.key}: {hint.does}" for hint in shown))
