"""Taking over the accent colour of the desktop: made so light or dark that words and rings in it can be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtGui import QColor

from kbassist.ui.theme import Theme

# Bounds of the relative luminance of WCAG 2.2 (0 to 1). White words on the accent need 4.5 : 1, so it is at most
# 1.05 / 4.5 - 0.05, less what rounding to eight bits may add; on the lightest dark ground it needs 3 : 1 as a ring.
# As words it needs 4.5 : 1 against every ground of a theme.
WHITE_READABLE: Final = 0.182
_RING_ON_DARK: Final = 0.168
_WORDS_ON_LIGHT: Final = 0.145
_WORDS_ON_DARK: Final = 0.31
_PRESSED: Final = 0.72  # of the luminance
_STEPS: Final = 24  # halvings of the lightness: finer than a colour of eight bits


def with_accent(theme: Theme, accent: str) -> Theme:
    """Return the theme with this accent (`#rrggbb`) in its hue; its own where it is empty or no colour."""
    if not QColor.isValidColorName(accent):
        return theme
    low, high = (_RING_ON_DARK, WHITE_READABLE) if theme.dark else (0.0, WHITE_READABLE)
    words = (_WORDS_ON_DARK, 1.0) if theme.dark else (0.0, _WORDS_ON_LIGHT)
    filled = within(accent, low, high)
    return replace(
        theme,
        accent=filled,
        on_accent="#ffffff",
        accent_text=within(accent, *words),
        accent_press=within(accent, 0.0, luminance(filled) * _PRESSED),
    )


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it: 0 for black, 1 for white."""
    rgb = QColor(color)
    red, green, blue = (_linear(part) for part in (rgb.redF(), rgb.greenF(), rgb.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def within(color: str, low: float, high: float) -> str:
    """Return the colour of this hue and saturation whose luminance is nearest to its own between two bounds."""
    own = luminance(color)
    if low <= own <= high:
        return color
    hue, saturation = max(0.0, QColor(color).hslHueF()), QColor(color).hslSaturationF()  # a grey has no hue: -1
    dark, light = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (dark + light) / 2
        if luminance(_of(hue, saturation, middle)) < (low if own < low else high):
            dark = middle
        else:
            light = middle
    return _of(hue, saturation, light if own < low else dark)


def _of(hue: float, saturation: float, lightness: float) -> str:
    return QColor.fromHslF(hue, saturation, lightness).name()
