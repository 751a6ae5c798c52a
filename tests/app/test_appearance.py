"""Language and theme, at once and everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kbassist import i18n
from kbassist.app.appearance import Appearance
from kbassist.desktop.look_qt import BLACK
from kbassist.desktop.ports import Look
from kbassist.settings import Settings
from kbassist.ui import theme as themes
from kbassist.ui.accent import with_accent
from kbassist.ui.contrast import theme_of
from tests.app.rig import Rig


@pytest.fixture
def appearance(styled: QApplication) -> Iterator[Appearance]:
    found = Appearance(styled, Settings(theme="light", language="en"))
    yield found
    found.use(Settings(theme="light", language="en"))


def test_a_theme_is_applied_and_told(appearance: Appearance, styled: QApplication) -> None:
    told: list[themes.Theme] = []
    appearance.changed.connect(told.append)
    light = styled.palette().color(QPalette.ColorRole.Window)
    appearance.use(Settings(theme="dark", language="en"))
    assert told == [themes.DARK] == [appearance.theme]
    assert styled.palette().color(QPalette.ColorRole.Window).lightness() < light.lightness()


def test_a_text_size_is_part_of_the_theme(appearance: Appearance, styled: QApplication) -> None:
    size = styled.font().pointSizeF() or styled.font().pixelSize()
    pixels = styled.font().pixelSize()
    appearance.use(Settings(theme="light", font_scale=1.5, language="en"))
    assert appearance.theme.scale == 1.5
    assert (styled.font().pixelSize(), styled.font().pointSizeF()) != (pixels, size)


def test_a_language_is_used_by_us_and_by_qt(appearance: Appearance, styled: QApplication) -> None:
    appearance.use(Settings(theme="light", language="zh_CN"))
    assert i18n.language() == "zh_CN"
    in_chinese = QApplication.translate("QPlatformTheme", "Cancel")
    appearance.use(Settings(theme="light", language="en"))
    assert i18n.language() == "en"
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert in_chinese in {"取消", "Cancel"}  # as far as Qt's own catalogue is installed


def test_an_override_wins_over_the_settings(styled: QApplication) -> None:
    appearance = Appearance(styled, Settings(theme="light", language="en"), "zh_CN")
    assert i18n.language() == "zh_CN"
    appearance.use(Settings(theme="light", language="en"))
    assert i18n.language() == "zh_CN"
    if appearance._translator is not None:  # the application outlives this test
        styled.removeTranslator(appearance._translator)


def test_the_window_hears_of_a_new_language_and_so_do_functions(appearance: Appearance, rig: Rig) -> None:
    before = rig.window.head.search.placeholderText()
    called: list[int] = []
    appearance.use(Settings(theme="light", language="zh_CN"))
    appearance.retranslate(rig.window, lambda: called.append(1))
    assert rig.window.head.search.placeholderText() != before
    assert called == [1]
    appearance.use(Settings(theme="light", language="en"))
    appearance.retranslate(rig.window)
    assert rig.window.head.search.placeholderText() == before


@pytest.mark.parametrize(("setting", "follows"), [("system", True), ("light", False)])
def test_the_systems_theme_is_followed_where_the_settings_say_so(
    appearance: Appearance, monkeypatch: pytest.MonkeyPatch, setting: str, follows: bool
) -> None:
    appearance.use(Settings(theme=setting, language="en"))
    told: list[themes.Theme] = []
    appearance.changed.connect(told.append)
    monkeypatch.setattr(themes, "system_is_dark", lambda: True)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told == ([themes.DARK] if follows else [])


def test_the_desktops_frames_follow_the_settings_and_what_it_tells_then_is_no_news(
    appearance: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    told: list[themes.Theme] = []
    appearance.changed.connect(told.append)

    def ask(setting: str) -> None:
        asked.append(setting)
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)

    monkeypatch.setattr(themes, "ask_for_frames", ask)
    monkeypatch.setattr(themes, "system_is_dark", lambda: True)
    for setting in ("dark", "light", "system"):
        appearance.use(Settings(theme=setting, language="en"))
    assert asked == ["dark", "light", "system"]
    assert told == [themes.DARK, themes.LIGHT, themes.DARK]


def test_one_that_is_gone_is_not_called_by_the_system(styled: QApplication, qtbot: QtBot) -> None:
    gone = Appearance(styled, Settings(language="en"))
    told: list[object] = []
    gone.changed.connect(told.append)
    gone.deleteLater()
    button = QPushButton()
    qtbot.addWidget(button)
    qtbot.waitUntil(lambda: not is_valid(gone))
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told == []


def is_valid(thing: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))


class Wish:
    """A desktop whose wishes change."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def __call__(self) -> Look:
        return self.look


def test_the_desktops_accent_is_taken_and_followed(styled: QApplication) -> None:
    wish = Wish(Look(accent="#107c10"))
    appearance = Appearance(styled, Settings(theme="light", language="en"), look=wish)
    told: list[themes.Theme] = []
    appearance.changed.connect(told.append)
    assert appearance.theme == with_accent(themes.LIGHT, "#107c10")
    assert styled.palette().color(QPalette.ColorRole.Accent).name() == "#107c10"
    appearance.follow_system()
    assert told == [], "nothing has changed"
    wish.look = Look(accent="#c30052")
    appearance.follow_system()
    assert [theme.accent for theme in told] == ["#c30052"]
    themes.apply(styled, themes.LIGHT)


def test_a_contrast_theme_rules_over_the_settings_until_it_ends(styled: QApplication) -> None:
    wish = Wish(Look(contrast=BLACK))
    appearance = Appearance(styled, Settings(theme="light", language="en", font_scale=1.25), look=wish)
    assert appearance.theme == theme_of(BLACK, 1.25)
    assert styled.palette().color(QPalette.ColorRole.Highlight).name() == BLACK.selection
    wish.look = Look()
    QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert not appearance.theme.dark
    assert not appearance.theme.contrast
    themes.apply(styled, themes.LIGHT)
