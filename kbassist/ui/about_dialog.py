"""What this program is, which libraries it stands on, and where its folders lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kbassist import __version__
from kbassist.i18n import Text, _
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.screen_fit import keep_on_screen, room_for
from kbassist.ui.update_row import UpdateRow
from kbassist.updates.notice import UpdateNotice

LIBRARIES: Final = (
    "google-re2", "icalendar", "Markdown", "msgspec", "nh3", "numpy", "platformdirs", "PyNaCl", "pyperclip",
    "PySide6-Essentials", "python-liquid", "PyYAML", "rapidfuzz", "rich", "tomlkit", "typer", "watchfiles", "whoosh3",
)  # fmt: skip
_LICENCE_CLASSIFIER: Final = "License :: OSI Approved :: "
_ICON_SIZE: Final = 48


@dataclass(frozen=True, slots=True)
class LibraryLicence:
    """A library that the program uses."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the program, with what it is for."""

    name: Text
    path: Path


class AboutDialog(QDialog):
    """Shows version, folders and licences."""

    folder_wanted = Signal(Path)
    """Show this folder in the file browser."""

    update_wanted = Signal()
    """Show where the newer version lies."""

    def __init__(
        self, icon: QIcon, folders: Sequence[Folder], parent: QWidget | None = None, *, meaning: Text | None = None
    ) -> None:
        """`meaning` says what there is of the optional search by meaning."""
        super().__init__(parent)
        self._folders = tuple(folders)
        self._meaning_state, self._meaning = meaning, PlainLabel(tone="muted")
        self._meaning.setWordWrap(True)
        self._meaning.setVisible(meaning is not None)
        self._names: list[PlainLabel] = []
        self._opens: list[QPushButton] = []
        self._title, self._claim = PlainLabel(tone="title"), PlainLabel(tone="muted")
        self._update = UpdateRow()
        self._update.opened.connect(self.update_wanted)
        self._heading, self._list = PlainLabel(tone="heading"), QTreeWidget()
        self._close = QPushButton(default=True)  # our own: Qt would name a standard button in its own language
        self._close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(self._head(icon))
        layout.addWidget(self._update)
        layout.addLayout(self._folder_rows())
        layout.addWidget(self._heading)
        layout.addWidget(self._meaning)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self._fill_list()
        self.retranslate()

    def show_update(self, notice: UpdateNotice | None) -> None:
        """Show a newer version with what is new in it; None takes it away."""
        self._update.show_notice(notice)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("About kbassist"))
        self._title.setText(_("kbassist {version}").format(version=__version__))
        self._claim.setText(_("From a hotkey to the right, safe reply. Works offline; nothing leaves this computer."))
        self._heading.setText(_("Components and their licences"))
        self._meaning.setText(_("Search by meaning: {state}").format(state=self._meaning_state))
        self._list.setHeaderLabels([_("Component"), _("Version"), _("Licence")])
        self._list.setAccessibleName(_("Components and their licences"))
        for folder, name, button in zip(self._folders, self._names, self._opens, strict=True):
            name.setText(str(folder.name))
            button.setText(_("Open"))
            button.setAccessibleName(_("Open the folder: {name}").format(name=str(folder.name)))
        self._update.retranslate()
        self._close.setText(_("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the program's language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take a size that fits the letters."""
        super().showEvent(event)
        line = self.fontMetrics().lineSpacing()
        self.resize(self.size().expandedTo(QSize(line * 32, line * 30)).boundedTo(room_for(self)))
        keep_on_screen(self)

    def _head(self, icon: QIcon) -> QHBoxLayout:
        """Lay the icon beside name and version."""
        picture = PlainLabel()
        picture.setPixmap(icon.pixmap(_ICON_SIZE, _ICON_SIZE))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._claim)
        self._claim.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _folder_rows(self) -> QGridLayout:
        """Lay out the folders, each with a button that shows it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, folder in enumerate(self._folders):
            name, button = PlainLabel(tone="muted"), QPushButton(autoDefault=False)
            button.setProperty("tone", "quiet")
            button.clicked.connect(lambda _checked=False, path=folder.path: self.folder_wanted.emit(path))
            grid.addWidget(name, row, 0)
            grid.addWidget(ElidedLabel(str(folder.path)), row, 1)
            grid.addWidget(button, row, 2)
            self._names.append(name)
            self._opens.append(button)
        return grid

    def _fill_list(self) -> None:
        """Show the libraries."""
        self._list.setRootIsDecorated(False)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for library in licences():
            self._list.addTopLevelItem(QTreeWidgetItem([library.name, library.version, library.licence]))
        header = self._list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)


def licences(names: Sequence[str] = LIBRARIES) -> tuple[LibraryLicence, ...]:
    """Return version and licence of each library that is installed, as its own metadata say."""
    found = []
    for name in sorted(names, key=str.casefold):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append(LibraryLicence(about["Name"], about["Version"], _licence(about)))
    return tuple(found)


def _licence(about: metadata.PackageMetadata) -> str:
    """Return a licence in one line: its expression, else its classifiers, else the first line of its text."""
    values = about.json
    if expression := values.get("license_expression"):
        return str(expression)
    classifiers = [str(line) for line in values.get("classifier", ())]
    named = [line.removeprefix(_LICENCE_CLASSIFIER) for line in classifiers if line.startswith(_LICENCE_CLASSIFIER)]
    text = str(values.get("license", "")).strip()
    return " / ".join(named) or (text.splitlines()[0][:60] if text else "?")
