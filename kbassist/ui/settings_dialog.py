"""The settings dialog: a few choices, each explained by what it does, looks shown while they are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kbassist.desktop.ports import Shortcut
from kbassist.i18n import N_, Text, _
from kbassist.settings import Client, Settings
from kbassist.ui.hotkey_recorder import Check, HotkeyRecorder
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.settings_clients import ClientsPage
from kbassist.ui.settings_replies import RepliesPage
from kbassist.ui.settings_search import SearchPage

_LANGUAGES = (("system", N_("As the system")), ("zh_CN", Text("中文")), ("en", Text("English")))
_THEMES = (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")))
_SCALES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_TYPING_MS = 300


@dataclass(frozen=True, slots=True)
class FolderNote:
    """What a folder holds (`good`), or what is wrong with it."""

    good: bool
    text: Text


Describe = Callable[[str, Callable[[FolderNote], None]], None]
"""Looks at a folder (empty: the sample library) elsewhere, and tells the note on the GUI thread, soon or late."""


class SettingsDialog(QDialog):
    """Shows settings and lets them be changed.

    `channels` are the team's channel names; `meaning_installed` tells whether meanings can be compared here.
    Language, theme and text size are told by `tried` as they are chosen, and once more as they were when the dialog
    is cancelled; `saved` tells what is to be kept. A slot of `saved` that fails calls `show_error`, and the dialog
    stays.
    """

    saved = Signal(object)
    """The `Settings` to keep."""
    tried = Signal(object)
    """`Settings` whose look is to be shown now, but not kept."""
    recording_changed = Signal(bool)
    """Whether the hotkey field listens, so that the bound hotkey must be let go for the moment."""
    forget_wanted = Signal()
    """What the search learnt from the agent's choices is to be forgotten; `show_forgotten` answers."""

    def __init__(
        self,
        settings: Settings,
        channels: Sequence[str],
        check: Check,
        describe: Describe,
        *,
        meaning_installed: bool = False,
    ) -> None:
        super().__init__()
        self._kept = settings
        self._describe = describe
        self._failed = False
        self._hotkey = HotkeyRecorder(Shortcut(settings.hotkey), check)
        self._reset = QPushButton(autoDefault=False)
        self._remark = PlainLabel(tone="muted")
        self._library = QLineEdit(settings.library)
        self._browse = QPushButton(autoDefault=False)
        self._note = PlainLabel(tone="muted")
        self._name = QLineEdit(settings.agent_name, maxLength=100)
        self._signature = QPlainTextEdit(settings.agent_signature, tabChangesFocus=True)
        self._channel = _combo(("", *channels), settings.channel)
        self._language = _combo([name for name, _text in _LANGUAGES], settings.language)
        self._theme = _combo([name for name, _text in _THEMES], settings.theme)
        self._scale = _combo(_SCALES, settings.font_scale)
        self._search = SearchPage(settings, meaning_installed=meaning_installed)
        self._replies = RepliesPage(settings)
        self._programs = ClientsPage(settings)
        self._pages = QTabWidget(documentMode=True)
        self._error = PlainLabel(tone="error")
        self._ok, self._cancel, self._apply_button = QPushButton(), QPushButton(), QPushButton()
        self._labels: list[tuple[PlainLabel, Text, QWidget | None]] = []
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._outer = QVBoxLayout(self)
        self._build()
        self._connect()
        self.retranslate()
        self._changed()
        self._look_at_folder()

    def settings(self) -> Settings:
        """Return what the dialog shows now."""
        general = replace(
            self._kept,
            library=self._library.text().strip(),
            language=self._language.currentData(),
            theme=self._theme.currentData(),
            hotkey=self._hotkey.recorded().text,
            agent_name=self._name.text().strip(),
            agent_signature=self._signature.toPlainText().rstrip(),
            channel=self._channel.currentData(),
            font_scale=self._scale.currentData(),
        )
        return self._programs.taken_into(self._replies.taken_into(self._search.taken_into(general)))

    def show_error(self, sentence: str) -> None:
        """Say why the settings could not be kept; the dialog stays open."""
        self._failed = True
        self._error.setText(sentence)
        self._error.show()
        self._make_room()

    def show_forgotten(self) -> None:
        """Say that the choices are forgotten."""
        self._search.show_forgotten()

    def show_programs(self, built_in: Sequence[Client], last: str) -> None:
        """Show which programs are known anyway, and offer the one that the agent came from last (empty: none)."""
        self._programs.show_known(built_in, last)

    def show_meaning_progress(self, done: int, total: int) -> None:
        """Show how many entries have been read for their meaning."""
        self._search.show_meaning_progress(done, total)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("Settings"))
        self._pages.setTabText(0, _("General"))
        self._pages.setTabText(1, _("Search"))
        self._pages.setTabText(2, _("Replies"))
        self._pages.setTabText(3, _("Programs"))
        for page in (self._search, self._replies, self._programs):
            page.retranslate()
        for label, text, field in self._labels:
            label.setText(str(text))
            if field is not None and field is not self._hotkey:
                field.setAccessibleName(str(text))
        self._reset.setText(_("Default"))
        self._browse.setText(_("Browse…"))
        self._library.setPlaceholderText(_("The sample library"))
        self._name.setPlaceholderText(_("as customers know you"))
        self._name_choices()
        self._hotkey.retranslate()
        self._ok.setText(_("OK"))
        self._cancel.setText(_("Cancel"))
        self._apply_button.setText(_("Apply"))
        self._look_at_folder()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the program's language and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.isVisible():
            self._fit_letters()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that the letters need."""
        super().showEvent(event)
        self._fit_letters()
        if not event.spontaneous():
            self.resize(self.width(), self._outer.totalHeightForWidth(self.width()))

    def accept(self) -> None:
        """Keep and close; where keeping failed, stay."""
        self._apply()
        if not self._failed:
            super().accept()

    def reject(self) -> None:
        """Close, and show the look as it was."""
        if _look(self.settings()) != _look(self._kept):
            self.tried.emit(self._kept)
        super().reject()

    def _build(self) -> None:
        """Lay the fields out on three pages, the first in four groups."""
        general = QWidget()
        grid = QGridLayout(general)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._heading(grid, N_("Opening the search"))
        self._row(grid, N_("Keys"), self._hotkey, self._reset)
        self._below(grid, self._remark)
        self._heading(grid, N_("Library"))
        self._row(grid, N_("Library folder"), self._library, self._browse)
        self._below(grid, self._note)
        self._heading(grid, N_("You"))
        self._row(grid, N_("Your name"), self._name)
        self._row(grid, N_("Your signature"), self._signature)
        self._row(grid, N_("First channel"), self._channel)
        self._heading(grid, N_("Look"))
        self._row(grid, N_("Language"), self._language)
        self._row(grid, N_("Theme"), self._theme)
        self._row(grid, N_("Text size"), self._scale)
        self._error.setWordWrap(True)
        self._error.hide()
        outer = self._outer
        outer.setContentsMargins(24, 16, 24, 20)
        grid.setRowStretch(grid.rowCount(), 1)
        self._pages.tabBar().setDrawBase(False)
        for page in (general, self._search, self._replies, self._programs):
            self._pages.addTab(page, "")
        outer.addWidget(self._pages, 1)
        outer.addSpacing(12)
        outer.addWidget(self._error)
        outer.addWidget(self._button_row())

    def _button_row(self) -> QDialogButtonBox:
        """Put the buttons in the desktop's order; they are our own, since Qt names its own in its language."""
        row = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        for button, part in (
            (self._ok, role.AcceptRole),
            (self._cancel, role.RejectRole),
            (self._apply_button, role.ApplyRole),
        ):
            row.addButton(button, part)
        self._ok.setDefault(True)
        row.accepted.connect(self.accept)
        row.rejected.connect(self.reject)
        return row

    def _heading(self, grid: QGridLayout, text: Text) -> None:
        """Begin a group."""
        label = PlainLabel(tone="heading")
        label.setContentsMargins(0, 0 if grid.rowCount() == 1 else 10, 0, 0)
        grid.addWidget(label, grid.rowCount(), 0, 1, 2)
        self._labels.append((label, text, None))

    def _row(self, grid: QGridLayout, text: Text, field: QWidget, beside: QPushButton | None = None) -> None:
        """Add a field with its label before it, and perhaps a button after it."""
        label = PlainLabel(tone="label")
        label.setBuddy(field)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(field, 1)
        if beside:
            line.addWidget(beside)
        row = grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop if isinstance(field, QPlainTextEdit) else Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(label, row, 0, top)
        grid.addLayout(line, row, 1)
        self._labels.append((label, text, field))

    def _below(self, grid: QGridLayout, label: PlainLabel) -> None:
        """Add a line of explanation under the last field; it keeps its height, so that nothing jumps."""
        label.setWordWrap(True)
        grid.addWidget(label, grid.rowCount(), 1)

    def _connect(self) -> None:
        """Join the fields to what they change."""
        self._hotkey.changed.connect(self._changed)
        self._hotkey.refused.connect(self._show_remark)
        self._hotkey.recording_changed.connect(self.recording_changed)
        self._reset.clicked.connect(lambda: self._hotkey.set_shortcut(Shortcut(Settings().hotkey)))
        self._browse.clicked.connect(self._choose_folder)
        self._library.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._look_at_folder)
        for edit in (self._library, self._name):
            edit.textChanged.connect(self._changed)
        self._signature.textChanged.connect(self._changed)
        self._channel.currentIndexChanged.connect(self._changed)
        self._search.changed.connect(self._changed)
        self._replies.changed.connect(self._changed)
        self._programs.changed.connect(self._changed)
        self._search.forget_wanted.connect(self.forget_wanted)
        for combo in (self._language, self._theme, self._scale):
            combo.activated.connect(self._try)
        self._apply_button.clicked.connect(self._apply)

    def _name_choices(self) -> None:
        """Name the choices of the lists in the language in use."""
        for combo, names in ((self._language, _LANGUAGES), (self._theme, _THEMES)):
            for index, (_value, text) in enumerate(names):
                combo.setItemText(index, str(text))
        for index, scale in enumerate(_SCALES):
            self._scale.setItemText(index, f"{scale:.0%}")
        self._channel.setItemText(0, _("The team's first"))

    def _changed(self) -> None:
        """Offer Apply where something is to be kept."""
        different = self.settings() != self._kept
        self._apply_button.setEnabled(different)
        self._error.hide()
        self._failed = False

    def _try(self) -> None:
        """Show the look just chosen."""
        self._changed()
        self.tried.emit(self.settings())

    def _apply(self) -> None:
        """Keep what is shown, where it differs."""
        self._failed = False
        chosen = self.settings()
        if chosen != self._kept:
            self.saved.emit(chosen)
        if not self._failed:
            self._kept = chosen
            self._changed()

    def _show_remark(self, sentence: str) -> None:
        """Say why a shortcut cannot be used."""
        self._remark.setText(sentence)
        repolish(self._remark, "tone", "error" if sentence else "muted")
        self._make_room()

    def _fit_letters(self) -> None:
        """Take sizes from the letters: thirty lines wide, three lines of signature."""
        line = self.fontMetrics().lineSpacing()
        self._signature.setFixedHeight(line * 4)
        for label in (self._remark, self._note):
            label.setMinimumHeight(line)
        self.setMinimumWidth(line * 30)
        self._make_room()

    def _make_room(self) -> None:
        """Grow where a sentence has become longer than its line; never shrink under the user's hand."""
        if not self.isVisible():
            return
        self._outer.invalidate()
        self._outer.activate()
        self.resize(self.width(), max(self.height(), self._outer.totalHeightForWidth(self.width())))

    def _choose_folder(self) -> None:
        """Let the user pick the library's folder."""
        start = self._library.text() or str(Path.home())
        if chosen := QFileDialog.getExistingDirectory(self, _("Library folder"), start):
            self._library.setText(chosen)

    def _look_at_folder(self) -> None:
        """Ask what the folder holds; an answer that comes when another is shown is dropped."""
        folder = self._library.text().strip()

        def show(note: FolderNote) -> None:
            if folder == self._library.text().strip():
                self._note.setText(str(note.text))
                repolish(self._note, "tone", "muted" if note.good else "error")
                self._make_room()

        self._describe(folder, show)


def _combo(values: Sequence[object], chosen: object) -> QComboBox:
    """Make a list of values; one that is not in it (a channel that the team dropped) is added."""
    combo = QComboBox()
    for value in values if chosen in values else (*values, chosen):
        combo.addItem(str(value), value)
    combo.setCurrentIndex(combo.findData(chosen))
    return combo


def _look(settings: Settings) -> tuple[str, str, float]:
    """Return what can be seen of settings while they are chosen."""
    return settings.language, settings.theme, settings.font_scale
