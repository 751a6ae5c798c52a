"""What surrounds a reply: whose it is, what it rests on, what comes after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Gap, Outcome
from kbassist.macros.reply import Part, Reply
from kbassist.ui.branches_panel import BranchesView
from kbassist.ui.quick_feedback import QuickFeedback
from kbassist.ui.quick_keys import Command, Do, Mode
from kbassist.ui.theme import Theme
from kbassist.ui.views import LocalImage, MacroView, MessageKind, Render


class QuickReply(QuickFeedback):
    """The window with its wishes around a reply.

    `basis_wanted` (key of a reply) waits for `show_article`, `follow_up_wanted` (key, empty: nothing was copied) for
    the card of a reminder or the list of those that are due.
    """

    copy_wanted = Signal(object, str)
    paste_wanted = Signal(object, str)
    also_wanted = Signal(object)
    related_wanted = Signal(str)
    basis_append_wanted = Signal(str)
    branches_wanted = Signal(str)
    next_part_wanted = Signal()
    case_stepped = Signal()
    case_added = Signal()
    new_customer_wanted = Signal()
    follow_up_wanted = Signal(str)
    basis_wanted = Signal(str)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._from_form = False  # the form waits while the basis of its reply is read
        self._replies: dict[int, Reply] = {}  # what is written already, by customer
        self._whole = False  # what leaves is the reply as it is, without a text at work
        self.hidden.connect(self._forget_form)
        result = self.body.form.result
        result.appended.connect(self._appended)
        result.part_removed.connect(lambda index: self._use_reply(self.reply.without(index)))
        result.earlier_changed.connect(self._keep_reply)
        result.also.chosen.connect(self.also_wanted)
        self.strips.pending.send_wanted.connect(self.send_reply)
        self.strips.pending.discard_wanted.connect(self.discard_reply)

    @property
    def unsent(self) -> int:
        """How many forms hold something that was typed and not sent."""
        self.keep_draft()
        form = self.body.form.form if self.mode is Mode.FORM and self.body.form.result.editing else None
        by_hand = form is not None and not self.drafts.of(form.key)
        return len(self.drafts) + sum(bool(reply.parts) for reply in self._replies.values()) + by_hand

    def keep_draft(self) -> None:
        """Keep in memory what stands in the open form."""
        if (self.mode is Mode.FORM or self._from_form) and (form := self.body.form.form):
            self.drafts.keep(form.key, self.body.form.values(), form.initial)

    def reply_commands(self) -> dict[Do, Callable[[Command], object]]:
        """Return what the keys around a reply do."""
        return {
            Do.NEXT_PART: lambda _c: self.next_part_wanted.emit(),
            Do.NEXT_CASE: lambda _c: self.case_stepped.emit(),
            Do.ADD_CASE: lambda _c: self.case_added.emit(),
            Do.NEW_CUSTOMER: lambda _c: self.new_customer_wanted.emit(),
            Do.FOLLOW_UP: lambda _c: self.follow_up_wanted.emit(self.acted_on() if self.mode is Mode.FORM else ""),
            Do.READ_BASIS: lambda _c: self.read_basis(),
            Do.APPEND_BASIS: lambda _c: self.basis_append_wanted.emit(self.acted_on()),
            Do.BRANCHES: lambda _c: self.want_branches(),
            Do.COPY_SUBJECT: lambda _c: self.body.form.result.copy_subject() if self.mode is Mode.FORM else None,
            Do.SEND_REPLY: lambda _c: self.send_reply(),
            Do.SNIPPETS: lambda _c: self.body.form.snippets_wanted.emit(),
            Do.REPLACE: lambda _c: self.body.form.result.take_first(),
            Do.MASK: lambda _c: self.body.form.result.mask_all(),
            Do.ALSO: lambda c: self.body.form.result.also.pick(c.number),
        }

    # What leaves

    def send_alone(self, key: str, channel: str, *, paste: bool) -> tuple[Gap, ...]:
        """Let a reply leave without its form, with its defaults as of now; return why not, where it may not.

        It is judged as in its form: nothing that may not leave there leaves here.
        """
        clip, gaps = self.body.form.result.alone(key, channel, self.render_form(key, channel, {}))
        if not gaps:
            self.say_sent(clip, key, paste=paste)
        return gaps

    def objections(self, key: str, text: str) -> tuple[Gap, ...]:
        """Return why a text that nobody filled in, e.g. that of an article, may not leave in the channel in use."""
        return self.body.form.result.alone(key, self.channel, Outcome(text))[1]

    def say_sent(self, clip: Clip, key: str, *, paste: bool, whole: bool = False) -> None:
        """Say that a text is to leave; `whole`: it is the reply so far, without a text at work."""
        self._whole = whole
        (self.paste_wanted if paste else self.copy_wanted).emit(clip, key)

    @property
    def sent_before(self) -> tuple[str, ...]:
        """The keys of the replies that leave with the text of the open form, before it."""
        parts = self.reply.parts if self.mode is Mode.FORM or self._whole else ()
        return tuple(dict.fromkeys(part.key for part in parts if part.key))

    # A reply of several texts

    @property
    def reply(self) -> Reply:
        """What is written already of the reply to the current customer, before the text at work."""
        return self._replies.get(self.drafts.case, Reply())

    def append(self, part: Part) -> None:
        """Put a text after those that are written already."""
        self._use_reply(self.reply.append(part))

    def use_case(self, case: int, known: frozenset[int]) -> None:
        """Work for this customer from now on; what was written for those who are not known any more is forgotten."""
        if case != self.drafts.case:
            self.forget_carried()
        self.drafts.case = case
        self.drafts.retain(known)
        self._replies = {number: reply for number, reply in self._replies.items() if number in known}
        self.body.form.result.set_earlier(self.reply)
        self._show_pending()

    def carry_reply(self, case: int) -> None:
        """Take along what is written to a customer who turned out to be another one than was thought."""
        reply = self._replies.pop(self.drafts.case, Reply())
        self.drafts.case = case
        self._use_reply(reply)

    def send_reply(self) -> None:
        """Let the reply leave as it is; say why not where it may not."""
        if not self.reply.parts:
            self.show_message(_("No reply is begun: Alt+Enter in a form puts its text into one."))
            return
        last = self.reply.parts[-1]
        made = Outcome(last.text, last.subject, last.html, seconds=last.seconds, images=last.images)
        clip, gaps = self.body.form.result.alone(last.key, last.channel, made, self.reply.without_last())
        if gaps:
            self.show_message(str(gaps[0].message), MessageKind.WARNING)
            return
        self.say_sent(clip, last.key, paste=True, whole=True)

    def discard_reply(self) -> None:
        """Drop what is written already."""
        self._use_reply(Reply())
        self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _appended(self, part: Part) -> None:
        """Go and choose what comes next."""
        self.append(part)
        self.drafts.drop(part.key)
        self.enter(Mode.LIST)
        self.head.search.setText("")
        self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use_reply(self, reply: Reply) -> None:
        self._keep_reply(reply)
        self.body.form.result.set_earlier(reply)

    def _keep_reply(self, reply: Reply) -> None:
        self._replies[self.drafts.case] = reply
        self._show_pending()

    def _show_pending(self) -> None:
        self.strips.pending.show_titles(tuple(part.title for part in self.reply.parts))

    # All that it may say

    def want_branches(self) -> None:
        """Ask for all texts of the selected reply; a second time shows the reply again."""
        shown = self.body.preview.shown
        if self.body.preview.explaining:
            self.end_explanation()
        elif isinstance(shown, MacroView):
            self._explaining = True
            self.branches_wanted.emit(shown.key)
        else:
            self.show_message(_("Select a reply first: all texts that it may give are shown."))

    def show_branches(self, view: BranchesView) -> None:
        """Show all texts of a reply, if they are still asked for."""
        shown = self.body.preview.shown
        if self._explaining and shown is not None and shown.key == view.key:
            self.body.preview.show_branches(view)
            self.refresh_hints()

    # What it rests on

    def read_basis(self) -> None:
        """Show the section that a reply rests on; Esc leads back to the form where it was asked from there."""
        key = self.acted_on()
        if not key:
            return
        if self.mode is Mode.FORM:
            self.keep_draft()
            self._from_form = True
            self.enter(Mode.LIST)
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)  # until the article takes the keys
        self.follow()
        self.basis_wanted.emit(key)

    def back_to_form(self) -> bool:
        """Show the form again from which a basis was read; tell whether there was one."""
        if not self._from_form:
            return False
        self._from_form = self._following = False
        self.enter(Mode.FORM)
        self.body.form.take_focus()
        return True

    def deny_basis(self) -> None:
        """Say that a reply names nothing that it rests on."""
        self._following = False
        if not self.back_to_form():
            self.want_entry()
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_message(_("This reply names no article that it rests on."))

    def _forget_form(self) -> None:
        self._from_form = False
