"""The teleprompter: a text for the telephone in big letters that moves on at the rate of speech."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import ElidedLabel, PlainLabel, repolish, set_plain_tooltip
from kbassist.ui.prompt_script import PromptScript, Reading
from kbassist.ui.prompt_view import PromptView
from kbassist.ui.quick_keys import KeyFilter
from kbassist.ui.theme import Theme

FRAME_MS: Final = 34  # just under 30 pictures a second
LONGEST_FRAME_S: Final = 0.5  # after a stall the text must not jump away from the reader
BAR_HEIGHT: Final = 60


class ProgressLine(QWidget):
    """A thin line that tells how much is said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.setFixedHeight(theme.px(3))
        self.update()

    def show_share(self, share: float) -> None:
        """Show how much is said, from 0 to 1."""
        if round(share * self.width()) != round(self._share * self.width()):
            self.update()
        self._share = share

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the whole and what is said of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.line))
        painter.fillRect(QRectF(0, 0, self.width() * self._share, self.height()), QColor(self._theme.accent))
        painter.end()


class PromptBar(QFrame):
    """Below the text: start and pause, the rate, the time that is left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("promptBar")
        self.run = button("primary", self)
        self.slower, self.faster = button("quiet", self), button("quiet", self)
        self.rate, self.tempo = PlainLabel("", "pace"), ElidedLabel("", "remark")
        self.rest, self.total = PlainLabel("", "clock"), PlainLabel("", "remark")
        self._row = QHBoxLayout(self)
        for part in (self.run, self.slower, self.rate, self.faster):
            self._row.addWidget(part)
        self._row.addWidget(self.tempo, 1)
        for part in (self.rest, self.total):
            self._row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on."""
        self._theme = theme
        self.setFixedHeight(theme.px(BAR_HEIGHT))
        self._row.setContentsMargins(theme.px(18), 0, theme.px(22), 0)
        self._row.setSpacing(theme.px(8))
        self.rate.setMinimumWidth(theme.px(96))
        self.run.setMinimumWidth(theme.px(96))
        for part in (self.run, self.slower, self.faster):
            part.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.slower.setIcon(icons.icon("minus", theme.muted, theme.px(16)))
        self.faster.setIcon(icons.icon("plus", theme.muted, theme.px(16)))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.slower.setAccessibleName(_("Slower"))
        self.faster.setAccessibleName(_("Faster"))
        set_plain_tooltip(self.slower, _("Slower") + " (−)")
        set_plain_tooltip(self.faster, _("Faster") + " (+)")

    def show_running(self, *, running: bool, ended: bool) -> None:
        """Say what the button does now."""
        words = _("Pause") if running else _("From the start") if ended else _("Start")
        name = "pause" if running else "reset" if ended else "play"
        self.run.setText(words)
        self.run.setIcon(icons.icon(name, self._theme.on_accent, self._theme.px(16)))

    def show_reading(self, reading: Reading) -> None:
        """Show rate and time."""
        self.rate.setText(rate_words(reading.rate, in_words=reading.script.in_words))
        self.tempo.setText(tempo_words(reading))
        for label in (self.rate, self.tempo):
            repolish(label, "state", "outside" if reading.tempo else "")
        self.rest.setText(clock_words(reading.remaining))
        self.total.setText(_("left of {time}").format(time=clock_words(reading.total * 60 / reading.rate)))


class Teleprompter(QWidget):
    """Shows a script and moves on by itself after Space; `closed` says that the agent is done with it.

    `clock` gives seconds. `keys` shows the keys of this page to a window that asks `key` first; a page that stands
    alone watches them itself.
    """

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        keys: KeyFilter | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._clock = clock
        self._shown_at = 0.0
        self._rates: dict[bool, int] = {}  # what the agent set, for words and for characters
        self.reading = Reading(PromptScript("", ()))
        self.view = PromptView(theme)
        self.line = ProgressLine(theme)
        self.bar = PromptBar(theme)
        self._timer = QTimer(self, interval=FRAME_MS)
        self._keys = keys or KeyFilter(self.key, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        self._join()
        self.retranslate()

    def _join(self) -> None:
        self._keys.watch(self)
        self._timer.timeout.connect(self._tick)
        self.view.clicked.connect(self.go_to)
        self.view.wheeled.connect(self.step)
        self.bar.run.clicked.connect(self.toggle)
        self.bar.slower.clicked.connect(lambda: self.change_rate(-1))
        self.bar.faster.clicked.connect(lambda: self.change_rate(1))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Teleprompter"))
        self.bar.retranslate()
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on; the place in the text stays."""
        self._theme = theme
        for part in (self.view, self.line, self.bar):
            part.set_theme(theme)
        self._refresh()

    def show_script(self, script: PromptScript) -> None:
        """Show a text from its start, at rest, at the rate that the agent set last, else at the channel's."""
        self.pause()
        self.reading = Reading(script, self._rates.get(script.in_words))
        self.view.show_reading(self.reading)
        self._refresh()

    @property
    def running(self) -> bool:
        """Whether the text moves."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Start or pause; after the end it begins again."""
        if self.running:
            self.pause()
        elif self.reading.script.lines:
            if self.reading.ended:
                self.reading.go_to(0)
            self._shown_at = self._clock()
            self._timer.start()
            self._refresh()

    def pause(self) -> None:
        """Stop where it is."""
        self._timer.stop()
        self._refresh()

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds of speech; at the end it stops."""
        before = self.reading.line
        self.reading.advance(seconds)
        if self.reading.ended:
            self._timer.stop()
        if self.reading.ended or self.reading.line != before:
            self._refresh()
        else:
            self._show_place()

    def change_rate(self, steps: int) -> None:
        """Speak faster or slower by steps."""
        self.reading.faster(steps)
        self._rates[self.reading.script.in_words] = self.reading.rate
        self._refresh()

    def step(self, lines: int) -> None:
        """Go on or back by lines, running or not."""
        self.reading.step(lines)
        self._refresh()

    def go_to(self, line: int) -> None:
        """Go to a line."""
        self.reading.go_to(line)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop while nobody sees it."""
        super().hideEvent(event)
        self.pause()

    # Keys

    def key(self, _widget: QWidget, event: QKeyEvent) -> bool:
        """Do what a key means here; tell whether it meant anything."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.toggle()
        elif event.key() == Qt.Key.Key_Escape:
            self.pause()
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        else:
            return self._moved_by(event)
        return True

    def _moved_by(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal} or event.text() == "＋":
            self.change_rate(1)
        elif event.key() in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore} or event.text() in {"－", "−"}:
            self.change_rate(-1)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.reading.step_paragraph(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            self._refresh()
        else:
            return False
        return True

    def _tick(self) -> None:
        now = self._clock()
        passed, self._shown_at = now - self._shown_at, now
        self.advance(min(passed, LONGEST_FRAME_S))

    def _show_place(self) -> None:
        """Show how far it is, and no more: at each picture."""
        self.view.update()
        self.line.show_share(self.reading.progress)
        rest = clock_words(self.reading.remaining)
        if rest != self.bar.rest.text():
            self.bar.rest.setText(rest)

    def _refresh(self) -> None:
        lines = self.reading.script.lines
        self.bar.show_running(running=self.running, ended=bool(lines) and self.reading.ended)
        self.bar.show_reading(self.reading)
        self.bar.run.setEnabled(bool(lines))
        self.setAccessibleDescription(lines[self.reading.line].text if lines else "")
        self._show_place()


def rate_words(rate: int, *, in_words: bool) -> str:
    """Return a rate of speech in words."""
    return (_("{n} words/min") if in_words else _("{n} chars/min")).format(n=rate)


def tempo_words(reading: Reading) -> str:
    """Return how the rate stands to the channel's norm."""
    low, high = reading.script.norm
    if reading.tempo < 0:
        return _("Slower than {low}–{high}").format(low=low, high=high)
    if reading.tempo > 0:
        return _("Faster than {low}–{high}").format(low=low, high=high)
    return _("Within {low}–{high}").format(low=low, high=high)


def clock_words(seconds: float) -> str:
    """Return a time as minutes and seconds; what is begun counts whole, so that 0:00 means the end."""
    whole = math.ceil(seconds - 1e-6)
    return f"{whole // 60}:{whole % 60:02d}"
