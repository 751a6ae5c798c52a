"""Two quiet times in the window's head: since the hotkey, and of a call."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel, repolish, set_plain_tooltip
from kbassist.ui.theme import Theme


class Pace(StrEnum):
    """How a time stands to the limits that the team gave itself; a colour, and never an alarm."""

    CALM = ""
    NEAR = "near"
    OVER = "over"


class TimerChip(QWidget):
    """Shows what it is given; `call_toggled` wants a call's time started or ended."""

    call_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._call: tuple[int | None, Pace] = (None, Pace.CALM)
        self._offered = False
        self.answer = PlainLabel("", "timer")
        self.call = button("timer", self)
        self.call.clicked.connect(self.call_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.call, 0, Qt.AlignmentFlag.AlignVCenter)
        self.answer.hide()
        self.call.hide()
        self.set_theme(theme)

    def show_answer(self, seconds: int | None, pace: Pace = Pace.CALM) -> None:
        """Show for how long a customer has waited since the hotkey; None: nothing."""
        self.answer.setVisible(seconds is not None)
        if seconds is not None:
            self.answer.setText(_("{n} s").format(n=seconds) if seconds < 60 else clock(seconds))
            repolish(self.answer, "state", pace.value)
            self.answer.setAccessibleName(_("Since the hotkey: {time}").format(time=self.answer.text()))
        self._fit()

    def offer_call(self, offered: bool) -> None:
        """Offer to time a call, or not; a call that is timed stays in sight."""
        self._offered = offered
        self._fit()

    def show_call(self, seconds: int | None, pace: Pace = Pace.CALM) -> None:
        """Show how long a call has lasted; None: no call is timed."""
        self._call = (seconds, pace)
        set_plain_tooltip(self.call, _hint(seconds is not None, pace))
        repolish(self.call, "state", pace.value)
        if seconds is None:
            self.call.setText(_("Call"))
            self.call.setAccessibleName(_("Time the call"))
        else:
            self.call.setText(clock(seconds))
            self.call.setAccessibleName(_("Call: {time}. End it").format(time=clock(seconds)))
        self._fit()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.show_call(*self._call)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.call.setIcon(icons.icon("phone", theme.muted, theme.px(14)))
        self.call.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.retranslate()

    def _fit(self) -> None:
        self.call.setVisible(self._offered or self._call[0] is not None)
        self.setVisible(not (self.answer.isHidden() and self.call.isHidden()))


def clock(seconds: int) -> str:
    """Return minutes and seconds, `2:05`; with hours from the first one on."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes = f"{rest // 60:02d}" if hours else f"{rest // 60}"
    return ":".join(part for part in (str(hours) if hours else "", minutes, f"{rest % 60:02d}") if part)


def _hint(running: bool, pace: Pace) -> str:
    if not running:
        return _("Start when the call begins; the time is kept nowhere.")
    if pace is Pace.NEAR:
        return _("Most calls are solved by now: sum up what was agreed.")
    if pace is Pace.OVER:
        return _("A long call: offer to call back with the answer.")
    return _("Click when the call ends; the time is kept nowhere.")
