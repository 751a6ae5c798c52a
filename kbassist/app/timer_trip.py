"""The trip of a time: from the hotkey to the copy, and along a call; shown in the window, kept nowhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kbassist.content.team_model import Channel, Team
from kbassist.ui.timer_chip import Pace, TimerChip
from kbassist.usage.stopwatch import Stopwatch

TICK_MS: Final = 1000
NEAR: Final = 0.8  # of the channel's answer time
AWAY_S: Final = 120.0
"""How long the agent may be in the chat before the next hotkey counts as the next customer's."""
CALL_LIMITS: Final = (180, 300)
"""Seconds of a call after which it is near its end, and long: most calls are solved in three to five minutes."""
LIMITS_NAME: Final = ("call_minutes", "通话分钟")
"""The team's value that sets other limits, e.g. `call_minutes: "4, 6"`."""

Seconds = Callable[[], float]


class TimerTrip(QObject):
    """Counts only what the settings want counted; the window tells what happens in it."""

    def __init__(self, chip: TimerChip, seconds: Seconds = time.monotonic) -> None:
        super().__init__()
        self._chip = chip
        self._seconds = seconds
        self._answer = Stopwatch()
        self._call = Stopwatch()
        self._left: float | None = None  # when the window was hidden with the answer unfinished
        self._wanted = (False, False)
        self._channel: Channel | None = None
        self._limits = CALL_LIMITS
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.look)
        chip.call_toggled.connect(self.toggle_call)

    def use(self, answer: bool, call: bool) -> None:
        """Take the settings; what is not wanted any more stops at once."""
        self._wanted = (answer, call)
        if not answer:
            self._answer, self._left = Stopwatch(), None
        if not call:
            self._call = Stopwatch()
        self._follow()

    def use_team(self, team: Team) -> None:
        """Take the limits of calls that a team set."""
        self._limits = call_limits(team)
        self.look()

    def use_channel(self, channel: Channel | None) -> None:
        """Take the channel in use: its answer time, and whether it is spoken."""
        self._channel = channel
        self._follow()

    def shown(self) -> None:
        """The hotkey brought the window up: the time begins, or goes on after a look into the chat."""
        now = self._seconds()
        if self._left is not None and now - self._left > AWAY_S:
            self._answer = Stopwatch()
        self._left = None
        if self._wanted[0]:
            self._answer = self._answer.started(now)
        self._follow()

    def copied(self) -> None:
        """The text is on its way: the answer's time ends here."""
        self._answer, self._left = Stopwatch(), None
        self._follow()

    def hidden(self) -> None:
        """The window is gone without a copy; the customer still waits."""
        if self._answer.running:
            self._left = self._seconds()

    def toggle_call(self) -> None:
        """Begin to time a call, or end it."""
        if self._call.running:
            self._call = Stopwatch()
        elif self._wanted[1]:
            self._call = self._call.started(self._seconds())
        self._follow()

    def look(self) -> None:
        """Count what has passed and show it."""
        now = self._seconds()
        if self._left is not None and now - self._left > AWAY_S:
            self._answer, self._left = Stopwatch(), None
        self._answer = self._answer.looked_at(now)
        self._call = self._call.looked_at(now)
        self._show(now)
        if not (self._answer.running or self._call.running):
            self._timer.stop()

    def _follow(self) -> None:
        """Look every second while something is counted, even with the window hidden."""
        spoken = self._channel is not None and self._channel.spoken
        self._chip.offer_call(self._wanted[1] and spoken)
        self.look()
        if self._answer.running or self._call.running:
            self._timer.start()

    def _show(self, now: float) -> None:
        expected = self._channel.answer_seconds if self._channel else None
        waited, lasted = int(self._answer.seconds(now)), int(self._call.seconds(now))
        limits = (expected * NEAR, expected) if expected else None
        self._chip.show_answer(waited if self._answer.running else None, _pace(waited, limits))
        self._chip.show_call(lasted if self._call.running else None, _pace(lasted, self._limits))


def call_limits(team: Team) -> tuple[int, int]:
    """Return the seconds after which a call is near its end, and long: the team's `call_minutes`, else 3 and 5."""
    written = next((team.values[name] for name in LIMITS_NAME if name in team.values), "")
    numbers = [round(float(number) * 60) for number in re.findall(r"\d{1,3}(?:\.\d)?", written)]
    if len(numbers) == 1:
        numbers = [round(numbers[0] * CALL_LIMITS[0] / CALL_LIMITS[1]), *numbers]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and 0 < numbers[0] < numbers[1] else CALL_LIMITS


def _pace(seconds: int, limits: tuple[float, float] | None) -> Pace:
    if limits is None or seconds < limits[0]:
        return Pace.CALM
    return Pace.NEAR if seconds < limits[1] else Pace.OVER
