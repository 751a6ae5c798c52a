"""Focus and keys on X11 against a fake server: what is pressed, and when nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from kbassist.desktop.active_window_x11 import X11ActiveWindow
from kbassist.desktop.paste_chain import Sent
from kbassist.desktop.paste_x11 import X11Seat
from kbassist.desktop.ports import Target
from tests.desktop.fakes import FakeWindowServer

CHAT = Target(500, "wechat", "WeChat")
CTRL, V, RETURN = 0xFFE3, 0x76, 0xFF0D


@dataclass
class FakeKeyServer:
    """A server whose keycodes are the keysyms; `meanwhile` happens right before it is ours alone."""

    focus: int = 500
    modifiers: bool = False
    down: set[int] = field(default_factory=set)
    absent: set[int] = field(default_factory=set)
    pressed: list[tuple[int, ...]] = field(default_factory=list)
    grabbed: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def keycode(self, keysym: int) -> int:
        return 0 if keysym in self.absent else keysym

    @contextmanager
    def alone(self) -> Iterator[None]:
        self.meanwhile()
        self.grabbed = True
        yield
        self.grabbed = False

    def focus_within(self, window: int) -> bool:
        return self.focus == window

    def modifiers_down(self) -> bool:
        return self.modifiers

    def is_down(self, *keycodes: int) -> bool:
        return bool(self.down.intersection(keycodes))

    def press_keys(self, keycodes: tuple[int, ...]) -> None:
        assert self.grabbed
        self.pressed.append(keycodes)


@pytest.fixture
def windows() -> FakeWindowServer:
    return FakeWindowServer(active=500, classes={500: b"wechat\0WeChat\0"})


@pytest.fixture
def keys() -> FakeKeyServer:
    return FakeKeyServer()


@pytest.fixture
def seat(qtbot: QtBot, windows: FakeWindowServer, keys: FakeKeyServer) -> X11Seat:
    return X11Seat(keys, X11ActiveWindow(windows))


def test_a_window_is_known_by_its_class(seat: X11Seat) -> None:
    assert seat.identify(500) == CHAT
    assert seat.identify(501) == seat.identify(0) == Target()
    assert seat.reachable(CHAT)


def test_keys_are_pressed_while_the_server_is_ours_alone(seat: X11Seat, keys: FakeKeyServer) -> None:
    assert seat.press(CHAT, "ctrl+v") is Sent.DONE
    assert keys.pressed == [(CTRL, V)]
    assert not keys.grabbed


def test_what_changes_at_the_last_moment_is_seen(
    seat: X11Seat, keys: FakeKeyServer, windows: FakeWindowServer
) -> None:
    keys.meanwhile = lambda: setattr(keys, "focus", 9)
    assert seat.has_focus(CHAT)
    assert seat.press(CHAT, "ctrl+v") is Sent.NO_FOCUS
    keys.focus, keys.meanwhile = 500, lambda: setattr(keys, "modifiers", True)
    assert seat.press(CHAT, "ctrl+v") is Sent.HELD
    assert keys.pressed == []
    assert not keys.grabbed


def test_window_manager_and_server_must_agree(seat: X11Seat, windows: FakeWindowServer) -> None:
    windows.active = 501
    assert not seat.has_focus(CHAT)


def test_enter_that_is_still_down_counts_as_held(seat: X11Seat, keys: FakeKeyServer) -> None:
    keys.down.add(RETURN)
    assert seat.keys_held()
    assert seat.press(CHAT, "shift+enter") is Sent.HELD


def test_a_keyboard_without_the_key_is_said(seat: X11Seat, keys: FakeKeyServer) -> None:
    keys.absent.add(V)
    assert seat.press(CHAT, "ctrl+v") is Sent.NO_KEY
    seat.give_focus(CHAT)
