"""From the agent's window to ours and back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect

from kbassist.app import hotkey_trip
from kbassist.app.hotkey_trip import screen_of
from kbassist.desktop.ports import HotkeyTaken, Shortcut, Target
from tests.app.fakes import CHAT
from tests.app.rig import Rig

KEYS = "Ctrl+Alt+Space"


@dataclass(frozen=True)
class FakeScreen:
    """A screen at a place in logical pixels, with so many native ones for each, and a task bar of 40."""

    x: int
    y: int
    width: int
    height: int
    ratio: float = 1.0

    def geometry(self) -> QRect:
        return QRect(self.x, self.y, self.width, self.height)

    def availableGeometry(self) -> QRect:
        return QRect(self.x, self.y, self.width, self.height - 40)

    def devicePixelRatio(self) -> float:
        return self.ratio


LEFT = FakeScreen(-1920, 0, 1920, 1080)
MAIN = FakeScreen(0, 0, 1280, 720, 2.0)
RIGHT = FakeScreen(2560, 0, 1707, 960, 1.5)
ABOVE = FakeScreen(0, -1440, 2560, 1440)


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> None:
    class FakeApplication:
        @staticmethod
        def screens() -> list[FakeScreen]:
            return [MAIN, LEFT, RIGHT, ABOVE]

        @staticmethod
        def primaryScreen() -> FakeScreen:
            return MAIN

    monkeypatch.setattr(hotkey_trip, "QGuiApplication", FakeApplication)


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize(
    ("native", "screen"),
    [
        ((100, 100, 800, 600), MAIN),
        ((1300, 700, 1200, 700), MAIN),  # logical pixels would put it off the screen: 2560 native ones are there
        ((2600, 10, 2400, 1400), RIGHT),
        ((-1900, 100, 1000, 800), LEFT),
        ((-10, 100, 400, 300), MAIN),  # its middle counts, not its corner
        ((-390, 100, 400, 300), LEFT),
        ((100, -1400, 2000, 1300), ABOVE),
        ((0, 0, 1, 1), MAIN),
        ((90_000, 90_000, 10, 10), MAIN),  # on no screen: minimised on Windows
        (None, MAIN),
    ],
)
def test_the_screen_is_the_one_with_the_middle_of_the_window(
    native: tuple[int, int, int, int] | None, screen: FakeScreen
) -> None:
    assert screen_of(native) == screen.availableGeometry()


def test_the_hotkey_shows_and_hides_the_window_and_gives_the_focus_back(rig: Rig) -> None:
    assert rig.hotkey.bind(KEYS)
    rig.desktop.hotkey.press()
    rig.until(rig.window.isActiveWindow)
    rig.desktop.active_window.front = 1  # ours, as the desktop sees it
    rig.desktop.hotkey.press()
    assert not rig.window.isVisible()
    assert rig.desktop.active_window.activated == [CHAT]


def test_the_focus_goes_to_the_window_of_the_last_call(rig: Rig) -> None:
    for window in (11, 22):
        rig.desktop.active_window.front = window
        rig.hotkey.show()
        rig.window.hide()
    assert rig.desktop.active_window.activated == [11, 22]


def test_an_unknown_active_window_keeps_the_one_known_before(rig: Rig) -> None:
    rig.hotkey.show()
    rig.desktop.active_window.front = 0
    rig.hotkey.show()
    rig.window.hide()
    assert rig.desktop.active_window.activated == [CHAT]


def test_a_window_that_is_shown_behind_others_comes_to_the_front(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.hotkey.bind(KEYS)
    rig.desktop.hotkey.press()
    monkeypatch.setattr(rig.window, "isActiveWindow", lambda: False)
    rig.desktop.hotkey.press()
    assert rig.window.isVisible()


def test_the_window_appears_where_the_agent_works(rig: Rig) -> None:
    rig.hotkey.show()
    area = screen_of(None)
    assert area.contains(rig.window.geometry().center())


def test_a_taken_hotkey_is_refused_and_the_old_one_stands(rig: Rig) -> None:
    refused: list[object] = []
    bound: list[int] = []
    rig.hotkey.refused.connect(refused.append)
    rig.hotkey.bound.connect(lambda: bound.append(1))
    assert rig.hotkey.bind(KEYS)
    rig.desktop.hotkey.rivals.add("Ctrl+K")
    assert not rig.hotkey.bind("Ctrl+K")
    assert isinstance(refused[0], HotkeyTaken)
    assert len(refused) == len(bound) == 1
    assert rig.desktop.hotkey.bound() == Shortcut(KEYS)
    rig.desktop.hotkey.press()
    assert rig.window.isVisible()


def test_it_is_let_go_while_another_is_recorded(rig: Rig) -> None:
    rig.hotkey.bind(KEYS)
    rig.hotkey.listen(False, KEYS)
    rig.desktop.hotkey.press()
    assert not rig.window.isVisible()
    rig.hotkey.listen(True, KEYS)
    rig.desktop.hotkey.press()
    assert rig.window.isVisible()


def test_the_remark_on_a_shortcut_names_the_rival(rig: Rig) -> None:
    rig.desktop.hotkey.rivals.add("Ctrl+Alt+K")
    assert "Another program already uses Ctrl+Alt+K" in str(rig.hotkey.remark(Shortcut("Ctrl+Alt+K")))
    assert rig.hotkey.remark(Shortcut(KEYS)) is None
    assert rig.hotkey.remark(Shortcut("A")) is not None


def test_the_target_is_the_window_of_this_call_and_no_earlier_one(rig: Rig) -> None:
    assert rig.hotkey.target == Target()
    rig.hotkey.show()
    assert rig.hotkey.target == Target(CHAT, "chat.exe", "", CHAT)
    rig.until(rig.window.isActiveWindow)
    rig.desktop.active_window.front = 0  # ours: a second start asks for the window while it is shown
    rig.hotkey.show()
    assert rig.hotkey.target.window == CHAT
    rig.window.hide()
    rig.hotkey.show()  # from the tray, or from a window of our own
    assert rig.hotkey.target == Target()


def test_being_shown_is_told(rig: Rig) -> None:
    told: list[int] = []
    rig.hotkey.shown.connect(lambda: told.append(rig.hotkey.target.window))
    rig.hotkey.show()
    assert told == [CHAT]


def test_a_focus_that_windows_refuses_is_asked_for_until_it_is_ours(rig: Rig) -> None:
    windows = rig.desktop.active_window
    windows.refusals = 2
    rig.hotkey.show()
    rig.until(lambda: len(windows.taken) == 3)
    rig.qtbot.wait(hotkey_trip.TAKEN_AGAIN_MS[-1])
    assert windows.taken == [int(rig.window.winId())] * 3, "once taken it is the user's again"


def test_a_window_that_was_hidden_meanwhile_is_not_brought_back(rig: Rig) -> None:
    rig.desktop.active_window.refusals = 9
    rig.hotkey.show()
    rig.window.hide()
    rig.qtbot.wait(hotkey_trip.TAKEN_AGAIN_MS[-1])
    assert rig.desktop.active_window.taken == []
