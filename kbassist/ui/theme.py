"""Colours, sizes and the one style sheet of the program, light and dark."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from kbassist import paths
from kbassist.ui import fonts


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
    hover: str
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

    def px(self, size: float) -> int:
        """Return a length or letter size in logical pixels at this scale."""
        return max(1, round(size * self.scale))


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
    hover="#f3f5f9",
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
    hover="#26292f",
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


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows; False where it does not say."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this theme: style, palette, font, style sheet."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(fonts.interface(theme.px(13)))
    app.setStyleSheet(style_sheet(theme))


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
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.faint))
    return result


def style_sheet(theme: Theme) -> str:
    """Return the style sheet; it names widgets by object name or by the dynamic properties `tone` and `state`."""
    return Template(_STYLE).substitute(_names(theme))


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
    names["check"] = (paths.resource("icons") / "check-on-accent.svg").as_posix()
    return names


_STYLE: Final = """
QWidget { color: $text; }
QDialog, QMainWindow { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: $px4 $px6; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; font-size: $px12; }
QLabel[tone="faint"] { color: $faint; font-size: $px12; }
QLabel[tone="title"] { font-size: $px16; font-weight: 600; }
QLabel[tone="large"] { font-size: $px18; font-weight: 600; }
QLabel[tone="heading"] { color: $faint; font-size: $px12; font-weight: 600; }
QLabel[tone="label"] { color: $text; font-size: $px13; }
QLabel[tone="sum"] { color: $text; font-size: $px13; font-weight: 600; }
QLabel[tone="error"] { color: $gap_text; font-size: $px12; }
QLabel[tone="origin"] { color: $accent_text; font-size: $px12; }
QLabel[tone="doubt"] { color: $warning_text; font-size: $px12; font-weight: 600; }
QLabel[tone="key"] { background: $chip_fill; color: $chip_text; border: 1px solid $edge; border-radius: $px5;
  padding: 0 $px6; font-size: $px11; font-weight: 600; min-height: $px18; max-height: $px18; }

QLineEdit, QPlainTextEdit, QTextEdit[tone="field"], QAbstractSpinBox, QComboBox {
  background: $raised; border: 1px solid $edge; border-radius: $px6; padding: $px5 $px8;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit[tone="field"]:focus, QComboBox:focus, QAbstractSpinBox:focus,
QListView[tone="field"]:focus { border: 1px solid $accent; }
QLineEdit[state="gap"], QPlainTextEdit[state="gap"], QComboBox[state="gap"], QListView[state="gap"] {
  border: 1px solid $gap_text; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $faint; background: $panel; }
QLineEdit#search { background: transparent; border: none; padding: 0; font-size: $px20; }
QComboBox[empty="yes"] { color: $faint; }
QComboBox::drop-down { border: none; width: $px24; }
QComboBox::down-arrow { image: url("$arrow"); width: $px14; height: $px14; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QComboBox QAbstractItemView, QListView[tone="popup"] { background: $raised; color: $text; border: 1px solid $edge;
  outline: 0; selection-background-color: $selection; selection-color: $text; padding: $px4; }
QComboBox QAbstractItemView::item, QListView[tone="popup"]::item { min-height: $px26; padding: 0 $px6;
  border-radius: $px4; }
QListView[tone="field"] { background: $raised; border: 1px solid $edge; border-radius: $px6; padding: $px3;
  outline: 0; }
QListView[tone="field"]::item { min-height: $px24; border-radius: $px4; padding-left: $px4; color: $text; }
QListView[tone="field"]::item:selected { background: $selection; color: $text; }
QListView::indicator, QCheckBox::indicator { width: $px14; height: $px14; border: 1px solid $faint;
  border-radius: $px4; background: $raised; }
QListView::indicator:checked, QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent;
  image: url("$check"); }
QCheckBox { spacing: $px8; }
QCheckBox:disabled { color: $faint; }
QCheckBox::indicator:checked:disabled { background: $edge; border: 1px solid $edge; }
QCheckBox:focus { color: $accent_text; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
  padding: $px6 $px12; min-width: $px40; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent_text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $hover; }

QPushButton { background: $chip_fill; color: $text; border: 1px solid $edge; border-radius: $px6;
  padding: $px5 $px14; min-height: $px18; }
QPushButton:hover { background: $hover; border: 1px solid $faint; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $panel; }
QPushButton:default, QPushButton[tone="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton:default:hover, QPushButton[tone="primary"]:hover, QPushButton[tone="primary"]:pressed {
  background: $accent_press; border: 1px solid $accent_press; }
QPushButton[tone="primary"][state="blocked"] { background: $chip_fill; color: $muted; border: 1px solid $edge; }
QPushButton[tone="chip"] { background: $chip_fill; color: $chip_text; border: 1px solid transparent;
  border-radius: $px13; padding: $px3 $px10; min-height: $px18; font-size: $px12; }
QPushButton[tone="chip"]:hover, QPushButton[tone="chip"]:focus { border: 1px solid $accent; }
QPushButton[tone="suggestion"] { background: $filled_fill; color: $filled_text; border: 1px solid transparent;
  border-radius: $px10; padding: $px1 $px10; min-height: $px18; font-size: $px12; text-align: left; }
QPushButton[tone="suggestion"]:hover, QPushButton[tone="suggestion"]:focus { border: 1px solid $accent; }
QPushButton[tone="tab"] { background: transparent; color: $muted; border: none; border-radius: $px6;
  padding: $px4 $px10; min-height: $px18; font-size: $px12; }
QPushButton[tone="tab"]:hover { background: $hover; }
QPushButton[tone="tab"]:checked { background: $selection; color: $accent_text; font-weight: 600; }
QPushButton[tone="quiet"], QToolButton[tone="quiet"] { background: transparent; border: 1px solid transparent;
  color: $muted; border-radius: $px6; padding: $px3 $px8; font-size: $px12; min-height: $px18; }
QPushButton[tone="quiet"]:hover, QToolButton[tone="quiet"]:hover { background: $hover; color: $text; }
QPushButton[tone="quiet"]:focus, QToolButton[tone="quiet"]:focus { border: 1px solid $accent; }
QPushButton[tone="saying"] { background: transparent; border: 1px solid transparent; color: $text; text-align: left;
  padding: $px1 $px4; font-size: $px12; border-radius: $px4; min-height: $px18; }
QPushButton[tone="saying"]:hover, QPushButton[tone="saying"]:focus { border: 1px solid $edge; background: $hover; }
QPushButton[tone="step"] { background: transparent; border: 1px solid $line; color: $muted; border-radius: $px9;
  padding: 0 $px8; font-size: $px11; min-height: $px18; }
QPushButton[tone="step"][state="missing"] { border: 1px dashed $edge; color: $faint; }
QPushButton[tone="step"][state="misplaced"] { border: 1px solid $warning_text; color: $warning_text; }
QPushButton[tone="step"]:hover, QPushButton[tone="step"]:focus { border: 1px solid $accent; }
QPushButton[tone="reason"] { background: transparent; border: 1px solid transparent; color: $gap_text;
  text-align: left; padding: $px1 $px4; font-size: $px12; border-radius: $px4; }
QPushButton[tone="reason"]:hover, QPushButton[tone="reason"]:focus { border: 1px solid $gap_text; }

QPushButton[tone="row"] { background: $raised; border: 1px solid $line; border-radius: $px8; padding: 0;
  text-align: left; min-height: 0; }
QPushButton[tone="row"]:hover { background: $hover; border: 1px solid $edge; }
QPushButton[tone="row"]:focus { background: $selection; border: 1px solid $accent; }
QPushButton[tone="row"]:pressed { background: $selection; }
QPushButton[tone="row"]:disabled { background: transparent; border: 1px dashed $edge; }
QPushButton[tone="row"] QLabel[tone="label"] { font-size: $px14; }
QPushButton[tone="row"][state="refused"] QLabel[tone="label"] { color: $faint; }
QPushButton[tone="crumb"] { background: transparent; border: none; color: $muted; border-radius: $px5;
  padding: $px3 $px6; min-height: $px16; font-size: $px12; }
QPushButton[tone="crumb"]:hover, QPushButton[tone="crumb"]:focus { background: $hover; color: $text; }
QPushButton[tone="crumb"][state="current"] { color: $text; font-weight: 600; background: transparent; }
QFrame#crumbs { background: transparent; border: none; border-bottom: 1px solid $line; }
QFrame#guideEnd { background: $success_fill; border: none; border-radius: $px8; }
QFrame#guideEnd QLabel { color: $success_text; }
QFrame#promptBar { background: transparent; border: none; border-top: 1px solid $line; }
QLabel[tone="clock"] { color: $text; font-size: $px20; font-weight: 600; }
QLabel[tone="pace"] { color: $text; font-size: $px14; font-weight: 600; }
QLabel[tone="pace"][state="outside"] { color: $warning_text; }
QLabel[tone="remark"] { color: $faint; font-size: $px12; }
QLabel[tone="remark"][state="outside"] { color: $warning_text; }

QFrame#head { background: transparent; border: none; border-bottom: 1px solid $line; }
QFrame#foot { background: transparent; border: none; border-top: 1px solid $line; }
QFrame#side { background: $panel; border: none; border-left: 1px solid $line; }
QFrame#paper { background: $raised; border: 1px solid $line; border-radius: $px8; }
QFrame#earlier { background: $chip_fill; border: none; border-radius: $px6; }
QFrame#snippets { background: $raised; border: 1px solid $edge; border-radius: $px8; }
QFrame#options { background: $raised; border: 1px solid $edge; border-radius: $px8; }
QFrame#calendar { background: $raised; border: 1px solid $edge; }
QFrame#options QListView { background: transparent; border: none; outline: 0; selection-color: $text; }
QFrame#options QListView::item { min-height: $px26; padding: 0 $px6; border-radius: $px4; color: $text; }
QFrame#options QListView::item:selected { background: $selection; color: $text; }
QFrame#options QListView::item:disabled { color: $faint; }
QFrame#snippets QListView { background: transparent; border: none; outline: 0; selection-color: $text; }
QFrame#snippets QListView::item { border-radius: $px6; padding: $px4 $px8; }
QFrame#snippets QListView::item:selected { background: $selection; color: $text; }
QFrame#messageBar QPushButton[tone="chip"] { background: $raised; color: $text; border: 1px solid $edge; }
QFrame#messageBar[kind="info"] { background: $info_fill; }
QFrame#messageBar[kind="warning"] { background: $warning_fill; }
QFrame#messageBar[kind="error"] { background: $error_fill; }
QFrame#messageBar[kind="info"] QLabel { color: $info_text; }
QFrame#messageBar[kind="warning"] QLabel { color: $warning_text; }
QFrame#messageBar[kind="error"] QLabel { color: $error_text; }
QFrame#notice { background: $warning_fill; border-radius: $px6; }
QFrame#notice QLabel { color: $warning_text; font-size: $px12; }
QListView#results { background: transparent; border: none; outline: 0; }
QFrame#reminder { background: transparent; border: 1px solid transparent; border-radius: $px6; }
QFrame#reminder[state="on"] { background: $hover; }
QFrame#reminder:focus { background: $selection; border: 1px solid $accent; }
QWidget#reminders { border: none; border-bottom: 1px solid $line; }
QFrame#reminderCard { background: $panel; border: none; border-top: 1px solid $line; }
QLabel[tone="due"] { color: $warning_text; font-size: $px12; font-weight: 600; }
QLabel[tone="timer"] { color: $faint; font-size: $px12; }
QPushButton[tone="timer"] { background: transparent; border: 1px solid $line; border-radius: $px10; color: $muted;
  padding: $px1 $px8; min-height: $px18; font-size: $px12; }
QPushButton[tone="timer"]:hover { background: $hover; }
QLabel[tone="timer"][state="near"], QPushButton[tone="timer"][state="near"] { color: $warning_text; }
QLabel[tone="timer"][state="over"] { color: $warning_text; font-weight: 600; }
QPushButton[tone="timer"][state="over"] { background: $warning_fill; color: $warning_text; font-weight: 600; }
QTextBrowser, QTextEdit { background: transparent; border: none; selection-background-color: $accent;
  selection-color: $on_accent; }
QTableView, QTreeView { background: $raised; alternate-background-color: $panel; border: 1px solid $line;
  border-radius: $px8; outline: 0; gridline-color: $line; selection-background-color: $selection;
  selection-color: $text; }
QTableView::item, QTreeView::item { padding: $px4 $px8; border: none; }
QTableView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: $px6 $px8; font-size: $px12; font-weight: 600; }
QTableCornerButton::section { background: $panel; border: none; }
QPushButton[state="recording"] { background: $filled_fill; color: $filled_text; border: 1px solid $accent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#fields { background: transparent; }

QScrollBar:vertical { width: $px10; background: transparent; margin: $px2; }
QScrollBar::handle:vertical { background: $edge; border-radius: $px3; min-height: $px30; }
QScrollBar:horizontal { height: $px10; background: transparent; margin: $px2; }
QScrollBar::handle:horizontal { background: $edge; border-radius: $px3; min-width: $px30; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; border: 1px solid $edge; padding: $px4; }
QMenu::item { padding: $px5 $px24 $px5 $px12; border-radius: $px4; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: $px4 $px8; }
"""
