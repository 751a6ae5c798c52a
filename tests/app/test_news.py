"""What is told without being asked: once, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kbassist import i18n
from kbassist.app.appearance import Appearance
from kbassist.app.news import OPEN_SETTINGS, News
from kbassist.content.library import Library
from kbassist.content.loader import LibraryMissing
from kbassist.content.model import Macro
from kbassist.content.problem import Level, Problem
from kbassist.desktop.ports import HotkeyTaken
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.settings import Settings
from tests.app.fakes import FakeTray
from tests.app.rig import Rig

ROOT = Path("/team/library")
TAKEN = HotkeyTaken(
    N_("Another program already uses {keys}.", keys="Ctrl+K"), N_("Choose another one in the settings.")
)


class Told:
    """News with a tray and a window that show them."""

    def __init__(self, rig: Rig, appearance: Appearance) -> None:
        self.tray = FakeTray()
        self.window = rig.window
        self.appearance = appearance
        self.news = News(self.tray, rig.window, appearance)  # type: ignore[arg-type]  # a fake tray

    @property
    def message(self) -> str:
        return self.window.bar.text


@pytest.fixture
def told(rig: Rig, styled: QApplication) -> Iterator[Told]:
    found = Told(rig, Appearance(styled, Settings(theme="light", language="en")))
    yield found
    found.appearance.use(Settings(theme="light", language="en"))


def library(*, stale: bool = False, problems: tuple[Problem, ...] = ()) -> Library:
    return Library(ROOT, loaded_at=datetime(2026, 11, 10, 9, 5), stale=stale, problems=problems)


def test_a_library_that_cannot_be_reached_is_said_once_and_taken_back(told: Told) -> None:
    for _minute in range(3):
        told.news.library_read(library(stale=True))
    assert told.tray.said == ["The library folder cannot be reached. Answers are as of 09:05; all are kept."]
    assert told.tray.trouble == told.tray.said[0]
    assert any("as of 09:05" in label.text() for label in told.window.foot.findChildren(QLabel))
    told.news.library_read(library())
    assert told.tray.trouble == ""
    assert not any("as of" in label.text() for label in told.window.foot.findChildren(QLabel))
    told.news.library_read(library(stale=True))
    assert len(told.tray.said) == 2


def test_problems_are_counted_without_mere_information(told: Told) -> None:
    levels = (Level.ERROR, Level.WARNING, Level.INFO)
    told.news.library_read(library(problems=tuple(Problem("a.md", 1, level, "x", N_("x")) for level in levels)))
    assert told.tray.problems == 2


def test_a_refused_hotkey_leads_to_the_settings_and_is_over_when_it_works(told: Told) -> None:
    acted: list[str] = []
    told.window.message_acted.connect(acted.append)
    for _time in range(2):
        told.news.hotkey_refused(TAKEN)
    sentence = "Another program already uses Ctrl+K. Choose another one in the settings."
    assert told.tray.said == [sentence]
    assert told.message == sentence
    told.window.bar.act()
    assert acted == [OPEN_SETTINGS]
    told.news.hotkey_back()
    assert told.tray.trouble == ""


def test_a_locked_hotkey_that_is_taken_leads_to_it_and_not_to_the_settings(told: Told) -> None:
    told.news.hotkey_refused(TAKEN, locked=True)
    sentence = (
        "Another program already uses Ctrl+K. "
        "IT has set this hotkey; tell them that it is taken. The tray icon opens the search meanwhile."
    )
    assert told.tray.said == [sentence]
    assert told.message == sentence
    assert told.window.bar.offers == ""


def test_a_missing_library_is_said_once_although_it_fails_every_minute(told: Told) -> None:
    for _minute in range(3):
        told.news.failed(LibraryMissing(ROOT))
        assert str(ROOT) in told.tray.trouble
    assert len(told.tray.said) == 1
    assert str(ROOT) in told.message
    told.window.bar.dismiss()
    told.news.failed(LibraryMissing(ROOT))
    assert told.message == ""
    told.news.library_read(library())
    assert told.tray.trouble == ""


def test_troubles_stand_side_by_side_and_go_one_by_one(told: Told) -> None:
    told.news.hotkey_refused(TAKEN)
    told.news.library_read(library(stale=True))
    told.news.index_note(N_("The search index was not finished."))
    assert len(told.tray.said) == 3
    told.news.library_read(library())
    assert "09:05" not in told.tray.trouble
    assert "Ctrl+K" in told.tray.trouble
    told.news.hotkey_back()
    assert told.tray.trouble == "The search index was not finished."
    told.news.index_note(None)
    assert told.tray.trouble == ""


def test_a_standing_trouble_follows_the_language(told: Told) -> None:
    told.news.hotkey_refused(TAKEN)
    told.appearance.use(Settings(theme="light", language="zh_CN"))
    assert i18n.language() == "zh_CN"
    assert "Ctrl+K" in told.tray.trouble
    assert "Another program" not in told.tray.trouble


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KbassistError(N_("It is not there.")), "It is not there."),
        (KbassistError(N_("It is not there."), N_("Look again.")), "It is not there. Look again."),
        (
            PermissionError(13, "Permission denied"),
            "[Errno 13] Permission denied. Your work goes on; nothing in the library was changed.",
        ),
        (
            ZeroDivisionError("division by a customer's name"),
            "Something went wrong inside the program (ZeroDivisionError). What you typed is kept.",
        ),
    ],
)
def test_a_failure_is_said_as_a_sentence(told: Told, error: Exception, sentence: str) -> None:
    told.news.failed(error)
    assert told.tray.said == [sentence]
    assert told.message == sentence
    assert told.tray.trouble == ""


def test_a_fault_of_the_program_is_said_once_a_refused_wish_every_time(told: Told) -> None:
    for _time in range(3):
        told.news.failed(ZeroDivisionError())
        told.news.failed(PermissionError(13, "Permission denied"))
    assert len(told.tray.said) == 4


def test_recent_macros_reach_the_menu(told: Told) -> None:
    told.news.recent_macros([Macro("a", "macros/a.md", "zh-CN", "问候"), Macro("b", "macros/b.md", "en", "Hello")])
    assert [(row.key, row.title) for row in told.tray.recent] == [("a@zh-CN", "问候"), ("b@en", "Hello")]
