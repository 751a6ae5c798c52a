"""The window about the program, and the note to the team lead."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kbassist import __version__
from kbassist.i18n import N_, use_language
from kbassist.ui.about_dialog import LIBRARIES, AboutDialog, Folder, licences


def test_every_library_of_the_program_is_named_with_its_licence() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {line.split(">")[0].split("=")[0].casefold() for line in project["project"]["dependencies"]}
    assert {name.casefold() for name in LIBRARIES} == declared
    found = licences()
    assert len(found) == len(LIBRARIES)
    assert all(library.version and library.licence not in {"", "?"} for library in found)
    assert all("\n" not in library.licence for library in found)


def test_a_library_that_is_not_installed_is_left_out() -> None:
    assert licences(("no-such-library-at-all",)) == ()


@pytest.fixture
def about(qtbot: QtBot, tmp_path: Path) -> AboutDialog:
    dialog = AboutDialog(QIcon(), (Folder(N_("Settings"), tmp_path),))
    qtbot.addWidget(dialog)
    return dialog


def test_the_version_is_shown_and_a_folder_can_be_opened(about: AboutDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert __version__ in about._title.text()
    button = next(button for button in about.findChildren(QPushButton) if button.text() == "Open")
    assert button.accessibleName() == "Open the folder: Settings"
    with qtbot.waitSignal(about.folder_wanted) as caught:
        button.click()
    assert caught.args == [tmp_path]


def test_it_changes_its_language(about: AboutDialog) -> None:
    use_language("zh_CN")
    QCoreApplication.sendEvent(about, QEvent(QEvent.Type.LanguageChange))
    assert about.windowTitle() == "关于 kbassist"
    assert about._list.headerItem().text(2) == "许可"
