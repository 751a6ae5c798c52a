"""A real Chinese input method on a virtual desktop: fcitx5 with pinyin, on a session bus of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from tests.desktop.xvfb import VirtualDesktop, wait_for

NEEDED: Final = ("fcitx5", "fcitx5-remote", "dbus-daemon")
_PROFILE: Final = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


class InputMethod:
    """Programs that are started on the desktop from now on can be typed into in Chinese, once it is `on`.

    Qt speaks to fcitx5 by the protocol of IBus, which fcitx5 serves as well.
    """

    def __init__(self, desktop: VirtualDesktop, home: Path) -> None:
        self._desktop = desktop
        profile = home / ".config" / "fcitx5" / "profile"
        profile.parent.mkdir(parents=True)
        profile.write_text(_PROFILE, encoding="utf-8")
        desktop.env |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        desktop.env |= {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}  # else Qt looks for ibus-daemon
        desktop.env["DBUS_SESSION_BUS_ADDRESS"] = self._bus()
        desktop.start("fcitx5", "--disable=notificationitem")
        wait_for(self._remote, what="fcitx5")

    def _bus(self) -> str:
        bus = self._desktop.start("dbus-daemon", "--session", "--nofork", "--print-address", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        return str(bus.stdout.readline().decode().strip())

    def turn_on(self) -> None:
        """Compose Chinese in the window that has the focus."""

        def composes() -> bool:
            self._remote("-o")
            return self._remote() == "2" and self._remote("-n") == "pinyin"

        wait_for(composes, what="pinyin to be on")

    def _remote(self, *arguments: str) -> str:
        return self._desktop.run("fcitx5-remote", *arguments).strip()
