"""The Windows ports against a fake user32: what is registered, heard, and given the focus."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kbassist.desktop import hotkey_windows as win
from kbassist.desktop.active_window_windows import WindowsActiveWindow
from kbassist.desktop.ports import HotkeyTaken, HotkeyUnavailable, Shortcut, SystemEvent
from tests.desktop.fakes import FakeNews, FakeUser32

NO_REPEAT, CTRL_ALT, SPACE, K = 0x4000, 0x3, 0x20, 0x4B
CHAT, TASKBAR, OWN, EDITOR, START = 11, 22, 33, 44, 55
WINDOWS = {
    CHAT: (1, 900, "WeChatMainWndForPC"),
    TASKBAR: (2, 901, "Shell_TrayWnd"),
    OWN: (3, os.getpid(), "Qt6QWindow"),
    EDITOR: (4, 902, "Notepad"),
    START: (5, 903, "Windows.UI.Core.CoreWindow"),
}


class Heard:
    """A hotkey on fake Windows, and everything that it told."""

    def __init__(self, **options: Any) -> None:
        self.user32 = FakeUser32(**options)
        self.lost: list[Exception] = []
        self.pressed: list[str] = []
        self.news = FakeNews()
        self.hotkey = win.WindowsHotkey(self.user32, self.news, self.lost.append)

    def bind(self, text: str) -> None:
        self.hotkey.bind(Shortcut(text), lambda: self.pressed.append(text))


def test_the_new_one_is_taken_before_the_old_one_is_let_go(qtbot: QtBot) -> None:
    heard = Heard()
    heard.bind("Ctrl+Alt+Space")
    assert heard.user32.hotkeys == {1: (CTRL_ALT | NO_REPEAT, SPACE)}
    heard.bind("Ctrl+Alt+K")
    assert heard.user32.hotkeys == {2: (CTRL_ALT | NO_REPEAT, K)}
    heard.bind("Ctrl+Alt+K")
    assert heard.hotkey.bound() == Shortcut("Ctrl+Alt+K")
    heard.hotkey.unbind()
    assert heard.user32.hotkeys == {}


def test_error_1409_means_taken_and_the_old_one_stands(qtbot: QtBot) -> None:
    heard = Heard(rivals={(CTRL_ALT | NO_REPEAT, SPACE)})
    heard.bind("Ctrl+Alt+K")
    with pytest.raises(HotkeyTaken) as caught:
        heard.bind("Ctrl+Alt+Space")
    assert caught.value.proposal == Shortcut("Ctrl+Alt+K")
    assert heard.hotkey.bound() == Shortcut("Ctrl+Alt+K")
    assert list(heard.user32.hotkeys.values()) == [(CTRL_ALT | NO_REPEAT, K)]


def test_another_error_is_said_with_its_number(qtbot: QtBot) -> None:
    heard = Heard(other_error=87)
    with pytest.raises(HotkeyUnavailable) as caught:
        heard.bind("Ctrl+Alt+K")
    assert "87" in str(caught.value)
    with pytest.raises(HotkeyUnavailable):
        heard.bind("Ctrl+Alt")
    assert not heard.hotkey.free(Shortcut("nonsense"))


def test_only_our_hotkey_is_heard() -> None:
    heard = Heard()
    heard.news.hotkey.emit(1)
    heard.bind("Ctrl+Alt+K")
    heard.news.hotkey.emit(7)
    assert heard.pressed == []
    heard.news.hotkey.emit(1)
    assert heard.pressed == ["Ctrl+Alt+K"]
    heard.hotkey.unbind()
    heard.news.hotkey.emit(1)
    assert heard.pressed == ["Ctrl+Alt+K"]


def test_asking_whether_a_shortcut_is_free_changes_nothing(qtbot: QtBot) -> None:
    heard = Heard(rivals={(CTRL_ALT | NO_REPEAT, SPACE)})
    heard.bind("Ctrl+Alt+K")
    before = dict(heard.user32.hotkeys)
    assert [heard.hotkey.free(Shortcut(f"Ctrl+Alt+{key}")) for key in ("Space", "K", "J")] == [False, True, True]
    assert heard.user32.hotkeys == before


@pytest.mark.parametrize("event", [SystemEvent.RESUMED, SystemEvent.UNLOCKED])
def test_after_sleep_and_absence_the_hotkey_is_registered_again(event: SystemEvent) -> None:
    heard = Heard()
    heard.news.tell(event)
    assert heard.user32.hotkeys == {}
    heard.bind("Ctrl+Alt+K")
    heard.user32.hotkeys.clear()
    heard.news.tell(event)
    assert heard.user32.hotkeys == {1: (CTRL_ALT | NO_REPEAT, K)}
    assert heard.lost == []


def test_a_rival_that_came_during_sleep_is_told() -> None:
    heard = Heard()
    heard.bind("Ctrl+Alt+K")
    heard.user32.rivals.add((CTRL_ALT | NO_REPEAT, K))
    heard.news.tell(SystemEvent.RESUMED)
    assert isinstance(heard.lost[0], HotkeyTaken)
    assert heard.hotkey.bound() is None


@pytest.mark.parametrize(("front", "current"), [(CHAT, CHAT), (TASKBAR, 0), (OWN, 0), (START, 0), (0, 0)])
def test_only_a_window_of_another_program_counts(front: int, current: int) -> None:
    assert WindowsActiveWindow(FakeUser32(windows=WINDOWS, front=front)).current() == current


def test_the_focus_is_given_back_at_once_where_windows_allows_it() -> None:
    user32 = FakeUser32(windows=WINDOWS, front=OWN)
    WindowsActiveWindow(user32).activate(CHAT)
    assert user32.front == CHAT
    assert user32.calls == []


def test_a_refused_focus_is_asked_again_with_the_input_attached() -> None:
    user32 = FakeUser32(windows=WINDOWS, front=EDITOR, refuses=True)
    WindowsActiveWindow(user32).activate(CHAT)
    assert user32.front == CHAT
    assert user32.calls == ["attach 4 True", "top 11", "attach 4 False"]


def test_our_window_is_in_front_or_brought_there() -> None:
    user32 = FakeUser32(windows=WINDOWS, front=OWN)
    assert WindowsActiveWindow(user32).take(OWN)
    user32.front = CHAT
    assert WindowsActiveWindow(user32).take(OWN)
    user32 = FakeUser32(windows=WINDOWS, front=CHAT, refuses=True)
    assert WindowsActiveWindow(user32).take(OWN)
    assert user32.calls == ["attach 1 True", "top 33", "attach 1 False"]
    stubborn = FakeUser32(windows=WINDOWS, front=CHAT, refuses=True, stubborn=True)
    assert not WindowsActiveWindow(stubborn).take(OWN)


def test_input_is_never_shared_with_a_window_that_hangs() -> None:
    user32 = FakeUser32(windows=WINDOWS, front=CHAT, refuses=True, hung={CHAT})
    assert not WindowsActiveWindow(user32).take(OWN)
    assert user32.calls == []


def test_a_dead_window_is_left_alone() -> None:
    user32 = FakeUser32(windows=WINDOWS, front=OWN)
    active = WindowsActiveWindow(user32)
    active.activate(99)
    active.activate(0)
    assert user32.front == OWN
    assert active.geometry(99) is None
    assert active.geometry(0) is None
    assert active.geometry(CHAT) == (10, 20, 300, 200)


@pytest.mark.skipif(sys.platform == "win32", reason="the real one is there")
def test_the_real_calls_import_everywhere_and_load_on_windows_only() -> None:
    from kbassist.desktop.user32 import User32

    with pytest.raises(OSError, match="not Windows"):
        User32()
