"""The packaged program opens no network connection on Windows: wine is watched through a working day.

Wine makes a Windows program's sockets in its server, so the server and the program's own processes must have none.
What wine's other processes do (it lists network cards, and its Notepad asks for printers) they do without us.

One socket is made that goes nowhere: Python's asyncio, which Liquid's loaders import, asks Windows through it for the
addresses of functions, and closes it.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("pefile", reason="only the environment of the build has it")

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.conftest import write_library
from tests.e2e.installed import needs_products, product
from tests.e2e.seat import answer_by_paste
from tests.e2e.wine_desk import SCREEN, Machine, WineDesk, prepare, switched_on
from tests.packaging.wine.prefix import Windows, living, make
from tests.socket_watch import in_files, leading_away, needs_strace, read, watched
from tests.updates.publisher import Publisher

pytestmark = needs_products()

_SERVER: Final = re.compile(r'bind\(\d+, \{sa_family=AF_UNIX, sun_path="socket"')
_IDLE: Final = "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)"
_SAID: Final = re.compile(r"[AP]F_\w+|IPPROTO_\w+|SOCK_(?:STREAM|DGRAM|RAW)|port=htons\(\d+\)|inet_\w+\([^)]*\)")


@dataclass(frozen=True)
class Watch:
    """What was started through `wine`: a log for each start, named after the program."""

    folder: Path

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let `wine` be watched from now on, and with the first program the server that starts with it."""
        self.folder.mkdir()
        real, shim = shutil.which("wine"), self.folder / "bin" / "wine"
        assert real is not None
        shim.parent.mkdir()
        command = " ".join(f"'{word}'" for word in watched(Path("LOG"), (real,)))
        log = f"""'{self.folder}'/"$(basename "$1" | tr '\\\\' '-')-$$.txt\""""
        shim.write_text(f"""#!/bin/sh\nexec {command.replace("'LOG'", log)} "$@"\n""", encoding="utf-8")
        shim.chmod(0o755)
        monkeypatch.setenv("PATH", str(shim.parent), prepend=":")

    def lines(self, program: str = "") -> list[str]:
        """Return what the starts of a program did, of all without a name; nothing of it may run any more."""
        return [line for log in self.starts(program) for line in read(log)]

    def starts(self, program: str = "") -> list[Path]:
        """Return the logs of a program, of all without a name."""
        return sorted(self.folder.glob(f"{program}*.txt"))

    def of_server(self) -> list[str]:
        """Return what wine's servers did, which make the sockets of every Windows program."""
        lines = self.lines()
        servers = {line.split()[0] for line in lines if _SERVER.search(line)}
        assert servers, "no server was seen to start"
        return [line for line in lines if line.split()[0] in servers]

    def kinds(self) -> set[str]:
        """Return what wine and its programs did that leads away: call, family, protocol and address."""
        return {" ".join([line.split()[1].split("(")[0], *_SAID.findall(line)]) for line in used(self.lines())}


def used(lines: list[str]) -> list[str]:
    """Return the calls that lead away, without the making of a socket that may stay idle."""
    return [line for line in leading_away(lines) if _IDLE not in line]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    needs_strace()
    return Watch(tmp_path / "watch")


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    """A fresh Windows with the portable program in it."""
    found = make(tmp_path / "wine")
    shutil.unpack_archive(product("*-portable.zip"), found.drive)
    return found


def test_a_whole_working_day_opens_no_connection(
    windows: Windows, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = next(windows.drive.glob("kbassist-*"))
    bare = Watch(tmp_path / "bare")
    with VirtualDesktop(f"{SCREEN}x24", window_manager=False) as desktop:
        prepare(windows.on(desktop.display))
        windows.on(desktop.display).end()
        for of, works in ((bare, False), (watch, True)):
            with monkeypatch.context() as patch:
                of.begin(patch)
                with switched_on(windows, desktop, top) as machine:
                    if works:
                        work(WineDesk(machine, tmp_path / "desk", write_library(tmp_path / "library")))
                        look_for_updates(machine, Publisher(tmp_path / "releases"))
    program = watch.lines("kbassist")
    assert in_files(program), "the watch saw nothing of the program, not even the screen"
    assert leading_away(program) == []
    assert used(watch.of_server()) == []
    assert len(leading_away(watch.of_server())) <= len(watch.starts("kbassist"))  # one for each start, and idle
    assert watch.kinds() <= bare.kinds()


def work(desk: WineDesk) -> None:
    """Answer a customer by pasting, look at the settings, start a second time, ask on the command line, end."""
    desk.open_chat()
    desk.start()
    answer_by_paste(desk)
    desk.choose_in_tray("settings")
    wait_for(lambda: desk.shown("^设置"), what="the settings")
    desk.press("Escape")
    assert desk.start_second("--search", "wh") == 0
    wait_for(desk.shown, what="the quick window")
    assert desk.command("search", "退款")
    desk.quit()


def look_for_updates(machine: Machine, publisher: Publisher) -> None:
    """Let the packaged program check a signature and read a folder; it has all that it needs for that."""
    publisher.publish("99.0.0")
    source = ("--folder", machine.windows.path(publisher.folder), "--key", publisher.public)
    done = machine.windows.run(machine.top / "kbassist-cli.exe", "update", *source)
    assert done.code == 10, done.text


@pytest.mark.parametrize("way", ["connect", "send", "listen"])
def test_the_watch_sees_every_way_out(
    way: str, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, program = Path(__file__).with_name("caller.c"), tmp_path / "caller.exe"
    command = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-o", str(program), str(source), "-lws2_32"]
    subprocess.run(command, check=True, timeout=60)
    with living(tmp_path / "wine") as windows, socket.create_server(("127.0.0.1", 0)) as server:
        watch.begin(monkeypatch)
        assert windows.run(program, way, str(server.getsockname()[1])).code == 0
    assert used([*watch.of_server(), *watch.lines("caller")])
