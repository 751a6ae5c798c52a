"""The rows of the list: headings and hits, as a Qt model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kbassist.content.model import Kind
from kbassist.i18n import _
from kbassist.search.results import Badge, Hit
from kbassist.ui.quick_keys import PICK_KEYS

ROW: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, or a hit with the number of its Alt key (0: none)."""

    heading: str = ""
    hit: Hit | None = None
    number: int = 0


def rows(groups: Iterable[tuple[str, tuple[Hit, ...]]]) -> tuple[Row, ...]:
    """Lay out groups of hits under their headings (no heading where it is empty), numbered from 1 to 9."""
    result: list[Row] = []
    number = 0
    for heading, hits in groups:
        if heading and hits:
            result.append(Row(heading=heading))
        for hit in hits:
            number += 1
            result.append(Row(hit=hit, number=number if number <= PICK_KEYS else 0))
    return tuple(result)


def kind_name(kind: Kind) -> str:
    """Return the name of a kind of entry as the badge shows it."""
    return {Kind.MACRO: _("Reply"), Kind.ARTICLE: _("Article"), Kind.GUIDE: _("Guide")}[kind]


def badge_name(badge: Badge, locale: str) -> str:
    """Return the words of a badge; that of a foreign entry is its language."""
    if badge is Badge.FOREIGN:
        return _language_name(locale)
    return {
        Badge.TO_BE_CHECKED: _("To check"),
        Badge.EXPIRING: _("Expiring"),
        Badge.PINNED: _("Pinned"),
        Badge.BASIS: _("Basis changed"),
    }[badge]


def _language_name(locale: str) -> str:
    language = locale.split("-", maxsplit=1)[0].lower()
    return {"en": _("English"), "zh": _("Chinese")}.get(language, locale)


def full_title(hit: Hit) -> str:
    """Return the title with the section that matched."""
    return f"{hit.title.text} › {hit.section}" if hit.section else hit.title.text


def spoken(row: Row) -> str:
    """Return what a screen reader says of a row."""
    if row.hit is None:
        return row.heading
    hit = row.hit
    parts = [full_title(hit), kind_name(hit.kind), hit.shortcut]
    parts += [badge_name(badge, hit.locale) for badge in hit.badges]
    parts += [hit.snippet.text, f"Alt+{row.number}" if row.number else ""]
    return ", ".join(part for part in parts if part)


class ResultsModel(QAbstractListModel):
    """The rows that are shown now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown now."""
        return self._rows

    def hit(self, row: int) -> Hit | None:
        """Return the hit of a row; None for a heading or a row that is not there."""
        return self._rows[row].hit if 0 <= row < len(self._rows) else None

    def find(self, key: str, anchor: str) -> int:
        """Return the row of a section, else the first row of its entry, else -1."""
        places = [at for at, row in enumerate(self._rows) if row.hit and row.hit.key == key]
        exact = [at for at in places if (hit := self._rows[at].hit) and hit.anchor == anchor]
        return (exact or places or [-1])[0]

    def numbered(self, number: int) -> int:
        """Return the row of an Alt key; -1 where there is none."""
        return next((at for at, row in enumerate(self._rows) if row.number == number), -1)

    def first(self) -> int:
        """Return the first row that can be chosen; -1 where there is none."""
        return next((at for at, row in enumerate(self._rows) if row.hit), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a row, what is said of it, or the row itself."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return full_title(row.hit) if row.hit else row.heading
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be selected."""
        if not index.isValid() or self._rows[index.row()].hit is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
