"""How a reply is pasted in which client."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.desktop.clients import BUILT_IN, Profile, fits, profile_of
from kbassist.desktop.paste_plan import plan
from kbassist.desktop.ports import Clip, Step, Target
from kbassist.settings import Client

WECHAT = Target(1, "WeChat.exe", "WeChatMainWndForPC", 10)
OUTLOOK = Target(1, "OUTLOOK.EXE", "rctrl_renwnd32", 10)
XTERM = Target(1, "xterm", "XTerm", 10)
UNKNOWN = Target(1, "crm.exe", "Chrome_WidgetWin_1", 10)


@pytest.mark.parametrize(
    ("target", "profile"),
    [
        (WECHAT, Profile(rich=False, longest=2000)),
        (Target(1, "Weixin.exe", "Qt51514QWindowIcon"), Profile(rich=False, longest=2000)),
        (Target(1, "WXWork.exe", "WeWorkWindow"), Profile(rich=False, longest=2000)),
        (Target(1, "AliWorkbench.exe", "Qt5152QWindowIcon"), Profile(rich=False, longest=2000)),
        (OUTLOOK, Profile()),
        (UNKNOWN, Profile()),
        (Target(1, "chromium", "Chromium"), Profile()),
        (XTERM, Profile(paste_key="none", rich=False, images=False)),
    ],
)
def test_well_known_clients(target: Target, profile: Profile) -> None:
    assert profile_of(target, ()) == profile


def test_the_channel_holds_where_no_profile_says_anything() -> None:
    assert profile_of(WECHAT, (), "shift-enter").newline == "shift-enter"
    assert profile_of(WECHAT, (Client("wechat.exe", newline="lf"),), "shift-enter").newline == "lf"


def test_the_users_choice_stands_over_what_is_known_and_the_first_that_fits_holds() -> None:
    chosen = (Client("wechat*", rich=True, longest=0), Client("*", paste_key="shift+insert"))
    assert profile_of(WECHAT, chosen) == Profile(rich=True)
    assert profile_of(UNKNOWN, chosen) == Profile(paste_key="shift+insert")
    assert profile_of(XTERM, (Client("XTERM", paste_key="ctrl+shift+v"),)).paste_key == "ctrl+shift+v"


@pytest.mark.parametrize(
    ("match", "matches"), [("wechat.EXE", True), ("WeChatMain*", True), ("we?hat.exe", True), ("wechat", False)]
)
def test_names_match_whole_in_any_case(match: str, matches: bool) -> None:
    assert fits(match, WECHAT) is matches
    assert not fits("*", Target())


def test_no_built_in_name_stands_twice() -> None:
    names = [client.match for client in BUILT_IN]
    assert len(names) == len(set(names))
    assert all(name == name.casefold() for name in names)


def test_a_rich_reply_brings_its_html_and_a_plain_client_gets_none() -> None:
    clip = Clip("退款\n到账", "<p>退款<br>到账</p>")
    assert plan(clip, Profile())[0].steps == (Step("ctrl+v", clip.text, clip.html),)
    assert plan(clip, Profile(rich=False))[0].steps == (Step("ctrl+v", clip.text),)


@pytest.mark.parametrize(
    ("newline", "steps"),
    [
        ("lf", (Step("ctrl+v", "一\n二\n\n三"),)),
        ("crlf", (Step("ctrl+v", "一\r\n二\r\n\r\n三"),)),
        ("none", (Step("ctrl+v", "一 二 三"),)),
        ("shift-enter", (Step("ctrl+v", "一"), Step("shift+enter"), Step("ctrl+v", "二"), Step("shift+enter"),
                         Step("shift+enter"), Step("ctrl+v", "三"))),
    ],
)  # fmt: skip
def test_line_breaks_are_those_of_the_client(newline: str, steps: tuple[Step, ...]) -> None:
    [part] = plan(Clip("一\r\n二\n\n三", ""), Profile(newline=newline))
    assert part.steps == steps
    assert part.clip.text == "一\r\n二\n\n三"


@pytest.mark.parametrize("newline", ["none", "shift-enter"])
def test_no_html_brings_line_breaks_that_the_client_must_not_get(newline: str) -> None:
    [part] = plan(Clip("一\n二", "<p>一<br>二</p>"), Profile(newline=newline))
    assert all(not step.html and "\n" not in step.text for step in part.steps)


def test_images_follow_the_text_of_the_last_part() -> None:
    clip = Clip("甲" * 30, "<p>x</p>", (Path("a.png"), Path("b.png")))
    first, second = plan(clip, Profile(longest=20))
    assert first.steps == (Step("ctrl+v", "甲" * 20),)
    assert [step.image for step in second.steps] == [None, Path("a.png"), Path("b.png")]
    assert plan(clip, Profile(images=False))[-1].steps == (Step("ctrl+v", clip.text, clip.html),)


def test_a_reply_of_nothing_has_no_steps() -> None:
    assert plan(Clip(""), Profile())[0].steps == ()
    assert plan(Clip("", images=(Path("a.png"),)), Profile())[0].steps == (Step("ctrl+v", image=Path("a.png")),)
