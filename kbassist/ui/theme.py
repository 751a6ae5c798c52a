"""Colours and sizes of the program, light and dark, and what Qt draws with them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication

from kbassist import paths
from kbassist.ui import contrast_style, fonts, style


@dataclass(frozen=True, slots=True)
class Tint:
    """A quiet background and the text that is readable on it."""

    fill: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour of the program, and the scale of its letters and spaces (1.0: 13 px text)."""

    dark: bool
    window: str
    panel: str
    raised: str
    line: str
    edge: str  # borders of things that take input
    text: str
    muted: str
    faint: str
    accent: str  # filled buttons, focus rings
    on_accent: str
    accent_text: str  # the accent as text, links
    accent_press: str
    selection: str
    on_selection: str  # words on a selected row
    hover: str
    disabled: str  # words of what cannot be used now
    mark: Tint
    macro: Tint
    article: Tint
    guide: Tint
    chip: Tint
    filled: Tint
    gap: Tint
    info: Tint
    warning: Tint
    error: Tint
    success: Tint
    shadow: int  # opacity of the window's shadow, 0 to 255
    scale: float = 1.0
    contrast: bool = False  # in the colours of a contrast theme: no tints, lines around everything

    def px(self, size: float) -> int:
        """Return a length or letter size in logical pixels at this scale."""
        return max(1, round(size * self.scale))

    def on_selected(self) -> Theme:
        """Return the colours of what is drawn on a selected row: in a contrast theme those of the selection alone."""
        if not self.contrast:
            return self
        tint = Tint(self.selection, self.on_selection)
        mark = Tint(self.on_selection, self.selection)
        words = self.on_selection
        ground = replace(self, text=words, muted=words, faint=words, mark=mark, macro=tint, article=tint, guide=tint)
        return replace(ground, chip=tint, warning=tint)

    def outline(self, tint: Tint) -> QPen:
        """Return the pen that draws a tinted shape: none, but a line in a contrast theme."""
        return QPen(QColor(tint.text), 1) if self.contrast else QPen(Qt.PenStyle.NoPen)


LIGHT: Final = Theme(
    dark=False,
    window="#ffffff",
    panel="#f7f8fa",
    raised="#ffffff",
    line="#e8eaee",
    edge="#c9ced7",
    text="#181b21",
    muted="#565d6b",
    faint="#626a79",
    accent="#3b5bdb",
    on_accent="#ffffff",
    accent_text="#3350c8",
    accent_press="#2f49b3",
    selection="#ebeef6",
    on_selection="#181b21",
    hover="#f3f5f9",
    disabled="#626a79",
    mark=Tint("#ffedad", "#5f3d00"),
    macro=Tint("#dcf4e4", "#14673a"),
    article=Tint("#dce5ff", "#3549bd"),
    guide=Tint("#fdeadb", "#984509"),
    chip=Tint("#f0f2f5", "#4b5260"),
    filled=Tint("#dfe8ff", "#22389c"),
    gap=Tint("#ffe3e3", "#b42323"),
    info=Tint("#e7f1fd", "#1c5596"),
    warning=Tint("#fff4da", "#7a4b00"),
    error=Tint("#ffe9e9", "#b02121"),
    success=Tint("#e2f6e9", "#17683c"),
    shadow=70,
)
DARK: Final = Theme(
    dark=True,
    window="#1e2025",
    panel="#18191d",
    raised="#26292f",
    line="#2e3138",
    edge="#464b55",
    text="#eceef2",
    muted="#aab0bc",
    faint="#979eab",
    accent="#4c69e6",
    on_accent="#ffffff",
    accent_text="#97acff",
    accent_press="#3f59cc",
    selection="#2c303b",
    on_selection="#eceef2",
    hover="#26292f",
    disabled="#979eab",
    mark=Tint("#54430f", "#ffe29a"),
    macro=Tint("#17392a", "#86e0ae"),
    article=Tint("#2a3160", "#b3c1ff"),
    guide=Tint("#452d18", "#ffbe8b"),
    chip=Tint("#2b2e35", "#b9bfca"),
    filled=Tint("#2c3768", "#cdd7ff"),
    gap=Tint("#55262a", "#ffb1b1"),
    info=Tint("#172f4c", "#a3ceff"),
    warning=Tint("#3c2e10", "#ffd27d"),
    error=Tint("#45201f", "#ffb0ab"),
    success=Tint("#15352a", "#88e2b2"),
    shadow=150,
)


def choose(setting: str, system_dark: bool, scale: float = 1.0) -> Theme:
    """Return the theme for the setting `light`, `dark` or `system` (anything else is taken as `system`)."""
    dark = system_dark if setting not in {"light", "dark"} else setting == "dark"
    return replace(DARK if dark else LIGHT, scale=scale)


_SOME_SHEET: Final = "QWidget {}"
_TAKEN_OVER: Final = "kbassist style"  # a property of the application


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows; False where it does not say.

    Where `ask_for_frames` has asked for one theme, this is what it tells.
    """
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def ask_for_frames(setting: str) -> None:
    """Ask the desktop for title bars that fit the setting `light` or `dark`, or else for those of its own choice."""
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(setting, Qt.ColorScheme.Unknown)
    QGuiApplication.styleHints().setColorScheme(scheme)


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this theme: style, palette, font, style sheet."""
    if not app.property(_TAKEN_OVER):
        _take_over(app)
    app.setPalette(palette(theme))
    app.setFont(fonts.interface(theme.px(13)))
    app.setStyleSheet(style_sheet(theme))


def _take_over(app: QApplication) -> None:
    """Leave the desktop's style for ours.

    Windows gives menus, tables and boxes fonts of their own. Qt takes them with each new style, and a first style
    sheet is one; setting a font drops them, so that has to come after both.
    """
    app.setStyle("Fusion")
    app.setStyleSheet(_SOME_SHEET)
    app.setProperty(_TAKEN_OVER, True)


def palette(theme: Theme) -> QPalette:
    """Return the palette for widgets that the style sheet leaves alone."""
    role = QPalette.ColorRole
    result = QPalette()
    for where, color in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.text),
        (role.Button, theme.chip.fill),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.error.text),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent_text),
        (role.LinkVisited, theme.accent_text),
        (role.PlaceholderText, theme.faint),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Accent, theme.accent),
    ):
        result.setColor(where, QColor(color))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.disabled))
    return result


def style_sheet(theme: Theme) -> str:
    """Return the style sheet; it names widgets by object name or by the dynamic properties `tone` and `state`."""
    return Template(style.STYLE + contrast_style.STYLE * theme.contrast).substitute(_names(theme))


def _names(theme: Theme) -> dict[str, str]:
    names = {f"px{size}": f"{theme.px(size)}px" for size in range(1, 41)}
    for entry in fields(Theme):
        value = getattr(theme, entry.name)
        if isinstance(value, Tint):
            names |= {f"{entry.name}_fill": value.fill, f"{entry.name}_text": value.text}
        elif isinstance(value, str):
            names[entry.name] = value
    shade = "dark" if theme.dark else "light"
    names["arrow"] = (paths.resource("icons") / f"arrow-on-{shade}.svg").as_posix()
    names["still"] = theme.edge if theme.dark else theme.faint  # a white check mark is read on it
    on_bright = QColor(theme.on_accent).lightness() < 128
    names["check"] = (paths.resource("icons") / f"check-on-{'bright' if on_bright else 'accent'}.svg").as_posix()
    return names
