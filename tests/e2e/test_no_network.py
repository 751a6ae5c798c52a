"""The program opens no network connection: watched from outside, from its start to its end, and for every command."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kbassist.cli.app import app
from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import QUICK, Desk
from tests.e2e.seat import answer_by_paste
from tests.socket_watch import in_files, leading_away, read, watched
from tests.updates.publisher import Publisher

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("strace")]


class WatchedDesktop(VirtualDesktop):
    """A desktop where every start of our program is watched; `logs` are where it is written, one for each start."""

    def __init__(self, folder: Path) -> None:
        super().__init__(tray=True)
        self._folder = folder
        self.logs: list[Path] = []

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        if "kbassist" in command:
            self.logs.append(self._folder / f"sockets-{len(self.logs)}.txt")
            command = watched(self.logs[-1], command)
        return super().start(*command, **options)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[WatchedDesktop]:
    with WatchedDesktop(tmp_path) as found:
        yield found


def test_a_whole_working_day_opens_no_connection(desk: Desk, desktop: WatchedDesktop) -> None:
    desk.open_chat()
    desk.start()
    answer_by_paste(desk)
    answer_by_copy(desk)
    desk.choose_in_tray("settings")
    wait_for(lambda: desk.shown("^设置"), what="the settings")
    desk.press("Escape")
    assert desk.start_second("--search", "退款") == 0
    wait_for(desk.shown, what="the quick window")
    desk.press("Escape", "Escape")
    desk.quit()
    assert len(desktop.logs) == 2  # the program, and its second start
    for log in desktop.logs:
        lines = read(log)
        assert leading_away(lines) == []
        assert in_files(lines), "the watch saw nothing, not even the screen"


def answer_by_copy(desk: Desk) -> None:
    """Search in other words, then copy a reply without fields."""
    desk.summon()
    desk.type("refund")
    desk.press("ctrl+a")
    desk.type("wh")
    desk.press("Return")
    desk.gone()
    assert not desk.desktop.windows(QUICK)


GUIDE = """---
编号: call
标题: 退款来电
类型: 流程
---

## 接通
问候。

- [问退款](#结束)

## 结束
道谢。
"""
# How each command ends; `desk` has a test of its own above.
COMMANDS = {
    "search 退款多久到账 --explain": 0,
    "show refund-arrival": 0,
    "fill refund-time --channel 微信 --set 称呼=王女士 --set 金额=199": 0,
    "preview refund-time": 0,
    "guide call --choices 1": 0,
    "check --golden golden.yaml": 0,
    "reviewed refund-time": 0,
    "eval-run --queries questions.jsonl --out answers.tsv": 0,
    "index --rebuild": 0,
    "notes": 0,
    "proposals": 0,
    "reminders": 0,
    "doctor": 0,
    "new article 价保 --category promotion --id price-protection": 0,
    "update --folder releases --key KEY --files": 10,
    "update": 2,
    "--version": 0,
}
ONLY_HERE = frozenset(
    {"notes", "proposals", "reminders", "update", "--version"}
)  # they take no library, or need none


def test_every_command_is_watched() -> None:
    names = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group
    assert names == {line.split()[0] for line in COMMANDS} - {"--version"} | {"desk"}


def test_no_command_opens_a_connection(tmp_path: Path, library: Path) -> None:
    for place, text in (
        (library / "kb" / "call.md", GUIDE),
        (tmp_path / "questions.jsonl", '{"_id": "1", "text": "退款多久到账"}\n'),
        (tmp_path / "golden.yaml", "- {question: 退款多久到账, expect: refund-arrival}\n"),
    ):
        place.write_text(text, encoding="utf-8")
    publisher = Publisher(tmp_path / "releases")
    publisher.publish("99.0.0")
    seen = []
    for number, (line, code) in enumerate(COMMANDS.items()):
        words = [publisher.public if word == "KEY" else word for word in line.split()]
        on = [] if words[0] in ONLY_HERE else ["--library", str(library)]
        log = tmp_path / f"sockets-{number}.txt"
        done = run(log, sys.executable, "-m", "kbassist", *words, *on, cwd=tmp_path)
        assert done.returncode == code, (line, done.stderr)
        seen += [f"{line}: {call}" for call in leading_away(read(log))]
    assert seen == []


def run(log: Path, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end under the watch."""
    return subprocess.run(
        watched(log, command),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        "socket.create_server(('127.0.0.1', 0))",
        "socket.socket(socket.AF_INET6)",
        "threading.Thread(target=socket.socket).start()",
        "subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])",
    ],
)
def test_the_watch_sees_every_way_out(tmp_path: Path, attempt: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        attempt = attempt.replace("PORT", str(server.getsockname()[1]))
        log = tmp_path / "sockets.txt"
        run(log, sys.executable, "-c", f"import socket, subprocess, sys, threading; {attempt}", cwd=tmp_path)
        assert leading_away(read(log))
