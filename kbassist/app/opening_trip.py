"""The trip of an opening: the next ones beside the form, and what a customer has had of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from kbassist.app.case_trip import CaseTrip
from kbassist.app.library_trip import LibraryTrip
from kbassist.cases.openings import Moment, insertion, next_openings, used_in
from kbassist.content.model import Macro
from kbassist.content.opening import Opening
from kbassist.desktop.ports import Clip
from kbassist.ui.opening_chips import OpeningChips
from kbassist.ui.quick_window import QuickWindow


class OpeningTrip(QObject):
    """Offers openings of sympathy that the current customer has not had."""

    def __init__(
        self,
        library: LibraryTrip,
        window: QuickWindow,
        chips: OpeningChips,
        cases: CaseTrip,
        openings: Callable[[], tuple[Opening, ...]],
    ) -> None:
        """`openings` gives those of the team as the library is now."""
        super().__init__()
        self._library = library
        self._window = window
        self._chips = chips
        self._cases = cases
        self._openings = openings
        window.form_changed.connect(self.show)
        window.copy_wanted.connect(self._sent)
        window.paste_wanted.connect(self._sent)
        chips.picked.connect(self._picked)
        cases.changed.connect(self._show_again)

    def show(self, key: str, channel: str, values: Mapping[str, str]) -> None:
        """Show the openings whose turn it is in the form of a macro; none twice, also not beside one in the text."""
        assistant = self._library.assistant
        macro = assistant.library.entries.get(key) if assistant else None
        if not isinstance(macro, Macro):
            self._chips.show_openings(())
            return
        moment = Moment(macro.scene, channel, macro.locale, frozenset(value for value in values.values() if value))
        had = {*self._cases.book.openings_used, *used_in(self._text(), self._openings())}
        turn = next_openings(self._openings(), had, moment)
        self._chips.show_openings(turn.texts, used_up=turn.used_up)

    def _picked(self, opening: str) -> None:
        """Put an opening at the beginning of the text, which is edited by hand from now on."""
        result = self._window.body.form.result
        result.set_editing(True)
        text = result.text.toPlainText()
        at, words = insertion(opening, text)
        cursor = result.text.textCursor()
        cursor.setPosition(len(text[:at].encode("utf-16-le")) // 2)  # Qt counts in UTF-16
        cursor.insertText(words)
        result.text.setTextCursor(cursor)
        self._cases.book.note_openings((opening,))
        self._show_again()

    def _sent(self, clip: Clip, _key: str) -> None:
        self._cases.book.note_openings(used_in(clip.text, self._openings()))

    def _show_again(self) -> None:
        form = self._window.body.form.form
        if form is not None:
            self.show(form.key, form.channel, self._window.body.form.values())

    def _text(self) -> str:
        form = self._window.body.form
        return form.result.clip().text
