"""How to paste into which program: what is known of well-known ones, and the user's own choices over it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from fnmatch import translate
from typing import Final

from kbassist.desktop.ports import Target
from kbassist.settings import Client

_CHAT: Final = (
    "wechat.exe", "weixin.exe", "wechatappex.exe", "wechat", "weixin", "wxwork.exe", "wxwork", "qq.exe", "qq",
    "tim.exe", "aliworkbench.exe", "aliim.exe", "dingtalk.exe", "dingtalk", "com.alibabainc.dingtalk", "feishu.exe",
    "feishu", "lark.exe", "whatsapp*.exe", "jd*im*.exe",
)  # fmt: skip
_TELEGRAM: Final = ("telegram.exe", "telegramdesktop", "telegram-desktop", "org.telegram.desktop")
_RICH: Final = (
    "outlook.exe", "olk.exe", "hxoutlook.exe", "thunderbird*", "foxmail.exe", "evolution", "mailmaster.exe",
    "teams.exe", "ms-teams.exe", "slack*", "winword.exe", "wps.exe", "libreoffice*", "soffice*",
)  # fmt: skip
_BROWSERS: Final = (
    "chrome.exe", "msedge.exe", "firefox*", "navigator", "chromium*", "google-chrome*", "microsoft-edge*", "brave*",
    "360chrome.exe", "360se.exe", "qqbrowser.exe", "sogouexplorer.exe", "opera*", "vivaldi*",
)  # fmt: skip
_PLAIN: Final = ("notepad.exe", "notepad++.exe", "mousepad", "gedit", "kate", "featherpad", "leafpad")
# A line break runs what stands before it, and Shift+Insert may paste another selection: only copied, never pasted.
_TERMINALS: Final = (
    "cmd.exe", "powershell.exe", "pwsh.exe", "windowsterminal.exe", "consolewindowclass",
    "cascadia_hosting_window_class",
    "mintty*", "putty*", "kitty*", "xterm*", "uxterm", "urxvt*", "rxvt*", "gnome-terminal*", "konsole",
    "xfce4-terminal", "alacritty", "wezterm*", "terminator", "tilix", "lxterminal", "st-256color", "qterminal",
)  # fmt: skip

BUILT_IN: Final = (
    *(Client(name, rich=False, longest=2000) for name in _CHAT),
    *(Client(name, rich=False, longest=4096) for name in _TELEGRAM),
    *(Client(name) for name in _RICH),
    *(Client(name) for name in _BROWSERS),
    *(Client(name, rich=False, images=False) for name in _PLAIN),
    *(Client(name, paste_key="none", rich=False, images=False) for name in _TERMINALS),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How to paste into one window: every question answered; the names mean what they mean in `settings.Client`."""

    paste_key: str = "ctrl+v"
    rich: bool = True
    newline: str = "lf"
    longest: int = 0
    images: bool = True


def profile_of(target: Target, chosen: Iterable[Client], newline: str = "lf") -> Profile:
    """Return how to paste there: the user's choice, then what is known of the program, then the channel's `newline`.

    A rich reply stays rich unless one of them says no.
    """
    profile = Profile(newline=newline)
    for clients in (BUILT_IN, tuple(chosen)):
        client = next((one for one in clients if fits(one.match, target)), None)
        if client is not None:
            profile = _over(profile, client)
    return profile


def fits(match: str, target: Target) -> bool:
    """Tell whether a name with `*` and `?` is the window's program or class, in any case."""
    pattern = re.compile(translate(match.casefold()))
    return any(name and pattern.match(name.casefold()) for name in (target.program, target.kind))


def _over(profile: Profile, client: Client) -> Profile:
    said = {one.name: value for one in fields(Profile) if (value := getattr(client, one.name)) is not None}
    return replace(profile, **said)
