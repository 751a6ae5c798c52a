"""How the user wants all programs to look, read from Windows and from Qt."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt

from kbassist.desktop import look_qt
from kbassist.desktop.look_windows import ACCENT_KEY, WindowsLook
from kbassist.desktop.ports import Contrast, Look
from kbassist.registry import Hive, Value


class FakeColours:
    """Windows with a contrast theme or without; colour `n` is made of n, n + 1 and n + 2."""

    def __init__(self, contrast: bool) -> None:
        self._contrast = contrast

    def high_contrast(self) -> bool:
        return self._contrast

    def colour(self, index: int) -> int:
        return index | index + 1 << 8 | index + 2 << 16


class FakeRegistry:
    """A registry with one accent colour."""

    def __init__(self, value: Value | None) -> None:
        self._value = value

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        known = hive is Hive.USER and key == ACCENT_KEY and self._value is not None
        return {"AccentColor": self._value} if known and self._value is not None else {}


@pytest.mark.parametrize(("value", "accent"), [(0xFFD47800, "#0078d4"), (None, ""), ("blue", "")])
def test_the_accent_is_written_backwards_in_the_registry(value: Value | None, accent: str) -> None:
    assert WindowsLook(FakeColours(False), FakeRegistry(value)).read() == Look(accent)


def test_a_contrast_theme_rules_out_the_accent() -> None:
    look = WindowsLook(FakeColours(True), FakeRegistry(0xFFD47800)).read()
    assert look.accent == ""
    assert look.contrast == Contrast(
        window="#050607",
        text="#08090a",
        faint="#111213",
        selection="#0d0e0f",
        on_selection="#0e0f10",
        button="#0f1011",
        button_text="#121314",
        link="#1a1b1c",
    )


class FakeHints:
    """What Qt hears from a desktop."""

    def __init__(self, contrast: Qt.ContrastPreference, scheme: Qt.ColorScheme) -> None:
        self.contrastPreference = lambda: contrast
        self.colorScheme = lambda: scheme
        self.accessibility = lambda: self


@pytest.mark.parametrize(
    ("preference", "scheme", "contrast"),
    [
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Dark, None),
        (Qt.ContrastPreference.HighContrast, Qt.ColorScheme.Dark, look_qt.BLACK),
        (Qt.ContrastPreference.HighContrast, Qt.ColorScheme.Light, look_qt.WHITE),
    ],
)
def test_other_desktops_tell_the_wish_and_no_colours(
    monkeypatch: pytest.MonkeyPatch,
    preference: Qt.ContrastPreference,
    scheme: Qt.ColorScheme,
    contrast: Contrast | None,
) -> None:
    monkeypatch.setattr(look_qt.QGuiApplication, "styleHints", lambda: FakeHints(preference, scheme))
    assert look_qt.read() == Look(contrast=contrast)
