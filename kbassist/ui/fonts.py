"""The type faces, named so that Chinese is drawn with Chinese glyphs on every system."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont

INTERFACE: Final = (
    "Microsoft YaHei UI",
    "Segoe UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Segoe UI Emoji",
    "Noto Color Emoji",
)
FIXED: Final = ("Cascadia Mono", "Consolas", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Microsoft YaHei UI")


def interface(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of windows at a letter size in logical pixels."""
    font = QFont()
    font.setFamilies(list(INTERFACE))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def css(families: tuple[str, ...]) -> str:
    """Return a `font-family` value for rich text."""
    return ", ".join(f'"{family}"' for family in families)
