"""The composition root: every object of the desktop program is made here, and every signal joined."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kbassist import paths, settings
from kbassist.app.appearance import Appearance
from kbassist.app.around_reply import AroundReply
from kbassist.app.copy_trip import CopyTrip
from kbassist.app.entry_trip import EntryTrip
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.leaving_trip import LeavingTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.meaning_trip import MeaningTrip
from kbassist.app.news import OPEN_SETTINGS, News
from kbassist.app.paste_trip import PasteTrip
from kbassist.app.phrasing_trip import PhrasingTrip
from kbassist.app.rehearsal import Rehearsal
from kbassist.app.search_trip import SearchTrip
from kbassist.app.settings_trip import SettingsTrip
from kbassist.app.side_windows import SideWindows
from kbassist.app.trace import Trace
from kbassist.app.update_trip import UpdateTrip
from kbassist.assistant.assistant import Assistant
from kbassist.content.library import Library
from kbassist.desktop.instance import Request
from kbassist.desktop.ports import HotkeyTaken, HotkeyUnavailable, SystemEvent
from kbassist.desktop.select import choose
from kbassist.i18n import Text
from kbassist.macros.form import Agent, Outcome
from kbassist.policy import Managed
from kbassist.settings import Settings
from kbassist.ui import window_shape
from kbassist.ui.hotkey_recorder import native_text
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.tray import Tray
from kbassist.ui.watcher import Watcher
from kbassist.ui.worker import Lane, stopped
from kbassist.updates.memory import FILE as SEEN_UPDATES
from kbassist.updates.memory import Memory
from kbassist.updates.notice import UpdateNotice

LAST_WORK_S: Final = 4.0  # Windows gives a program five seconds at sign-out
_UNMANAGED: Final = Managed()


class Desk(QObject):
    """The desktop program behind a tray icon; `start` sets it to work, `stop` ends all threads."""

    def __init__(  # noqa: PLR0913 - what the start has made before it
        self,
        app: QApplication,
        held: Settings,
        library: Path | None,
        tray: Tray,
        trace: Trace,
        *,
        managed: Managed = _UNMANAGED,
    ) -> None:
        super().__init__()
        self._app = app
        self._trace = trace
        self._given = library
        self._lanes = (Lane("library", self), Lane("index", self), Lane("meaning", self))
        self._appearance = Appearance(app, held, os.environ.get("KBASSIST_LANGUAGE", ""))
        self.desktop = choose(app.platformName(), self._hotkey_lost)
        self.tray = tray
        self.library = LibraryTrip(*self._lanes[:2], Watcher(self), Assistant)
        self.meaning = MeaningTrip(self._lanes[2], self.library)
        self.window = QuickWindow(
            self._appearance.theme,
            render=self._render,
            local_image=self._local_image,
            composited=window_shape.is_composited(),
        )
        lane = self._lanes[0]
        self.search = SearchTrip(lane, self.library, self.window, trace)
        self.rehearsal = Rehearsal(lane, self.library, self.window)
        self.entries = EntryTrip(lane, self.library, self.search, self.window, self.desktop.opener)
        self.phrasings = PhrasingTrip(lane, self.library, self.search, self.window)
        self.copying = CopyTrip(lane, self.library, self.window, self.desktop.clipboard, trace)
        self.hotkey = HotkeyTrip(self.window, self.desktop, trace)
        self.settings = SettingsTrip(held, lane, self.library, self.hotkey, managed, autostart=self.desktop.autostart)
        self.pasting = PasteTrip(self.library, self.window, self.desktop.paster, self.copying, self.hotkey, trace)
        self.pasting.use(held.clients)
        self.around = AroundReply(lane, self.library, self.search, self.window, self.desktop.clipboard, tray)
        self.around.use(held)
        self.leaving = LeavingTrip(app, self.window)
        self.news = News(self.tray, self.window, self._appearance)
        self.side = SideWindows(self._lanes[1], self.library, self.desktop.opener, self.news)
        seen = Memory(paths.data_dir() / SEEN_UPDATES)
        self.updates = UpdateTrip(managed.update, seen, self.news, self.desktop.opener)
        self._join()

    def start(self, message: Text | None) -> None:
        """Take the hotkey, then read the library; `message` is about the settings file."""
        self.window.warm_up()
        self.around.start()
        self.hotkey.bind(self.settings.held.hotkey)
        if message is not None:
            self.news.tell(message)
        self._open_library(self.settings.held)
        self.updates.start()

    def stop(self) -> None:
        """End the threads and let hotkey and index go."""
        self.desktop.hotkey.unbind()
        self.desktop.paster.stop()
        self.tray.hide()
        self.around.stop()
        self.updates.stop()
        self.settings.stop()
        self.library.stop()
        if stopped(self._lanes, LAST_WORK_S):
            self.library.close()
        self.window.close()

    def requested(self, request: Request) -> None:
        """Show the window, because a second start or the command line asked for it."""
        if request.query:
            self.window.search_for(request.query)
        self.hotkey.show()

    def _join(self) -> None:
        tray, library, window = self.tray, self.library, self.window
        tray.search_wanted.connect(self.hotkey.show)
        tray.macro_wanted.connect(self._fill)
        tray.folder_wanted.connect(self.side.open_folder)
        tray.problems_wanted.connect(self.side.show_problems)
        tray.reload_wanted.connect(library.reload)
        tray.settings_wanted.connect(self.settings.open)
        tray.about_wanted.connect(self.side.show_about)
        tray.quit_wanted.connect(self.leaving.quit)
        self.hotkey.refused.connect(self._hotkey_lost)
        self.hotkey.bound.connect(self._hotkey_held)
        library.loaded.connect(self._loaded)
        library.indexed.connect(self._indexed)
        self.entries.handed_over.connect(window.hide)
        self.copying.copied.connect(lambda _key, _query: self._show_recent())
        self.copying.copied.connect(self.phrasings.offer)
        self.entries.values_for = self.around.cases.values_for
        self.around.join(self.entries, self.copying, self.hotkey, self._fill)
        self.around.cases.changed.connect(self.pasting.forget)
        window.message_acted.connect(lambda name: self.settings.open() if name == OPEN_SETTINGS else None)
        self.settings.tried.connect(self._appearance.use)
        self.settings.kept.connect(self._kept)
        self.settings.forgotten.connect(self.search.again)
        self.meaning.progressed.connect(self._show_meaning_progress)
        window.searched.connect(lambda _query, _composing: self.meaning.searched())
        self.settings.decided.connect(lambda managed: self.updates.use(managed.update))
        self.desktop.events.watch(SystemEvent.POLICIES_CHANGED, self.settings.look_again)
        self.desktop.events.watch(SystemEvent.LOOK_CHANGED, self._appearance.follow_system)
        self.updates.found.connect(self._show_update)
        tray.update_wanted.connect(self.updates.open)
        self.side.update_wanted.connect(self.updates.open)
        self._appearance.changed.connect(self._show_look)
        for source in (*self._lanes, self.library):
            source.failed.connect(self.news.failed)

    # What the window is given

    def _render(self, key: str, channel: str, values: Mapping[str, str]) -> Outcome:
        return self.entries.render(key, channel, values)

    def _local_image(self, relative: str) -> Path | None:
        return self.entries.local_image(relative)

    # Library

    def _open_library(self, held: Settings) -> None:
        root = self._given or (Path(held.library) if held.library else paths.sample_library())
        self.library.open(root, Agent(held.agent_name, held.agent_signature))
        self._use_habits(held)

    def _use_habits(self, held: Settings) -> None:
        """Let the search read what is typed, and use what it may, as the settings say."""
        assistant = self.library.assistant
        if assistant is not None:
            assistant.use_habits(settings.fuzzy_codes(held), held.double_pinyin)
            assistant.use_meaning(held.semantic)

    def _show_meaning_progress(self, done: int, total: int) -> None:
        """Show quietly how many entries have been read for their meaning; the work is over where both are equal."""
        self.tray.show_meaning_progress(done, total)
        self.settings.show_meaning_progress(done, total)

    def _loaded(self, library: Library) -> None:
        team, held = library.team, self.settings.held
        names = [channel.name for channel in team.channels]
        known = team.channel(self.window.channel or held.channel)
        self.window.set_channels(team.channels, known.name if known else next(iter(names), ""))
        self.news.library_read(library)
        self.side.library_read()
        self._prepare()
        self._show_recent()
        self._trace.mark("loaded")

    def _indexed(self) -> None:
        self._trace.mark("indexed")
        assistant = self.library.assistant
        self.news.index_note(assistant.index_note if assistant else None)
        if assistant is not None:
            self._lanes[1].submit(assistant.warm_up)

    def _prepare(self) -> None:
        """Let the first keystroke after a reading be as quick as the next."""
        assistant = self.library.assistant
        if assistant is not None:
            self._lanes[0].submit_latest("prepare", assistant.prepare_titles, lambda _nothing: None)

    def _show_recent(self) -> None:
        assistant = self.library.assistant
        if assistant is not None:
            self._lanes[0].submit_latest("recent", assistant.recent_macros, self.news.recent_macros)

    def _fill(self, key: str) -> None:
        self.hotkey.show()
        self.entries.open_form(key, self.window.channel, {})

    # Settings

    def _kept(self, before: Settings, now: Settings) -> None:
        self._appearance.use(now)
        self.pasting.use(now.clients)
        self.around.use(now)
        if now.hotkey != before.hotkey:
            self.hotkey.bind(now.hotkey)
        if now.channel != before.channel:
            self.window.set_channels(self.window.channels, now.channel or self.window.channel)
        if (now.library, now.agent_name, now.agent_signature) != (
            before.library,
            before.agent_name,
            before.agent_signature,
        ):
            self._given = None if now.library != before.library else self._given
            self._open_library(now)
        elif _searching(now) != _searching(before):
            self._use_habits(now)
            self.search.again()
            self.meaning.read()

    def _show_look(self) -> None:
        self.window.set_theme(self._appearance.theme)
        self._appearance.retranslate(self.window, self.tray.retranslate)
        self.around.watch.show()

    def _show_update(self, notice: UpdateNotice | None) -> None:
        self.tray.show_update(notice.row if notice else None)
        self.side.show_update(notice)

    def _hotkey_held(self) -> None:
        self.news.hotkey_back()
        self._show_hotkey()

    def _hotkey_lost(self, error: HotkeyTaken | HotkeyUnavailable) -> None:
        self.news.hotkey_refused(error, locked="hotkey" in self.settings.managed.locked)
        self._show_hotkey()

    def _show_hotkey(self) -> None:
        held = self.desktop.hotkey.bound()
        self.tray.show_shortcut(native_text(held) if held else "")


def _searching(held: Settings) -> tuple[str, str, bool]:
    """Return what of the settings the search depends on."""
    return held.fuzzy_pinyin, held.double_pinyin, held.semantic
