"""One agent's day with the product, on every system it runs on: X11, and Windows with the installed Setup and MSI."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.desktop.xvfb import wait_for
from tests.e2e.agent import HOTKEY
from tests.e2e.seat import Seat

SOON = (date.today() + timedelta(days=3)).isoformat()
EXPECTED = f"王女士😀您好，¥199.00 的退款预计 {SOON} 前到账。\n已为您登记加急。"
SETTINGS = "^设置"
GREETING = "您好，很高兴为您服务，请问有什么可以帮您？"

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def at_work(seat: Seat) -> Seat:
    """The chat in front with an empty message, the program ready behind it, a new customer."""
    if not started(seat):
        seat.open_chat()
        seat.start()
    while seat.shown():
        seat.press("Escape")
    seat.open_chat()
    seat.copy("")
    return seat


def started(seat: Seat) -> bool:
    """Tell whether the program runs, from the test before this one."""
    return bool(seat.marked("indexed")) and seat.running()


def find(seat: Seat, shortcut: str) -> None:
    """Type into the search, and wait for the list."""
    count = len(seat.marked("list-painted"))
    seat.type(shortcut)
    seen(seat, lambda: len(seat.marked("list-painted")) > count, "the list")


def seen(seat: Seat, condition: Callable[[], bool], what: str) -> None:
    """Wait for something; where it does not come, tell what the program did last."""
    try:
        wait_for(condition, what=what)
    except AssertionError as error:
        last = [line.split()[-1] for line in seat.trace.read_text(encoding="utf-8").splitlines()[-8:]]
        raise AssertionError(
            f"{error}; the program's last events: {last}, its chat holds {seat.message()!r}"
        ) from None


def fill_in(seat: Seat, name: str = "王女士😀") -> None:
    """From the list to a form that is filled in for a new customer, the cursor in its last field."""
    seat.press("ctrl+shift+n")
    find(seat, "tkdz")
    seat.press("Return")
    seat.type(name)
    seat.press("Tab")
    seat.type("199")
    seat.press("Tab", "Tab")  # the date has its default
    seat.press("space")


def arrives(seat: Seat, text: str) -> None:
    """Wait until this is all that stands in the chat."""
    seen(seat, lambda: seat.message() == text, f"{text!r} in the chat")


def test_from_the_hotkey_to_the_exact_text_in_the_chat(at_work: Seat) -> None:
    at_work.copy("以前复制的 copied before\nline two")
    before, count = at_work.formats(), len(at_work.marked("pasted"))
    at_work.summon()
    fill_in(at_work)
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, EXPECTED)
    wait_for(lambda: len(at_work.marked("pasted")) > count, what="the end of the paste")
    assert at_work.in_chat()
    assert at_work.formats() == before


def test_a_macro_without_fields_is_copied_by_two_keys(at_work: Seat) -> None:
    at_work.summon()
    find(at_work, "wh")
    at_work.press("Return")
    at_work.gone()
    wait_for(lambda: at_work.clipboard() == GREETING, what="the text on the clipboard")
    wait_for(at_work.in_chat, what="the focus in the chat")
    assert at_work.message() == ""
    at_work.press("ctrl+v")
    arrives(at_work, GREETING)


def test_what_is_missing_keeps_the_form_open_and_nothing_leaves(at_work: Seat) -> None:
    at_work.copy("before")
    before = at_work.formats()
    at_work.summon()
    at_work.press("ctrl+shift+n")
    find(at_work, "tkdz")
    at_work.press("Return")
    at_work.type("王女士")
    at_work.press("ctrl+Return")  # the amount is missing
    assert at_work.shown() and not at_work.in_chat()
    assert (at_work.formats(), at_work.message()) == (before, "")
    at_work.type("20")  # the cursor was put where the gap is
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, f"王女士您好，¥20.00 的退款预计 {SOON} 前到账。")


def test_what_was_typed_in_a_form_is_offered_again(at_work: Seat) -> None:
    at_work.summon()
    fill_in(at_work, "draft")
    at_work.press("Escape", "Escape", "Escape")
    at_work.gone()
    at_work.summon()
    find(at_work, "tkdz")
    at_work.press("Return", "alt+r", "ctrl+Return")
    at_work.gone()
    arrives(at_work, EXPECTED.replace("王女士😀", "draft"))


def test_the_hotkey_opens_and_closes_and_the_focus_goes_back(at_work: Seat) -> None:
    at_work.summon()
    at_work.press(HOTKEY)
    at_work.gone()
    wait_for(at_work.in_chat, what="the focus in the chat")
    at_work.type("typed on")
    arrives(at_work, "typed on")
    at_work.summon()
    at_work.press("Escape")
    at_work.gone()
    wait_for(at_work.in_chat, what="the focus in the chat again")
    at_work.type(", and on")
    arrives(at_work, "typed on, and on")


def test_a_second_start_shows_the_first_with_its_query(at_work: Seat) -> None:
    count = len(at_work.marked("list-painted"))
    assert at_work.start_second("--search", "wh") == 0
    wait_for(at_work.in_front, what="the window with the focus")
    wait_for(lambda: len(at_work.marked("list-painted")) > count, what="the list")
    at_work.press("Return")
    at_work.gone()
    wait_for(lambda: at_work.clipboard() == GREETING, what="the text on the clipboard")


def test_a_taken_hotkey_is_said_and_leaves_the_first_holder_alone(at_work: Seat) -> None:
    with at_work.rival() as rival:
        assert rival.marked("hotkey-refused")
        assert rival.running()  # it works on, from the tray
    assert not at_work.marked("hotkey-refused")
    at_work.summon()


def test_an_article_is_read_and_its_answer_is_copied(at_work: Seat) -> None:
    at_work.summon()
    find(at_work, "tuikuanduojiudaozhang")
    at_work.press("Return", "Escape")
    assert at_work.shown()  # Escape leads back to the list first
    at_work.press("Return", "ctrl+c")
    at_work.gone()
    wait_for(lambda: "1–3 个工作日到账" in at_work.clipboard(), what=f"the answer, not {at_work.clipboard()!r}")
    wait_for(at_work.in_chat, what="the focus in the chat")


def test_settings_are_opened_from_the_tray_and_saved(at_work: Seat) -> None:
    at_work.choose_in_tray("settings")
    wait_for(lambda: at_work.in_front(SETTINGS), what="the focus in the settings")
    at_work.press("Right", "Right", "Tab", "space")  # the third page, its first field
    at_work.press("Return")
    seen(at_work, lambda: not at_work.shown(SETTINGS), "the settings to be closed")
    file = at_work.folder / "config" / "settings.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8"))["smart_fill"] is False


def test_an_edit_on_disk_is_found_without_a_restart(at_work: Seat) -> None:
    assert at_work.library is not None
    path = at_work.library / "macros" / "greeting.md"
    old, count = path.read_text(encoding="utf-8"), len(at_work.marked("indexed"))
    at_work.save(path, old.replace("简码: wh", "简码: nihao"))
    wait_for(lambda: len(at_work.marked("indexed")) > count, what="the edit to be noticed")
    at_work.summon()
    find(at_work, "nihao")
    at_work.press("Return")
    at_work.gone()
    wait_for(lambda: at_work.clipboard() == GREETING, what="the text on the clipboard")
    at_work.save(path, old)
    wait_for(lambda: len(at_work.marked("indexed")) > count + 1, what="the second edit to be noticed")


def test_what_was_used_last_is_offered_first_after_a_restart(at_work: Seat) -> None:
    at_work.summon()
    find(at_work, "wh")
    at_work.press("Return")
    at_work.gone()
    at_work.quit()
    assert not at_work.running()
    at_work.copy("something else")
    at_work.start()
    at_work.summon()
    at_work.press("Return")
    at_work.gone()
    wait_for(lambda: at_work.clipboard() == GREETING, what="the text on the clipboard")
