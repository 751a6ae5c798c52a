"""The window with everything that is wrong in the library, and the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kbassist.content.problem import Level, Problem
from kbassist.i18n import _, ngettext
from kbassist.ui.labels import PlainLabel
from kbassist.ui.problems_model import (
    LEVEL_NAMES,
    LEVELS,
    PROBLEM_ROLE,
    ProblemsFilter,
    ProblemsModel,
    can_mend,
    cells,
)
from kbassist.ui.screen_fit import keep_on_screen, room_for

_WIDTHS = (5, 14, 4, 20)  # of the columns, in lines of text


class ProblemsWindow(QWidget):
    """Shows problems; emits what the user wants to do about one."""

    edit_wanted = Signal(str, int)
    """Path relative to the library, and line (0: the whole file)."""
    repair_wanted = Signal(object)
    """The `Problem` whose mechanical repair is to be made."""
    check_wanted = Signal()
    """Look at the library again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("problems")
        self._model, self._filter = ProblemsModel(), ProblemsFilter()
        self._filter.setSourceModel(self._model)
        self._words, self._level = QLineEdit(clearButtonEnabled=True), QComboBox()
        self._table = QTableView()
        self._detail = PlainLabel()
        self._count = PlainLabel(tone="muted")
        self._edit, self._mend, self._copy, self._check = (QPushButton() for _number in range(4))
        self._sized = False
        self._build()
        self._set_up_table()
        self._connect()
        self.retranslate()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems instead; the one that was chosen stays so, where it still stands."""
        chosen = self.chosen()
        self._model.show(problems)
        self._choose(chosen)
        self._tell()

    def chosen(self) -> Problem | None:
        """Return the problem of the current row."""
        index = self._table.currentIndex()
        problem: Problem | None = index.data(PROBLEM_ROLE) if index.isValid() else None
        return problem

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(_("Problems in the library"))
        self._words.setPlaceholderText(_("Filter"))
        self._words.setAccessibleName(_("Filter"))
        self._level.setAccessibleName(_("Level"))
        self._table.setAccessibleName(_("Problems in the library"))
        for index, name in enumerate((_("All levels"), *(str(LEVEL_NAMES[level]) for level in LEVELS))):
            self._level.setItemText(index, name)
        self._edit.setText(_("Open the file"))
        self._mend.setText(_("Repair"))
        self._copy.setText(_("Copy all"))
        self._check.setText(_("Check again"))
        self._model.retranslate()
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the program's language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, take a size that fits letters and screen."""
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            line = self.fontMetrics().lineSpacing()
            self.resize(QSize(line * 56, line * 32).boundedTo(room_for(self)))
            keep_on_screen(self)
            for column, width in enumerate(_WIDTHS):
                self._table.setColumnWidth(column, line * width)
            self._table.verticalHeader().setDefaultSectionSize(line + line // 2)

    def _build(self) -> None:
        """Lay the filter above the table, and what is said of one problem below it."""
        self._level.addItem("", None)
        for level in LEVELS:
            self._level.addItem("", level)
        self._detail.setWordWrap(True)
        self._detail.setMinimumHeight(self._detail.fontMetrics().lineSpacing() * 3)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        bottom.setSpacing(8)
        top.addWidget(self._words, 1)
        top.addWidget(self._level)
        bottom.addWidget(self._count, 1)
        for button in (self._check, self._copy, self._edit, self._mend):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._detail)
        layout.addLayout(bottom)

    def _set_up_table(self) -> None:
        """Make the table a calm list of rows."""
        table = self._table
        table.setModel(self._filter)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _connect(self) -> None:
        """Join the widgets to what they do."""
        self._words.textChanged.connect(self._narrow)
        self._level.currentIndexChanged.connect(self._narrow)
        self._table.doubleClicked.connect(self._open)
        self._table.selectionModel().currentRowChanged.connect(self._tell)
        self._edit.clicked.connect(self._open)
        self._mend.clicked.connect(self._repair)
        self._copy.clicked.connect(self._copy_all)
        self._check.clicked.connect(self.check_wanted)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self._table, self._open, context=context)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._words.setFocus)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.check_wanted.emit)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _narrow(self) -> None:
        """Show what fits the filter."""
        level = self._level.currentData()  # Qt gives the plain text of the name back
        self._filter.narrow(Level(level) if level else None, self._words.text())
        self._tell()

    def _choose(self, problem: Problem | None) -> None:
        """Make the row of this problem the current one; the first row where it is gone."""
        rows = range(self._filter.rowCount())
        index = (
            self._filter.index(row, 0) for row in rows if self._filter.index(row, 0).data(PROBLEM_ROLE) == problem
        )
        self._table.setCurrentIndex(next(index, self._filter.index(0, 0)))

    def _tell(self, *_rows: QModelIndex) -> None:
        """Say all of the chosen problem, and how many there are."""
        problem = self.chosen()
        self._detail.setText("\n".join(filter(None, cells(problem)[3:])) if problem else "")
        self._edit.setEnabled(problem is not None)
        self._mend.setEnabled(can_mend(problem))
        shown, total = self._filter.rowCount(), self._model.rowCount()
        self._copy.setEnabled(shown > 0)
        if not total:
            self._count.setText(_("No problems: the library is in order."))
        elif shown == total:
            self._count.setText(ngettext("{n} problem", "{n} problems", total).format(n=total))
        else:
            self._count.setText(_("{shown} of {total} problems").format(shown=shown, total=total))

    def _open(self) -> None:
        """Wish to see the file at the line."""
        if problem := self.chosen():
            self.edit_wanted.emit(problem.path, problem.line)

    def _repair(self) -> None:
        """Wish for the mechanical repair."""
        problem = self.chosen()
        if can_mend(problem):
            self.repair_wanted.emit(problem)

    def _copy_all(self) -> None:
        """Copy the problems that are shown, one a line, with tabs between the columns."""
        problems = (self._filter.index(row, 0).data(PROBLEM_ROLE) for row in range(self._filter.rowCount()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells(problem)) for problem in problems))
