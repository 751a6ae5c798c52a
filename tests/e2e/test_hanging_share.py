"""A library on a share whose server is gone: each look at it takes a minute, and the agent goes on answering.

The share is a folder, and the system calls that touch it are held up by strace.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import Desk
from tests.socket_watch import watchers

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("strace")]

GREETING = "您好，很高兴为您服务，请问有什么可以帮您？"
HELD_UP_S = 120
CALLS = "%file,getdents64"


class FarDesktop(VirtualDesktop):
    """A desktop whose programs see `share` hang from their start, if it is named; `log` names what holds it up."""

    share: Path | None = None
    log = Path(os.devnull)

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        if self.share is not None and "kbassist" in command:
            command = ("strace", "-D", *held_up(self.share, self.log), *command)
        return super().start(*command, **options)


@pytest.fixture
def desktop() -> Iterator[FarDesktop]:
    with FarDesktop(tray=True) as found:
        yield found


def held_up(share: Path, log: Path) -> list[str]:
    """Return the options of strace that hold up each call that names or lists something in a folder."""
    options = ["-f", "-qq", "-o", str(log), "-e", f"trace={CALLS}"]
    options += ["-e", f"inject={CALLS}:delay_enter={HELD_UP_S}s"]
    for path in (share, *share.rglob("*")):
        options += ["-P", str(path)]
    return options


@contextmanager
def hanging(desk: Desk) -> Iterator[None]:
    """Let the library hang for the program that runs."""
    assert desk.library is not None
    command = ["strace", *held_up(desk.library, Path(os.devnull)), "-p", str(desk.last.pid)]
    with subprocess.Popen(command) as watcher:
        try:
            yield
        finally:
            watcher.kill()  # asked to end it waits for the calls that it holds up; the kernel lets go of them at once


def greet(desk: Desk) -> None:
    """Get the greeting onto the clipboard by hotkey, shortcut and Enter."""
    desk.copy("before")
    desk.summon()
    desk.type("wh")
    desk.press("Return")
    desk.gone()
    wait_for(lambda: desk.clipboard() == GREETING, what="the greeting")


def test_while_the_share_hangs_answers_come_as_ever_and_it_is_said(desk: Desk) -> None:
    desk.open_chat()
    desk.start()
    with hanging(desk):
        wait_for(lambda: len(desk.marked("loaded")) == 2, 30, "the program to notice")
        greet(desk)
    wait_for(lambda: len(desk.marked("loaded")) == 3, 30, "the share to be back")
    greet(desk)
    desk.quit()


def test_a_start_while_the_share_hangs_answers_from_what_was_kept(
    desk: Desk, desktop: FarDesktop, tmp_path: Path
) -> None:
    desk.open_chat()
    desk.start()
    desk.quit()
    desktop.share, desktop.log = desk.library, tmp_path / "held-up.txt"
    desk.start()
    greet(desk)
    for watcher in watchers(desktop.log):
        os.kill(watcher, signal.SIGKILL)
    wait_for(lambda: len(desk.marked("loaded")) == 2, 30, "the share to be back")
    greet(desk)
    desk.quit()
