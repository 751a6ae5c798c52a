"""A newer version in the window about the program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.labels import PlainLabel
from kbassist.updates.notice import UpdateNotice

NOTICE = UpdateNotice("1.3.0", r"\\server\<b>x</b>", {"zh_CN": "更快", "en": "<i>Quicker</i>"})


@pytest.fixture
def about(qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog(QIcon(), ())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(about: AboutDialog) -> list[str]:
    return [label.text() for label in about.findChildren(PlainLabel) if label.isVisible()]


def open_button(about: AboutDialog) -> QPushButton:
    return next(one for one in about.findChildren(QPushButton) if one.text() in {"Open folder", "打开文件夹"})


def test_without_a_newer_version_there_is_no_row(about: AboutDialog) -> None:
    assert not open_button(about).isVisible()
    about.show_update(NOTICE)
    assert open_button(about).isVisible()
    about.show_update(None)
    assert not open_button(about).isVisible()


def test_it_says_where_the_version_lies_and_what_is_new_as_plain_text(about: AboutDialog) -> None:
    about.show_update(NOTICE)
    assert r"kbassist 1.3.0 is available in \\server\<b>x</b>." in texts(about)
    assert "<i>Quicker</i>" in texts(about)
    words = len(texts(about))
    about.show_update(UpdateNotice("1.3.0", "x"))
    assert len(texts(about)) == words - 1  # no empty line where there are no notes


def test_the_folder_can_be_opened(about: AboutDialog, qtbot: QtBot) -> None:
    about.show_update(NOTICE)
    with qtbot.waitSignal(about.update_wanted):
        open_button(about).click()


def test_it_follows_the_language_with_the_notes(about: AboutDialog) -> None:
    about.show_update(NOTICE)
    use_language("zh_CN")
    QCoreApplication.sendEvent(about, QEvent(QEvent.Type.LanguageChange))
    assert "更快" in texts(about)
    assert open_button(about).text() == "打开文件夹"
