"""The trip of a reply into the window that the agent came from, and what the agent is told where it cannot go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject

from kbassist.app.copy_trip import CopyTrip
from kbassist.app.hotkey_trip import HotkeyTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.app.trace import Trace
from kbassist.desktop.clients import Profile, profile_of
from kbassist.desktop.paste_plan import Part, plan
from kbassist.desktop.ports import Clip, Kept, Pasted, PasteEnd, PasteJob, Paster, Target
from kbassist.i18n import N_, Text, _
from kbassist.settings import Client
from kbassist.ui.quick_window import QuickWindow

COPY_ONLY: Final = "none"
_Taken = Callable[[bool], None]
_WHY: Final[Mapping[PasteEnd, Text]] = {
    PasteEnd.GONE: N_("The window you came from is no longer there."),
    PasteEnd.ELEVATED: N_("That program runs as administrator, so nothing can be pasted into it from here."),
    PasteEnd.FOCUS: N_("The window you came from did not have the focus."),
    PasteEnd.KEYS_HELD: N_("A key was held down for too long."),
    PasteEnd.NO_KEY: N_("This keyboard has no key for pasting."),
    PasteEnd.UNREAD: N_("The window did not take the text. Is the cursor in its message box?"),
    PasteEnd.TAKEN: N_("Another program changed the clipboard meanwhile."),
    PasteEnd.IMAGE: N_("An image of this reply cannot be read."),
}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A long reply of which some parts are still to be pasted: into the same window only."""

    parts: tuple[Part, ...]
    next: int
    target: Target
    profile: Profile


class PasteTrip(QObject):
    """Pastes where every check holds, and else copies and says so."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it joins
        self,
        library: LibraryTrip,
        window: QuickWindow,
        paster: Paster,
        copying: CopyTrip,
        hotkey: HotkeyTrip,
        trace: Trace,
    ) -> None:
        super().__init__()
        self._library = library
        self._window = window
        self._paster = paster
        self._copying = copying
        self._hotkey = hotkey
        self._trace = trace
        self._clients: tuple[Client, ...] = ()
        self._waiting: _Waiting | None = None
        self._reminder = ""  # what the window says of the part that waits
        self._sending = False  # until the text is on the clipboard: Enter held down must not paste twice
        window.paste_wanted.connect(self.paste)
        window.copy_wanted.connect(lambda _clip, _key: self.forget())
        window.next_part_wanted.connect(self.next_part)
        hotkey.shown.connect(self._remind)

    def use(self, clients: tuple[Client, ...]) -> None:
        """Paste as the settings say from now on."""
        self._clients = clients

    def forget(self) -> None:
        """Drop the parts of a long reply that wait: another reply is written, or it is another customer's turn."""
        self._waiting = None
        self._end_reminder()

    def paste(self, clip: Clip, key: str) -> None:
        """Paste into the window that the agent came from; copy where that cannot be."""
        if self._sending:
            return
        self.forget()
        target = self._hotkey.target
        profile = profile_of(target, self._clients, self._newline())
        refused = self._paster.refusal(target)
        parts = plan(clip, profile)
        if refused or profile.paste_key == COPY_ONLY or not parts[0].steps:
            self._copying.copy(clip, key)
            self._explain(refused)
            return
        query, before = self._window.query_for(key), self._window.sent_before

        def taken(copied: bool) -> None:
            self._window.confirm_copy(copied, "")
            if copied:
                self._copying.sent(clip, key, query, before)

        without_images = bool(clip.images) and not profile.images
        self._send(_Waiting(parts, 0, target, profile), taken, without_images=without_images)

    def next_part(self) -> None:
        """Paste the next part of a long reply; only copy it where the agent came from another window."""
        waiting = self._waiting
        if waiting is None:
            self._window.show_message(_("No part of a reply is waiting."))
        elif self._sending:
            return
        elif self._hotkey.target != waiting.target or self._paster.refusal(waiting.target):
            self._copy_part(waiting)
        else:
            self._send(waiting, self._taken_part)

    def _taken_part(self, copied: bool) -> None:
        if copied:
            self._window.hide()
        else:
            self._window.confirm_copy(False)

    def _copy_part(self, waiting: _Waiting) -> None:
        words = _("This is another window than before, so part {n} of {total} is only copied: press Ctrl+V.")
        if self._copying.put(waiting.parts[waiting.next].clip):
            self._hand_over(waiting)
            self._window.hide()
            self._say(words.format(n=waiting.next + 1, total=len(waiting.parts)))
        else:
            self._window.confirm_copy(False)

    def _send(self, waiting: _Waiting, taken: _Taken, *, without_images: bool = False) -> None:
        """Give the next part to the paster."""
        part = waiting.parts[waiting.next]
        self._sending = True

        def on_clipboard(copied: bool) -> None:
            self._sending = False
            if copied:
                self._hand_over(waiting)
            taken(copied)

        def done(pasted: Pasted) -> None:
            self._trace.mark("pasted" if pasted.end is PasteEnd.PASTED else f"not-pasted:{pasted.end.name}")
            self._tell(pasted, waiting, without_images=without_images)

        self._paster.paste(PasteJob(waiting.target, part.clip, part.steps, on_clipboard, done))

    def _hand_over(self, waiting: _Waiting) -> None:
        """Count a part as gone; the rest waits."""
        following = waiting.next + 1
        more = following < len(waiting.parts)
        self._waiting = _Waiting(waiting.parts, following, waiting.target, waiting.profile) if more else None
        self._end_reminder()

    # What the agent is told

    def _tell(self, pasted: Pasted, waiting: _Waiting, *, without_images: bool) -> None:
        if pasted.end is not PasteEnd.PASTED:
            self._say_copied(pasted)
            return
        lost = {
            Kept.NONE: _("What was on the clipboard before could not be kept."),
            Kept.SOME: _("What was on the clipboard before could be kept only in part."),
        }.get(pasted.kept, "")
        if len(waiting.parts) > 1:
            self._say(self._progress(waiting), lost or self._what_next(waiting))
        elif without_images:
            self._say(_("Pasted without its images: this program takes none."), lost)
        elif lost:
            self._say(_("Pasted."), lost)

    def _say_copied(self, pasted: Pasted) -> None:
        if pasted.copied:
            self._say(_("Copied. Press Ctrl+V to paste."), str(_WHY.get(pasted.end, "")))
        else:
            self._say(
                _("Not pasted: another program holds the clipboard."),
                _("The reply is kept: Ctrl+Z in the quick window copies it."),
            )

    def _explain(self, refused: PasteEnd | None) -> None:
        """Add why nothing was pasted to what is shown of the copy."""
        why = _WHY.get(refused) if refused else None
        if why is not None:
            self._window.toast.add(str(why))

    def _progress(self, waiting: _Waiting) -> str:
        return _("Part {n} of {total} is pasted.").format(n=waiting.next + 1, total=len(waiting.parts))

    def _what_next(self, waiting: _Waiting) -> str:
        last = waiting.next + 1 == len(waiting.parts)
        return "" if last else _("Ctrl+N in the quick window pastes the next part.")

    def _remind(self) -> None:
        if (waiting := self._waiting) is not None:
            words = _("Part {n} of {total} of your reply waits: Ctrl+N pastes it.")
            self._reminder = words.format(n=waiting.next + 1, total=len(waiting.parts))
            self._window.show_message(self._reminder)

    def _end_reminder(self) -> None:
        """Take back what was said of a part that does not wait any more."""
        if self._reminder and self._window.bar.text == self._reminder:
            self._window.bar.dismiss()
        self._reminder = ""

    def _say(self, words: str, more: str = "") -> None:
        """Show words where the window was, without taking the focus."""
        self._window.toast.say(words, self._window.geometry())
        if more:
            self._window.toast.add(more)

    def _newline(self) -> str:
        assistant = self._library.assistant
        channel = assistant.library.team.channel(self._window.channel) if assistant else None
        return channel.newline if channel else "lf"
