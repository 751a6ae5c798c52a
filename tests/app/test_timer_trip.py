"""Times: only those that the settings want, from hotkey to copy and along a call, with no sleep counted."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import pytest
from PySide6.QtWidgets import QApplication

from kbassist.app.timer_trip import AWAY_S, TimerTrip, call_limits
from kbassist.content.team_model import Channel, Team
from kbassist.ui import theme
from kbassist.ui.timer_chip import TimerChip
from tests.app.rig import throw_away

CHAT = Channel("在线", answer_seconds=30)
PHONE = Channel("电话", spoken=True, answer_seconds=20)
MAIL = Channel("邮件")


class Desk:
    """A trip, its chip, and a clock that the test turns."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.chip = TimerChip(theme.LIGHT)
        self.trip = TimerTrip(self.chip, lambda: self.now)
        self.trip.use_channel(CHAT)

    def wait(self, seconds: int) -> None:
        """Let time pass as the timer sees it: a look every second."""
        for _second in range(seconds):
            self.now += 1
            self.trip.look()

    @property
    def ticking(self) -> bool:
        return self.trip._timer.isActive()

    def answer(self) -> tuple[str, str]:
        label = self.chip.answer
        return ("", "") if label.isHidden() else (label.text(), str(label.property("state") or ""))

    def call(self) -> tuple[str, str]:
        return (
            ("", "") if self.chip.call.isHidden() else (self.chip.call.text(), str(self.chip.call.property("state")))
        )


@pytest.fixture
def desk(styled: QApplication) -> Iterator[Desk]:
    found = Desk()
    yield found
    found.trip.use(False, False)
    throw_away(found.chip)


def test_it_is_off_by_default_and_does_not_tick(desk: Desk) -> None:
    desk.trip.shown()
    desk.trip.toggle_call()
    desk.trip.use_channel(PHONE)
    assert desk.chip.isHidden() and not desk.ticking


def test_the_answer_is_timed_from_the_hotkey_to_the_copy(desk: Desk) -> None:
    desk.trip.use(True, False)
    desk.trip.shown()
    desk.wait(12)
    assert desk.answer() == ("12 s", "") and desk.ticking
    desk.trip.hidden()
    desk.trip.copied()
    assert desk.answer() == ("", "") and not desk.ticking
    desk.wait(5)
    desk.trip.shown()
    assert desk.answer() == ("0 s", "")


def test_its_colour_follows_the_channels_norm(desk: Desk) -> None:
    desk.trip.use(True, False)
    desk.trip.shown()
    desk.wait(23)
    assert desk.answer()[1] == ""
    desk.wait(1)
    assert desk.answer() == ("24 s", "near")
    desk.wait(6)
    assert desk.answer() == ("30 s", "over")
    desk.trip.use_channel(MAIL)
    assert desk.answer() == ("30 s", "")


def test_a_look_into_the_chat_is_the_same_answer(desk: Desk) -> None:
    desk.trip.use(True, False)
    desk.trip.shown()
    desk.wait(5)
    desk.trip.hidden()
    desk.wait(20)
    desk.trip.shown()
    assert desk.answer()[0] == "25 s"


def test_after_a_long_while_it_is_the_next_customer(desk: Desk) -> None:
    desk.trip.use(True, False)
    desk.trip.shown()
    desk.trip.hidden()
    desk.wait(int(AWAY_S) + 1)
    assert desk.answer() == ("", "") and not desk.ticking
    desk.trip.shown()
    assert desk.answer()[0] == "0 s"


@pytest.mark.parametrize("jump", [3600.0, -3600.0, 1e9])
def test_no_sleep_of_the_machine_is_counted(desk: Desk, jump: float) -> None:
    desk.trip.use(True, True)
    desk.trip.shown()
    desk.trip.toggle_call()
    desk.wait(10)
    desk.now += jump
    desk.wait(2)
    assert desk.answer()[0] in {"11 s", "12 s"}
    assert desk.call()[0] in {"0:11", "0:12"}


def test_a_call_is_offered_where_people_speak(desk: Desk) -> None:
    desk.trip.use(False, True)
    assert desk.call() == ("", "")
    desk.trip.use_channel(PHONE)
    assert desk.call()[0] == "Call"
    desk.trip.use_channel(CHAT)
    assert desk.call() == ("", "")


def test_a_call_outlives_window_and_channel_and_hints_softly(desk: Desk) -> None:
    desk.trip.use(True, True)
    desk.trip.use_channel(PHONE)
    desk.chip.call.click()
    desk.wait(179)
    desk.trip.hidden()
    desk.trip.copied()
    desk.trip.use_channel(CHAT)
    assert desk.call() == ("2:59", "")
    desk.wait(1)
    assert desk.call() == ("3:00", "near")
    desk.wait(120)
    assert desk.call() == ("5:00", "over")
    desk.chip.call.click()
    assert desk.call() == ("", "") and not desk.ticking


def test_switching_off_stops_at_once(desk: Desk) -> None:
    desk.trip.use(True, True)
    desk.trip.use_channel(PHONE)
    desk.trip.shown()
    desk.trip.toggle_call()
    desk.wait(3)
    desk.trip.use(False, False)
    assert desk.chip.isHidden() and not desk.ticking
    desk.trip.use(True, True)
    assert desk.call()[0] == "Call"


@pytest.mark.parametrize(
    ("written", "limits"),
    [
        ("4, 6", (240, 360)),
        ("2.5 4", (150, 240)),
        ("4–8 分钟", (240, 480)),
        ("10", (360, 600)),
        ("6, 4", (180, 300)),
        ("soon", (180, 300)),
        ("1 2 3", (180, 300)),
        ("0, 5", (180, 300)),
        ("", (180, 300)),
    ],
)
def test_a_team_sets_the_limits_of_calls(desk: Desk, written: str, limits: tuple[int, int]) -> None:
    for name in ("call_minutes", "通话分钟"):
        assert call_limits(Team(values=MappingProxyType({name: written}))) == limits
    desk.trip.use(False, True)
    desk.trip.use_channel(PHONE)
    desk.trip.toggle_call()
    desk.trip.use_team(Team(values=MappingProxyType({"call_minutes": "0.1 0.2"})))
    desk.wait(6)
    assert desk.call()[1] == "near"
