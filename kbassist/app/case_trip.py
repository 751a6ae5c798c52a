"""The trip of a customer's values: into forms, remembered after a copy, offered from clipboard and selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from kbassist.app.library_trip import LibraryTrip
from kbassist.assistant.clock import Clock
from kbassist.cases.book import CaseBook
from kbassist.cases.matching import remembered
from kbassist.cases.offers import offers
from kbassist.cases.values import NO_VALUES, Accepts, Offer, Origin, Place, Sources
from kbassist.content.model import FieldSpec
from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Form
from kbassist.macros.reply import Part
from kbassist.ui.case_tabs import CaseTabs, case_label
from kbassist.ui.form_row import OfferView
from kbassist.ui.quick_keys import Mode
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import MessageKind

SWEEP_MS: Final = 15_000


class CaseTrip(QObject):
    """Asks a customer once: keeps what was sent, by customer and in memory only."""

    reopen_wanted = Signal(str, str, object)
    """Key, channel and values of the open form, which is to be filled in for another customer now."""

    wiped = Signal()
    """The current customer is to be forgotten."""

    changed = Signal()
    """Another customer is current, or was wiped."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the trip joins
        self,
        library: LibraryTrip,
        window: QuickWindow,
        tabs: CaseTabs,
        sources: Callable[[], Sources],
        clock: Clock = datetime.now,
        minutes: float = 30,
    ) -> None:
        """`sources` gives the texts of clipboard and selection; `minutes` is after how long a case is forgotten."""
        super().__init__()
        self._library = library
        self._window = window
        self._tabs = tabs
        self._sources = sources
        self._searching = True
        self.book = CaseBook(clock, minutes)
        self._filled: tuple[Form, Mapping[str, str]] | None = None  # the form as it stands
        self._leaving: dict[str, tuple[Form, Mapping[str, str]]] = {}  # forms whose text is on its way
        self._timer = QTimer(self, interval=SWEEP_MS)
        self._join()

    def _join(self) -> None:
        self._timer.timeout.connect(self._sweep)
        self._tabs.switched.connect(self.switch)
        self._tabs.closed.connect(self.close)
        self._tabs.new_wanted.connect(self.open)
        window = self._window
        window.form_changed.connect(self._form_changed)
        window.copy_wanted.connect(self._leaves)
        window.paste_wanted.connect(self._leaves)
        window.clipboard_wanted.connect(self.suggest)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.wipe)

    def use(self, minutes: float, smart_fill: bool) -> None:
        """Follow the settings: the time-out, and whether texts are searched for values."""
        self.book.minutes = minutes
        self._searching = smart_fill

    # Coming and going

    def arrived(self, window: int, program: str = "") -> None:
        """Take note of the window that the agent comes from: its native id (0: unknown) and its program.

        An open form stays with its customer: where the window belongs to another one, that is said.
        """
        held = self._window.mode is Mode.FORM
        stranger = self.book.arrive(Place(window, program), keep=held)
        self._show()
        if stranger is not None:
            words = _("This form was begun for {customer}. The window you came from belongs to {other}.")
            labels = {view.number: case_label(view) for view in self.book.views()}
            said = words.format(customer=labels[self.book.current], other=labels[stranger])
            self._window.show_message(said, MessageKind.WARNING)
        if held and (form := self._window.body.form.form):
            self.suggest(form.key)

    def values_for(self, form: Form, given: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
        """Return the values to open a form with, and the fields among them that this customer's case filled in.

        `given` are values that stand already, e.g. those typed before the channel was changed; they come first.
        """
        self._sweep()  # the timer's last look may be long ago, e.g. where the computer slept
        filled = self.book.filling(form.fields, form.patterns, self._accepts()).filled
        values = {**filled, **given}
        return values, frozenset(name for name, value in filled.items() if values[name] == value)

    def copied(self, key: str, _query: str = "") -> None:
        """Remember what the text on the clipboard was made of; joined with `CopyTrip.copied`."""
        if self._remember(key):
            self._show()

    def _remember(self, key: str) -> bool:
        left = self._leaving.pop(key, None) or (self._filled if self._is_of(key) else None)
        if left is not None:
            form, values = left
            self._filled = None
            self.book.remember(remembered(form.fields, form.patterns, values))
        return left is not None

    def appended(self, part: Part) -> None:
        """Remember what a text was made of that is ready to leave with the next.

        Where that tells that the customer is another one than was thought, the reply goes along.
        """
        serial = self.book.serial
        self._remember(part.key)
        if self.book.serial != serial:
            self._window.carry_reply(self.book.serial)
        self._show()

    # The agent's choice

    def switch(self, number: int) -> None:
        """Answer another customer."""
        self._change(lambda: self.book.switch(number))

    def next(self) -> None:
        """Answer the next customer."""
        self._change(self.book.next)

    def open(self) -> None:
        """Answer a new customer beside the others."""
        self._change(self.book.open)

    def close(self, number: int) -> None:
        """Forget a customer, with every draft."""
        if number == self.book.current:
            self.wiped.emit()
        self._change(lambda: self.book.close(number))

    def new_customer(self) -> None:
        """Forget the current customer, with every draft, and begin with a new one."""
        if not self.book.doubtful:
            self.wiped.emit()
        self._change(self.book.new_customer)

    def wipe(self) -> None:
        """Forget everything."""
        self._filled = None
        self._leaving.clear()
        self.book.wipe()
        self._timer.stop()
        self._tabs.show_cases(())

    # Offers

    def suggest(self, key: str) -> None:
        """Look for values in clipboard and selection, and offer them and the customer's at the fields of a form."""
        form, assistant = self._window.body.form.form, self._library.assistant
        if form is None or form.key != key or assistant is None:
            return
        found = offers(
            form.fields,
            assistant.library.team.patterns,
            self._sources(),
            self._accepts(),
            today=assistant.context.today,
            searching=self._searching,
            case=self.book.filling(form.fields, form.patterns, self._accepts()).offered or NO_VALUES,
        )
        views = {name: tuple(map(_view, values)) for name, values in found.items()}
        self._window.show_offers({spec.name: views.get(spec.name, ()) for spec in form.fields})

    # Inside

    def _accepts(self) -> Accepts:
        """Return the judge of values for the library as it is now; without one nothing is accepted."""
        from kbassist.macros.engine import accepts

        assistant = self._library.assistant
        if assistant is None:
            return lambda _spec, _value: False
        library, context = assistant.library, assistant.context

        def judge(spec: FieldSpec, value: str) -> bool:
            return accepts(spec, value, library, context)

        return judge

    def _change(self, act: Callable[[], object]) -> None:
        serial, doubtful = self.book.serial, self.book.doubtful
        act()
        self._show()
        same = serial == self.book.serial
        if not same or doubtful:
            self.changed.emit()
            self._reopen(same_customer=same)

    def _reopen(self, *, same_customer: bool) -> None:
        """Fill the open form in for the customer of now: nothing that another one said stays in it."""
        form = self._window.body.form.form
        if self._window.mode is not Mode.FORM or form is None:
            return
        said = {spec.name for spec in form.fields if spec.remember}
        values = self._window.body.form.values()
        kept = {name: value for name, value in values.items() if (value if same_customer else name not in said)}
        self.reopen_wanted.emit(form.key, form.channel, kept)

    def _form_changed(self, key: str, _channel: str, values: Mapping[str, str]) -> None:
        form = self._window.body.form.form
        self._filled = (form, dict(values)) if form is not None and form.key == key else None

    def _leaves(self, _clip: Clip, key: str) -> None:
        if self._filled is not None and self._is_of(key):
            self._leaving[key] = self._filled

    def _is_of(self, key: str) -> bool:
        return self._filled is not None and self._filled[0].key == key

    def _sweep(self) -> None:
        if self.book.sweep():
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self._window.use_case(self.book.serial, self.book.serials)
        self._tabs.show_cases(self.book.views())
        if not self.book.holds_anything:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()


def _view(offer: Offer) -> OfferView:
    words = {
        Origin.CLIPBOARD: _("Clipboard: {value}"),
        Origin.SELECTION: _("Selected text: {value}"),
        Origin.CASE: _("This customer: {value}"),
    }
    return OfferView(offer.value, words[offer.origin])
