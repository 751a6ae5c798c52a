"""What of the main job only X11 shows: closed targets, HTML, NumLock, the tray; the rest is `test_scenario`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desktop.xvfb import wait_for
from tests.e2e.agent import HOTKEY, QUICK, Desk, place_of

SOON = (date.today() + timedelta(days=3)).isoformat()
EXPECTED = f"王女士您好，¥199.00 的退款预计 {SOON} 前到账。\n已为您登记加急。"

pytestmark = pytest.mark.timeout(180)


def fill_in(desk: Desk) -> None:
    """From the list to a form that is filled in, the cursor in its last field."""
    desk.type("tkdz")
    wait_for(lambda: desk.marked("list-painted"), what="the list")
    desk.press("Return")
    desk.type("王女士")
    desk.press("Tab")
    desk.type("199")
    desk.press("Tab", "Tab")  # the date has its default
    desk.press("space")


def test_a_window_that_is_gone_leaves_the_text_on_the_clipboard(desk: Desk) -> None:
    desk.open_chat()
    terminal = desk.desktop.start("xterm", "-T", "closing", "-e", "sleep 60")
    desk.desktop.activate(desk.desktop.window("^closing$"))
    desk.start()
    desk.summon()
    fill_in(desk)
    terminal.terminate()
    terminal.wait(10)
    desk.press("ctrl+Return")
    desk.gone()
    wait_for(lambda: desk.desktop.clipboard() == EXPECTED, what="the text on the clipboard")
    assert desk.message() == ""


def test_an_email_brings_html_and_a_gap_keeps_the_text_in_the_form(desk: Desk) -> None:
    desk.open_chat()
    desk.desktop.copy("before")
    desk.start()
    desk.summon()
    desk.type("tkdz")
    desk.press("Return", "ctrl+2")
    desk.type("王女士")
    desk.press("ctrl+Return")  # the amount is missing
    assert desk.desktop.windows(QUICK)
    assert desk.desktop.clipboard() == "before"
    desk.type("20")  # the cursor was put where the gap is
    desk.press("ctrl+Return")
    desk.gone()
    expected = f"王女士您好：\n\n退款 ¥20.00 预计 {SOON} 前到账。"
    wait_for(lambda: desk.message() == expected, what=f"the text in the chat, which holds {desk.message()!r}")
    html = (desk.folder / "message.txt.html").read_text(encoding="utf-8")
    assert "<strong>¥20.00</strong>" in html


def test_the_hotkey_works_with_numlock_and_is_kept_from_the_other_program(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    desk.desktop.xdotool("key", "Num_Lock")
    try:
        desk.summon()
        desk.desktop.xdotool("key", HOTKEY)
        desk.gone()
        assert desk.message() == ""
    finally:
        desk.desktop.xdotool("key", "Num_Lock")


def test_the_tray_shows_an_icon_and_its_menu_can_be_clicked(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    x, y, width, height = place_of(desk.desktop, desk.desktop.window("panel"))
    assert width >= 16  # the panel is as wide as its icons
    desk.desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", 3)
    menu = wait_for(lambda: menus(desk), what="the menu")[0]
    left, top, _width, _height = place_of(desk.desktop, menu)
    desk.desktop.xdotool("mousemove", left + 24, top + 20, "sleep", "0.2", "click", 1)  # the first row
    wait_for(lambda: desk.desktop.windows(QUICK), what="the window to be opened by the tray's menu")


def menus(desk: Desk) -> list[int]:
    """Return the visible windows of the program that a window manager does not manage: its menu."""
    found = desk.desktop.xdotool("search", "--onlyvisible", "--pid", desk.last.pid).split()
    sizes = {int(window): place_of(desk.desktop, int(window)) for window in found}
    return [window for window, (_x, _y, width, height) in sizes.items() if width > 100 and height > 100]
