"""The trip through a guide: its steps shown, its replies filled, the way taken copied for the ticket."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from PySide6.QtCore import QObject, Signal

from kbassist.app.library_trip import LibraryTrip
from kbassist.app.presenter import notice_of
from kbassist.assistant.assistant import Assistant
from kbassist.assistant.guides import Offer, offers, refusal, step_text
from kbassist.assistant.walk import NoSteps, Walk, step_of, summary
from kbassist.content.library import Library
from kbassist.content.model import Guide, Macro, Step
from kbassist.errors import KbassistError
from kbassist.i18n import _
from kbassist.ui.chips import channel_label
from kbassist.ui.guide_panel import GuidePanel
from kbassist.ui.guide_views import ChoiceView, Crumb, Go, GuideView, Move, ReplyView, StepView
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import MessageKind

Copy = Callable[[str], bool]
"""Puts a text on the clipboard; tells whether it is there now."""


class GuideTrip(QObject):
    """Walks guides in the panel; where each was left is kept in memory, by key, while the program runs."""

    opened = Signal()
    """The panel holds a guide now: the window shows it and gives it the keys."""

    closed = Signal()
    """The guide is left: the window shows its list again."""

    fill_wanted = Signal(str, str)
    """The key of a macro to fill in, and the channel to do it for."""

    link_opened = Signal(str)
    """The target of a link in a step that leads to no macro."""

    def __init__(self, library: LibraryTrip, window: QuickWindow, panel: GuidePanel, copy: Copy) -> None:
        super().__init__()
        self._library = library
        self._window = window
        self._panel = panel
        self._copy = copy
        self._walks: dict[str, Walk] = {}
        self._left: dict[str, Walk] = {}  # walks that may be gone on with
        self._open = ""
        self._filling = ""
        panel.stepped.connect(self.move)
        panel.macro_wanted.connect(self.fill)
        panel.summary_wanted.connect(self.copy_summary)
        panel.link_opened.connect(self.follow)
        panel.left.connect(self.leave)
        library.loaded.connect(self._loaded)

    @property
    def under_way(self) -> bool:
        """Whether a guide is open, maybe below the form of one of its macros."""
        return bool(self._open)

    def open(self, key: str) -> None:
        """Open a guide at its first step, with the offer to go on where it was left."""
        found = self._guide(key)
        if found is None:
            return
        assistant, guide = found
        before = self._walks.get(key)
        try:
            walk = Walk.begin(guide, assistant.context.now)
        except NoSteps as error:
            self._window.show_message(str(error), MessageKind.WARNING)
            return
        if before is not None and before.started:
            self._left[key] = before
        self._walks[key], self._open, self._filling = walk, key, ""
        self.refresh()
        self.opened.emit()

    def back_to(self) -> None:
        """Show the guide again that a form was opened from, at the same step."""
        if self._open:
            self.refresh()
            self.opened.emit()

    def leave(self) -> None:
        """Leave the guide; its place stays in memory."""
        if self._open:
            self._open = self._filling = ""
            self.closed.emit()

    def forget(self) -> None:
        """Forget every way that was taken, e.g. for a new customer; an open guide begins anew."""
        key = self._open
        self._walks, self._left = {}, {}
        if key:
            self.open(key)

    def move(self, move: Move) -> None:
        """Go where the agent wishes."""
        found = self._guide(self._open)
        if found is None:
            return
        assistant, guide = found
        walk = self._walks[guide.key]
        try:
            moved = self._moved(walk, move, guide, assistant)
        except KbassistError as error:
            self._window.show_message(str(error), MessageKind.WARNING)
        else:
            self._walks[guide.key] = moved
            self.refresh()

    def fill(self, key: str) -> None:
        """Ask for the form of a macro of the step; after it was copied the guide goes on here."""
        if self._open:
            self._filling = key
            self.fill_wanted.emit(key, self._window.channel)

    def copied(self, key: str) -> None:
        """Note that a macro was copied; it is ticked where the guide asked for it."""
        found = self._guide(self._open) if key and key == self._filling else None
        if found is None:
            return
        assistant, guide = found
        macro = assistant.library.entries.get(key)
        self._filling = ""
        self._walks[guide.key] = self._walks[guide.key].use(key, macro.title if macro else key)
        self.refresh()

    def copy_summary(self, key: str) -> None:
        """Copy the way taken through a guide for the ticket."""
        found = self._guide(key)
        if found is None or key not in self._walks:
            return
        if self._copy(summary(self._walks[key], found[1])):
            self._window.show_message(_("The summary is copied: paste it into the ticket."))
        else:
            words = _("Another program holds the clipboard. Nothing is lost: please try once more.")
            self._window.show_message(words, MessageKind.ERROR)

    def follow(self, href: str) -> None:
        """Fill the macro that a link of a step names; hand on any other link."""
        found = self._guide(self._open)
        name = unquote(href.removeprefix("kb:")).partition("#")[0] if href.startswith("kb:") else ""
        entry = found[0].library.get(name, found[1].locale) if found and name else None
        if found is not None and isinstance(entry, Macro):
            refused = refusal(entry, found[0].context.today)
            if refused is None:
                self.fill(entry.key)
            else:
                self._window.show_message(f"{entry.title}: {refused}", MessageKind.WARNING)
        else:
            self.link_opened.emit(href)

    def refresh(self) -> None:
        """Show the step anew, e.g. because the channel or the day has changed."""
        found = self._guide(self._open)
        if found is not None:
            self._panel.show_guide(self._view(*found))

    def _moved(self, walk: Walk, move: Move, guide: Guide, assistant: Assistant) -> Walk:
        if move.go is Go.CHOOSE:
            moved = walk.choose(guide, move.number)
            self._left.pop(guide.key, None)
            return moved
        if move.go is Go.RESTART:
            if walk.started:
                self._left[guide.key] = walk
            return Walk.begin(guide, assistant.context.now)
        if move.go is Go.RESUME:
            return self._left.pop(guide.key, walk)
        return walk.back() if move.go is Go.BACK else walk.to(move.number)

    def _guide(self, key: str) -> tuple[Assistant, Guide] | None:
        assistant = self._library.assistant
        entry = assistant.library.entries.get(key) if assistant else None
        return (assistant, entry) if assistant is not None and isinstance(entry, Guide) else None

    # A library that was read again

    def _loaded(self, library: Library) -> None:
        """Take the walks along into the library that was read now; say where a way became shorter."""
        self._left = _carried(self._left, library)
        self._walks = _carried(self._walks, library)
        if self._open and self._open not in self._walks:
            self._window.show_message(_("The library does not hold this guide any more."), MessageKind.WARNING)
            self.leave()
        elif self._open:
            self._say_lost(self._walks[self._open])
            self.refresh()

    def _say_lost(self, walk: Walk) -> None:
        if walk.lost:
            words = _("The guide was changed: the step “{step}” is gone. You are at the last one that is left.")
            self._window.show_message(words.format(step=walk.lost), MessageKind.WARNING)

    # What is shown

    def _view(self, assistant: Assistant, guide: Guide) -> GuideView:
        walk, left = self._walks[guide.key], self._left.get(guide.key)
        step = step_of(guide, walk.at)
        assert step is not None, "walks are carried along before they are shown"
        return GuideView(
            key=guide.key,
            title=guide.title,
            crumbs=tuple(Crumb(visit.title, visit.choice) for visit in walk.visits),
            step=self._step(assistant, guide, step, walk),
            begun=walk.begun.strftime("%H:%M"),
            notice=_notice(guide, assistant),
            resume=left.visits[-1].title if left and not walk.started else "",
        )

    def _step(self, assistant: Assistant, guide: Guide, step: Step, walk: Walk) -> StepView:
        from kbassist.content.markdown import reader

        library, known = assistant.library, {one.anchor for one in guide.steps}
        found = offers(library, guide, step, self._window.channel, assistant.context.today)
        text = step_text(library, guide, step)
        return StepView(
            title=step.title,
            html=reader(library).text(guide, text).html if text else "",
            choices=tuple(ChoiceView(choice.label, choice.target not in known) for choice in step.choices),
            replies=tuple(self._reply(offer, library, walk) for offer in found),
        )

    def _reply(self, offer: Offer, library: Library, walk: Walk) -> ReplyView:
        here = self._window.channel
        channel = library.team.channel(offer.channel) if offer.channel else None
        elsewhere = channel is not None and channel.name != here and bool(here)
        note = _("No text for this channel; opens for {channel}") if elsewhere else ""
        return ReplyView(
            key=offer.key,
            title=offer.title,
            note=note.format(channel=channel_label(channel)) if channel else "",
            used=walk.used_here(offer.key),
            refused=str(offer.refused) if offer.refused else "",
        )


def _carried(walks: dict[str, Walk], library: Library) -> dict[str, Walk]:
    carried: dict[str, Walk] = {}
    for key, walk in walks.items():
        guide = library.entries.get(key)
        if isinstance(guide, Guide) and guide.steps:
            carried[key] = walk.on(guide)
    return carried


def _notice(guide: Guide, assistant: Assistant) -> str:
    refused = refusal(guide, assistant.context.today)
    if refused is not None:
        return _("Not to be used today: {reason}.").format(reason=refused)
    return notice_of(assistant, guide)
