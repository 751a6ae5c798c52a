"""The main job with real keys in real windows: hotkey, find, fill, copy, paste elsewhere."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest

from tests.desktop.xvfb import wait_for
from tests.e2e.agent import HOTKEY, QUICK, Desk

SOON = (date.today() + timedelta(days=3)).isoformat()
EXPECTED = f"王女士您好，¥199.00 的退款预计 {SOON} 前到账。\n已为您登记加急。"

pytestmark = pytest.mark.timeout(180)


def fill_in(desk: Desk, name: str = "王女士") -> None:
    """From the list to a form that is filled in, the cursor in its last field."""
    desk.type("tkdz")
    wait_for(lambda: desk.marked("list-painted"), what="the list")
    desk.press("Return")
    desk.type(name)
    desk.press("Tab")
    desk.type("199")
    desk.press("Tab", "Tab")  # the date has its default
    desk.press("space")


def test_from_the_hotkey_to_the_text_in_another_program(desk: Desk) -> None:
    chat = desk.open_chat()
    desk.start()
    desk.desktop.copy("copied before")
    desk.summon()
    fill_in(desk)
    desk.press("ctrl+Return")
    desk.gone()
    wait_for(lambda: desk.message() == EXPECTED, what=f"the text in the chat, which holds {desk.message()!r}")
    assert desk.desktop.active() == chat
    wait_for(lambda: desk.marked("pasted"), what="the end of the paste")
    assert desk.desktop.clipboard() == "copied before"


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


def test_a_macro_without_fields_is_copied_by_two_keys(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    desk.summon()
    desk.type("wh")
    desk.press("Return")
    desk.gone()
    assert desk.desktop.clipboard() == "您好，很高兴为您服务，请问有什么可以帮您？"


def test_what_was_typed_in_a_form_is_offered_again(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    desk.summon()
    fill_in(desk, name="draft")
    desk.press("Escape", "Escape", "Escape")
    desk.gone()
    desk.summon()
    desk.type("tkdz")
    desk.press("Return", "alt+r")
    desk.press("ctrl+Return")
    desk.gone()
    expected = EXPECTED.replace("王女士", "draft")
    wait_for(lambda: desk.message() == expected, what=f"the text in the chat, which holds {desk.message()!r}")


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


def test_a_second_start_shows_the_first_with_its_query(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    second = desk.desktop.start(sys.executable, "-m", "kbassist", "desk", "--search", "wh")
    assert second.wait(30) == 0
    window = desk.desktop.window(QUICK)
    wait_for(lambda: desk.desktop.active() == window, what="the focus")
    wait_for(lambda: desk.marked("list-painted"), what="the list")
    desk.press("Return")
    desk.gone()
    assert desk.desktop.clipboard().startswith("您好，很高兴")


def test_a_taken_hotkey_is_said_and_leaves_the_first_holder_alone(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    first = dict(desk.desktop.env)
    (desk.folder / "rival").mkdir()
    rival = Desk(desk.desktop, desk.folder / "rival", desk.library)
    rival.start()
    assert rival.marked("hotkey-refused")
    assert rival.last.poll() is None  # it works on, from the tray
    rival.quit()
    desk.desktop.env.update(first)
    assert not desk.marked("hotkey-refused")
    desk.summon()


def test_an_edit_on_disk_is_found_without_a_restart(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    assert desk.library is not None
    path = desk.library / "macros" / "greeting.md"
    count = len(desk.marked("indexed"))
    aside = path.with_suffix(".new")
    aside.write_text(path.read_text(encoding="utf-8").replace("简码: wh", "简码: nihao"), encoding="utf-8")
    aside.replace(path)
    wait_for(lambda: len(desk.marked("indexed")) > count, what="the edit to be noticed")
    desk.summon()
    desk.type("nihao")
    desk.press("Return")
    desk.gone()
    assert desk.desktop.clipboard().startswith("您好，很高兴")


def test_the_tray_shows_an_icon_and_its_menu_can_be_clicked(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    x, y, width, height = place_of(desk, desk.desktop.window("panel"))
    assert width >= 16  # the panel is as wide as its icons
    desk.desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", 3)
    menu = wait_for(lambda: menus(desk), what="the menu")[0]
    left, top, _width, _height = place_of(desk, menu)
    desk.desktop.xdotool("mousemove", left + 24, top + 20, "sleep", 0.2, "click", 1)  # the first row
    wait_for(lambda: desk.desktop.windows(QUICK), what="the window to be opened by the tray's menu")


def menus(desk: Desk) -> list[int]:
    """Return the visible windows of the program that a window manager does not manage: its menu."""
    found = desk.desktop.xdotool("search", "--onlyvisible", "--pid", desk.last.pid).split()
    sizes = {int(window): place_of(desk, int(window)) for window in found}
    return [window for window, (_x, _y, width, height) in sizes.items() if width > 100 and height > 100]


def place_of(desk: Desk, window: int) -> tuple[int, int, int, int]:
    """Return x, y, width and height of a window."""
    lines = desk.desktop.xdotool("getwindowgeometry", "--shell", window).splitlines()
    found = dict(line.split("=") for line in lines if "=" in line)
    return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])


def test_the_program_ends_cleanly(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    desk.quit()
    assert "Traceback" not in (desk.folder / "desk.log").read_text()
