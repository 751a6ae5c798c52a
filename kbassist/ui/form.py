"""The form of a macro: fields at the left, the final text at the right, rewritten at each key."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Form, Gap, GapKind, Outcome
from kbassist.ui.chips import button
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_column import FieldColumn
from kbassist.ui.form_fields import is_plain
from kbassist.ui.form_row import FieldRow, OfferView
from kbassist.ui.opening_chips import OpeningChips
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.result_view import ResultView
from kbassist.ui.snippet_picker import SnippetLine, SnippetPicker
from kbassist.ui.theme import Theme
from kbassist.ui.views import Render

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = {Qt.Key.Key_PageUp.value: -1, Qt.Key.Key_PageDown.value: 1}


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
        self._draft: dict[str, str] = {}
        self._edits: dict[str, str] = {}  # by channel, what was written by hand while another one is looked at
        self._aids = NO_AIDS
        self._shown: dict[str, str] = {}  # the values of the text that is shown
        self._left = False  # the form was closed since it was shown
        self._tried = False
        self.title = ""  # of the macro, as parts of a longer reply are named
        self.result = ResultView(theme)
        self.snippets = SnippetPicker(theme, self)
        self.resume = button("suggestion", self)
        self.resume.clicked.connect(self.take_draft)
        self.fields = FieldColumn(theme, keys, self.resume)
        self._lay_out()
        self._join()
        self.retranslate()

    @property
    def openings(self) -> OpeningChips:
        """The openings that may begin the text."""
        return self.result.openings

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.fields)
        row.addWidget(self.result, 1)

    def _join(self) -> None:
        self.result.copy_clicked.connect(self.send)
        self.result.subject_clicked.connect(lambda: self.subject_wanted.emit(Clip(self.result.subject())))
        self.result.reason_clicked.connect(self.go_to)
        self.result.edited.connect(self._edited)
        self.snippets.picked.connect(self._insert)
        self.snippets.closed.connect(self.take_focus)
        self._keys.watch(self.result.text, *self.result.findChildren(QWidget))
        self.fields.changed.connect(self._field_changed)

    def retranslate(self) -> None:
        """Take the words of the language in use, also for the form that is open."""
        self.resume.setText(_("Continue where you left off  Alt+R"))
        for part in (self.result, self.snippets):
            part.retranslate()
        if self._form:
            self._renew_rows(self._form)

    def set_aids(self, aids: FormAids) -> None:
        """Have values understood by this while they are typed, from the next form on."""
        self._aids = aids

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on, also for the form that is open."""
        self._theme = theme
        for part in (self.fields, self.result, self.snippets):
            part.set_theme(theme)
        self.retranslate()

    @property
    def form(self) -> Form | None:
        """The form that is open; None before the first."""
        return self._form

    def values(self) -> dict[str, str]:
        """Return the values as they stand."""
        return self.fields.values()

    def row(self, name: str) -> FieldRow | None:
        """Return the row of a field."""
        return self.fields.rows.get(name)

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
        self._keep_edit(form)
        self._form, self._tried, self._left = form, False, False
        self.snippets.hide()
        self.result.set_entry(form.key, form.channel, self.title)
        self._draft = {name: value for name, value in (draft or {}).items() if name in {f.name for f in form.fields}}
        self.result.forget_edit()
        self.fields.make(form, self._aids)
        self._fill({**form.initial, **values})
        for name, row in self.fields.rows.items():
            row.mark_from_case(name in from_case)
        self.resume.setVisible(any(self.values().get(name) != value for name, value in self._draft.items()))
        if text := self._edits.get(form.channel, ""):
            self.result.write(text)
        self.fields.settle()
        self._focus_first(focus)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was written for other channels once the form is closed, not while its window is away."""
        super().hideEvent(event)
        self.fields.put_away()
        if self.isHidden():
            self._left = True
            self._edits.clear()

    def spoken(self) -> Outcome:
        """Return the whole reply as it would be read aloud."""
        return self.result.spoken()

    def open_snippets(self, lines: tuple[SnippetLine, ...]) -> None:
        """Lay the list of snippets over the text; Enter inserts one."""
        self._place_snippets()
        self.snippets.open(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list of snippets over the text."""
        super().resizeEvent(event)
        self._place_snippets()

    def _place_snippets(self) -> None:
        if layout := self.layout():
            layout.activate()
        px = self._theme.px
        self.snippets.setGeometry(self.result.geometry().adjusted(px(20), px(40), -px(20), -px(52)))

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
            if row := self.fields.rows.get(name):
                row.show_offers(values)
        self.fields.settle()

    def take_suggestion(self) -> None:
        """Put the offered value in: that of the field with the focus, else the first."""
        rows = list(self.fields.rows.values())
        here = self.fields.rows.get(self._focused_name())
        if offering := next((row for row in (here, *rows) if row and row.offered), None):
            offering.take_offer()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what the form gives, at its fields and as text."""
        self.result.show_outcome(outcome, {name: row.label for name, row in self.fields.rows.items()})
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
            self.go_to(next((gap.field for gap in gaps if gap.field in self.fields.rows), ""))
            if gaps[0].kind is GapKind.WORDING:
                self.result.show_blocked()

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
        if row := self.row(name):
            self.fields.show_row(name)
            row.editor.select()
        elif self.result.editing:
            self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Take what is a field's own, Enter to the next field or to copy in the last, and pages; tell whether so."""
        name = self.fields.name_of(widget)
        entered = event.key() in _ENTER and is_plain(event)
        if entered and isinstance(widget, QAbstractButton) and not self.fields.is_editor(widget):
            widget.click()
            return True
        if not name or self.fields.rows[name].editor.key(event):
            return bool(name)
        if event.key() in _PAGES and is_plain(event):
            self.go_to(self.fields.page(name, _PAGES[event.key()]))
            return True
        if not entered or self.fields.rows[name].editor.takes_enter:
            return False
        if following := self.fields.after(name):
            self.go_to(following)
        else:
            self.send(False)
        return True

    def _insert(self, text: str) -> None:
        self.result.insert(text)
        self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_edit(self, form: Form) -> None:
        """Keep what was written by hand while another channel is looked at; forget it for any other form."""
        before = self._form
        switched = before is not None and not self._left and before.key == form.key and before.channel != form.channel
        if before is None or not switched:
            self._edits = {}
        elif self.result.editing:
            self._edits[before.channel] = self.result.text.toPlainText()
        else:
            self._edits.pop(before.channel, None)

    def _renew_rows(self, form: Form) -> None:
        """Make the fields anew for other words or sizes, the keys where they were."""
        focus, resumable = self._focused_name(), not self.resume.isHidden()
        carets = {name: row.editor.caret() for name, row in self.fields.rows.items()}
        self.fields.renew(form, self._aids)
        self._update()
        if focus:
            self.go_to(focus)
        for name, caret in carets.items():
            if caret >= 0:
                self.fields.rows[name].editor.put_caret(caret)
        self.resume.setVisible(resumable)
        self.fields.settle()

    def _fill(self, values: Mapping[str, str]) -> None:
        self.fields.set_values(values)
        self._update()

    def _field_changed(self) -> None:
        if self.values() != self._shown:
            self.resume.hide()
        self._update()

    def _update(self) -> None:
        if self._form:
            values = self._shown = self.values()
            self.show_outcome(self._render(self._form.key, self._form.channel, values))
            self.changed.emit(values)

    def _show_errors(self, gaps: tuple[Gap, ...]) -> None:
        """Show a wrong value at once, a missing one after the agent tried to send."""
        shown: dict[str, str] = {}
        for gap in gaps:
            if gap.kind is not GapKind.EMPTY or self._tried:
                shown.setdefault(gap.field, str(gap.message))
        self.fields.show_errors(shown)

    def _focus_first(self, preferred: str) -> None:
        empty = (name for name, row in self.fields.rows.items() if row.spec.required and not row.editor.value())
        name = preferred if preferred in self.fields.rows else next(empty, next(iter(self.fields.rows), ""))
        if name:
            self.go_to(name)
        else:
            self.result.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        if not self.result.editing:
            self._focus_first("")

    def _focused_name(self) -> str:
        widget = self.focusWidget()
        return self.fields.name_of(widget) if widget else ""
