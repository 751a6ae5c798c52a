"""How a user wants all programs to look, as Qt hears it from the desktop: a contrast theme in black or white."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kbassist.desktop.ports import Contrast, Look

BLACK: Final = Contrast("#000000", "#ffffff", "#c0c0c0", "#8ee3f0", "#000000", "#000000", "#ffffff", "#ffff00")
WHITE: Final = Contrast("#ffffff", "#000000", "#4a4a4a", "#37006e", "#ffffff", "#ffffff", "#000000", "#00009f")


def read() -> Look:
    """Return it; desktops other than Windows tell the wish for contrast, and no colours."""
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    if accessibility.contrastPreference() is not Qt.ContrastPreference.HighContrast:
        return Look()
    return Look(contrast=BLACK if hints.colorScheme() is Qt.ColorScheme.Dark else WHITE)
