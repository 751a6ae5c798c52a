"""One program per profile: many starts at once, crashes, hangs, and strangers at the socket."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSysInfo
from pytestqt.qtbot import QtBot

from kbassist.desktop import instance, private_folder, sessions
from kbassist.desktop.instance import FirstInstance, InstanceElsewhere, InstanceHangs, Request, claim
from kbassist.desktop.sessions import OneSession
from kbassist.errors import KbassistError
from tests.systems import WINDOWS, posix_only


def start(profile: Path, expected: int, query: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.desktop.start", str(profile), str(expected), query]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def answers(process: subprocess.Popen[str]) -> list[dict[str, object]]:
    output, _errors = process.communicate(timeout=90)
    assert process.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


def become_first(profile: Path) -> FirstInstance:
    first = claim(profile, Request())
    assert first is not None
    return first


OWN_FOLDER = posix_only("a pipe has no place in the file system, and needs no folder of the user's own")


def socket_file() -> Path:
    found = list(Path(os.environ["XDG_RUNTIME_DIR"]).glob("*.sock"))
    assert len(found) == 1
    return found[0]


def stem(profile: Path) -> str:
    """Return what socket, pipe and mark of a running program are named by."""
    return next(profile.glob("*.lock")).stem if WINDOWS else socket_file().stem


class FakeSessions(OneSession):
    """A computer with several sessions: process → session; every other process is in ours."""

    def __init__(self, others: dict[int, int] | None = None) -> None:
        self.others = others or {}
        self.allowed: list[int] = []
        self.marks: list[str] = []

    def own(self) -> int:
        return 1

    def of(self, process: int) -> int | None:
        return self.others.get(process, 1)

    def place(self, session: int) -> str:
        return {2: "RDP-Tcp#3"}.get(session, "")

    def mark(self, name: str) -> int:
        self.marks.append(name)
        return len(self.marks)

    def unmark(self, mark: int) -> None:
        del self.marks[mark - 1]

    def allow_foreground(self, process: int) -> None:
        self.allowed.append(process)


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("r")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_twenty_starts_at_once_give_one_program_and_lose_no_request(tmp_path: Path) -> None:
    starts = [start(tmp_path, 19, f"退款 {number}") for number in range(20)]
    said = [answers(process) for process in starts]
    firsts = [lines for lines in said if lines[0]["role"] == "first"]
    assert len(firsts) == 1
    assert sum(lines == [{"role": "later"}] for lines in said) == 19
    queries = firsts[0][1]["queries"]
    assert isinstance(queries, list)
    assert len(set(queries)) == 19


def test_after_a_crash_the_next_start_is_the_first(tmp_path: Path) -> None:
    crashed = start(tmp_path, 5)
    assert crashed.stdout
    assert json.loads(crashed.stdout.readline()) == {"role": "first"}
    crashed.kill()
    crashed.communicate(timeout=10)
    assert WINDOWS or socket_file().exists(), "the crash left its socket behind"
    assert answers(start(tmp_path, 0))[0] == {"role": "first"}


def test_profiles_do_not_know_each_other(qtbot: QtBot, tmp_path: Path) -> None:
    one, two = become_first(tmp_path / "one"), become_first(tmp_path / "two")
    one.close()
    two.close()


def test_a_program_that_ended_leaves_the_place_free(qtbot: QtBot, tmp_path: Path) -> None:
    become_first(tmp_path).close()
    become_first(tmp_path).close()


def test_a_hung_program_is_named(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_ANSWER_MS", 300)
    hung = start(tmp_path, 5)
    assert hung.stdout
    hung.stdout.readline()
    psutil.Process(hung.pid).suspend()
    try:
        with pytest.raises(InstanceHangs) as caught:
            claim(tmp_path, Request("退款"))
        assert str(hung.pid) in str(caught.value.hint)
    finally:
        hung.kill()
        hung.communicate(timeout=10)


def test_the_running_program_may_raise_its_window(qtbot: QtBot, tmp_path: Path) -> None:
    running = start(tmp_path, 1)
    assert running.stdout
    running.stdout.readline()
    sessions = FakeSessions()
    assert claim(tmp_path, Request("七天"), sessions) is None
    assert sessions.allowed == [running.pid]
    assert answers(running)[0]["queries"] == ["七天"]


@pytest.mark.parametrize(("session", "name"), [(2, "2 RDP-Tcp#3"), (0, "0")])
def test_a_program_in_another_session_is_named_and_not_waited_for(
    qtbot: QtBot, tmp_path: Path, session: int, name: str
) -> None:
    running = start(tmp_path, 1)
    assert running.stdout
    running.stdout.readline()
    with pytest.raises(InstanceElsewhere, match=rf"session {name}\)"):
        claim(tmp_path, Request("七天"), FakeSessions({running.pid: session}))
    assert claim(tmp_path, Request("七天"), FakeSessions()) is None
    assert answers(running)[0]["queries"] == ["七天"]


def test_a_program_on_another_computer_is_named(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = become_first(tmp_path)
    monkeypatch.setattr(instance.QSysInfo, "machineHostName", lambda: "PC-0815")
    with pytest.raises(InstanceElsewhere, match=f"(?i)computer {socket.gethostname()}"):
        claim(tmp_path, Request())
    first.close()


def test_a_computer_may_write_its_name_in_two_ways(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start(tmp_path, 1)
    assert running.stdout
    running.stdout.readline()
    other = f"{QSysInfo.machineHostName().upper()}.example.com"
    monkeypatch.setattr(instance.QSysInfo, "machineHostName", lambda: other)
    assert claim(tmp_path, Request("七天")) is None
    assert answers(running)[0]["queries"] == ["七天"]


def test_the_session_sees_a_mark_as_long_as_the_program_runs(qtbot: QtBot, tmp_path: Path) -> None:
    sessions = FakeSessions()
    first = claim(tmp_path, Request(), sessions)
    assert first is not None
    assert sessions.marks == [f"kbassist-{stem(tmp_path)}"]
    first.close()
    assert sessions.marks == []


@OWN_FOLDER
def test_only_this_user_can_reach_the_socket(qtbot: QtBot, tmp_path: Path) -> None:
    first = become_first(tmp_path)
    assert stat.S_IMODE(socket_file().stat().st_mode) == 0o700
    first.close()


@OWN_FOLDER
def test_a_session_folder_open_to_others_is_not_used(
    qtbot: QtBot, tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.chmod(0o755)
    monkeypatch.setattr(private_folder.tempfile, "gettempdir", lambda: str(tmp_path))
    become_first(tmp_path).close()
    own = tmp_path / f"kbassist-{os.getuid()}"
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert not list(runtime.iterdir())


@OWN_FOLDER
def test_a_folder_prepared_by_another_user_is_refused(
    qtbot: QtBot, tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.chmod(0o755)
    (tmp_path / f"kbassist-{os.getuid()}").mkdir(mode=0o777)
    (tmp_path / f"kbassist-{os.getuid()}").chmod(0o777)
    monkeypatch.setattr(private_folder.tempfile, "gettempdir", lambda: str(tmp_path))
    with pytest.raises(KbassistError, match="entered by other users"):
        claim(tmp_path, Request())


def converse(profile: Path, message: bytes) -> bytes:
    """Say something to the running program and return its answer, nothing where it hangs up."""
    if WINDOWS:
        name = rf"\\.\pipe\kbassist-{stem(profile)}-{sessions.here().own()}"
        with open(name, "r+b", buffering=0) as pipe:  # noqa: PTH123 - no path
            pipe.write(message)
            return pipe.read(100)
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.settimeout(10)
        visitor.connect(str(socket_file()))
        visitor.sendall(message)
        return visitor.recv(100)


def knock(profile: Path, message: bytes, answers: list[bytes]) -> threading.Thread:
    def visit() -> None:
        try:
            answers.append(converse(profile, message))
        except OSError as error:  # hung up in mid-word
            assert error.errno != errno.ENOENT
            answers.append(b"")

    thread = threading.Thread(target=visit)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("message", "answer", "asked"),
    [
        (b"show\n", b"ok\n", [Request()]),
        ("search 退款\n".encode(), b"ok\n", [Request("退款")]),
        (b"search " + b"x" * 200 + b"\n", b"ok\n", [Request("x" * 200)]),
        (b"search " + b"x" * 201 + b"\n", b"", []),
        (b"x" * 100_000, b"", []),
        (b"quit\n", b"", []),
        (b"show me\n", b"", []),
        (b"search \xff\xfe\n", b"", []),
        (b"search a\x1bb\n", b"", []),
        (b"\n", b"", []),
        (b"sho", b"", []),
    ],
    ids=[
        "show",
        "search",
        "longest",
        "too long",
        "flood",
        "unknown",
        "argument",
        "no text",
        "control",
        "empty",
        "mute",
    ],
)
def test_strangers_get_the_two_verbs_and_nothing_else(
    qtbot: QtBot, tmp_path: Path, message: bytes, answer: bytes, asked: list[Request]
) -> None:
    first = become_first(tmp_path)
    requests: list[Request] = []
    got: list[bytes] = []
    first.requested.connect(requests.append)
    visit = knock(tmp_path, message, got)
    qtbot.waitUntil(lambda: not visit.is_alive(), timeout=15_000)
    assert got == [answer]
    assert requests == asked
    first.close()


@given(st.text(max_size=300))
def test_any_query_survives_the_line_or_is_cut(query: str) -> None:
    wanted = " ".join(query.encode("utf-8", "ignore").decode().split())[: instance.LONGEST_QUERY].strip()
    line = Request(wanted).encode()
    assert line.count(b"\n") == 1
    assert len(line) < instance.LONGEST_MESSAGE
    decoded = Request.decode(line)
    assert decoded == Request(wanted) if wanted.isprintable() else decoded is None


@given(st.binary(max_size=300))
def test_no_line_breaks_the_reader(line: bytes) -> None:
    request = Request.decode(line)
    assert request is None or len(request.query) <= instance.LONGEST_QUERY
