"""The right side of a form: the final text, what is noticed in it, why it may not leave yet, the ways to send it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Gap, GapKind, Outcome
from kbassist.macros.reply import Reply
from kbassist.ui.also_chips import AlsoChips
from kbassist.ui.chips import button
from kbassist.ui.earlier_parts import EarlierParts
from kbassist.ui.final_text import FinalText, Standing, personal
from kbassist.ui.labels import ElidedLabel, PlainLabel, literal, repolish
from kbassist.ui.opening_chips import OpeningChips
from kbassist.ui.remarks_view import RemarksView
from kbassist.ui.result_reasons import Reasons, copy_words, measure
from kbassist.ui.result_room import PAPER, Room, row, ways
from kbassist.ui.span_text import SpanText, Underline
from kbassist.ui.step_chips import StepChips
from kbassist.ui.taken_words import carried
from kbassist.ui.text_history import TextHistory
from kbassist.ui.theme import Theme
from kbassist.ui.views import Check, LocalImage
from kbassist.wording.remarks import Checked, Level, Remark, StepMark

_Judged = tuple[Clip, tuple[Gap, ...]]
PAUSE_MS: Final = 80
"""How long after a key the remarks are shown; what leaves is checked at once."""


class ResultView(QFrame):
    """Shows an outcome with what stands before it in the reply; says what the agent wants done with it."""

    copy_clicked = Signal(bool)  # paste?
    subject_clicked = Signal()  # the subject may leave
    reason_clicked = Signal(str)  # the field to blame, may be empty
    edited = Signal()
    appended = Signal(object)  # Part: the text at work, ready to be followed by the next
    part_removed = Signal(int)
    earlier_changed = Signal(object)  # Reply: words were replaced or brought back in it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._theme = theme
        self._final = FinalText()
        self._local_image: LocalImage = lambda _place: None
        self._history = TextHistory()
        self._checked = Checked()
        self._whole = ""
        self._seen = ""
        self._labels: dict[str, str] = {}
        self._filling = False
        self._heading = PlainLabel("", "heading")
        self._note = ElidedLabel("", "faint")
        self._undo = button("quiet", self)
        self._edit = button("quiet", self)
        self._subject = ElidedLabel("", "label")
        self._copy_subject = button("quiet", self)
        self._earlier = EarlierParts(theme)
        self.openings = OpeningChips(theme)
        self._steps = StepChips(theme)
        self.text = SpanText(theme)
        self.remarks = RemarksView(theme)
        self.also = AlsoChips(theme)
        self._time = PlainLabel("", "faint")
        self._reasons = Reasons()
        self._copy = button("primary", self, focus=True)
        self._paste = button("quiet", self, focus=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._join()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(row(self._heading, self._note, self._undo, self._edit, stretch=1))
        self._subject_row = QWidget()
        self._subject_row.setLayout(row(self._subject, self._copy_subject, stretch=0))
        column.addWidget(self._subject_row)
        column.addWidget(self._earlier)
        column.addWidget(self.openings)
        column.addWidget(self._steps)
        paper = QFrame()
        paper.setObjectName("paper")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(px(2), px(2), px(2), px(2))
        inside.addWidget(self.text)
        paper.setMinimumHeight(px(PAPER))
        column.addWidget(paper, 1)
        column.addWidget(self.remarks)
        column.addWidget(self.also)
        column.addWidget(self._reasons)
        column.addLayout(row(self._time, QWidget(), self._paste, self._copy, stretch=1))
        self._room = Room(column, ways(self.also, self.openings, self.remarks, self._earlier, self._steps))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self._room.share(self.height())

    def _join(self) -> None:
        self._copy.clicked.connect(lambda: self.copy_clicked.emit(False))
        self._paste.clicked.connect(lambda: self.copy_clicked.emit(True))
        self._copy_subject.clicked.connect(self.copy_subject)
        self._edit.clicked.connect(lambda: self.set_editing(not self.editing))
        self._undo.clicked.connect(self.undo)
        self._earlier.removed.connect(self.part_removed)
        self._reasons.clicked.connect(self.reason_clicked)
        self._steps.step_clicked.connect(self._go_to)
        self.remarks.replace_wanted.connect(self.take)
        self.remarks.mask_wanted.connect(self.mask_all)
        self.remarks.remark_clicked.connect(self._go_to)
        self.text.textChanged.connect(self._typed)
        self.text.may_leave = lambda words: self._final.lets(words)  # noqa: PLW0108 - as it is then
        self.text.withheld.connect(lambda: self._reasons.show_gaps(self.gaps(), self._labels))
        self.text.undo_wanted.connect(self.undo)
        self.text.redo_wanted.connect(self.redo)
        self._pause.timeout.connect(self._look)
        for panel in (self.remarks, self.also, self.openings):
            panel.changed.connect(self._make_room)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._heading.setText(_("What will be sent"))
        self._copy_subject.setText(_("Copy subject  Ctrl+Shift+C"))
        self._paste.setText(_("Paste back") + "  Ctrl+Enter")
        self._undo.setText(_("Undo  Ctrl+Z"))
        self.text.setAccessibleName(_("What will be sent"))
        for panel in (self._earlier, self.openings, self._steps, self.remarks, self.also):
            panel.retranslate()
        self._show_subject()
        self._show_state()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        for panel in (self.text, self._earlier, self.openings, self._steps, self.remarks, self.also):
            panel.set_theme(theme)

    def set_check(self, check: Check) -> None:
        """Have texts checked by this: at each key for the eye, and afresh whenever one is to leave."""
        self._final = replace(self._final, check=check)
        self._look()

    def set_standing(self, standing: Standing) -> None:
        """Have earlier parts judged by this: whether their macros may still be used."""
        self._final = replace(self._final, standing=standing)

    def set_local_image(self, local_image: LocalImage) -> None:
        """Have the files of pictures found by this."""
        self._local_image = local_image

    def set_entry(self, key: str, channel: str, title: str = "") -> None:
        """Say which macro in which channel the outcomes are of; replacements taken for another one are forgotten."""
        if key != self._final.key:
            self._final = replace(self._final, taken=frozenset())
            self._history.clear()
        self._final = replace(self._final, key=key, channel=channel, title=title or key)

    def show_outcome(self, outcome: Outcome, labels: dict[str, str]) -> None:
        """Show what the form gives now; `labels` are those of its fields. A text edited by hand stays."""
        self._labels = labels
        self._use(replace(self._final, outcome=outcome))
        self._show_subject()

    def set_earlier(self, earlier: Reply) -> None:
        """Show the parts of the reply that come before this text; the whole is checked, counted and copied."""
        if earlier != self._final.earlier:  # undo must not bring back a part that was taken out
            self._history.clear()
        self._use(replace(self._final, earlier=earlier))
        self._show_subject()

    # What may leave

    def gaps(self) -> tuple[Gap, ...]:
        """Return why the reply may not leave as it stands, checked afresh."""
        return self._final.gaps()

    def clip(self) -> Clip:
        """Return what goes on the clipboard, pictures to follow; edited text has no HTML."""
        return self._clip(self._final)

    def alone(self, key: str, channel: str, outcome: Outcome, earlier: Reply | None = None) -> _Judged:
        """Return what goes on the clipboard of a reply that leaves without its form, and why it may not."""
        final = self._final.alone(key, channel, outcome, earlier or Reply())
        return self._clip(final), final.gaps()

    def spoken(self) -> Outcome:
        """Return the whole reply as it would be read aloud, with why it may not leave."""
        whole, start = self._final.reply, self._final.start
        spans = tuple(replace(span, start=span.start + start) for span in self._final.shown[1])
        return Outcome(whole.text, spans=spans, gaps=self.gaps(), seconds=whole.seconds)

    def subject(self) -> str:
        """Return the subject line of an e-mail."""
        return self._final.reply.subject

    def subject_gaps(self) -> tuple[Gap, ...]:
        """Return why the subject may not leave, checked afresh."""
        return self._final.subject_gaps()

    def copy_subject(self) -> None:
        """Wish for the subject on the clipboard; where it may not leave, say why."""
        if not self.subject():
            return
        if gaps := self.subject_gaps():
            self._reasons.show_gaps(gaps, self._labels)
        else:
            self.subject_clicked.emit()

    def append(self) -> tuple[Gap, ...]:
        """Hand the text on as a part of a longer reply; return why not, where it may not leave."""
        self._look()
        gaps = self._final.gaps()
        if gaps:
            self._reasons.show_gaps(gaps, self._labels)
        else:
            self.appended.emit(self._final.part())
        return gaps

    # Editing

    @property
    def editing(self) -> bool:
        """Whether the agent edits the text by hand."""
        return self._final.edited is not None

    def set_editing(self, editing: bool) -> None:
        """Open the text for editing, or bring the generated one back; undo brings back what was written."""
        if editing == self.editing:
            return
        before = self._final
        text = before.shown[0] if editing else None
        self._final = replace(before, edited=text)
        if before.edited not in {None, self._final.shown[0]}:
            self._history.keep(before)
        self.text.set_editable(editing)
        if editing:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._use(self._final)
        self.edited.emit()

    def forget_edit(self) -> None:
        """Bring the generated text back for good, since what was written belongs to another form."""
        self.set_editing(False)
        self._history.drop_edits()

    def write(self, text: str) -> None:
        """Open the text for editing with these words in it, which were written by hand before."""
        self.set_editing(True)
        self.text.setPlainText(text)

    def insert(self, text: str) -> None:
        """Put a snippet's text where the cursor is in an edited text, else below the text, which is edited then."""
        if self.editing:
            self.text.textCursor().insertText(text)
            return
        self.set_editing(True)
        cursor = self.text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n\n{text}" if self.text.toPlainText().strip() else text)
        self.text.setTextCursor(cursor)

    def take(self, remark: Remark) -> None:
        """Put what a remark proposes in place of the words that it is about."""
        self._take((remark,))

    def take_first(self) -> None:
        """Take the replacement that stands first under the text."""
        self._look()
        self.remarks.take_first()

    def mask_all(self) -> None:
        """Mask every personal datum in the reply, as one step."""
        self._look()
        self._take(personal(self._checked.remarks))

    def undo(self) -> None:
        """Take back the last replacement, or what was typed last."""
        if self.editing:
            self.text.undo()
        elif state := self._history.back(self._final):
            self._restore(state)

    def redo(self) -> None:
        """Do again what was undone."""
        if self.editing:
            self.text.redo()
        elif state := self._history.forth(self._final):
            self._restore(state)

    def _clip(self, final: FinalText) -> Clip:
        pictures = filter(None, map(self._local_image, final.reply.images))
        return replace(final.clip(), images=tuple(pictures))

    def _take(self, remarks: tuple[Remark, ...]) -> None:
        if not remarks or self._seen != self._final.reply.text:
            self._look()  # the text changed since the remark was shown: its place means nothing any more
            return
        after = self._final.with_replaced(remarks)
        if self.editing:
            start = self._final.start
            self.text.replace_all([(each.start - start, each.length, each.replacement or "") for each in remarks])
            after = replace(after, edited=self.text.toPlainText())
        elif after != self._final:
            self._history.keep(self._final)
        self._change(after)

    def _restore(self, state: FinalText) -> None:
        if state.edited is not None:
            self.write(state.edited)
            return
        self._change(replace(self._final, earlier=state.earlier, taken=state.taken))

    def _change(self, after: FinalText) -> None:
        changed = after.earlier != self._final.earlier
        self._use(after)
        self._look()
        if changed:
            self.earlier_changed.emit(after.earlier)

    # Showing

    def _use(self, final: FinalText) -> None:
        self._final = final
        if not self.editing:
            self._filling = True
            self.text.show_text(*final.shown)
            self._filling = False
        self._earlier.show_parts(tuple(zip(final.earlier.parts, final.reply.pieces, strict=False)))
        self._make_room()
        self._after_key()

    def _typed(self) -> None:
        if self.editing and not self._filling:
            self._final = replace(self._final, edited=self.text.toPlainText())
            self._after_key()

    def _after_key(self) -> None:
        """Show at once what is known, and what is noticed a moment later, so that typing never waits."""
        whole = self._final.reply.text
        if whole != self._whole:
            remarks = carried(self._checked.remarks, self._whole, whole)
            self._checked, self._whole = Checked(remarks, self._checked.steps), whole
            self._underline()
        self._show_state()
        self._pause.start()

    def _look(self) -> None:
        """Show what is noticed in the text as it stands."""
        self._pause.stop()
        self._seen = self._whole = self._final.reply.text
        self._checked = self._final.checked()
        self.remarks.show_remarks(self._checked.remarks, self._seen)
        self._steps.show_steps(self._checked.steps)
        self._underline()
        self._show_state()

    def _underline(self) -> None:
        start = self._final.start
        lines = ((each.start - start, each.length, each.level) for each in self._checked.remarks)
        self.text.underline(tuple(Underline(*line) for line in lines if line[0] >= 0 and line[1]))

    def show_blocked(self) -> None:
        """Select the first words that the team blocks."""
        for remark in (each for each in reversed(self._checked.remarks) if each.level is Level.BLOCK):
            self._go_to(remark)

    def _go_to(self, marked: Remark | StepMark) -> None:
        self.text.show_place(marked.start - self._final.start, marked.length)

    def _show_subject(self) -> None:
        self._subject.setText(_("Subject: {subject}").format(subject=self.subject()))
        self._subject_row.setVisible(bool(self.subject()))

    def _show_state(self) -> None:
        gaps = self._final.gaps(self._checked)
        self._edit.setText(_("Back to the generated text  F2") if self.editing else _("Edit  F2"))
        self._note.setText(_("edited by hand, the form no longer changes it") if self.editing else "")
        self._undo.setVisible(bool(self._history) and not self.editing)
        self._copy.setText(literal(copy_words(gaps, self._labels)))
        repolish(self._copy, "state", "blocked" if gaps else "")
        self._time.setText(measure(self._final.reply))
        # what the team blocks stands among the remarks
        self._reasons.show_gaps(tuple(gap for gap in gaps if gap.kind is not GapKind.WORDING), self._labels)
        self.also.set_ready(not gaps)
