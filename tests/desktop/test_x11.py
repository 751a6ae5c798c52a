"""The ports on a real X server: shortcuts, the clipboard and windows shared with other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop.conftest import HostProgram
from tests.desktop.xvfb import VirtualDesktop, typed_into, wait_for

pytestmark = pytest.mark.e2e
Start = Callable[..., HostProgram]
PRESSED = {"event": "pressed", "shortcut": "Ctrl+Alt+Space"}


def test_the_hotkey_is_heard_and_kept_from_the_program_with_the_focus(
    desktop: VirtualDesktop, host: Start, tmp_path: Path
) -> None:
    file = tmp_path / "typed.txt"
    program = host()
    with typed_into(desktop, file):
        program.do("bind", "Ctrl+Alt+Space")
        for _time in range(5):
            desktop.xdotool("key", "ctrl+alt+space")
            assert program.event() == PRESSED
        desktop.xdotool("type", "ok")
        desktop.xdotool("key", "Return")
        wait_for(file.read_bytes, what="the terminal's text")
    assert file.read_bytes() == b"ok\n"
    assert program.events() == []


@pytest.mark.parametrize("locks", [("Num_Lock",), ("Caps_Lock",), ("Num_Lock", "Caps_Lock")])
def test_the_hotkey_is_heard_with_locks_on(desktop: VirtualDesktop, host: Start, locks: tuple[str, ...]) -> None:
    program = host()
    program.do("bind", "Ctrl+Alt+Space")
    desktop.xdotool("key", *locks)
    try:
        desktop.xdotool("key", "ctrl+alt+space")
        assert program.event() == PRESSED
    finally:
        desktop.xdotool("key", *locks)


def test_a_key_held_down_counts_once(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    program.do("bind", "Ctrl+Alt+Space")
    desktop.xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "space", "sleep", "1.2")
    desktop.xdotool("keyup", "space", "keyup", "alt", "keyup", "ctrl")
    assert program.event() == PRESSED
    assert program.events() == []
    desktop.xdotool("key", "ctrl+alt+space")
    assert program.event() == PRESSED


def test_other_modifiers_and_a_released_hotkey_are_not_heard(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    program.do("bind", "Ctrl+Alt+Space")
    desktop.xdotool("key", "ctrl+alt+shift+space")
    desktop.xdotool("key", "ctrl+space")
    assert program.events() == []
    program.do("unbind")
    assert program.do("bound") is None
    desktop.xdotool("key", "ctrl+alt+space")
    assert program.events() == []


def test_rebinding_lets_the_old_one_go(desktop: VirtualDesktop, host: Start) -> None:
    program, other = host(), host()
    program.do("bind", "Ctrl+Alt+Space")
    program.do("bind", "Ctrl+Alt+K")
    desktop.xdotool("key", "ctrl+alt+space")
    desktop.xdotool("key", "ctrl+alt+k")
    assert program.event() == {"event": "pressed", "shortcut": "Ctrl+Alt+K"}
    other.do("bind", "Ctrl+Alt+Space")


def test_a_taken_hotkey_is_said_with_a_free_one_proposed(desktop: VirtualDesktop, host: Start) -> None:
    first, second = host(), host()
    first.do("bind", "Ctrl+Alt+Space")
    second.do("bind", "Ctrl+Alt+K")
    error = second.ask("bind", "Ctrl+Alt+Space")
    assert error["error"] == "HotkeyTaken"
    assert error["proposal"] == "Ctrl+Alt+K"
    assert "Ctrl+Alt+Space" in error["message"]
    assert second.do("bound") == "Ctrl+Alt+K"
    desktop.xdotool("key", "ctrl+alt+k")
    assert second.event()["shortcut"] == "Ctrl+Alt+K"
    assert second.do("free", "Ctrl+Alt+Space") is False
    assert second.do("free", "Ctrl+Alt+K") is True
    assert second.do("free", "Ctrl+Alt+J") is True
    first.do("bind", "Ctrl+Alt+J")


def test_a_key_that_the_keyboard_lacks_is_said(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    for wrong in ("Ctrl+Alt+Nonsense", "Ctrl+Alt"):
        assert program.ask("bind", wrong)["error"] == "HotkeyUnavailable"
        assert program.do("free", "Ctrl+Alt+Space") is True


def test_the_hotkey_follows_a_change_of_keyboard_layout(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    desktop.run("setxkbmap", "us")
    program.do("bind", "Ctrl+Alt+Q")
    try:
        desktop.run("setxkbmap", "fr")  # Q lies where A was

        def heard() -> bool:
            desktop.xdotool("key", "ctrl+alt+q")
            return bool(program.events())

        wait_for(heard, what="the hotkey under the new layout")
    finally:
        desktop.run("setxkbmap", "us")


def test_the_clipboard_reaches_another_program_as_text_and_html(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    assert program.do("copy", "您的退款 ¥12.00\n第二行 😀", "<p>您的<b>退款</b></p>") is True
    assert desktop.clipboard() == "您的退款 ¥12.00\n第二行 😀"
    assert "<b>退款</b>" in desktop.clipboard("text/html")
    assert program.do("copy", "只有文字", "") is True
    assert desktop.clipboard() == "只有文字"
    assert "text/html" not in desktop.clipboard("TARGETS")


def test_text_of_another_program_is_read(desktop: VirtualDesktop, host: Start) -> None:
    program = host()
    desktop.copy("订单号 0012345")
    wait_for(lambda: program.do("text") == "订单号 0012345", what="the other program's text")
    assert program.do("copy", "mine", "") is True


def test_the_window_of_the_other_program_gets_the_focus_back(
    desktop: VirtualDesktop, host: Start, tmp_path: Path
) -> None:
    program = host()
    with typed_into(desktop, tmp_path / "typed.txt", "chat") as chat:
        assert program.do("current") == chat
        program.do("show")
        own = desktop.window("^host window$")
        wait_for(lambda: desktop.active() == own, what="the host's window to be active")
        assert program.do("current") == 0
        program.do("hide")
        program.do("activate", chat)
        wait_for(lambda: desktop.active() == chat, what="the focus to come back")


def test_the_place_of_a_window_is_known(desktop: VirtualDesktop, host: Start, tmp_path: Path) -> None:
    program = host()
    with typed_into(desktop, tmp_path / "typed.txt", "chat") as chat:
        x, y, width, height = program.do("geometry", chat)
        lines = desktop.xdotool("getwindowgeometry", "--shell", chat).split()
        shell = dict(line.split("=") for line in lines)
        assert [width, height] == [int(shell["WIDTH"]), int(shell["HEIGHT"])]
        assert 0 <= x < 1280
        assert 380 <= y < 800


def test_a_dead_window_is_no_error(host: Start) -> None:
    program = host()
    assert program.do("geometry", 0x7FFFFF) is None
    assert program.do("geometry", 0) is None
    program.do("activate", 0x7FFFFF)
    program.do("activate", 0)


def test_without_a_window_manager_no_window_is_known(tmp_path: Path) -> None:
    with VirtualDesktop(window_manager=False) as bare:
        program = HostProgram(bare)
        assert program.do("current") == 0
        program.close()


@pytest.mark.parametrize("html", ["", "<b>x</b>"])
def test_a_program_that_ends_with_its_text_on_the_clipboard_ends_well(host: Start, html: str) -> None:
    program = host()
    assert program.do("copy", "x", html)
    assert program.do("quit") is None
    assert program.process.wait(10) == 0
