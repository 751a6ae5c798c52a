"""The trips that make one reply of several texts, and of what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from kbassist.app.aids import aids_of
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.prompting import script_of
from kbassist.app.search_trip import SearchTrip
from kbassist.content.model import Article, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import _
from kbassist.macros.form import Gap, Outcome
from kbassist.macros.reply import Part, Reply
from kbassist.ui.also_chips import Related
from kbassist.ui.quick_keys import Mode
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.snippet_picker import SnippetLine
from kbassist.ui.views import MessageKind
from kbassist.wording.remarks import Checked

_NOTHING: Final = Checked()


class ComposingTrip(QObject):
    """Gives the form what it checks, adds, and shows in big letters."""

    form_wanted = Signal(str, str, object)
    """Key, channel and values of a form: of a related reply, which follows, or of the open one with other fields."""

    def __init__(self, library: LibraryTrip, search: SearchTrip, window: QuickWindow) -> None:
        super().__init__()
        self._library = library
        self._search = search
        self._window = window
        window.body.form.set_aids(aids_of(library))
        result = window.body.form.result
        result.set_check(self.check)
        result.set_standing(self.standing)
        window.related_wanted.connect(self.show_related)
        window.also_wanted.connect(self.add)
        window.basis_wanted.connect(self.read_basis)
        window.basis_append_wanted.connect(self.append_basis)
        window.prompt_wanted.connect(self.prompt)
        window.body.form.snippets_wanted.connect(self.show_snippets)
        library.loaded.connect(lambda _library: self.renew())

    # What leaves

    def check(self, key: str, channel: str, text: str) -> Checked:
        """Return what is noticed in a text that is about to leave."""
        assistant = self._library.assistant
        return assistant.check_text(key, channel, text) if assistant else _NOTHING

    def standing(self, reply: Reply) -> tuple[Gap, ...]:
        """Return why earlier texts of a reply may not leave any more."""
        assistant = self._library.assistant
        return assistant.standing(reply) if assistant else ()

    def renew(self) -> None:
        """Show what the open form gives by the library that was read just now; what was typed stays."""
        assistant, panel = self._library.assistant, self._window.body.form
        form = panel.form if self._window.mode is Mode.FORM else None
        if assistant is None or form is None:
            return
        macro = assistant.library.entries.get(form.key)
        if not isinstance(macro, Macro):
            words = _("The library does not hold this reply any more. What you wrote stays here, but cannot be sent.")
            self._window.show_message(words, MessageKind.WARNING)
        elif panel.result.editing or assistant.form(macro, form.channel) == form:
            self._window.show_outcome(assistant.render(macro, form.channel, panel.values()))
        else:
            self.form_wanted.emit(form.key, form.channel, panel.values())

    # What follows

    def show_related(self, key: str) -> None:
        """Offer what else may be said."""
        assistant = self._library.assistant
        found = assistant.related(key) if assistant else ()
        chips = tuple(Related(entry.key, entry.title, entry.kind) for entry in found)
        self._window.body.form.result.also.show_related(chips)

    def add(self, related: Related) -> None:
        """Let a related reply follow the text at work; put the answer of an article into it."""
        assistant = self._library.assistant
        entry = assistant.library.entries.get(related.key) if assistant else None
        form = self._window.body.form.form
        if assistant is None or entry is None or form is None:
            return
        channel = form.channel
        if isinstance(entry, Article):
            self._insert(lambda: assistant.answer_part(entry, channel))
        elif self._window.body.form.append():
            self._window.bar.dismiss()
            self.form_wanted.emit(entry.key, channel, {})

    def read_basis(self, key: str) -> None:
        """Show the section that a reply rests on."""
        found = self._basis(key)
        if found is None:
            self._window.deny_basis()
        else:
            self._search.preview(*found)

    def append_basis(self, key: str) -> None:
        """Add what a reply rests on after the text, where a customer may read it."""
        assistant, form = self._library.assistant, self._window.body.form.form
        macro = assistant.library.entries.get(key) if assistant else None
        if assistant is not None and isinstance(macro, Macro) and form is not None:
            self._insert(lambda: assistant.basis_part(macro, form.channel))

    def show_snippets(self) -> None:
        """List the team's snippets as they read in the open form."""
        assistant, panel = self._library.assistant, self._window.body.form
        if assistant is None or panel.form is None:
            return
        found = assistant.snippets(panel.form.key, panel.form.channel, panel.values())
        panel.open_snippets(tuple(_line(name, outcome) for name, outcome in found))

    # Read aloud

    def prompt(self, title: str, channel: str, outcome: Outcome) -> None:
        """Show a text in big letters where its channel is spoken."""
        assistant = self._library.assistant
        found = assistant.library.team.channel(channel) if assistant else None
        if found is None or not found.spoken:
            self._window.show_message(_("Only texts for the telephone are read aloud: choose that channel first."))
        else:
            self._window.show_script(script_of(title, outcome, found), found.name)

    # Inside

    def _insert(self, make: Callable[[], Part]) -> None:
        """Add a text to the open one, which is edited from now on; say why where that cannot be."""
        try:
            part = make()
        except KbassistError as error:
            self._window.show_message(str(error), MessageKind.WARNING)
        else:
            self._window.body.form.result.insert(part.text)

    def _basis(self, key: str) -> tuple[str, str] | None:
        """Return key and section of the first basis of an entry that the library holds."""
        assistant = self._library.assistant
        entry = assistant.library.entries.get(key) if assistant else None
        if assistant is None or entry is None:
            return None
        for ref in entry.basis:
            target = assistant.library.get(ref.id, entry.locale)
            if target is not None:
                return target.key, ref.section
        return None


def _line(name: str, outcome: Outcome) -> SnippetLine:
    return SnippetLine(name, outcome.text, str(outcome.gaps[0].message) if outcome.gaps else "")
