"""The trip of a follow-up: offered after a copy, written on a card, kept, put off, done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.reminder_watch import ReminderWatch
from kbassist.content.model import Macro
from kbassist.content.team_model import Team
from kbassist.i18n import _, ngettext
from kbassist.macros.dates import Calendar, parse_day
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.reminder_card import Reading, ReminderCard
from kbassist.ui.reminder_words import calendar_day, distance
from kbassist.ui.reminders_list import RemindersList
from kbassist.ui.views import Action
from kbassist.usage import ics
from kbassist.usage.follow_up_days import USUAL, done, due_at, in_an_hour, moved, snoozed
from kbassist.usage.reminder import Draft, Reminder, Snooze, agenda
from kbassist.usage.reminder_note import kept_note

OFFER: Final = "follow-up"
UNDO: Final = "undo-follow-up"
KEY: Final = "Ctrl+G"
_Change = Callable[[Reminder, datetime], Reminder]


class ReminderTrip(QObject):
    """Joins card and list to what is kept; the watch keeps list, tray and disk in step.

    `ask_file` gives the file to export to for a proposed name, empty for none.
    """

    macro_wanted = Signal(str)
    """The key of the reply that a reminder is about, to be opened for filling in."""

    window_wanted = Signal()
    """The agent wants to see what is due: the quick window is to come up, empty."""

    def __init__(
        self, watch: ReminderWatch, library: LibraryTrip, window: QuickWindow, rows: RemindersList, card: ReminderCard
    ) -> None:
        super().__init__()
        self._watch = watch
        self._library = library
        self._window = window
        self._rows = rows
        self._card = card
        self.ask_file: Callable[[str], str] = self._file_dialog
        self._offered: tuple[str, datetime] | None = None
        self._undo: Callable[[], object] | None = None
        self._join()

    def _join(self) -> None:
        rows, card, window = self._rows, self._card, self._window
        self._watch.changed.connect(rows.show_agenda)
        self._watch.reminder_wanted.connect(self._from_tray)
        rows.done.connect(lambda name: self._change(name, done, _("Done: {title}")))
        rows.snoozed.connect(self.snooze)
        rows.opened.connect(self.open)
        rows.edit_wanted.connect(self.edit)
        rows.deleted.connect(self.delete)
        rows.exported.connect(self.export)
        card.saved.connect(self.keep)
        window.message_acted.connect(self._acted)
        window.hidden.connect(self._hidden)

    # Offered, written, kept

    def copied(self, key: str, _query: str = "") -> None:
        """Offer a reminder after a copy of a reply that asks for one."""
        self._offered = None
        self._offer(key)

    def copied_before(self, key: str) -> None:
        """Offer a reminder for an earlier part of the reply that was copied, where its last asks for none."""
        if self._offered is None:
            self._offer(key)

    def _offer(self, key: str) -> None:
        macro = self._macro(key)
        if macro is not None and macro.follow_up is not None:
            now = self._watch.now()
            due = due_at(macro.follow_up, now, Calendar.of(self._team()))
            self._offered = (key, due)
            words = _("Follow up {when}? Open this window again, then {key}")
            self._window.toast.add(words.format(when=distance(due.date(), now.date()), key=KEY))

    def shown(self) -> None:
        """The window came up: repeat the offer, and bring the list up to date."""
        self._watch.check()
        if self._offered is not None and not self._window.bar.text:
            key, due = self._offered
            macro, today = self._macro(key), self._watch.now().date()
            sentence = _("Follow up on “{title}” on {day}?").format(
                title=macro.title if macro else key, day=calendar_day(due.date(), today)
            )
            self._window.show_message(sentence, action=Action(_("Remind me"), OFFER, KEY))

    def wanted(self, key: str = "") -> None:
        """Open the card for the reply `key`, else for what is offered, else give the keys to the list.

        Where nothing waits, the card opens for the selected reply.
        """
        offered, self._offered = self._offered, None
        current = self._window.current()
        if self._window.bar.offers == OFFER:
            self._window.bar.dismiss()
        if key:
            self._write(key)
        elif offered is not None:
            self._write(*offered)
        elif not self._rows.isVisible() or not self._rows.take_focus():
            self._write(current.key if current else "")

    def _write(self, key: str, due: datetime | None = None) -> None:
        macro = self._macro(key)
        if macro is None:
            self._window.show_message(_("Select a reply first: a follow-up belongs to one."))
            return
        now = self._watch.now()
        due = due if due and due > now else due_at(macro.follow_up or USUAL, now, Calendar.of(self._team()))
        self._card.show_draft(Draft(key, macro.title, due), now, self._reading())

    def edit(self, name: str) -> None:
        """Open the card for a reminder that is kept."""
        found = self._watch.named(name)
        if found is not None:
            now = self._watch.now()
            due = found.due if found.due > now else in_an_hour(now)
            self._card.show_draft(Draft(found.key, found.title, due, found.note, found.id), now, self._reading())

    def keep(self, draft: Draft) -> None:
        """Keep what was written on the card; the window says until when, and how to take it back."""
        now, note = self._watch.now(), kept_note(draft.note, self._team().patterns)
        words = _("Reminder set for {day}, {time}.").format(
            day=calendar_day(draft.due.date(), now.date()), time=f"{draft.due:%H:%M}"
        )
        if draft.id:
            self._change(draft.id, lambda one, at: _rewritten(one, draft.due, note, at), words)
            return
        written = Draft(draft.key, draft.title, draft.due, note)
        store = self._watch.store
        self._watch.lane.submit(
            lambda: store.add(written, now), lambda made: self._say(words, lambda: store.delete(made.id))
        )

    # What becomes of it

    def snooze(self, name: str, how: Snooze) -> None:
        """Put a reminder off."""
        calendar = Calendar.of(self._team())
        self._change(name, lambda one, now: snoozed(one, how, now, calendar), _("Later: {title}"))

    def delete(self, name: str) -> None:
        """Take a reminder away, which can be undone."""
        store, now = self._watch.store, self._watch.now()

        def gone(before: Reminder | None) -> None:
            if before is not None:
                self._say(_("Deleted: {title}").format(title=before.title), lambda: store.restore(before, now))

        self._watch.lane.submit(lambda: store.delete(name), gone)

    def open(self, name: str) -> None:
        """Open the reply of a reminder."""
        found = self._watch.named(name)
        if found is None:
            return
        if self._macro(found.key) is None:
            self._window.show_message(_("The library holds no such entry any more."))
        else:
            self.macro_wanted.emit(found.key)

    def export(self) -> None:
        """Write a calendar file of all that waits, where the agent says."""
        now = self._watch.now()
        chosen = agenda(self._watch.all, now)
        name = self.ask_file(f"kbassist-{now:%Y-%m-%d}.ics")
        if name:
            waiting = (*chosen.pressing, *chosen.coming)
            words = ngettext("{n} follow-up exported.", "{n} follow-ups exported.", len(waiting))
            self._watch.lane.submit(
                lambda: ics.export(Path(name), waiting, now),
                lambda _nothing: self._window.show_message(words.format(n=len(waiting))),
            )

    def _change(self, name: str, how: _Change, words: str) -> None:
        store, now = self._watch.store, self._watch.now()

        def changed(before: Reminder | None) -> None:
            if before is not None:
                self._say(words.format(title=before.title), lambda: store.restore(before, now))

        self._watch.lane.submit(lambda: store.change(name, lambda one: how(one, now), now), changed)

    def _say(self, words: str, undo: Callable[[], object]) -> None:
        self._undo = undo
        self._window.show_message(words, action=Action(_("Undo"), UNDO))
        self._watch.check()

    def _acted(self, name: str) -> None:
        if name == OFFER:
            self.wanted()
        elif name == UNDO and self._undo is not None:
            undo, self._undo = self._undo, None
            self._watch.lane.submit(undo, lambda _nothing: self._watch.check())

    def _hidden(self) -> None:
        """What was offered goes with the window."""
        self._offered = None
        if self._window.bar.offers in {OFFER, UNDO}:
            self._window.bar.dismiss()

    def _from_tray(self, name: str) -> None:
        """Show the reply of a reminder, or all that is due."""
        if name:
            self.open(name)
        else:
            self.window_wanted.emit()

    # What the library says

    def _macro(self, key: str) -> Macro | None:
        assistant = self._library.assistant
        entry = assistant.taught(key) if assistant and key else None
        return entry if isinstance(entry, Macro) else None

    def _team(self) -> Team:
        assistant = self._library.assistant
        return assistant.library.team if assistant else Team()

    def _reading(self) -> Reading:
        calendar, today = Calendar.of(self._team()), self._watch.now().date()
        return Reading(
            day=lambda text: parse_day(text, today, calendar),
            is_workday=calendar.is_workday,
            next_workday=calendar.add_workdays(today, 1),
            note=partial(kept_note, patterns=self._team().patterns),
        )

    def _file_dialog(self, name: str) -> str:
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, _("Export follow-ups"), str(Path.home() / name), _("Calendar files") + " (*.ics)"
        )
        return chosen


def _rewritten(one: Reminder, due: datetime, note: str, now: datetime) -> Reminder:
    return replace(moved(one, due, now), note=note)
