from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kbassist import paths
from kbassist.ui import fonts, icons, theme
from kbassist.ui.theme import DARK, LIGHT, Theme, Tint
from tests.systems import windows_only

UI = Path(theme.__file__).parent
THEMES = pytest.mark.parametrize("shade", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    parts = (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "selection", "hover"])
@pytest.mark.parametrize("words", ["text", "muted", "faint", "accent_text"])
def test_words_are_readable_on_every_ground(shade: Theme, ground: str, words: str) -> None:
    assert contrast(getattr(shade, ground), getattr(shade, words)) >= 4.5


@THEMES
@pytest.mark.parametrize("name", [field.name for field in fields(Theme) if field.type == "Tint"])
def test_words_are_readable_on_their_tint(shade: Theme, name: str) -> None:
    tint = getattr(shade, name)
    assert isinstance(tint, Tint)
    assert contrast(tint.fill, tint.text) >= 4.5


@THEMES
def test_words_on_buttons_and_errors_on_paper(shade: Theme) -> None:
    assert contrast(shade.accent, shade.on_accent) >= 4.5
    assert contrast(shade.accent_press, shade.on_accent) >= 4.5
    assert contrast(shade.chip.fill, shade.muted) >= 4.5
    for ground in (shade.window, shade.panel, shade.raised):
        assert contrast(ground, shade.gap.text) >= 4.5
        assert contrast(ground, shade.accent) >= 3  # focus rings


@THEMES
def test_the_style_sheet_has_no_gap_and_is_understood(shade: Theme, qapp: QApplication) -> None:
    sheet = theme.style_sheet(shade)
    assert "$" not in sheet
    qapp.setStyleSheet(sheet)  # a warning of Qt fails the test
    for path in re.findall(r'url\("(.+?)"\)', sheet):
        assert Path(path).is_file()


@pytest.mark.parametrize("make", [QMenu, QTableView, QMessageBox, QLineEdit, QToolButton])
def test_everything_is_written_in_one_font(make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot) -> None:
    """Windows has fonts of its own for menus, tables and boxes."""
    early = make()
    qtbot.addWidget(early)
    try:
        for shade in (LIGHT, replace(DARK, scale=1.5), LIGHT):
            theme.apply(qapp, shade)
            late = make()
            qtbot.addWidget(late)
            for widget in (early, late):
                widget.ensurePolished()
                QCoreApplication.processEvents()
                assert widget.font().families() == list(fonts.INTERFACE)
                assert widget.font().pixelSize() == shade.px(13)
    finally:
        theme.apply(qapp, LIGHT)


def test_the_theme_follows_setting_and_system() -> None:
    assert theme.choose("system", True).dark
    assert not theme.choose("system", False).dark
    assert theme.choose("dark", False).dark
    assert not theme.choose("light", True).dark
    assert theme.choose("nonsense", False, 1.5).px(10) == 15


@windows_only("other desktops paint title bars as they like")
def test_title_bars_are_asked_for_that_fit_the_setting(qapp: QApplication) -> None:
    before = theme.system_is_dark()
    try:
        for setting in ("dark", "light", "dark"):
            theme.ask_for_frames(setting)
            assert theme.system_is_dark() == (setting == "dark")
    finally:
        theme.ask_for_frames("system")
    assert theme.system_is_dark() == before


def test_every_icon_that_is_named_exists() -> None:
    names = {path.stem for path in paths.resource("icons").glob("*.svg")}
    called = re.compile(r'icons\.(?:icon|pixmap)\(\s*"([a-z-]+)"')
    for path in UI.glob("*.py"):
        assert set(called.findall(path.read_text(encoding="utf-8"))) <= names
    assert names >= icons.CHANNEL_ICONS
    assert icons.channel_icon_name("fax") == "chat"


@pytest.mark.parametrize("path", sorted(paths.resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_something_sharp(path: Path, qapp: QApplication) -> None:
    picture = icons.pixmap(path.stem, "#123456", 24, 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (48, 2.0)
    image = picture.toImage()
    drawn = sum(image.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))
    assert drawn > 40
    assert "http" not in path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_the_tray_icon_shows_a_warning(qapp: QApplication) -> None:
    calm, alarmed = (icons.app_icon(warning=warning).pixmap(32, 32).toImage() for warning in (False, True))
    assert calm != alarmed


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.stem)
def test_text_from_a_library_cannot_be_rich(path: Path) -> None:
    """Qt guesses whether a text is rich, and loads its images: only makers of plain labels and tooltips are used."""
    source = path.read_text(encoding="utf-8")
    if path.stem == "labels":
        assert "setTextFormat(Qt.TextFormat.PlainText)" in source
        return
    for node in calls(path):
        if called(node) in {"QLabel", "QMessageBox"}:
            assert "setTextFormat(Qt.TextFormat.PlainText)" in source, (
                f"{path.name}:{node.lineno}: guesses the format"
            )
        if called(node) in {"setToolTip", "setWhatsThis", "setStatusTip"}:
            inner = node.args[0]
            maker = called(inner) if isinstance(inner, ast.Call) else ""
            own_words = maker in {"_", "escape", "convertFromPlainText"} or "plain" in maker
            assert own_words or isinstance(inner, ast.Constant), f"{path.name}:{node.lineno}: a tooltip may be rich"
        if called(node) in {"setMarkdown", "insertHtml", "appendHtml"}:
            pytest.fail(f"{path.name}:{node.lineno}: {called(node)}")
        if called(node) == "setHtml":
            assert path.stem == "article_reader"
