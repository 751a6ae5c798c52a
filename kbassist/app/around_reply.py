"""The trips around a reply, made and joined: customers, openings, guides, follow-ups, times."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from kbassist import paths
from kbassist.app.case_trip import CaseTrip
from kbassist.app.composing_trip import ComposingTrip
from kbassist.app.copy_trip import CopyTrip
from kbassist.app.entry_trip import EntryTrip
from kbassist.app.guide_trip import GuideTrip
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.opening_trip import OpeningTrip
from kbassist.app.reminder_trip import ReminderTrip
from kbassist.app.reminder_watch import ReminderWatch
from kbassist.app.search_trip import SearchTrip
from kbassist.app.timer_trip import TimerTrip
from kbassist.assistant.clock import system_clock
from kbassist.cases.values import Origin, Sources
from kbassist.content.opening import Opening
from kbassist.content.team_model import Team
from kbassist.desktop.ports import Clip, Clipboard, Target
from kbassist.i18n import _
from kbassist.settings import Settings
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.tray import Tray
from kbassist.ui.views import MessageKind
from kbassist.ui.worker import Lane
from kbassist.usage.reminders import FILE, Reminders


class AroundReply(QObject):
    """What a reply is written with, besides the entry that it is made of."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the trips share
        self,
        lane: Lane,
        library: LibraryTrip,
        search: SearchTrip,
        window: QuickWindow,
        clipboard: Clipboard,
        tray: Tray,
    ) -> None:
        super().__init__()
        self._library = library
        self._window = window
        self._clipboard = clipboard
        self.composing = ComposingTrip(library, search, window)
        self.cases = CaseTrip(library, window, window.strips.cases, self._sources)
        self.openings = OpeningTrip(library, window, window.body.form.openings, self.cases, self._openings)
        self.guides = GuideTrip(library, window, window.body.guide, self._copy)
        self.watch = ReminderWatch(lane, Reminders(paths.data_dir() / FILE), system_clock, window, tray)
        self.reminders = ReminderTrip(self.watch, library, window, window.strips.reminders, window.card)
        self.timers = TimerTrip(window.strips.timers)
        self._join_window()
        library.loaded.connect(lambda _library: self._use_team())

    def join(self, entries: EntryTrip, copying: CopyTrip, hotkey: HotkeyTrip, fill: Callable[[str], None]) -> None:
        """Join these trips to those that carry an entry to the customer; `fill` shows the window with a form."""
        copying.copied.connect(self._copied)
        copying.copied_before.connect(self._copied_before)
        self.composing.form_wanted.connect(entries.open_form)
        self.cases.reopen_wanted.connect(entries.open_form)
        self.guides.fill_wanted.connect(lambda key, channel: entries.open_form(key, channel, {}))
        self.guides.link_opened.connect(self._follow_out(entries))
        self.reminders.macro_wanted.connect(fill)
        self.reminders.window_wanted.connect(lambda: self._window.search_for(""))
        self.reminders.window_wanted.connect(hotkey.show)
        hotkey.shown.connect(lambda: self._arrived(hotkey.target))
        hotkey.shown.connect(self.reminders.shown)
        hotkey.shown.connect(self.timers.shown)

    def use(self, held: Settings) -> None:
        """Follow the settings."""
        self.cases.use(held.case_minutes, held.smart_fill)
        self.timers.use(held.answer_timer, held.call_timer)

    def start(self) -> None:
        """Look at the clock from now on."""
        self.watch.start()

    def stop(self) -> None:
        """Look no more, and forget every customer."""
        self.watch.stop()
        self.cases.wipe()

    def _join_window(self) -> None:
        window, guides = self._window, self.guides
        window.body.form.result.appended.connect(self.cases.appended)
        window.case_stepped.connect(self.cases.next)
        window.case_added.connect(self.cases.open)
        window.new_customer_wanted.connect(self.cases.new_customer)
        window.follow_up_wanted.connect(self.reminders.wanted)
        window.hidden.connect(self.timers.hidden)
        window.guide_wanted.connect(guides.open)
        window.guide_resumed.connect(guides.refresh)
        window.channel_changed.connect(lambda _name: self._use_channel())
        guides.opened.connect(window.show_guide)
        guides.closed.connect(window.leave_guide)
        self.cases.wiped.connect(guides.forget)

    def _arrived(self, target: Target) -> None:
        """Take note of where the agent comes from; what was written to another customer is not sent by mistake."""
        self.cases.arrived(target.window, target.program)
        if self.cases.book.doubtful and self._window.reply.parts:
            words = _("The reply so far was begun for another window. Is this the same customer? If not, discard it.")
            self._window.show_message(words, MessageKind.WARNING)

    def _copied(self, key: str, query: str) -> None:
        self.cases.copied(key, query)
        self.guides.copied(key)
        self.reminders.copied(key, query)
        self.timers.copied()

    def _copied_before(self, key: str) -> None:
        """A reply left as an earlier part of the one that was copied just now."""
        self.guides.copied(key)
        self.reminders.copied_before(key)

    def _follow_out(self, entries: EntryTrip) -> Callable[[str], None]:
        """Return what follows a link that leads out of a guide, whose place is kept."""

        def follow(href: str) -> None:
            self.guides.leave()
            self._window.follow()
            entries.follow(href)

        return follow

    def _use_team(self) -> None:
        self.timers.use_team(self._team())
        self._use_channel()

    def _use_channel(self) -> None:
        self.timers.use_channel(self._team().channel(self._window.channel))
        self.guides.refresh()

    def _team(self) -> Team:
        assistant = self._library.assistant
        return assistant.library.team if assistant else Team()

    def _openings(self) -> tuple[Opening, ...]:
        return self._team().openings

    def _sources(self) -> Sources:
        """Return the texts in which values may be found: what was copied, and what is selected where that is told."""
        board = QGuiApplication.clipboard()
        found = {Origin.CLIPBOARD: self._clipboard.text()}
        if board.supportsSelection():
            found[Origin.SELECTION] = board.text(QClipboard.Mode.Selection)
        return found

    def _copy(self, text: str) -> bool:
        return self._clipboard.copy(Clip(text))
