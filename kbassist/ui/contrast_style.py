"""The rules that a contrast theme adds to the style sheet: lines where tints are otherwise, and plain selections."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
QPushButton[tone="chip"], QPushButton[tone="suggestion"], QPushButton[tone="quiet"], QToolButton[tone="quiet"],
QPushButton[tone="saying"], QPushButton[tone="reason"], QPushButton[tone="tab"] { border: 1px solid $edge; }
QFrame#guideEnd, QFrame#earlier, QFrame#notice, QFrame#messageBar, QFrame#reminder { border: 1px solid $edge; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit[tone="field"]:focus, QComboBox:focus, QAbstractSpinBox:focus,
QListView[tone="field"]:focus, QPushButton:focus, QToolButton:focus, QPushButton[tone="chip"]:focus,
QPushButton[tone="suggestion"]:focus, QPushButton[tone="quiet"]:focus, QToolButton[tone="quiet"]:focus,
QPushButton[tone="saying"]:focus, QPushButton[tone="reason"]:focus, QPushButton[tone="tab"]:focus,
QPushButton[tone="step"]:focus, QPushButton[tone="crumb"]:focus { border: 2px solid $accent; }
QLineEdit#search, QLineEdit#search:focus { border: none; }
QLineEdit[state="gap"], QPlainTextEdit[state="gap"], QComboBox[state="gap"], QListView[state="gap"] {
  border: 2px dashed $text; }
QPushButton:hover, QToolButton:hover, QPushButton[tone="quiet"]:hover, QToolButton[tone="quiet"]:hover,
QPushButton[tone="tab"]:hover, QPushButton[tone="crumb"]:hover { border: 2px solid $accent; }
QPushButton:default, QPushButton[tone="primary"] { border: 1px solid $text; }
QPushButton:default:focus, QPushButton[tone="primary"]:focus { border: 3px double $on_accent; }
QPushButton[tone="tab"]:checked { background: $window; color: $accent_text; border: 2px solid $accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $disabled; }
QPushButton:pressed, QPushButton[state="recording"] {
  background: $selection; color: $on_selection; }
QPushButton[tone="row"]:focus, QPushButton[tone="row"]:pressed, QFrame#reminder:focus {
  background: $window; border: 2px solid $accent; }
QPushButton[tone="timer"][state="over"] { background: $selection; color: $on_selection; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QCheckBox:disabled, QPushButton:disabled,
QToolButton:disabled { color: $disabled; border-color: $disabled; }
QScrollBar::handle:vertical, QScrollBar::handle:horizontal { background: $text; }
QScrollBar::handle:hover { background: $accent; }
QComboBox QAbstractItemView::item:selected, QFrame#options QListView::item:selected, QMenu::item:selected {
  background: $selection; color: $on_selection; }
QMenu::item:disabled { color: $disabled; }
"""
