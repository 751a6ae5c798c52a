"""The quick window: what its keys do, said as wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from kbassist.content.model import Kind
from kbassist.desktop.ports import Clip
from kbassist.i18n import _
from kbassist.macros.form import Form, GapKind
from kbassist.macros.reply import Reply
from kbassist.search.results import Hit
from kbassist.ui.own_keys import belongs_to
from kbassist.ui.quick_keys import Command, Do, Intent, Mode, command
from kbassist.ui.quick_pages import QuickPages
from kbassist.ui.theme import Theme
from kbassist.ui.views import ArticleView, LocalImage, MacroView, MessageKind, Render


class QuickWindow(QuickPages):
    """From a query to a text on the clipboard, by keyboard alone.

    It says wishes and is shown values. `render` gives a form's text at each key, `local_image` the file of an image
    of the library. After `copy_wanted`, `paste_wanted` or `copied_again` it waits for `confirm_copy`; after
    `chosen` of a macro or `form_wanted` for `show_form`; after `entry_wanted`, `twin_wanted` or `link_opened` of a
    `kb:` link for `show_article` or `show_macro`; after `clipboard_wanted` for `show_offers`.
    """

    searched = Signal(str, bool)
    chosen = Signal(str, str)
    form_changed = Signal(str, str, object)
    clipboard_wanted = Signal(str)
    subject_copy_wanted = Signal(object, str)
    copied_again = Signal()
    pin_toggled = Signal(str)
    edit_wanted = Signal(str)
    twin_wanted = Signal(str)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool = False) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._intent = Intent.OPEN
        self._to_read = ""
        self._to_send: tuple[str, bool] | None = None  # an entry that is still on its way, and whether to paste it
        self._copied = False
        self._commands = self._command_table()
        self._join()

    def _join(self) -> None:
        self.keys.watch(self.head.search, self.body.preview.reader)
        self.head.search.queried.connect(self._queried)
        self.head.search.focused.connect(self._to_search)
        self.head.back_clicked.connect(self._back)
        self.body.list.selected.connect(self._moved)
        self.body.list.clicked_twice.connect(self._double_clicked)
        self.body.empty.prefix_picked.connect(self._put_prefix)
        preview, form = self.body.preview, self.body.form
        preview.report_clicked.connect(self.report)
        preview.reader.focused.connect(self._to_reader)
        form.changed.connect(self._form_changed)
        form.sent.connect(self._send)
        form.subject_wanted.connect(lambda clip: self.subject_copy_wanted.emit(clip, self._form_key()))
        form.result.edited.connect(self.refresh_hints)
        self.hidden.connect(self.end_explanation)
        self.hidden.connect(self._give_up_waiting)

    # Coming and going

    def popup(self, screen: QRect) -> None:
        """Appear on the screen with this free area, with the keys in the search field or in the open form."""
        self.end_warm_up()
        self.toast.hide()  # it would lie over the rows
        self.place_on(screen)
        self.come_up()
        if self.mode is Mode.PROMPT or (self.mode is not Mode.FORM and self.resume_guide()):
            self._give_keys()
        elif self.mode is not Mode.FORM:
            self.enter(Mode.LIST)
            self.head.search.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
            self.head.search.selectAll()
            self.searched.emit(self.head.search.query, False)
        self._show_offer()

    @property
    def in_use(self) -> bool:
        """Whether the agent is in this window."""
        return self.isVisible() and not self.warming and self.isActiveWindow()

    def search_for(self, query: str) -> None:
        """Put a query in, e.g. one that a second start of the program brought."""
        self._leave_form()
        self.head.search.setText(query)

    def show_form(
        self,
        form: Form,
        values: Mapping[str, str] | None = None,
        *,
        title: str = "",
        channels: tuple[str, ...] = (),
        from_case: frozenset[str] = frozenset(),
    ) -> None:
        """Open a form, `values` over its defaults; one with nothing to fill in is copied at once if so chosen."""
        intent, self._intent = self._intent, Intent.OPEN
        sends = intent in {Intent.COPY, Intent.PASTE} and not self.reply.parts and self.mode is not Mode.FORM
        paste = intent is Intent.PASTE
        if sends and not form.fields and not self.send_alone(form.key, form.channel, paste=paste):
            return
        self.open_form(form, values or {}, title, channels, from_case)
        self.body.form.result.set_earlier(self.reply)
        self.clipboard_wanted.emit(form.key)
        self.related_wanted.emit(form.key)
        if intent is Intent.APPEND and not form.fields:
            self.body.form.result.append()

    def show_article(self, view: ArticleView) -> None:
        """Show an article in the preview; it takes the keys if the agent chose it before it came."""
        super().show_article(view)
        wanted = self._from_form or self._to_read == view.key
        if self.mode is Mode.LIST and wanted and view.key == self.body.preview.key:
            self.body.preview.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        self._send_awaited()

    def show_macro(self, view: MacroView) -> None:
        """Show a macro in the preview; it is copied if the agent wished so before it came."""
        super().show_macro(view)
        self._send_awaited()

    def confirm_copy(self, copied: bool, told: str | None = None) -> None:
        """Say whether the text is on the clipboard now: then the window goes, else all stays and it says why.

        `told` is the sentence that is shown where the window was; None: how to paste by hand; empty: nothing.
        """
        if not copied:
            words = _("Another program holds the clipboard. Nothing is lost: please try once more.")
            self.show_message(words, MessageKind.ERROR)
            return
        self._copied = True
        if self.mode is Mode.FORM or self._whole:
            self._keep_reply(Reply())
        if self.mode is Mode.FORM:
            self.enter(Mode.LIST)
            self.drafts.drop(self._form_key())
        self.head.search.setText("")
        self.bar.dismiss()
        place = self.geometry()
        self.hide()
        words = _("Copied. Press Ctrl+V to paste.") if told is None else told
        if words:
            self.toast.say(words, place)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on."""
        super().set_theme(theme)
        self.toast.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Ask for the clipboard when the agent comes back to an open form."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and not self.warming:
            if self.mode is Mode.FORM:
                self.clipboard_wanted.emit(self._form_key())
            elif self.focusWidget() is None:
                self.head.search.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    # Keys

    def key_pressed(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Do what a key means here; tell whether it meant anything."""
        wanted = command(self.mode, event.key(), event.modifiers())
        if self._page_took(widget, event):
            return True
        if wanted is None or wanted.do not in self._commands or belongs_to(widget, wanted.do, self.mode):
            return False
        if wanted.do is not Do.BACK:
            self.restore_unseen()
        self._commands[wanted.do](wanted)
        return True

    def _page_took(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Let the page that is shown have a key first; tell whether it took it."""
        if self.mode is Mode.FORM:
            return self.body.form.key(widget, event)
        if self.mode is Mode.GUIDE:
            return self.body.guide.key(widget, event)
        return self.mode is Mode.PROMPT and self.body.prompter.key(widget, event)

    def _command_table(self) -> dict[Do, Callable[[Command], object]]:
        rows, form = self.body.list, self.body.form
        return {
            Do.UP: lambda _c: rows.step(-1),
            Do.DOWN: lambda _c: rows.step(1),
            Do.PAGE_UP: lambda _c: rows.step(-rows.page()),
            Do.PAGE_DOWN: lambda _c: rows.step(rows.page()),
            Do.PICK: lambda c: self._choose(Intent.COPY) if rows.pick(c.number) else None,
            Do.CHOOSE: lambda _c: self._choose(Intent.COPY),
            Do.PASTE: lambda _c: self._paste(),
            Do.ENTER_FORM: lambda _c: self._choose(Intent.OPEN),
            Do.CHANNEL: lambda c: self.use_nth_channel(c.number),
            Do.NEXT_CHANNEL: lambda _c: self.step_channel(1),
            Do.PREVIOUS_CHANNEL: lambda _c: self.step_channel(-1),
            Do.PIN: lambda _c: self._say_key(self.pin_toggled),
            Do.EDIT: lambda _c: self._say_key(self.edit_wanted),
            Do.REPORT: lambda _c: self.report(),
            Do.EXPLAIN: lambda _c: self.explain(),
            Do.KEEP_PHRASING: lambda _c: self.keep_phrasing(),
            Do.TWIN: lambda _c: self._twin(),
            Do.COPY: lambda _c: self._copy(paste=False),
            Do.COPY_AGAIN: lambda _c: self.copied_again.emit() if self._copied else None,
            Do.BACK: lambda _c: self._back(),
            Do.ACT: lambda _c: self.bar.act(),
            Do.TAKE_SUGGESTION: lambda _c: form.take_suggestion(),
            Do.RESUME: lambda _c: form.take_draft(),
            Do.EDIT_TEXT: lambda _c: form.result.set_editing(not form.result.editing),
            Do.UNDO_TEXT: lambda _c: form.result.undo(),
            Do.APPEND: lambda _c: self._append(),
            **self.page_commands(),
        }

    def _choose(self, intent: Intent) -> None:
        entry = self.current()
        if entry is None:
            return
        self.bar.dismiss()
        self.end_explanation()
        self._to_send = None
        if entry.kind is Kind.GUIDE:
            self.guide_wanted.emit(entry.key)
            return
        if entry.kind is Kind.MACRO:
            self._intent = intent
        else:
            self._read(entry.key)
        self.chosen.emit(entry.key, entry.anchor)

    def _read(self, key: str) -> None:
        """Give the keys to the article, at once or when it comes."""
        self._to_read = key
        if self.body.preview.key == key:
            self.body.preview.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.want_entry()

    def _paste(self) -> None:
        entry = self.current()
        if self.mode is Mode.FORM:
            self.body.form.send(True)
        elif entry and entry.kind is Kind.MACRO:
            self._choose(Intent.PASTE)
        else:
            self._copy(paste=True)

    def _append(self) -> None:
        """Put the text at work, or the selected reply, into a longer reply."""
        entry = self.current()
        if self.mode is Mode.FORM:
            self.body.form.append()
        elif entry and entry.kind is Kind.MACRO:
            self._choose(Intent.APPEND)

    def _copy(self, *, paste: bool) -> None:
        """Copy the entry that the keys act on, once its preview is there, where that is allowed; else say why not."""
        shown, current = self.body.preview.shown, self.current()
        if current is not None and current.key != self.body.preview.key:
            self._to_send = (current.key, paste)
            self.want_entry()
        elif isinstance(shown, MacroView):
            self._copy_macro(shown, paste=paste)
        elif isinstance(shown, ArticleView):
            self._copy_article(shown, paste=paste)

    def _send_awaited(self) -> None:
        awaited = self._to_send
        if awaited is not None and awaited[0] == self.body.preview.key:
            self._to_send = None
            self._copy(paste=awaited[1])

    def _copy_macro(self, shown: MacroView, *, paste: bool) -> None:
        gaps = self.send_alone(shown.key, shown.channel, paste=paste)
        if any(gap.kind is GapKind.EMPTY for gap in gaps):
            self.show_message(_("It has fields to fill in: press Enter."))
        elif gaps:
            self.show_message(str(gaps[0].message), MessageKind.WARNING)

    def _copy_article(self, shown: ArticleView, *, paste: bool) -> None:
        if shown.clip:
            gaps = self.objections(shown.key, shown.clip.text)
            if gaps:
                self.show_message(str(gaps[0].message), MessageKind.WARNING)
            else:
                self.say_sent(shown.clip, shown.key, paste=paste)
        else:
            self.show_message(_("This article is for agents only. Select the words that you want to copy."))

    def _send(self, clip: Clip, paste: bool) -> None:
        self.say_sent(clip, self._form_key(), paste=paste)

    def _say_key(self, signal: object) -> None:
        if key := self.acted_on():
            signal.emit(key)  # type: ignore[attr-defined]  # a bound signal, whose type PySide6 does not name

    def _twin(self) -> None:
        shown = self.body.preview.shown
        if self.mode is Mode.FORM or shown is None:
            return
        if shown.twin:
            self.follow()
            self.twin_wanted.emit(shown.key)
        else:
            self.show_message(_("There is no version in another language."))

    # Back and forth

    def _back(self) -> None:
        """Form → list → clear → hide; a message that asks something and reasons in the preview go first."""
        if self.decline_link() or (self.mode is not Mode.FORM and self.back_to_form()):
            return
        if self._explaining:
            self.end_explanation()
        elif self.mode is Mode.FORM:
            self._leave_form()
            if not self.resume_guide():
                self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.mode is Mode.GUIDE:
            self.body.guide.left.emit()
        elif self.mode is Mode.PROMPT:
            self.end_prompt()
        elif self.mode is Mode.READ:
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._following:
                self.want_entry()
        elif self._following:
            self.want_entry()
        elif self.head.search.text():
            self.head.search.setText("")
        else:
            self.hide()

    def _leave_form(self) -> None:
        if self.mode is Mode.FORM:
            self.keep_draft()
            self.enter(Mode.LIST)

    def _to_search(self) -> None:
        if self.mode is Mode.READ:
            self.enter(Mode.LIST)

    def _to_reader(self) -> None:
        self._to_read = ""
        if self.mode is Mode.LIST:
            self.enter(Mode.READ)

    def _moved(self, hit: Hit | None) -> None:
        if hit is None or hit.key != self._to_read:
            self._to_read = ""
        if hit is None or self._to_send is None or hit.key != self._to_send[0]:
            self._to_send = None

    def _queried(self, query: str, composing: bool) -> None:
        self.bar.dismiss()
        self._offer = None
        self._give_up_waiting()
        if not query:
            self.show_recent(*self._recent)
        self.searched.emit(query, composing)

    def _give_up_waiting(self) -> None:
        """Expect nothing more of an entry that is still on its way, because the agent does something else."""
        self._to_read, self._to_send = "", None

    def _double_clicked(self, _hit: Hit) -> None:
        self._choose(Intent.COPY)

    def _put_prefix(self, prefix: str) -> None:
        self.head.search.setText(prefix)
        self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_key(self) -> str:
        form = self.body.form.form
        return form.key if form else ""

    def _form_changed(self, values: dict[str, str]) -> None:
        form = self.body.form.form
        if form:
            self.form_changed.emit(form.key, form.channel, values)


def screen_area(at: QRect | None) -> QRect:
    """Return the free area of the screen where a window stands; of the first screen where that is not known."""
    screen = QGuiApplication.screenAt(at.center()) if at else None
    return (screen or QGuiApplication.primaryScreen()).availableGeometry()
