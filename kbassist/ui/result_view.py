"""The right side of a form: the final text, why it may not leave yet, and the ways to send it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Gap, GapKind, Outcome
from kbassist.ui.chips import button
from kbassist.ui.edited_text import objections
from kbassist.ui.labels import ElidedLabel, PlainLabel, literal, repolish
from kbassist.ui.macro_preview import speaking_time
from kbassist.ui.span_text import SpanText
from kbassist.ui.theme import Theme

MAX_REASONS = 4


class ResultView(QFrame):
    """Shows an outcome; says what the agent wants done with it."""

    copy_clicked = Signal(bool)  # paste?
    subject_clicked = Signal()
    reason_clicked = Signal(str)  # the field to blame, may be empty
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._theme = theme
        self._outcome = Outcome("")
        self._labels: dict[str, str] = {}
        self._editing = False
        self._placeholders: tuple[str, ...] = ()
        self._heading = PlainLabel("", "heading")
        self._note = ElidedLabel("", "faint")
        self._edit = button("quiet", self)
        self._subject = ElidedLabel("", "label")
        self._copy_subject = button("quiet", self)
        self.text = SpanText(theme)
        self._time = PlainLabel("", "faint")
        self._reasons = QVBoxLayout()
        self._copy = button("primary", self, focus=True)
        self._paste = button("quiet", self, focus=True)
        self._lay_out()
        self._join()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(_row(self._heading, self._note, self._edit, stretch=1))
        self._subject_row = QWidget()
        line = _row(self._subject, self._copy_subject, stretch=0)
        self._subject_row.setLayout(line)
        column.addWidget(self._subject_row)
        paper = QFrame()
        paper.setObjectName("paper")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(px(2), px(2), px(2), px(2))
        inside.addWidget(self.text)
        column.addWidget(paper, 1)
        self._reasons.setSpacing(0)
        column.addLayout(self._reasons)
        column.addLayout(_row(self._time, QWidget(), self._paste, self._copy, stretch=1))

    def _join(self) -> None:
        self._copy.clicked.connect(lambda: self.copy_clicked.emit(False))
        self._paste.clicked.connect(lambda: self.copy_clicked.emit(True))
        self._copy_subject.clicked.connect(self.subject_clicked)
        self._edit.clicked.connect(lambda: self.set_editing(not self._editing))
        self.text.textChanged.connect(self._typed)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._heading.setText(_("What will be sent"))
        self._copy_subject.setText(_("Copy subject"))
        self._paste.setText(_("Copy and return  Ctrl+Enter"))
        self.text.setAccessibleName(_("What will be sent"))
        self._show_state()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.text.set_theme(theme)

    def show_outcome(self, outcome: Outcome, labels: dict[str, str]) -> None:
        """Show what the form gives now; `labels` are those of its fields. A text edited by hand stays."""
        self._outcome, self._labels = outcome, labels
        if not self._editing:
            self.text.show_text(outcome.text, outcome.spans)
        self._subject.setText(_("Subject: {subject}").format(subject=outcome.subject))
        self._subject_row.setVisible(bool(outcome.subject))
        self._show_state()

    @property
    def editing(self) -> bool:
        """Whether the agent edits the text by hand."""
        return self._editing

    def set_editing(self, editing: bool) -> None:
        """Open the text for editing, or bring the generated one back."""
        if editing == self._editing:
            return
        self._editing = editing
        text, spans = self._outcome.text, self._outcome.spans
        self._placeholders = tuple(text[span.start : span.start + span.length] for span in spans if span.gap)
        self.text.setReadOnly(not editing)
        if editing:
            self.text.forget_spans()
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.text.show_text(text, spans)
        self._show_state()
        self.edited.emit()

    def gaps(self) -> tuple[Gap, ...]:
        """Return why the text that is shown may not leave."""
        if self._editing:
            return objections(self.text.toPlainText(), self._outcome.gaps, self._placeholders)
        return self._outcome.gaps

    def clip(self) -> Clip:
        """Return what goes on the clipboard; edited text has no HTML."""
        if self._editing:
            return Clip(self.text.toPlainText())
        return Clip(self._outcome.text, self._outcome.html)

    def subject(self) -> str:
        """Return the subject line of an e-mail."""
        return self._outcome.subject

    def _typed(self) -> None:
        if self._editing:
            self._show_state()

    def _show_state(self) -> None:
        gaps = self.gaps()
        self._edit.setText(_("Back to the generated text  F2") if self._editing else _("Edit  F2"))
        self._note.setText(_("edited by hand, the form no longer changes it") if self._editing else "")
        self._copy.setText(literal(self._copy_words(gaps)))
        repolish(self._copy, "state", "blocked" if gaps else "")
        self._time.setText(self._measure())
        self._show_reasons(gaps)

    def _measure(self) -> str:
        count = _("{n} characters").format(n=len(self.text.toPlainText()))
        spoken = "" if self._editing else speaking_time(self._outcome.seconds)
        return "  ·  ".join(part for part in (count, spoken) if part)

    def _copy_words(self, gaps: tuple[Gap, ...]) -> str:
        if not gaps:
            return _("Copy  Enter")
        label = self._labels.get(gaps[0].field, "")
        if not label:
            return _("Cannot be copied yet")
        empty = gaps[0].kind is GapKind.EMPTY
        words = _("Missing: {label}") if empty else _("Check: {label}")
        return words.format(label=label if len(label) <= 12 else label[:11] + "…")

    def _show_reasons(self, gaps: tuple[Gap, ...]) -> None:
        while item := self._reasons.takeAt(0):
            if old := item.widget():
                old.setParent(None)
                old.deleteLater()
        for words, field in self._said(gaps)[:MAX_REASONS]:
            reason = button("reason", self)
            reason.setText(literal(words))
            reason.clicked.connect(lambda _on=False, field=field: self.reason_clicked.emit(field))
            self._reasons.addWidget(reason)

    def _said(self, gaps: tuple[Gap, ...]) -> list[tuple[str, str]]:
        """Return sentences with the field each leads to; fields without a value share one sentence."""
        empty = [gap for gap in gaps if gap.kind is GapKind.EMPTY and gap.field in self._labels]
        said = [(str(gap.message), gap.field) for gap in gaps if gap not in empty]
        if empty:
            names = _(", ").join(dict.fromkeys(self._labels[gap.field] for gap in empty))
            said.append((_("Still missing: {names}").format(names=names), empty[0].field))
        return list(dict.fromkeys(said))


def _row(*widgets: QWidget, stretch: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for at, widget in enumerate(widgets):
        row.addWidget(widget, 1 if at == stretch else 0)
    return row
