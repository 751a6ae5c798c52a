"""The tray on a real desktop: the icon is there, can be clicked, and comes back with a new tray host."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.desktop.xvfb import VirtualDesktop, end, wait_for

pytestmark = pytest.mark.e2e


class TrayProgram:
    """One `tests.desktop.tray_host` on a virtual desktop."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop
        self.process = desktop.start(
            sys.executable, "-m", "tests.desktop.tray_host", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.line() == {"ready": True}

    def line(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def icon(self) -> list[int]:
        """Return x, y, width and height of the icon; the width is 0 where no tray shows it."""
        assert self.process.stdin
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        rectangle: list[int] = self.line()["icon"]
        return rectangle

    def is_shown(self) -> bool:
        """Tell whether the icon lies in the tray at the bottom of the screen."""
        _x, y, width, _height = self.icon()
        return width > 0 and y > 700

    def click(self) -> None:
        x, y, width, height = self.icon()
        self.desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", 1)


def test_the_icon_is_clicked_and_comes_back_with_a_new_tray_host() -> None:
    with VirtualDesktop() as desktop:
        host = desktop.start_tray()
        program = TrayProgram(desktop)
        wait_for(program.is_shown, what="the icon")
        program.click()
        assert program.line() == {"wish": "search"}
        end(host)
        wait_for(lambda: not desktop.windows("panel"), what="the tray host's end")
        desktop.start_tray()
        wait_for(program.is_shown, 20, what="the icon in the new tray")
        program.click()
        assert program.line() == {"wish": "search"}
