"""The further pages of the quick window: a guide, and the text that is read aloud."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from kbassist.i18n import _
from kbassist.ui.prompt_script import PromptScript
from kbassist.ui.quick_keys import Command, Do, Mode
from kbassist.ui.quick_reply import QuickReply
from kbassist.ui.theme import Theme
from kbassist.ui.views import LocalImage, MacroView, Render


class QuickPages(QuickReply):
    """The window with its further pages.

    `guide_wanted` (key) waits for `show_guide`; `prompt_wanted` (title, channel, outcome) for `show_script`.
    `guide_resumed` says that the guide below a form is shown again.
    """

    guide_wanted = Signal(str)
    guide_resumed = Signal()
    prompt_wanted = Signal(str, str, object)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._guided = False  # a guide is open, maybe below the form of one of its replies
        self._below = Mode.LIST  # what the teleprompter hides
        self.body.prompter.closed.connect(self.end_prompt)
        self.body.preview.branches.dismissed.connect(self.end_explanation)
        self.card.saved.connect(lambda _draft: self._give_keys())
        self.card.cancelled.connect(self._give_keys)
        self.strips.reminders.left.connect(self._give_keys)

    def page_commands(self) -> dict[Do, Callable[[Command], object]]:
        """Return what the keys of these pages do."""
        return self.reply_commands() | {Do.TELEPROMPT: lambda _c: self.want_prompt()}

    # Guides

    def show_guide(self) -> None:
        """Show the guide that the panel holds, and give it the keys."""
        guide = self.body.guide
        self._guided = True
        self.enter(Mode.GUIDE)
        self.body.open_guide()
        self.head.show_form(guide.view.title if guide.view else "", self.channels, self.channel)
        guide.take_keys()

    def leave_guide(self) -> None:
        """Show the list again."""
        self._guided = False
        if self.mode is Mode.GUIDE:
            self.enter(Mode.LIST)
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def resume_guide(self) -> bool:
        """Show the guide again that a reply was opened from; tell whether there is one."""
        if self._guided:
            self.show_guide()
            self.guide_resumed.emit()
        return self._guided

    def acted_on(self) -> str:
        """Return the key of the entry that the keys act on: the guide's while it is shown."""
        view = self.body.guide.view
        return view.key if self.mode is Mode.GUIDE and view else super().acted_on()

    # Reading aloud

    def want_prompt(self) -> None:
        """Ask for the text in big letters: that of the open form, else of the reply in the preview."""
        form, shown = self.body.form, self.body.preview.shown
        if self.mode is Mode.FORM and form.form:
            self.prompt_wanted.emit(self._form_title, form.form.channel, form.spoken())
        elif isinstance(shown, MacroView):
            self.prompt_wanted.emit(shown.title, shown.channel, shown.outcome)
        else:
            self.show_message(_("Select a reply first: its text for the telephone is shown in big letters."))

    def show_script(self, script: PromptScript, channel: str) -> None:
        """Show a text that is read aloud; Esc leads back."""
        self._below = self.mode
        self.enter(Mode.PROMPT)
        self.head.show_form(script.title, tuple(c for c in self.channels if c.name == channel), channel)
        self.body.open_prompter()
        self.body.prompter.show_script(script)
        self.body.prompter.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_prompt(self) -> None:
        """Show again what the teleprompter hid."""
        if self.mode is Mode.PROMPT:
            self.enter(self._below)
            self._give_keys()

    def _give_keys(self) -> None:
        """Give the keys back to what they belong to."""
        if self.mode is Mode.FORM:
            self.body.form.take_focus()
        elif self.mode is Mode.GUIDE:
            self.body.guide.take_keys()
        else:
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
