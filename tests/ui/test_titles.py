"""What stands in the title of a window, where Qt adds the program's name to all that do not end with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kbassist.desktop import keys
from kbassist.i18n import use_language
from kbassist.settings import Settings
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import Desk

NAME = "kbassist"
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def reads_well(title: str) -> bool:
    """Tell whether the name stands in it once, whether Qt adds it or not (`QPlatformWindow::formatWindowTitle`)."""
    return bool(title) and title.count(NAME) == title.endswith(NAME)


@LANGUAGES
@pytest.mark.parametrize(
    "make",
    [
        lambda: SettingsDialog(Settings(), (), keys.refusal, lambda _path, _tell: None),
        lambda: AboutDialog(QIcon(), ()),
        ProblemsWindow,
    ],
    ids=["settings", "about", "problems"],
)
def test_the_title_of_a_window_names_the_program_once(
    qtbot: QtBot, language: str, make: Callable[[], QWidget]
) -> None:
    use_language(language)
    window = make()
    qtbot.addWidget(window)
    assert reads_well(window.windowTitle())


@LANGUAGES
def test_the_title_of_the_quick_window_names_the_program_once(desk: Desk, language: str) -> None:
    use_language(language)
    desk.window.retranslate()
    assert reads_well(desk.window.windowTitle())
    assert desk.window.windowTitle() == {"en": "Quick search", "zh_CN": "快捷搜索"}[language]
