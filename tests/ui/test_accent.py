"""The desktop's accent colour and contrast themes: whatever the user chose, everything can be read."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kbassist.desktop.look_qt import BLACK, WHITE
from kbassist.desktop.ports import Contrast
from kbassist.ui import theme as themes
from kbassist.ui import window_shape
from kbassist.ui.accent import luminance, with_accent, within
from kbassist.ui.contrast import theme_of
from kbassist.ui.theme import DARK, LIGHT, Theme, Tint
from tests.ui.test_theme import THEMES, contrast

# Contrast themes that Windows 11 brings along: Aquatic, Desert, Dusk, Night sky.
AQUATIC = Contrast("#202020", "#ffffff", "#a6a6a6", "#8ee3f0", "#263b50", "#202020", "#ffffff", "#75e9fc")
DESERT = Contrast("#fffaef", "#3d3d3d", "#676767", "#903909", "#fff5e3", "#fffaef", "#202020", "#1c5e75")
DUSK = Contrast("#2d3236", "#ffffff", "#a6a6a6", "#a1bfde", "#212d3b", "#2d3236", "#b6f6f0", "#70ebde")
NIGHT_SKY = Contrast("#000000", "#ffffff", "#a6a6a6", "#d6b4fd", "#2b2b2b", "#000000", "#ffee32", "#8080ff")
CHOSEN = pytest.mark.parametrize(
    "chosen",
    [BLACK, WHITE, AQUATIC, DESERT, DUSK, NIGHT_SKY],
    ids=["black", "white", "aquatic", "desert", "dusk", "night"],
)


@pytest.mark.parametrize("shade", [LIGHT, DARK], ids=["light", "dark"])
@given(number=st.integers(0, 0xFFFFFF))
def test_any_accent_can_be_read(shade: Theme, number: int) -> None:
    theme = with_accent(shade, f"#{number:06x}")
    assert contrast(theme.accent, theme.on_accent) >= 4.5
    assert contrast(theme.accent_press, theme.on_accent) >= 4.5
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(theme.accent, ground) >= 2.95, "a ring is seen"
    for ground in (theme.window, theme.panel, theme.raised, theme.selection, theme.hover):
        assert contrast(theme.accent_text, ground) >= 4.5


@pytest.mark.parametrize("accent", ["#0078d4", "#107c10", "#c30052"])
def test_an_accent_that_can_be_read_stays_as_it_is(accent: str) -> None:
    assert with_accent(LIGHT, accent).accent == accent


def test_the_hue_stays_where_the_lightness_must_change() -> None:
    gold = with_accent(LIGHT, "#ffb900")
    assert QColor(gold.accent).hslHue() == pytest.approx(QColor("#ffb900").hslHue(), abs=2)
    assert luminance(gold.accent) < luminance("#ffb900")


@THEMES
@pytest.mark.parametrize("accent", ["", "no colour", "#12"])
def test_without_an_accent_the_programs_own_stays(shade: Theme, accent: str) -> None:
    assert with_accent(shade, accent) == shade


def test_a_grey_stays_grey() -> None:
    assert QColor(within("#808080", 0.5, 1.0)).hslSaturation() == 0


@CHOSEN
def test_a_contrast_theme_shows_its_own_colours_and_no_others(chosen: Contrast) -> None:
    theme = theme_of(chosen, 1.5)
    own = {getattr(chosen, entry.name) for entry in fields(chosen)}
    used = {value for entry in fields(Theme) if isinstance(value := getattr(theme, entry.name), str)}
    tints = [value for entry in fields(Theme) if isinstance(value := getattr(theme, entry.name), Tint)]
    assert used | {tint.fill for tint in tints} | {tint.text for tint in tints} <= own
    assert theme.px(10) == 15
    assert theme.shadow == 0


@CHOSEN
def test_everything_can_be_read_in_a_contrast_theme(chosen: Contrast) -> None:
    theme = theme_of(chosen)
    assert contrast(theme.window, theme.text) >= 7
    assert contrast(theme.selection, theme.on_selection) >= 4.5
    assert contrast(theme.accent, theme.on_accent) >= 4.5
    assert theme.dark is (contrast(theme.window, "#ffffff") > contrast(theme.window, "#000000"))


@CHOSEN
def test_its_style_sheet_is_understood(chosen: Contrast, qapp: QApplication) -> None:
    sheet = themes.style_sheet(theme_of(chosen))
    assert "$" not in sheet
    assert "placeholder-text-color" in sheet
    qapp.setStyleSheet(sheet)  # a warning of Qt fails the test
    qapp.setStyleSheet("")


def test_words_on_a_selected_row_take_its_colours() -> None:
    theme = theme_of(AQUATIC)
    chosen = theme.on_selected()
    assert {chosen.text, chosen.muted, chosen.faint} == {AQUATIC.on_selection}
    assert chosen.mark == Tint(AQUATIC.on_selection, AQUATIC.selection), "a mark is seen on the selection, too"
    assert LIGHT.on_selected() is LIGHT


def test_tinted_shapes_have_a_line_in_a_contrast_theme_only() -> None:
    tint = Tint("#000000", "#ffffff")
    assert LIGHT.outline(tint).style() is Qt.PenStyle.NoPen
    pen = theme_of(BLACK).outline(tint)
    assert (pen.style(), pen.color().name()) == (Qt.PenStyle.SolidLine, "#ffffff")


def test_the_windows_border_is_seen(qapp: QApplication) -> None:
    image = QImage(QSize(100, 60), QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    window_shape.draw_card(painter, QRect(0, 0, 100, 60).toRectF(), theme_of(replace(BLACK, text="#00ff00")))
    painter.end()
    assert image.pixelColor(50, 0).green() > 200
    assert image.pixelColor(50, 30).name() == "#000000"
