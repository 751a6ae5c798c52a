"""Answering customers with real keys: composed, kept apart, guided, followed up, kept back, read aloud."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.app.trade import FILES
from tests.assistant.shelf import Shelf
from tests.desktop.xvfb import wait_for
from tests.e2e.agent import QUICK, Desk

pytestmark = pytest.mark.timeout(180)
CHECKED = "王女士您好，订单 202611220001 在查。"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Shelf(tmp_path / "shop", FILES).root


@pytest.fixture
def at_work(desk: Desk) -> Desk:
    """The program in the tray, a chat client in front."""
    desk.open_chat()
    desk.start()
    return desk


def choose(desk: Desk, shortcut: str) -> None:
    """Find a reply by its shortcut, in the window that is shown, and press Enter."""
    count = len(desk.marked("list-painted"))
    desk.type(shortcut)
    wait_for(lambda: len(desk.marked("list-painted")) > count, what="the list")
    desk.press("Return")


def check_order(desk: Desk, name: str = "王女士", order: str = "202611220001") -> None:
    """Fill in the reply that an order is looked into."""
    desk.summon()
    choose(desk, "cjd")
    desk.type(name)
    desk.press("Tab")
    desk.type(order)


def arrives(desk: Desk, text: str) -> None:
    """Wait until this is all that stands in the chat."""
    wait_for(lambda: desk.message() == text, what=f"{text!r} in the chat, which holds {desk.message()!r}")


def test_two_replies_arrive_as_one_text(at_work: Desk) -> None:
    check_order(at_work)
    at_work.press("alt+Return")
    choose(at_work, "yjc")  # its fields are filled in already
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, f"{CHECKED}\n\n202611220001 已经寄出。")


def test_two_chat_windows_keep_two_customers_apart(at_work: Desk) -> None:
    first = at_work.desktop.active()
    check_order(at_work)
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, CHECKED)
    other = at_work.folder / "other.txt"
    at_work.desktop.start(sys.executable, "-m", "tests.e2e.chat_client", str(other), "other chat")
    second = at_work.desktop.window("^other chat$", 30)
    at_work.desktop.activate(second)
    check_order(at_work, "Li", "202611220002")
    at_work.press("ctrl+Return")
    at_work.gone()
    wait_for(
        lambda: other.exists() and other.read_text() == "Li您好，订单 202611220002 在查。", what="the other chat"
    )
    for window, box, text in (
        (first, at_work.box, f"{CHECKED}王女士您好，202611220001 已经寄出。"),
        (second, other, "Li您好，订单 202611220002 在查。Li您好，202611220002 已经寄出。"),
    ):
        at_work.desktop.activate(window)
        at_work.summon()
        choose(at_work, "yjc")
        at_work.press("ctrl+Return")
        at_work.gone()
        wait_for(lambda box=box, text=text: box.read_text() == text, what=text)


def test_a_guide_leads_to_a_pasted_reply_and_to_a_summary(at_work: Desk) -> None:
    at_work.summon()
    at_work.paste("来电流程")
    at_work.press("Return", "1", "a")
    at_work.type("王女士")
    at_work.press("Tab")
    at_work.type("202611220001")
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, CHECKED)
    at_work.summon()  # the step again, its reply ticked
    at_work.press("1", "ctrl+c")
    wait_for(lambda: "查进度" in at_work.desktop.clipboard(), what="the summary on the clipboard")
    assert "王女士" not in at_work.desktop.clipboard()


def test_a_follow_up_survives_a_restart(at_work: Desk) -> None:
    check_order(at_work)
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, CHECKED)
    at_work.summon()
    at_work.press("ctrl+g", "Return")
    (kept,) = wait_for(lambda: reminders(at_work), what="the reminder")
    at_work.quit()
    at_work.start()
    assert reminders(at_work) == [kept]
    assert kept["key"] == "check@zh-CN"
    assert "202611220001" not in json.dumps(kept)


def reminders(desk: Desk) -> list[dict[str, object]]:
    """Return the follow-ups that wait, as the command line tells."""
    found = json.loads(desk.desktop.run(sys.executable, "-m", "kbassist", "reminders", "--json"))
    return list(found["reminders"] if isinstance(found, dict) else found)


def test_blocked_words_leave_by_no_key(at_work: Desk) -> None:
    at_work.desktop.copy("copied before")
    at_work.summon()
    at_work.type("bxcn")
    at_work.press("ctrl+c", "ctrl+Return", "ctrl+Return", "Return", "alt+Return")
    assert at_work.desktop.windows(QUICK)
    at_work.press("Escape", "Escape", "Escape")
    at_work.gone()
    assert at_work.message() == ""
    assert at_work.desktop.clipboard() == "copied before"
    assert not at_work.marked("copied")


def test_the_teleprompter_keeps_the_keys_and_gives_them_back(at_work: Desk) -> None:
    check_order(at_work)
    window = at_work.desktop.active()
    at_work.press("ctrl+3", "ctrl+t", "space")
    assert at_work.desktop.active() == window
    at_work.press("Escape", "ctrl+1")
    at_work.press("ctrl+Return")
    at_work.gone()
    arrives(at_work, CHECKED)
