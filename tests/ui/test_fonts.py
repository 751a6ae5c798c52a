"""The order of the type faces: Chinese with Chinese shapes, pictures last."""

from __future__ import annotations

from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from kbassist.ui import fonts

OTHER_SHAPES = ("JhengHei", "TC", "HK", "JP", "KR", "Gothic", "Meiryo", "Malgun")


def test_on_windows_chinese_comes_from_its_own_interface_face() -> None:
    assert fonts.INTERFACE.index("Microsoft YaHei UI") < fonts.INTERFACE.index("Segoe UI")
    assert fonts.FIXED.index("Consolas") < fonts.FIXED.index("Microsoft YaHei UI"), "figures of one width come first"


def test_no_face_with_shapes_of_another_country_is_named() -> None:
    for family in (*fonts.INTERFACE, *fonts.FIXED):
        assert not any(word in family.split() or word in family for word in OTHER_SHAPES)


def test_pictures_are_asked_last_because_they_have_figures_too() -> None:
    pictures = [fonts.INTERFACE.index(family) for family in fonts.INTERFACE if "Emoji" in family]
    assert pictures == list(range(len(fonts.INTERFACE) - len(pictures), len(fonts.INTERFACE)))
    assert "Segoe UI Emoji" in fonts.INTERFACE


def test_letters_and_chinese_have_a_width(qapp: QApplication) -> None:
    font = fonts.interface(20)
    assert QFontInfo(font).pixelSize() == 20
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("退款") > metrics.horizontalAdvance("il") > 0
