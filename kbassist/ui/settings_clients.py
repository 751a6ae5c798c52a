"""The page of the settings about programs: how a reply is pasted into which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kbassist.i18n import _
from kbassist.settings import MOST_CLIENTS, Client, Settings
from kbassist.ui.client_fields import ClientFields, explained
from kbassist.ui.labels import PlainLabel, repolish
from kbassist.ui.locks import Locks

_LONGEST_NAME: Final = 260
_NAMED: Final = 2  # of the programs of a group
_ROW: Final = Qt.ItemDataRole.UserRole


class _Programs(QTreeWidget):
    """The table; Delete wishes the selected program away."""

    removal_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


class _Name(QLineEdit):
    """A line in which Enter does not reach the dialog's own button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter."""
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value}:
            event.accept()


class ClientsPage(QWidget):
    """Shows the user's programs, which can be changed, above those that are known anyway.

    The first that fits holds, so that a new one is put before the others. Where `clients` is `locked`, the list can
    only be read.
    """

    changed = Signal()

    def __init__(self, settings: Settings, *, locked: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._locks = Locks(locked)
        self._locked = self._locks.holds("clients")
        self._clients = list(settings.clients)
        self._known: list[tuple[tuple[str, ...], Client]] = []
        self._last = ""
        self._intro, self._note = _note(), _note()
        self._programs = _Programs()
        self._name = _Name(maxLength=_LONGEST_NAME)
        self._add, self._add_last, self._remove = (QPushButton(autoDefault=False) for _number in range(3))
        self._fields = ClientFields()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_known(self, built_in: Sequence[Client], last: str) -> None:
        """Show the known programs, in groups that are pasted into alike, and offer the one that was used last."""
        self._known, self._last = grouped(built_in), last
        self.retranslate()

    def taken_into(self, settings: Settings) -> Settings:
        """Return settings with the programs that this page shows."""
        return replace(settings, clients=tuple(self._clients))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._intro.setText(
            _("kbassist knows how to paste into common programs. What you set for one here goes before that.")
        )
        self._programs.setHeaderLabels([_("Program"), _("How a reply is pasted")])
        self._programs.setAccessibleName(_("Programs"))
        self._name.setPlaceholderText(_("Name of the program, e.g. WeChat*.exe"))
        self._name.setAccessibleName(_("Name of the program"))
        self._add.setText(_("Add"))
        self._add_last.setText(_("Add {program}").format(program=self._last).replace("&", "&&"))
        self._add_last.setToolTip(_("The program that you came from last"))
        self._remove.setText(_("Remove"))
        self._fields.retranslate()
        self._show_all(self._row())
        self._locks.retranslate()

    def _lay_out(self) -> None:
        self._programs.setRootIsDecorated(False)
        self._programs.setUniformRowHeights(True)
        self._programs.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._programs.setTabKeyNavigation(False)
        self._programs.setColumnCount(2)
        head = self._programs.header()
        head.setSectionsMovable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self._programs.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._locks.note)
        column.addWidget(self._intro)
        column.addWidget(self._programs, 1)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self._name, 1)
        buttons = (self._add, self._add_last, self._remove)
        for button in buttons:
            adding.addWidget(button)
        self._locks.beside(adding, "clients", self._name, *buttons, self._fields, title=self._programs)
        column.addLayout(adding)
        column.addWidget(self._note)
        column.addWidget(self._fields)

    def _connect(self) -> None:
        self._add.clicked.connect(lambda: self._add_program(self._name.text()))
        self._add_last.clicked.connect(lambda: self._add_program(self._last))
        self._remove.clicked.connect(self._remove_program)
        self._programs.removal_wanted.connect(self._remove_program)
        self._programs.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self._name.textChanged.connect(lambda _text: self._say(""))
        self._name.returnPressed.connect(lambda: self._add_program(self._name.text()))
        self._fields.changed.connect(self._take)

    def _row(self) -> int:
        """Return the number of the user's program that is selected; -1 for one that is known anyway."""
        item = self._programs.currentItem()
        number = item.data(0, _ROW) if item else None
        return int(number) if number is not None else -1

    def _show_all(self, row: int) -> None:
        """Fill the table: the user's programs, then the known ones, greyed."""
        width = self._programs.columnWidth(0)
        self._programs.blockSignals(True)
        self._programs.clear()
        for number, client in enumerate(self._clients):
            item = self._item(client.match, client)
            item.setData(0, _ROW, number)
        for names, client in self._known:
            item = self._item(_some(names), client)
            item.setToolTip(0, ", ".join(names))
            for column in (0, 1):
                item.setForeground(column, self.palette().placeholderText())
        self._programs.blockSignals(False)
        self._programs.setColumnWidth(0, max(width, self.fontMetrics().averageCharWidth() * 20))
        if (chosen := self._programs.topLevelItem(max(row, 0))) is not None:
            self._programs.setCurrentItem(chosen)
        self._add_last.setVisible(bool(self._last) and not self._has(self._last))
        self._show_current()

    def _item(self, name: str, client: Client) -> QTreeWidgetItem:
        words = explained(client)
        item = QTreeWidgetItem([name, words])
        item.setToolTip(1, words)
        self._programs.addTopLevelItem(item)
        return item

    def _show_current(self) -> None:
        row = self._row()
        self._remove.setEnabled(row >= 0 and not self._locked)
        self._fields.setEnabled(row >= 0 and not self._locked)
        if row >= 0:
            self._fields.show_client(self._clients[row])
        elif (item := self._programs.currentItem()) is not None:
            at = self._programs.indexOfTopLevelItem(item) - len(self._clients)
            self._fields.show_client(self._known[at][1])

    def _take(self) -> None:
        """Take over what was chosen for the selected program."""
        row = self._row()
        if row >= 0:
            self._clients[row] = self._fields.taken_into(self._clients[row])
            words = explained(self._clients[row])
            if (item := self._programs.topLevelItem(row)) is not None:
                item.setText(1, words)
                item.setToolTip(1, words)
            self.changed.emit()

    def _add_program(self, typed: str) -> None:
        name = typed.strip()
        if not name:
            self._say(_("Type the name of the program first, as the task manager shows it."), wrong=True)
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._has(name):
            self._say(_("{program} is in the list already.").format(program=name), wrong=True)
        elif len(self._clients) >= MOST_CLIENTS:
            self._say(_("There can be {n} programs at most.").format(n=MOST_CLIENTS), wrong=True)
        else:
            self._clients.insert(0, Client(name))  # the first that fits holds
            self._name.clear()
            self._show_all(0)
            self._say(_("{program} is added. Choose below what is special about it.").format(program=name))
            self._programs.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _remove_program(self) -> None:
        row = self._row()
        if row >= 0 and not self._locked:
            gone = self._clients.pop(row)
            self._show_all(min(row, max(len(self._clients) - 1, 0)))
            self._say(_("{program} is removed.").format(program=gone.match))
            self._programs.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _has(self, name: str) -> bool:
        return any(client.match.casefold() == name.casefold() for client in self._clients)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._note.setText(words)
        repolish(self._note, "tone", "error" if wrong else "muted")


def grouped(clients: Sequence[Client]) -> list[tuple[tuple[str, ...], Client]]:
    """Return the names of neighbours that are pasted into alike, with one of them for how."""
    groups = groupby(clients, key=lambda client: replace(client, match="*"))
    return [(tuple(client.match for client in members), how) for how, members in groups]


def _some(names: tuple[str, ...]) -> str:
    more = "…" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _note() -> PlainLabel:
    label = PlainLabel(tone="muted")
    label.setWordWrap(True)
    return label
