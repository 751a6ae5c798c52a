"""What the quick window shows: lists, previews, forms, messages, as the values that it is given."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kbassist.content.model import Kind
from kbassist.content.team_model import Channel
from kbassist.i18n import _, ngettext
from kbassist.macros.form import Form, Outcome
from kbassist.search.results import Explanation, Hit, Results, Stage
from kbassist.ui.drafts import Drafts
from kbassist.ui.form_row import OfferView
from kbassist.ui.hints import HintBar, Situation, hints
from kbassist.ui.macro_preview import offered
from kbassist.ui.message_bar import MessageBar
from kbassist.ui.quick_body import QuickBody, nothing_fits
from kbassist.ui.quick_frame import QuickFrame
from kbassist.ui.quick_head import QuickHead
from kbassist.ui.quick_keys import KeyFilter, Mode
from kbassist.ui.quick_strips import QuickStrips
from kbassist.ui.reminder_card import ReminderCard
from kbassist.ui.results_model import full_title, spoken
from kbassist.ui.theme import Theme
from kbassist.ui.views import Action, ArticleView, LocalImage, MacroView, MessageKind, Render

PREVIEW_PAUSE_MS: Final = 60
REACTION_S: Final = 0.3  # a key pressed sooner after a change of the list means what stood there before


_ON_ENTRY: Final = {
    Kind.MACRO: Situation.ON_MACRO, Kind.ARTICLE: Situation.ON_ARTICLE, Kind.GUIDE: Situation.ON_GUIDE,
}  # fmt: skip
_SITUATIONS: Final = {
    Mode.READ: Situation.READING, Mode.GUIDE: Situation.GUIDED, Mode.PROMPT: Situation.SPEAKING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Current:
    """The entry that the keys act on."""

    key: str
    anchor: str
    kind: Kind


class QuickStage(QuickFrame):
    """The window with its parts; `QuickWindow` adds what the keys do."""

    entry_wanted = Signal(str, str)
    explain_wanted = Signal(str)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, composited=composited)
        self.mode = Mode.LIST
        self.render_form = render
        self.drafts = Drafts()
        self.channels: tuple[Channel, ...] = ()
        self.channel = ""
        self._results: Results | None = None
        self._recent: tuple[tuple[Hit, ...], tuple[Hit, ...]] = ((), ())
        self._following = False  # a link or a twin: the preview is not the selected row's
        self._before_refined: tuple[Results, float] | None = None  # the list that a refined one replaced, and when
        self._explaining = False  # the reasons are asked for, and shown as soon as they come
        self._form_title = ""
        self._form_channels: tuple[str, ...] = ()
        self._as_of: str | None = None
        self.keys = KeyFilter(self.key_pressed, self)
        self.head = QuickHead(theme)
        self.strips = QuickStrips(theme)
        self.body = QuickBody(theme, render, local_image, self.keys)
        self.card = ReminderCard(theme)
        self.bar = MessageBar(theme)
        self.foot = HintBar(theme)
        self.head.add_aside(self.strips.timers)
        for part in (self.head, self.strips, self.body, self.card, self.bar, self.foot):
            self.column.addWidget(part, 1 if part is self.body else 0)
        self._pause = QTimer(self, singleShot=True, interval=PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self.want_entry)
        self.body.list.selected.connect(self._selected)
        self.retranslate()

    def key_pressed(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Take a key of a watched widget; tell whether it was taken."""
        raise NotImplementedError

    # What it is shown

    def show_results(self, results: Results) -> None:
        """Show the answer to the query that stands in the field; a late answer to another is ignored.

        A refined one is ignored as well where the agent has begun to do something with the one before it.
        """
        refined = results.stage is Stage.REFINED
        if results.query.strip() != self.head.search.query or (refined and not self._hands_off()):
            return
        keep = self._results is not None and self._results.query == results.query
        asked = not self._pause.isActive()
        before = self.body.list.hit()
        self._before_refined = (self._results, time.monotonic()) if refined and self._results else None
        self._results = results
        self.body.show_results(results, keep=keep and not refined)
        if refined and asked and _same_entry(before, self.body.list.hit()):
            self._pause.stop()  # its preview stands already
        if not results.hits:
            self.end_explanation()
        self.head.show_reading("、".join(results.read_as[:1]))
        self._refresh()

    def restore_unseen(self) -> None:
        """Show the list as it was before a refined one that the agent cannot have seen yet."""
        before, self._before_refined = self._before_refined, None
        if before is not None and time.monotonic() - before[1] < REACTION_S:
            self._results = before[0]
            self.body.show_results(before[0], keep=False)

    def show_recent(self, pinned: tuple[Hit, ...], recent: tuple[Hit, ...]) -> None:
        """Show pinned and recent entries while nothing is searched."""
        keep = self._results is None and self.body.list.touched
        self._recent = (pinned, recent)
        if not self.head.search.query:
            self._results = None
            self.end_explanation()
            self.head.show_reading("")
            self.body.show_recent(pinned, recent, keep=keep)
            self._refresh()

    def show_article(self, view: ArticleView) -> None:
        """Show an article in the preview, if it is still the one that was asked for."""
        if self._awaited(view.key):
            self.body.preview.show_article(view)
            self._refresh()

    def show_macro(self, view: MacroView) -> None:
        """Show a macro in the preview, if it is still the one that was asked for."""
        if self._awaited(view.key):
            self.body.preview.show_macro(view)
            if self.mode is Mode.READ:  # a link led here: the reader, which had the keys, is hidden now
                self.enter(Mode.LIST)
                self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._refresh()

    def show_explanation(self, explanation: Explanation) -> None:
        """Show why an entry stands where it does, if that is still asked."""
        current = self.current()
        stands = explanation.query.strip() == self.head.search.query
        if self._explaining and stands and current and current.key == explanation.key:
            self.body.preview.show_explanation(explanation, self._title_of(explanation.key))
            self.refresh_hints()

    def end_explanation(self) -> None:
        """Show the entry itself again."""
        if self._explaining:
            self._explaining = False
            self.body.preview.end_explanation()
            self.refresh_hints()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what the open form gives, where more was found out than the form knows itself."""
        if self.mode is Mode.FORM:
            self.body.form.show_outcome(outcome)

    def set_channels(self, channels: tuple[Channel, ...], current: str) -> None:
        """Say which channels the team has, and which is in use."""
        self.channels, self.channel = channels, current
        self.head.chip.show_channels(channels, current)
        self.body.set_channels(channels)

    def show_message(self, text: str, kind: MessageKind = MessageKind.INFO, action: Action | None = None) -> None:
        """Show a sentence above the footer until it is closed."""
        self.bar.show_message(text, kind, action)

    def set_as_of(self, time: str | None) -> None:
        """Say from when the library is (`10:42`) while its folder cannot be reached; None: it is up to date."""
        self._as_of = time
        self.foot.show_as_of(_("as of {time}").format(time=time) if time else "")

    def set_busy(self, busy: bool) -> None:
        """Show, after a moment, that a search is under way."""
        self.head.spinner.set_busy(busy)

    def show_offers(self, offers: Mapping[str, tuple[OfferView, ...]]) -> None:
        """Offer values at the fields of the open form; those of a field that is named with none are taken back."""
        self.body.form.show_offers(offers)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on; the application has its palette and style sheet already."""
        self._size_to(theme)
        for part in (self.head, self.strips, self.body, self.card, self.bar, self.foot):
            part.set_theme(theme)
        self._refresh()
        self.update()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setWindowTitle(_("Quick search"))
        for part in (self.head, self.strips, self.body, self.card, self.bar):
            part.retranslate()
        self.head.chip.show_channels(self.channels, self.channel)
        self.set_as_of(self._as_of)
        self._repeat()
        self._show_form_head()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # What follows from it

    def current(self) -> Current | None:
        """Return the entry that the keys act on: the selected row's, or the one that a link led to."""
        shown = self.body.preview.shown
        if self._following and shown:
            is_macro = isinstance(shown, MacroView)
            return Current(shown.key, "", Kind.MACRO if is_macro else Kind.ARTICLE)
        hit = self.body.list.hit()
        return Current(hit.key, hit.anchor, hit.kind) if hit else None

    def want_entry(self) -> None:
        """Ask for the preview of the selected row."""
        self._pause.stop()
        self._following = False
        if hit := self.body.list.hit():
            self.entry_wanted.emit(hit.key, hit.anchor)
            if self.body.preview.branching:
                self.end_explanation()  # the texts were those of another reply
            elif self._explaining:
                self.explain_wanted.emit(hit.key)

    def follow(self) -> None:
        """Accept the next entry that is shown, although it is not the selected row's."""
        self._pause.stop()
        self._following = True
        self.end_explanation()

    def no_hit(self) -> bool:
        """Tell whether the query that stands found nothing."""
        return self._results is not None and not self._results.hits and bool(self.head.search.query)

    def fits(self) -> bool:
        """Tell whether what is shown most likely answers the query that stands."""
        return self._results is None or self._results.fits or not self._results.hits

    def query_for(self, key: str) -> str:
        """Return the query that led to an entry: the one that stands, if the entry is in its list; else nothing."""
        found = self._results
        if found is None or found.query.strip() != self.head.search.query:
            return ""
        return found.query.strip() if any(hit.key == key for hit in (*found.hits, *found.near)) else ""

    def enter(self, mode: Mode) -> None:
        """Give the keys to the list, the article or the form; a further page shows itself."""
        self.mode = mode
        if mode is not Mode.LIST:
            self.end_explanation()
        if mode is Mode.FORM:
            self.body.open_form()
            self._show_form_head()
        elif mode in {Mode.LIST, Mode.READ}:
            self.head.show_search()
            self.body.open_list()
        self._refresh()

    def open_form(
        self,
        form: Form,
        values: Mapping[str, str],
        title: str,
        channels: tuple[str, ...],
        from_case: frozenset[str] = frozenset(),
    ) -> None:
        """Show a form; an empty title and no channels mean those of the entry in the preview.

        `from_case` names the fields whose values this customer gave before.
        """
        shown = self.body.preview.shown
        if isinstance(shown, MacroView) and shown.key == form.key:
            title, channels = title or shown.title, channels or shown.channels
        hit = self.body.list.hit()
        self._form_title = title or (hit.title.text if hit and hit.key == form.key else form.key)
        self._form_channels = channels
        self.enter(Mode.FORM)
        self.body.form.title = self._form_title
        self.body.form.show_form(form, values, self.drafts.of(form.key), from_case)
        self._show_form_head()

    def form_channels(self) -> tuple[Channel, ...]:
        """Return the channels that the open form can be written for."""
        return offered(self.channels, self._form_channels)

    def refresh_hints(self) -> None:
        """Show what the keys do now."""
        self.foot.show_hints(hints(self._situation(), searched=bool(self.head.search.query)))

    def _hands_off(self) -> bool:
        """Tell whether the agent has left the list as it came: only then may its rows still change places."""
        busy = self._explaining or self._following or self.keys.composing
        return self.mode is Mode.LIST and not self.body.list.touched and not busy

    def _title_of(self, key: str) -> str:
        """Return the title of an entry that is shown."""
        hit, shown = self.body.list.hit(), self.body.preview.shown
        if hit is not None and hit.key == key:
            return full_title(hit)
        return shown.title if shown is not None and shown.key == key else ""

    def _awaited(self, key: str) -> bool:
        hit = self.body.list.hit()
        return self._following or (hit is not None and hit.key == key)

    def _selected(self, hit: Hit | None) -> None:
        self._following = False
        row = self.body.list.row()
        heading = "" if self.fits() else nothing_fits()
        self.head.search.setAccessibleDescription(f"{heading} {spoken(row)}".strip() if row else "")
        if hit:
            self._pause.start()
        self.refresh_hints()

    def _repeat(self) -> None:
        if self._results is not None and self._results.query.strip() == self.head.search.query:
            self.body.show_results(self._results, keep=True)
        elif not self.head.search.query:
            self.body.show_recent(*self._recent, keep=True)

    def _show_form_head(self) -> None:
        form = self.body.form.form
        if self.mode is Mode.FORM and form:
            self.head.show_form(self._form_title, self.form_channels(), form.channel)

    def _refresh(self) -> None:
        if self.mode in {Mode.LIST, Mode.READ}:
            self.body.open_list()
        self.strips.show_pending(self.mode is not Mode.FORM)
        self.strips.show_due(self.mode is Mode.LIST and not self.head.search.query)
        self.foot.show_count(self._count())
        self.refresh_hints()

    def _count(self) -> str:
        if self.mode not in {Mode.LIST, Mode.READ} or self._results is None or not self._results.hits:
            return ""
        n = max(self._results.total, len(self._results.hits))
        return ngettext("{n} hit", "{n} hits", n).format(n=n)

    def _situation(self) -> Situation:
        if self.mode is Mode.FORM:
            return Situation.EDITING if self.body.form.result.editing else Situation.FILLING
        if situation := _SITUATIONS.get(self.mode):
            return situation
        current = self.current()
        if self._explaining:
            return Situation.EXPLAINING
        if current is None:
            asks = self.no_hit() and not self.body.preview.near.reported
            return Situation.NO_HIT if asks else Situation.NOTHING
        if not self.fits() and not self._following:
            return Situation.NO_FIT
        return _ON_ENTRY[current.kind]


def _same_entry(one: Hit | None, other: Hit | None) -> bool:
    return one is not None and other is not None and (one.key, one.anchor) == (other.key, other.anchor)
