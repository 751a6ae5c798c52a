"""The X11 hotkey's bookkeeping, against a server in memory."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kbassist.desktop import xcb
from kbassist.desktop.hotkey_x11 import X11Hotkey
from kbassist.desktop.ports import HotkeyTaken, HotkeyUnavailable, Shortcut
from tests.desktop.fakes import FakeKeyServer

CTRL_ALT = xcb.CTRL | xcb.ALT
K, J = ord("k"), ord("j")
XCB = b"xcb_generic_event_t"


class Heard:
    """A hotkey on a fake server, and everything that it told."""

    def __init__(self, **server: Any) -> None:
        self.server = FakeKeyServer(**server)
        self.lost: list[Exception] = []
        self.pressed: list[str] = []
        self.hotkey = X11Hotkey(self.server, self.lost.append)

    def bind(self, text: str) -> None:
        self.hotkey.bind(Shortcut(text), lambda: self.pressed.append(text))

    def key(self, number: int, code: int, state: int, time: int, root: int = 77) -> bool:
        event = xcb.KeyEvent(response_type=number, detail=code, time=time, event=root, state=state)
        return self.hotkey.nativeEventFilter(XCB, ctypes.addressof(event))[0]


@pytest.fixture
def heard(qtbot: QtBot) -> Heard:
    return Heard()


def grabs(code: int, modifiers: int) -> set[tuple[int, int]]:
    return {(code, modifiers | lock) for lock in (0, 2, 16, 18)}


def test_all_states_of_the_locks_are_grabbed_and_released(heard: Heard) -> None:
    heard.bind("Ctrl+Alt+K")
    assert heard.server.grabs == grabs(K, CTRL_ALT)
    heard.bind("Ctrl+Alt+J")
    assert heard.server.grabs == grabs(J, CTRL_ALT)
    heard.hotkey.unbind()
    heard.hotkey.unbind()
    assert heard.server.grabs == set()
    assert heard.hotkey.bound() is None


def test_a_conflict_found_late_leaves_no_grab_behind_and_keeps_the_old_one(qtbot: QtBot) -> None:
    heard = Heard(rivals={K})
    heard.bind("Ctrl+Alt+J")
    with pytest.raises(HotkeyTaken) as caught:
        heard.bind("Ctrl+Alt+K")
    assert caught.value.proposal == Shortcut("Ctrl+Alt+Space")
    assert heard.server.grabs == grabs(J, CTRL_ALT)
    assert heard.hotkey.bound() == Shortcut("Ctrl+Alt+J")


def test_asking_whether_a_shortcut_is_free_changes_nothing(qtbot: QtBot) -> None:
    heard = Heard(rivals={K})
    heard.bind("Ctrl+Alt+J")
    answers = [heard.hotkey.free(Shortcut(text)) for text in ("Ctrl+Alt+K", "Ctrl+Alt+J", "Ctrl+Alt+L", "nonsense")]
    assert answers == [False, True, True, False]
    assert heard.server.grabs == grabs(J, CTRL_ALT)


def test_a_press_is_swallowed_and_told_later(heard: Heard, qtbot: QtBot) -> None:
    heard.bind("Ctrl+Alt+K")
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT | xcb.NUM_LOCK | xcb.CAPS_LOCK, 1000)
    assert heard.pressed == []
    qtbot.waitUntil(lambda: heard.pressed == ["Ctrl+Alt+K"])


def test_repeats_of_a_held_key_are_swallowed_untold(heard: Heard, qtbot: QtBot) -> None:
    heard.bind("Ctrl+Alt+K")
    for time in range(1000, 5000, 30):
        assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT, time)
    assert heard.key(xcb.KEY_RELEASE, K, CTRL_ALT, 5000)
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 5000), "a repeat of a server that sends releases between"
    assert heard.key(xcb.KEY_RELEASE, K, 0, 5030), "the modifiers may be up before the key"
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 5200)
    qtbot.waitUntil(lambda: heard.pressed == ["Ctrl+Alt+K"] * 2)


def test_a_lost_release_does_not_deafen(heard: Heard, qtbot: QtBot) -> None:
    heard.bind("Ctrl+Alt+K")
    heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 1000)
    heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 4000)
    qtbot.waitUntil(lambda: len(heard.pressed) == 2)


def test_what_is_not_ours_passes(heard: Heard) -> None:
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 1) is False
    heard.bind("Ctrl+Alt+K")
    assert heard.key(xcb.KEY_PRESS, J, CTRL_ALT, 1) is False
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT | xcb.SHIFT, 2) is False
    assert heard.key(xcb.KEY_PRESS, K, CTRL_ALT, 3, root=5) is False
    assert heard.key(6, K, CTRL_ALT, 4) is False
    event = xcb.KeyEvent(response_type=xcb.KEY_PRESS, detail=K, event=77, state=CTRL_ALT)
    assert heard.hotkey.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(event)) == (False, 0)


@pytest.mark.parametrize("event", [(xcb.MAPPING_NOTIFY, 0), (85, 0), (85, 1)])
def test_the_grab_follows_a_new_keyboard(heard: Heard, qtbot: QtBot, event: tuple[int, int]) -> None:
    heard.bind("Ctrl+Alt+K")
    heard.server.moved = 5
    for _time in range(3):
        assert heard.key(event[0], event[1], 0, 0) is False
    qtbot.waitUntil(lambda: heard.server.grabs == grabs(K + 5, CTRL_ALT))
    assert heard.lost == []


def test_a_key_gone_with_the_new_keyboard_is_told(heard: Heard, qtbot: QtBot) -> None:
    heard.bind("Ctrl+Alt+K")
    heard.server.absent = {K}
    heard.key(xcb.MAPPING_NOTIFY, 0, 0, 0)
    qtbot.waitUntil(lambda: len(heard.lost) == 1)
    assert isinstance(heard.lost[0], HotkeyUnavailable)


def test_off_x11_the_server_is_refused_in_words(qtbot: QtBot) -> None:
    with pytest.raises(HotkeyUnavailable):
        xcb.Server()
