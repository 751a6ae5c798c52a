"""The table of problems: order, filter, and what can be done about one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kbassist.content.problem import Edit, Level, Problem, Repair
from kbassist.i18n import N_, use_language
from kbassist.ui.problems_model import ProblemsFilter, ProblemsModel
from kbassist.ui.problems_window import ProblemsWindow

DEAD = Problem("kb/退换/七天.md", 12, Level.ERROR, "dead-link", N_("The link leads nowhere: {x}", x="<b>a</b>.md"))
UNUSED = Problem(
    "macros/a.md", 3, Level.WARNING, "unused-field", N_("Never used"), Repair(N_("Delete the line"), Edit(3, 3, ()))
)
GBK = Problem("kb/b.md", 0, Level.WARNING, "encoding", N_("Not UTF-8"), Repair(N_("Save as UTF-8"), reencode=True))
STALE = Problem("kb/c.md", 2, Level.INFO, "review", N_("Review overdue"), Repair(N_("Check it again")))
ALL = (STALE, UNUSED, DEAD, GBK)


@pytest.fixture
def window(qtbot: QtBot) -> ProblemsWindow:
    found = ProblemsWindow()
    qtbot.addWidget(found)
    found.show_problems(ALL)
    found.show()
    qtbot.waitExposed(found)
    return found


def shown(window: ProblemsWindow) -> list[str]:
    model = window._filter
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def choose(window: ProblemsWindow, path: str) -> None:
    window._table.selectRow(shown(window).index(path))


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    model, proxy = ProblemsModel(), ProblemsFilter()
    proxy.setSourceModel(model)
    qtmodeltester.check(proxy)
    model.show(ALL)
    proxy.narrow(Level.WARNING, "")
    model.show(ALL[:2])
    qtmodeltester.check(model)


def test_errors_come_first_then_by_file(window: ProblemsWindow) -> None:
    assert shown(window) == ["kb/退换/七天.md", "kb/b.md", "macros/a.md", "kb/c.md"]
    assert window.chosen() == DEAD


def test_lines_are_sorted_as_numbers(window: ProblemsWindow) -> None:
    window._table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert shown(window) == ["kb/b.md", "kb/c.md", "macros/a.md", "kb/退换/七天.md"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("七天", ["kb/退换/七天.md"]),
        ("WARNING", ["kb/b.md", "macros/a.md"]),
        ("kb overdue", ["kb/c.md"]),
        ("dead-link", ["kb/退换/七天.md"]),
        ("nothing of the sort", []),
    ],
)
def test_the_filter_looks_into_every_column(window: ProblemsWindow, text: str, paths: list[str]) -> None:
    window._words.setText(text)
    assert shown(window) == paths
    assert window._copy.isEnabled() is bool(paths)


def test_one_level_alone(window: ProblemsWindow) -> None:
    window._level.setCurrentIndex(window._level.findData(Level.WARNING))
    assert shown(window) == ["kb/b.md", "macros/a.md"]
    assert window._count.text() == "2 of 4 problems"


def test_a_double_click_and_enter_open_the_file_at_the_line(window: ProblemsWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.edit_wanted) as caught:
        window._table.doubleClicked.emit(window._table.currentIndex())
    assert caught.args == [DEAD.path, 12]
    choose(window, "macros/a.md")
    window._table.setFocus()
    with qtbot.waitSignal(window.edit_wanted) as caught:
        qtbot.keyClick(window._table, Qt.Key.Key_Return)
    assert caught.args == ["macros/a.md", 3]


@pytest.mark.parametrize(
    ("path", "problem", "can"),
    [
        ("macros/a.md", UNUSED, True),
        ("kb/b.md", GBK, True),
        ("kb/c.md", STALE, False),
        ("kb/退换/七天.md", DEAD, False),
    ],
)
def test_only_a_mechanical_repair_is_offered(
    window: ProblemsWindow, qtbot: QtBot, path: str, problem: Problem, can: bool
) -> None:
    choose(window, path)
    assert window._mend.isEnabled() is can
    if can:
        with qtbot.waitSignal(window.repair_wanted) as caught:
            window._mend.click()
        assert caught.args == [problem]


def test_all_that_is_shown_is_copied(window: ProblemsWindow) -> None:
    window._words.setText("kb/")
    window._copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Error\tkb/退换/七天.md\t12\tThe link leads nowhere: <b>a</b>.md\t"
    assert len(lines) == 3


def test_the_chosen_problem_stays_chosen_while_others_go(window: ProblemsWindow) -> None:
    choose(window, "macros/a.md")
    window.show_problems((UNUSED, STALE))
    assert window.chosen() == UNUSED
    window.show_problems((STALE,))
    assert window.chosen() == STALE
    window.show_problems(())
    assert window.chosen() is None
    assert "in order" in window._count.text()
    assert not window._edit.isEnabled()


def test_library_text_is_never_rich(window: ProblemsWindow) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))
    assert "<b>a</b>" in window._detail.text()


def test_another_check_is_wished_for_and_escape_closes(window: ProblemsWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.check_wanted):
        window._check.click()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_window_changes_its_language(window: ProblemsWindow) -> None:
    use_language("zh_CN")
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert window._table.model().headerData(1, Qt.Orientation.Horizontal) == "文件"
    assert window._filter.index(0, 0).data() == "错误"
    assert window._count.text() == "4 个问题"
