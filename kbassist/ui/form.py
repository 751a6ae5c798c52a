"""The form of a macro: fields at the left, the final text at the right, rewritten at each key."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Form, Gap, GapKind, Outcome
from kbassist.ui.chips import button
from kbassist.ui.form_row import FieldRow, OfferView
from kbassist.ui.opening_chips import OpeningChips
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.result_view import ResultView
from kbassist.ui.snippet_picker import SnippetLine, SnippetPicker
from kbassist.ui.theme import Theme
from kbassist.ui.views import Render

FIELDS_WIDTH = 350
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormPanel(QWidget):
    """Fills a form in. `sent` says the text that may leave, and whether it is to be pasted too."""

    changed = Signal(object)  # dict[str, str]
    sent = Signal(object, bool)  # Clip, paste?
    subject_wanted = Signal(object)  # Clip
    snippets_wanted = Signal()
    resumed = Signal()

    def __init__(self, theme: Theme, render: Render, keys: KeyFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._render = render
        self._keys = keys
        self._form: Form | None = None
        self._rows: dict[str, FieldRow] = {}
        self._draft: dict[str, str] = {}
        self._filling = False
        self._tried = False
        self.title = ""  # of the macro, as parts of a longer reply are named
        self.result = ResultView(theme)
        self.openings = OpeningChips(theme)
        self.snippets = SnippetPicker(theme, self)
        self.resume = button("suggestion", self)
        self.resume.clicked.connect(self.take_draft)
        self._lay_out()
        self._join()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._inside.setObjectName("fields")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedWidth(self._theme.px(FIELDS_WIDTH))
        self._scroll.setWidget(self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(*(self._theme.px(side) for side in (20, 14, 16, 14)))
        self._column.setSpacing(self._theme.px(12))
        self._column.addWidget(self.resume)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._scroll)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.openings.setContentsMargins(*(self._theme.px(side) for side in (20, 10, 20, 0)))
        right.addWidget(self.openings)
        right.addWidget(self.result, 1)
        row.addLayout(right, 1)

    def _join(self) -> None:
        self.result.copy_clicked.connect(self.send)
        self.result.subject_clicked.connect(lambda: self.subject_wanted.emit(Clip(self.result.subject())))
        self.result.reason_clicked.connect(self.go_to)
        self.result.edited.connect(self._edited)
        self.snippets.picked.connect(self._insert)
        self.snippets.closed.connect(self.take_focus)
        self._keys.watch(self.result.text, *self.result.findChildren(QWidget))

    def retranslate(self) -> None:
        """Take the words of the language in use, also for the form that is open."""
        self.resume.setText(_("Continue where you left off  Alt+R"))
        for part in (self.result, self.openings, self.snippets):
            part.retranslate()
        if self._form:
            from_case = frozenset(name for name, row in self._rows.items() if row.from_case)
            self.show_form(self._form, self.values(), self._draft, from_case)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on, also for the form that is open."""
        self._theme = theme
        self._scroll.setFixedWidth(theme.px(FIELDS_WIDTH))
        for part in (self.result, self.openings, self.snippets):
            part.set_theme(theme)
        self.retranslate()

    @property
    def form(self) -> Form | None:
        """The form that is open; None before the first."""
        return self._form

    def values(self) -> dict[str, str]:
        """Return the values as they stand."""
        return {name: row.editor.value() for name, row in self._rows.items()}

    def row(self, name: str) -> FieldRow | None:
        """Return the row of a field."""
        return self._rows.get(name)

    def show_form(
        self,
        form: Form,
        values: Mapping[str, str],
        draft: Mapping[str, str] | None = None,
        from_case: frozenset[str] = frozenset(),
    ) -> None:
        """Open a form with its defaults and `values` over them; `draft` is offered, not put in.

        `from_case` names the fields whose values this customer gave before; they say so until they are edited.
        """
        focus = self._focused_name() if self._form and self._form.key == form.key else ""
        self._form, self._tried = form, False
        self.snippets.hide()
        self.result.set_entry(form.key, form.channel, self.title)
        self._draft = {name: value for name, value in (draft or {}).items() if name in {f.name for f in form.fields}}
        self.result.set_entry(form.key, form.channel)
        self.result.set_editing(False)
        self._make_rows(form)
        self._fill({**form.initial, **values})
        for name, row in self._rows.items():
            row.mark_from_case(name in from_case)
        self.resume.setVisible(any(self.values().get(name) != value for name, value in self._draft.items()))
        self._settle()
        self._focus_first(focus)

    def spoken(self) -> Outcome:
        """Return the whole reply as it would be read aloud."""
        return self.result.spoken()

    def open_snippets(self, lines: tuple[SnippetLine, ...]) -> None:
        """Lay the list of snippets over the text; Enter inserts one."""
        place = self.result.geometry().adjusted(*(self._theme.px(side) for side in (16, 44, -16, -56)))
        self.snippets.setGeometry(place)
        self.snippets.open(lines)
        self.snippets.raise_()

    def take_draft(self) -> None:
        """Put the draft on offer in."""
        if not self.resume.isHidden():
            self.resume.hide()
            self._fill(self.values() | self._draft)
            self._focus_first("")
            self.resumed.emit()

    def show_offers(self, offers: Mapping[str, tuple[OfferView, ...]]) -> None:
        """Offer values at fields; those of a field that is named with none are taken back."""
        for name, values in offers.items():
            if row := self._rows.get(name):
                row.show_offers(values)
        self._settle()

    def take_suggestion(self) -> None:
        """Put the offered value in: that of the field with the focus, else the first."""
        rows = list(self._rows.values())
        here = self._rows.get(self._focused_name())
        if offering := next((row for row in (here, *rows) if row and row.offered), None):
            offering.take_offer()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what the form gives, at its fields and as text."""
        self.result.show_outcome(outcome, {name: row.label for name, row in self._rows.items()})
        self._show_errors(outcome.gaps)

    def send(self, paste: bool) -> None:
        """Let the text leave; where it may not, say why and put the cursor there."""
        gaps = self.result.gaps()
        if not gaps:
            self.sent.emit(self.result.clip(), paste)
        self._objected(gaps)

    def _objected(self, gaps: tuple[Gap, ...]) -> None:
        if gaps:
            self._tried = True
            self._show_errors(gaps)
            self.go_to(next((gap.field for gap in gaps if gap.field in self._rows), ""))

    def take_focus(self) -> None:
        """Take the keys: where something is missing, else where the form begins."""
        self._focus_first("")

    def append(self) -> bool:
        """Hand the text on as a part of a longer reply; where it may not leave, say why and put the cursor there."""
        gaps = self.result.append()
        self._objected(gaps)
        return not gaps

    def go_to(self, name: str) -> None:
        """Put the cursor into a field; into the text where no field is to blame and it is edited."""
        if row := self._rows.get(name):
            self._scroll.ensureWidgetVisible(row)
            row.editor.select()
        elif self.result.editing:
            self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Take Enter: to the next field, or to copy in the last; tell whether it was taken."""
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        name = self._name_of(widget)
        if name is None or self._rows[name].editor.takes_enter:
            return False
        names = list(self._rows)
        following = names[names.index(name) + 1 :]
        if following:
            self.go_to(following[0])
        else:
            self.send(False)
        return True

    def _insert(self, text: str) -> None:
        self.result.insert(text)
        self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_rows(self, form: Form) -> None:
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        self._rows = {}
        for spec in form.fields:
            pattern = form.patterns.get(spec.pattern_name) or form.patterns.get(spec.name)
            row = FieldRow(spec, pattern, self._theme)
            self._rows[spec.name] = row
            self._column.insertWidget(self._column.count() - 1, row)
            row.show()  # a layout would show it a moment later, and keys typed by then would be lost
            row.changed.connect(self._field_changed)
            self._keys.watch(*row.editor.watched())
        self._order_tabs()

    def _order_tabs(self) -> None:
        chain = [row.editor.target() for row in self._rows.values()]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _fill(self, values: Mapping[str, str]) -> None:
        self._filling = True
        for name, row in self._rows.items():
            row.editor.set_value(values.get(name, ""))
        self._filling = False
        self._update()

    def _field_changed(self, _name: str, _value: str) -> None:
        if not self._filling:
            self.resume.hide()
            self._update()

    def _update(self) -> None:
        if self._form:
            values = self.values()
            self.show_outcome(self._render(self._form.key, self._form.channel, values))
            self.changed.emit(values)

    def _show_errors(self, gaps: tuple[Gap, ...]) -> None:
        """Show a wrong value at once, a missing one after the agent tried to send."""
        shown: dict[str, str] = {}
        for gap in gaps:
            if gap.kind is not GapKind.EMPTY or self._tried:
                shown.setdefault(gap.field, str(gap.message))
        for name, row in self._rows.items():
            row.show_error(shown.get(name, ""))
        self._settle()

    def _settle(self) -> None:
        """Make room for what the rows say now, at once, so that nothing is squeezed for a moment."""
        for row in self._rows.values():
            if layout := row.layout():
                layout.activate()
        self._column.activate()
        self._inside.setMinimumHeight(self._column.minimumSize().height())

    def _focus_first(self, preferred: str) -> None:
        empty = (name for name, row in self._rows.items() if row.spec.required and not row.editor.value())
        name = preferred if preferred in self._rows else next(empty, next(iter(self._rows), ""))
        if name:
            self.go_to(name)
        else:
            self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        if not self.result.editing:
            self._focus_first("")

    def _focused_name(self) -> str:
        widget = self.focusWidget()
        return (self._name_of(widget) or "") if widget else ""

    def _name_of(self, widget: QWidget) -> str | None:
        return next((name for name, row in self._rows.items() if row.isAncestorOf(widget)), None)
