"""The problems of a library as a table: level, file, line, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_

PROBLEM_ROLE: Final = Qt.ItemDataRole.UserRole
SORT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
LEVELS: Final = (Level.ERROR, Level.WARNING, Level.INFO)
LEVEL_NAMES: Final = MappingProxyType(
    {Level.ERROR: N_("Error"), Level.WARNING: N_("Warning"), Level.INFO: N_("Note")}
)
_HEADERS: Final = (N_("Level"), N_("File"), N_("Line"), N_("Problem"), N_("What to do"))
_Index = QModelIndex | QPersistentModelIndex


class ProblemsModel(QAbstractTableModel):
    """One row per problem, in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()

    def show(self, problems: Sequence[Problem]) -> None:
        """Show these problems."""
        self.beginResetModel()
        self._problems = tuple(problems)
        self.endResetModel()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        if self._problems:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._problems) - 1, len(_HEADERS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_HEADERS) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of problems."""
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name."""
        if (
            orientation is Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
            and section < len(_HEADERS)
        ):
            return str(_HEADERS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its problem, or what it is sorted by."""
        if not index.isValid():
            return None
        problem = self._problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(problem)[index.column()]
        if role == PROBLEM_ROLE:
            return problem
        if role == SORT_ROLE:
            return _order(problem)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        return None


class ProblemsFilter(QSortFilterProxyModel):
    """The problems of one level or all, that hold a text in any column; sorted by level, then by file and line."""

    def __init__(self) -> None:
        super().__init__()
        self._level: Level | None = None
        self._words: tuple[str, ...] = ()
        self.setSortRole(SORT_ROLE)

    def narrow(self, level: Level | None, text: str) -> None:
        """Show problems of this level only (None: all) that hold every word of the text."""
        self.beginFilterChange()
        self._level, self._words = level, tuple(text.casefold().split())
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Tell whether a problem is shown."""
        problem = self.sourceModel().index(row, 0, parent).data(PROBLEM_ROLE)
        if self._level is not None and problem.level is not self._level:
            return False
        text = " ".join((*cells(problem), problem.rule)).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: _Index, right: _Index) -> bool:
        """Compare by the column's own value, then by level, file and line."""
        one, other = left.data(PROBLEM_ROLE), right.data(PROBLEM_ROLE)
        return bool((left.data(SORT_ROLE), *_order(one)) < (right.data(SORT_ROLE), *_order(other)))


def cells(problem: Problem) -> tuple[str, str, str, str, str]:
    """Return what the columns say of a problem."""
    repair = str(problem.repair.text) if problem.repair else ""
    return str(LEVEL_NAMES[problem.level]), problem.path, str(problem.line or ""), str(problem.message), repair


def can_mend(problem: Problem | None) -> bool:
    """Tell whether the program can make the repair by itself."""
    return problem is not None and problem.repair is not None and bool(problem.repair.edit or problem.repair.reencode)


def _order(problem: Problem) -> tuple[int, str, int, str, str]:
    """Return what each column is sorted by."""
    repair = str(problem.repair.text) if problem.repair else ""
    return LEVELS.index(problem.level), problem.path, problem.line, str(problem.message), repair
