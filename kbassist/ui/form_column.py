"""The fields of a form in their column, which scrolls with the field that has the keys."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.macros.form import Form
from kbassist.ui.form_aids import FormAids
from kbassist.ui.form_row import FieldRow
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.theme import Theme

FIELDS_WIDTH = 350
_SIGHT = 10  # of what is around the field that has the keys


class FieldColumn(QScrollArea):
    """Holds the rows of a form below a button that offers a draft; `changed` says that the agent changed a value."""

    changed = Signal()

    def __init__(self, theme: Theme, keys: KeyFilter, draft: QPushButton) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        self._theme = theme
        self._keys = keys
        self._filling = False
        self._inside = QWidget()
        self._inside.setObjectName("fields")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.addWidget(draft)
        self._column.addStretch(1)
        self.set_theme(theme)
        self.verticalScrollBar().valueChanged.connect(self.put_away)

    def set_theme(self, theme: Theme) -> None:
        """Use these sizes from now on; the rows take them when they are made next."""
        self._theme = theme
        self.setFixedWidth(theme.px(FIELDS_WIDTH))
        self._column.setContentsMargins(*(theme.px(side) for side in (20, 14, 16, 14)))
        self._column.setSpacing(theme.px(12))

    def make(self, form: Form, aids: FormAids) -> None:
        """Make the rows of a form, empty, in place of those that are there."""
        QGuiApplication.inputMethod().commit()  # the letters that are being composed belong to the old field
        self.put_away()
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()  # else its layout would still show it, as a window of its own
            row.setParent(None)
            row.deleteLater()
        self.rows = {}
        for spec in form.fields:
            pattern = form.patterns.get(spec.pattern_name) or form.patterns.get(spec.name)
            self._add(FieldRow(spec, pattern, self._theme, aids))
        for before, after in pairwise(stop for row in self.rows.values() for stop in row.stops()):
            QWidget.setTabOrder(before, after)

    def renew(self, form: Form, aids: FormAids) -> None:
        """Make the rows anew for other words or sizes: what stands in them and beside them stays."""
        values, before = self.values(), self.rows
        self.make(form, aids)
        self.set_values(values)
        for name, row in self.rows.items():
            row.mark_from_case(before[name].from_case)
            row.show_offers(before[name].offers)

    def values(self) -> dict[str, str]:
        """Return the values as they stand."""
        return {name: row.editor.value() for name, row in self.rows.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put values in, nothing where there is none; `changed` keeps silent."""
        self._filling = True
        for name, row in self.rows.items():
            row.editor.set_value(values.get(name, ""))
        self._filling = False

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it."""
        for name, row in self.rows.items():
            row.show_error(errors.get(name, ""))
        self.settle()

    def settle(self) -> None:
        """Make room for what the rows say now, at once, so that nothing is squeezed for a moment."""
        for row in self.rows.values():
            if layout := row.layout():
                layout.activate()
        self._column.activate()
        self._inside.setMinimumHeight(self._column.minimumSize().height())

    def name_of(self, widget: QWidget) -> str:
        """Return the field that a widget is a part of; nothing where it is of none."""
        return next((name for name, row in self.rows.items() if row.isAncestorOf(widget)), "")

    def is_editor(self, widget: QWidget) -> bool:
        """Tell whether a widget is where a value is put in."""
        return any(row.editor.target() is widget for row in self.rows.values())

    def show_row(self, name: str) -> None:
        """Bring a whole field into sight, with what is said about it."""
        if row := self.rows.get(name):
            self.ensureWidgetVisible(row, 0, self._theme.px(_SIGHT))

    def after(self, name: str) -> str:
        """Return the next field; nothing after the last."""
        names = list(self.rows)
        return next(iter(names[names.index(name) + 1 :]), "")

    def page(self, name: str, way: int) -> str:
        """Return the field that is up to a page below (`way` 1) or above (-1), and one field away at least."""
        names = list(self.rows)
        here, reach = self.rows[name].y(), self.viewport().height()
        ahead = names[names.index(name) + 1 :] if way > 0 else names[: names.index(name)][::-1]
        near = [other for other in ahead if abs(self.rows[other].y() - here) <= reach]
        return (near or ahead[:1] or [name])[-1]

    def put_away(self) -> None:
        """Close what lies at a field."""
        for row in self.rows.values():
            row.editor.put_away()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keys."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.show_row(self.name_of(watched))
        return super().eventFilter(watched, event)

    def _add(self, row: FieldRow) -> None:
        self.rows[row.spec.name] = row
        self._column.insertWidget(self._column.count() - 1, row)
        row.show()  # a layout would show it a moment later, and keys typed by then would be lost
        row.changed.connect(self._changed)
        self._keys.watch(*row.watched())
        for widget in row.watched():
            widget.installEventFilter(self)

    def _changed(self, _name: str, _value: str) -> None:
        if not self._filling:
            self.changed.emit()
