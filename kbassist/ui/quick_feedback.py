"""What the agent tells and asks about the search itself: what is missing, what customers call it, why it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal

from kbassist.i18n import _
from kbassist.ui.phrasing import wording
from kbassist.ui.quick_keys import Mode
from kbassist.ui.quick_links import QuickLinks
from kbassist.ui.theme import Theme
from kbassist.ui.toast import Toast
from kbassist.ui.views import Action, LocalImage, MessageKind, Render

KEEP_PHRASING: Final = "keep-phrasing"
UNDO_PHRASING: Final = "undo-phrasing"
KEEP_KEY: Final = "Ctrl+K"
LONGEST_WORDS: Final = 28  # characters of a wording that are repeated


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording that may be kept as a way to ask for an entry; `shown` is how it would be written down."""

    key: str
    title: str
    words: str
    shown: str


class QuickFeedback(QuickLinks):
    """The window with what it learns from the agent.

    `phrasing_kept` (key, words) waits for `show_phrasing`; `phrasing_undone` for a message; `explain_wanted` for
    `show_explanation`.
    """

    missing_reported = Signal(str)
    report_wanted = Signal(str)
    phrasing_kept = Signal(str, str)
    phrasing_undone = Signal()

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._told = ""  # the query of which the team lead was told
        self._offer: Offer | None = None
        self.toast = Toast(theme, self, composited=composited)
        self.hidden.connect(self._withdraw_offer)

    # Why it is here

    def explain(self) -> None:
        """Ask why the entry that the keys act on stands where it does; a second time shows the entry again."""
        current = self.current()
        if self._explaining:
            self.end_explanation()
        elif current is not None and self.head.search.query:
            if self.mode is Mode.READ:
                self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._explaining = True
            self.explain_wanted.emit(current.key)
            self.refresh_hints()
        elif current is not None:
            self.show_message(_("Nothing is searched: these are the entries that you pinned or used lately."))

    # What is missing

    def report(self) -> None:
        """Tell the team lead what was searched in vain; else that the entry that the keys act on has an error."""
        if self._in_vain():
            self._report_missing()
        elif key := self.acted_on():
            self.report_wanted.emit(key)

    def acted_on(self) -> str:
        """Return the key of the entry that the keys act on, of the form that is open first; empty for none."""
        form = self.body.form.form if self.mode is Mode.FORM else None
        current = self.current()
        return form.key if form else current.key if current else ""

    def _in_vain(self) -> bool:
        nothing = self.no_hit() and self.current() is None
        return (nothing and self.mode is not Mode.FORM) or (
            self.mode is Mode.LIST and not self.fits() and not self._following
        )

    def _report_missing(self) -> None:
        query = self.head.search.query
        if self._told == query:
            return
        self._told = query
        self.missing_reported.emit(query)
        if self.no_hit():
            self.body.preview.near.thank()
        else:
            self.show_message(_("Noted for the team lead; numbers and addresses are masked. Thank you."))
        self.refresh_hints()

    def _hands_off(self) -> bool:
        return super()._hands_off() and self._told != self.head.search.query

    # What customers call it

    def offer_phrasing(self, offer: Offer) -> None:
        """Offer once to keep a wording, after a copy: below its words now, and when the window is shown next."""
        self._offer = offer
        self.toast.add(
            _('Keep "{words}" as a way to ask for it? Open this window again, then {key}').format(
                words=_short(offer.shown), key=KEEP_KEY
            )
        )

    def keep_phrasing(self) -> None:
        """Keep the wording that is offered, else the query that stands as one for the selected row."""
        if self.bar.offers == KEEP_PHRASING:
            self.bar.act()
            return
        key, words = self.acted_on(), wording(self.head.search.query)
        if key and words:
            self.phrasing_kept.emit(key, words)
        else:
            self.show_message(_("Enter the customer's words first, then select the entry that answers them."))

    def show_phrasing(self, words: str, title: str) -> None:
        """Say that a wording was kept for an entry, and how to take it back."""
        sentence = _('Kept: "{words}" finds "{title}" from now on.').format(words=_short(words), title=_short(title))
        self.show_message(sentence, MessageKind.INFO, Action(_("Undo"), UNDO_PHRASING))

    def _show_offer(self) -> None:
        if offer := self._offer:
            sentence = _('Customers ask for "{title}" like this: "{words}"?').format(
                title=_short(offer.title), words=_short(offer.shown)
            )
            self.show_message(sentence, MessageKind.INFO, Action(_("Remember"), KEEP_PHRASING, KEEP_KEY))

    def _withdraw_offer(self) -> None:
        self._offer = None
        if self.bar.offers == KEEP_PHRASING:
            self.bar.dismiss()

    def _acted(self, name: str) -> None:
        offer, self._offer = self._offer, None
        if name == KEEP_PHRASING and offer is not None:
            self.phrasing_kept.emit(offer.key, offer.words)
        elif name == UNDO_PHRASING:
            self.phrasing_undone.emit()
        else:
            super()._acted(name)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
