"""What Windows tells its programs: which messages mean what, and that each is told once."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kbassist.desktop import system_windows as system
from kbassist.desktop.ports import SystemEvent
from kbassist.desktop.system_windows import Message, WindowsSystem

KIND = b"windows_generic_MSG"


class FakeSessions:
    """The service of sessions: it is not up for the first `refusals` calls."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.asked: list[int] = []
        self.told_no_more: list[int] = []

    def tell(self, window: int) -> bool:
        self.asked.append(window)
        return len(self.asked) > self.refusals

    def tell_no_more(self, window: int) -> None:
        self.told_no_more.append(window)


class Computer:
    """The hidden window on a computer, and everything that it told."""

    def __init__(self, refusals: int = 0) -> None:
        self.sessions = FakeSessions(refusals)
        self.system = WindowsSystem(self.sessions)
        self.told: list[SystemEvent] = []
        self.pressed: list[int] = []
        self.system.hotkey.connect(self.pressed.append)
        for event in SystemEvent:
            self.system.watch(event, lambda event=event: self.told.append(event))

    def message(self, message: int, w: int = 0, l: int = 0, *, window: int = -1, kind: bytes = KIND) -> bool:  # noqa: E741
        value = Message(window=self.system.window if window == -1 else window, message=message, w=w, l=l)
        return self.system._filter.nativeEventFilter(kind, ctypes.addressof(value))[0]

    def area(self, name: str) -> bool:
        text = ctypes.create_unicode_buffer(name)
        return self.message(system.WM_SETTINGCHANGE, 0, ctypes.addressof(text))


@pytest.fixture
def computer(qtbot: QtBot) -> Iterator[Computer]:
    found = Computer()
    yield found
    found.system._end()


def test_the_message_has_the_layout_of_windows() -> None:
    assert [getattr(Message, name).offset for name in ("window", "message", "w", "l")] == [0, 8, 16, 24]


@pytest.mark.parametrize(
    ("message", "w", "event"),
    [
        (system.WM_POWERBROADCAST, 0x12, SystemEvent.RESUMED),
        (system.WM_POWERBROADCAST, 0x07, SystemEvent.RESUMED),
        (system.WM_WTSSESSION_CHANGE, 8, SystemEvent.UNLOCKED),
        (system.WM_WTSSESSION_CHANGE, 1, SystemEvent.UNLOCKED),
        (system.WM_WTSSESSION_CHANGE, 3, SystemEvent.UNLOCKED),
        (system.WM_SYSCOLORCHANGE, 0, SystemEvent.LOOK_CHANGED),
        (system.WM_THEMECHANGED, 0, SystemEvent.LOOK_CHANGED),
        (system.WM_DWMCOLORIZATIONCOLORCHANGED, 0xFF0078D7, SystemEvent.LOOK_CHANGED),
        (system.WM_SETTINGCHANGE, system.SPI_SETHIGHCONTRAST, SystemEvent.LOOK_CHANGED),
    ],
)
def test_a_message_is_told_once_however_often_it_comes(
    qtbot: QtBot, computer: Computer, message: int, w: int, event: SystemEvent
) -> None:
    for _time in range(3):
        assert computer.message(message, w) is False, "Qt needs it, too"
    qtbot.waitUntil(lambda: bool(computer.told))
    qtbot.wait(2 * system._TOGETHER_MS)
    assert computer.told == [event]


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("Policy", [SystemEvent.POLICIES_CHANGED]),
        ("ImmersiveColorSet", [SystemEvent.LOOK_CHANGED]),
        ("WindowsThemeElement", [SystemEvent.LOOK_CHANGED]),
        ("Environment", []),
    ],
)
def test_a_changed_setting_is_known_by_its_area(
    qtbot: QtBot, computer: Computer, area: str, told: list[SystemEvent]
) -> None:
    assert computer.area(area) is False
    qtbot.wait(2 * system._TOGETHER_MS)
    assert computer.told == told


@pytest.mark.parametrize(
    ("message", "w", "window"),
    [
        (system.WM_POWERBROADCAST, 0x04, -1),  # going to sleep
        (system.WM_WTSSESSION_CHANGE, 7, -1),  # locked
        (system.WM_SETTINGCHANGE, 0, -1),
        (system.WM_POWERBROADCAST, 0x12, 4711),  # to another window of ours: the same news again
        (0x000F, 0, -1),
    ],
)
def test_nothing_else_is_told(qtbot: QtBot, computer: Computer, message: int, w: int, window: int) -> None:
    assert computer.message(message, w, window=window) is False
    qtbot.wait(2 * system._TOGETHER_MS)
    assert computer.told == []


def test_a_hotkey_of_the_thread_is_told_and_swallowed(qtbot: QtBot, computer: Computer) -> None:
    assert computer.message(system.WM_HOTKEY, 2, window=0) is True
    assert computer.pressed == [], "never inside the filter"
    assert computer.message(system.WM_HOTKEY, 3, window=4711) is False
    assert computer.message(system.WM_HOTKEY, 4, window=0, kind=b"xcb_generic_event_t") is False
    qtbot.waitUntil(lambda: computer.pressed == [2])


def test_the_news_of_the_session_are_asked_for_until_their_service_is_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "_ASK_AGAIN_MS", 5)
    computer = Computer(refusals=2)
    qtbot.waitUntil(lambda: len(computer.sessions.asked) == 3)
    qtbot.wait(30)
    assert computer.sessions.asked == [computer.system.window] * 3
    computer.system._end()
    assert computer.sessions.told_no_more == [computer.system.window]


def test_the_window_is_never_seen(computer: Computer) -> None:
    assert not computer.system._window.isVisible()
