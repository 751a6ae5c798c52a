"""The first page of the settings: how the search is opened, the library, who the agent is, and the look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from kbassist.desktop.ports import Shortcut
from kbassist.i18n import N_, Text, _
from kbassist.settings import Settings
from kbassist.ui.hotkey_recorder import Check, HotkeyRecorder
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.locks import Locks

_LANGUAGES = (("system", N_("As the system")), ("zh_CN", Text("中文")), ("en", Text("English")))
_THEMES = (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")))
_SCALES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_TYPING_MS = 300
_SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class FolderNote:
    """What a folder holds (`good`), or what is wrong with it."""

    good: bool
    text: Text


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whether the program starts when the user signs in, and whether the user may change that."""

    on: bool
    changeable: bool


Describe = Callable[[str, Callable[[FolderNote], None]], None]
"""Looks at a folder (empty: the sample library) elsewhere, and tells the note on the GUI thread, soon or late."""


class GeneralPage(QWidget):
    """Shows the settings that everybody looks for; `channels` are the team's channel names.

    `default_keys` are the keys that open the search where the user chose none.

    `sign_in` is None where nothing can start the program at sign-in; it is no setting, and asked for by `starts`.
    """

    changed = Signal()
    look_chosen = Signal()
    """Another language, theme or text size was chosen, to be shown at once."""
    recording_changed = Signal(bool)
    """Whether the hotkey field listens, so that the bound hotkey must be let go for the moment."""
    grown = Signal()
    """A sentence has become longer, perhaps than its line."""

    def __init__(  # noqa: PLR0913 - what it shows beside the settings
        self,
        settings: Settings,
        channels: Sequence[str],
        check: Check,
        describe: Describe,
        *,
        locked: frozenset[str] = frozenset(),
        sign_in: SignIn | None = None,
        default_keys: str = Settings().hotkey,
    ) -> None:
        super().__init__()
        self._default_keys = Shortcut(default_keys)
        self._describe = describe
        self._sign_in = sign_in if sign_in is not None and (sign_in.on or sign_in.changeable) else None
        decided = {_SIGN_IN} if self._sign_in is not None and not self._sign_in.changeable else set[str]()
        self._locks = Locks(locked | decided)
        self._hotkey = HotkeyRecorder(Shortcut(settings.hotkey), check)
        self._reset, self._browse = QPushButton(autoDefault=False), QPushButton(autoDefault=False)
        self._remark, self._note = PlainLabel(tone="muted"), PlainLabel(tone="muted")
        self._start = QCheckBox()
        self._library = QLineEdit(settings.library)
        self._name = QLineEdit(settings.agent_name, maxLength=100)
        self._signature = QPlainTextEdit(settings.agent_signature, tabChangesFocus=True)
        self._channel = _combo(("", *channels), settings.channel)
        self._language = _combo([name for name, _text in _LANGUAGES], settings.language)
        self._theme = _combo([name for name, _text in _THEMES], settings.theme)
        self._scale = _combo(_SCALES, settings.font_scale)
        self._labels: list[tuple[PlainLabel, Text, QWidget | None]] = []
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._grid = QGridLayout(self)
        self._start.setChecked(self._sign_in is not None and self._sign_in.on)
        self._lay_out()
        self._connect()
        self.retranslate()

    def taken_into(self, settings: Settings) -> Settings:
        """Return settings with what this page shows."""
        return replace(
            settings,
            library=_without_blanks(self._library.text(), settings.library),
            language=self._language.currentData(),
            theme=self._theme.currentData(),
            hotkey=self._hotkey.recorded().text,
            agent_name=_without_blanks(self._name.text(), settings.agent_name),
            agent_signature=_without_blanks(self._signature.toPlainText(), settings.agent_signature, str.rstrip),
            channel=self._channel.currentData(),
            font_scale=self._scale.currentData(),
        )

    def starts(self) -> bool:
        """Tell whether the program is to start at sign-in, as the page shows it."""
        return self._start.isChecked()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for label, text, field in self._labels:
            label.setText(str(text))
            if field is not None and field is not self._hotkey:
                field.setAccessibleName(str(text))
        self._reset.setText(_("Default"))
        self._start.setText(_("Start when I sign in"))
        self._browse.setText(_("Browse…"))
        self._library.setPlaceholderText(_("The sample library"))
        self._name.setPlaceholderText(_("as customers know you"))
        self._name_choices()
        self._hotkey.retranslate()
        self._locks.retranslate()
        self.look_at_folder()

    def fit_letters(self) -> None:
        """Take heights from the letters: three lines of signature, one for each remark."""
        line = self.fontMetrics().lineSpacing()
        self._signature.setFixedHeight(line * 4)
        for label in (self._remark, self._note):
            label.setMinimumHeight(line)

    def look_at_folder(self) -> None:
        """Ask what the folder holds; an answer that comes when another is shown is dropped."""
        folder = self._library.text().strip()

        def show(note: FolderNote) -> None:
            if folder == self._library.text().strip():
                self._note.setText(str(note.text))
                repolish(self._note, "tone", "muted" if note.good else "error")
                self.grown.emit()

        self._describe(folder, show)

    def _lay_out(self) -> None:
        """Lay the fields out in four groups."""
        grid = self._grid
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._locks.note, 0, 0, 1, 2)
        self._heading(N_("Opening the search"))
        self._row("hotkey", N_("Keys"), self._hotkey, self._reset)
        self._below(self._remark)
        self._sign_in_row()
        self._heading(N_("Library"))
        self._row("library", N_("Library folder"), self._library, self._browse)
        self._below(self._note)
        self._heading(N_("You"))
        self._row("agent_name", N_("Your name"), self._name)
        self._row("agent_signature", N_("Your signature"), self._signature)
        self._row("channel", N_("First channel"), self._channel)
        self._heading(N_("Look"))
        self._row("language", N_("Language"), self._language)
        self._row("theme", N_("Theme"), self._theme)
        self._row("font_scale", N_("Text size"), self._scale)
        grid.setRowStretch(grid.rowCount(), 1)

    def _heading(self, text: Text) -> None:
        """Begin a group."""
        label = PlainLabel(tone="heading")
        label.setContentsMargins(0, 10 if self._labels else 0, 0, 0)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)
        self._labels.append((label, text, None))

    def _row(self, name: str, text: Text, field: QWidget, beside: QPushButton | None = None) -> None:
        """Add a field with its label before it, and perhaps a button and a lock after it."""
        label = PlainLabel(tone="label")
        label.setBuddy(field)
        fields = (field, beside) if beside is not None else (field,)
        line = QHBoxLayout()
        line.setSpacing(8)
        for at, one in enumerate(fields):
            line.addWidget(one, 0 if at else 1)
        self._locks.beside(line, name, *fields)
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop if isinstance(field, QPlainTextEdit) else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, row, 0, top)
        self._grid.addLayout(line, row, 1)
        self._labels.append((label, text, field))

    def _sign_in_row(self) -> None:
        if self._sign_in is not None:
            self._grid.addLayout(self._locks.line(_SIGN_IN, self._start), self._grid.rowCount(), 1)

    def _below(self, label: PlainLabel) -> None:
        """Add a line of explanation under the last field; it keeps its height, so that nothing jumps."""
        label.setWordWrap(True)
        self._grid.addWidget(label, self._grid.rowCount(), 1)

    def _connect(self) -> None:
        """Join the fields to what they change."""
        self._hotkey.changed.connect(self.changed)
        self._hotkey.refused.connect(self._show_remark)
        self._hotkey.recording_changed.connect(self.recording_changed)
        self._reset.clicked.connect(lambda: self._hotkey.set_shortcut(self._default_keys))
        self._start.toggled.connect(self.changed)
        self._browse.clicked.connect(self._choose_folder)
        self._library.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self.look_at_folder)
        for edit in (self._library, self._name, self._signature):
            edit.textChanged.connect(self.changed)
        self._channel.currentIndexChanged.connect(self.changed)
        for combo in (self._language, self._theme, self._scale):
            combo.activated.connect(self.look_chosen)

    def _name_choices(self) -> None:
        """Name the choices of the lists in the language in use."""
        for combo, names in ((self._language, _LANGUAGES), (self._theme, _THEMES)):
            for index, (_value, text) in enumerate(names):
                combo.setItemText(index, str(text))
        for index, scale in enumerate(_SCALES):
            self._scale.setItemText(index, f"{scale:.0%}")
        self._channel.setItemText(0, _("The team's first"))

    def _show_remark(self, sentence: str) -> None:
        """Say why a shortcut cannot be used."""
        self._remark.setText(sentence)
        repolish(self._remark, "tone", "error" if sentence else "muted")
        self.grown.emit()

    def _choose_folder(self) -> None:
        """Let the user pick the library's folder."""
        start = self._library.text() or str(Path.home())
        if chosen := QFileDialog.getExistingDirectory(self, _("Library folder"), start):
            self._library.setText(chosen)


def _without_blanks(shown: str, given: str, strip: Callable[[str], str] = str.strip) -> str:
    """Return what is shown without blanks around it; what was given where only they differ, which nobody sees."""
    return given if strip(shown) == strip(given) else strip(shown)


def _combo(values: Sequence[object], chosen: object) -> QComboBox:
    """Make a list of values; one that is not in it (a channel that the team dropped) is added."""
    combo = QComboBox()
    for value in values if chosen in values else (*values, chosen):
        combo.addItem(str(value), value)
    combo.setCurrentIndex(combo.findData(chosen))
    return combo
