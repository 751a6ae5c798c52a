"""The trips that begin at an entry: fill it in, read its twin, follow its links, pin, edit, report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QObject, Signal

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.presenter import twin_of
from kbassist.app.search_trip import SearchTrip
from kbassist.assistant.assistant import Assistant
from kbassist.content.model import Macro
from kbassist.desktop.ports import Opener
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _
from kbassist.macros.form import Form, Gap, GapKind, Outcome
from kbassist.ui.branches_panel import BranchesView
from kbassist.ui.chips import channel_label
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import MessageKind
from kbassist.ui.worker import Lane

ValuesFor = Callable[[Form, Mapping[str, str]], tuple[dict[str, str], frozenset[str]]]
"""A form and values that stand already give the values to open it with, and the fields that the customer filled."""


class EntryTrip(QObject):
    """Does what the window wishes for the entry that is selected."""

    handed_over = Signal()
    """Another program was opened: the window may go."""

    def __init__(
        self, lane: Lane, library: LibraryTrip, search: SearchTrip, window: QuickWindow, opener: Opener
    ) -> None:
        super().__init__()
        self._lane = lane
        self._library = library
        self._search = search
        self._window = window
        self._opener = opener
        self.values_for: ValuesFor = lambda _form, values: (dict(values), frozenset())
        window.chosen.connect(self.choose)
        window.form_wanted.connect(self.open_form)
        window.twin_wanted.connect(self.show_twin)
        window.link_opened.connect(self.follow)
        window.pin_toggled.connect(self.pin)
        window.edit_wanted.connect(self.edit)
        window.report_wanted.connect(self.report)
        window.missing_reported.connect(self.report_missing)
        window.branches_wanted.connect(self.show_branches)

    def render(self, key: str, channel: str, values: Mapping[str, str]) -> Outcome:
        """Return the text of a form; none that may leave where the library has lost the macro meanwhile."""
        assistant = self._library.assistant
        macro = assistant.library.entries.get(key) if assistant else None
        if assistant is None or not isinstance(macro, Macro):
            gap = Gap(GapKind.STATE, "", N_("The library does not hold this reply any more"))
            return Outcome("", gaps=(gap,))
        return assistant.render(macro, channel, values)

    def local_image(self, relative: str) -> Path | None:
        """Return the file of an image of the library that may be shown; none of a folder that may hang."""
        from kbassist.content.images import local_image

        assistant = self._library.assistant
        if assistant is None or assistant.library.stale:
            return None
        return local_image(assistant.root, relative)

    def choose(self, key: str, _anchor: str) -> None:
        """Open the form of a macro in the channel in use; an article is read in the window without us."""
        self.open_form(key, self._window.channel, {})

    def open_form(self, key: str, channel: str, values: Mapping[str, str]) -> None:
        """Open the form of a macro for a channel, with these values over its defaults."""
        assistant = self._library.assistant
        macro = assistant.library.entries.get(key) if assistant else None
        if assistant is None or not isinstance(macro, Macro):
            return
        target = assistant.channel_of(macro, channel)
        names = tuple(variant.channel for variant in macro.variants if variant.channel)
        form = assistant.form(macro, target)
        filled, from_case = self.values_for(form, values)
        self._window.show_form(form, filled, title=macro.title, channels=names, from_case=from_case)

    def show_branches(self, key: str) -> None:
        """Show all texts that a reply may give in the channel in use."""
        assistant = self._library.assistant
        macro = assistant.library.entries.get(key) if assistant else None
        if assistant is not None and isinstance(macro, Macro):
            channel = assistant.channel_of(macro, self._window.channel)
            self._lane.submit_latest(
                "branches", lambda: _branches(assistant, macro, channel), self._window.show_branches
            )

    def show_twin(self, key: str) -> None:
        """Show the other language version of an entry."""
        assistant = self._library.assistant
        twin = twin_of(assistant, key) if assistant else None
        if twin is not None:
            self._search.preview(twin.key, "")

    def follow(self, href: str) -> None:
        """Show the entry of a `kb:` link, open any other outside."""
        assistant = self._library.assistant
        if not href.startswith("kb:"):
            self._open(lambda: self._opener.link(href))
        elif assistant is not None:
            name, _sign, section = unquote(href.removeprefix("kb:")).partition("#")
            entry = assistant.library.get(name)
            if entry is not None:
                self._search.preview(entry.key, section)
            else:
                self._window.show_message(_("The link leads nowhere: {target}").format(target=name))

    def pin(self, key: str) -> None:
        """Pin an entry or let it go."""
        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(lambda: assistant.toggle_pin(key), self._say_pinned)

    def edit(self, key: str) -> None:
        """Open an entry's file in the user's editor."""
        assistant = self._library.assistant
        entry = assistant.library.entries.get(key) if assistant else None
        if assistant is not None and entry is not None:
            path = assistant.root / entry.path
            self._open(lambda: self._opener.file(path))

    def report(self, key: str) -> None:
        """Tell the team lead that something in an entry is wrong."""
        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(lambda: assistant.report_error(key, ""), lambda _note: self._say_filed())

    def report_missing(self, words: str) -> None:
        """Tell the team lead what was searched and not found."""
        assistant = self._library.assistant
        if assistant is not None:
            self._lane.submit(lambda: assistant.report_missing(words))

    def _say_pinned(self, pinned: bool) -> None:
        self._window.show_message(_("Pinned.") if pinned else _("No longer pinned."))
        self._search.again()

    def _say_filed(self) -> None:
        self._window.show_message(_("Noted for the team lead: this entry needs a look."))

    def _open(self, hand_over: Callable[[], None]) -> None:
        try:
            hand_over()
        except KbassistError as error:
            self._window.show_message(str(error), MessageKind.WARNING)
        else:
            self.handed_over.emit()


def _branches(assistant: Assistant, macro: Macro, channel: str) -> BranchesView:
    from kbassist.app.branches_view import branches_view

    team = assistant.library.team
    found = assistant.branches(macro, channel)
    known = team.channel(channel)
    return branches_view(found, macro.title, channel_label(known) if known else channel)
