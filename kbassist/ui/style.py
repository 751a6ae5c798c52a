"""The one style sheet of the program, with the names of colours and sizes in the place of their values."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
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
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $disabled; background: $panel; }
QLineEdit[state="locked"], QPlainTextEdit[state="locked"], QComboBox[state="locked"], QPushButton[state="locked"],
QCheckBox[state="locked"] { color: $muted; }
QToolButton[tone="lock"] { background: transparent; border: 1px solid transparent; border-radius: $px4;
  padding: $px2; }
QToolButton[tone="lock-note"] { background: transparent; border: none; padding: 0; }
QToolButton[tone="lock"]:focus { border: 1px solid $accent; background: $hover; }
QLineEdit#search { background: transparent; border: none; padding: 0; font-size: $px20; }
QComboBox[empty="yes"] { color: $faint; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: $px24; }
QComboBox::down-arrow { image: url("$arrow"); width: $px14; height: $px14; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QComboBox QAbstractItemView, QListView[tone="popup"] { background: $raised; color: $text; border: 1px solid $edge;
  outline: 0; selection-background-color: $selection; selection-color: $on_selection; padding: $px4; }
QComboBox QAbstractItemView::item, QListView[tone="popup"]::item { min-height: $px26; padding: 0 $px6;
  border-radius: $px4; }
QComboBox QAbstractItemView::item:selected { background: $filled_fill; color: $filled_text; }
QListView[tone="field"] { background: $raised; border: 1px solid $edge; border-radius: $px6; padding: $px3;
  outline: 0; }
QListView[tone="field"]::item { min-height: $px24; border-radius: $px4; padding-left: $px4; color: $text; }
QListView[tone="field"]::item:selected { background: $selection; color: $on_selection; }
QListView::indicator, QCheckBox::indicator { width: $px14; height: $px14; border: 1px solid $faint;
  border-radius: $px4; background: $raised; }
QListView::indicator:checked, QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent;
  image: url("$check"); }
QCheckBox { spacing: $px8; }
QCheckBox:disabled { color: $disabled; }
QCheckBox::indicator:checked:disabled { background: $still; border: 1px solid $still; }
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
QPushButton:disabled { color: $disabled; background: $panel; }
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
QFrame#options QListView { background: transparent; border: none; outline: 0; selection-color: $on_selection; }
QFrame#options QListView::item { min-height: $px26; padding: 0 $px6; border-radius: $px4; color: $text; }
QFrame#options QListView::item:selected { background: $filled_fill; color: $filled_text; }
QFrame#options QListView::item:disabled { color: $disabled; }
QFrame#snippets QListView { background: transparent; border: none; outline: 0; selection-color: $on_selection; }
QFrame#snippets QListView::item { border-radius: $px6; padding: $px4 $px8; }
QFrame#snippets QListView::item:selected { background: $selection; color: $on_selection; }
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
  selection-color: $on_selection; }
QTableView::item, QTreeView::item { padding: $px4 $px8; border: none; }
QTableView::item:selected, QTreeView::item:selected { background: $selection; color: $on_selection; }
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
QMenu::item:selected { background: $filled_fill; color: $filled_text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: $px4 $px8; }
"""
