"""Sign-in, sessions and looks on a real Windows, or on wine: the registry, locks, pipes and marks themselves."""

from __future__ import annotations

import ctypes as c
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("calls Windows", allow_module_level=True)

from kbassist.desktop import autostart_windows as run_key
from kbassist.desktop.autostart_windows import RunKeys, WindowsAutostart
from kbassist.desktop.look_windows import SystemColours, WindowsLook
from kbassist.desktop.session_windows import WindowsSessions
from kbassist.desktop.user32 import load
from kbassist.registry import Hive, here
from tests.desktop.windows_hands import ThisDesktop
from tests.desktop.xvfb import end


def test_the_run_key_is_written_read_and_cleared() -> None:
    keys = RunKeys()
    before = keys.get(Hive.USER, run_key.RUN, run_key.NAME)
    program = run_key.PureWindowsPath(r"C:\用户 王\kbassist.exe")
    ours = WindowsAutostart(keys, program)
    try:
        ours.set(True)
        assert keys.get(Hive.USER, run_key.RUN, run_key.NAME) == f'"{program}"'
        assert ours.enabled()
        ours.set(False)
        ours.set(False)
        assert keys.get(Hive.USER, run_key.RUN, run_key.NAME) is None
        assert not ours.enabled()
    finally:
        if isinstance(before, str):
            keys.put(run_key.RUN, run_key.NAME, before)


def begin(profile: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.desktop.start", str(profile), "1", "七天"]
    return ThisDesktop().start(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_second_start_hands_its_request_over_and_the_session_sees_a_mark(tmp_path: Path) -> None:
    profile = tmp_path / "用户 王芳"
    first = begin(profile)
    assert first.stdout
    assert json.loads(first.stdout.readline()) == {"role": "first"}
    kernel = load("kernel32.dll")
    kernel.OpenMutexW.argtypes, kernel.OpenMutexW.restype = (c.c_uint32, c.c_int, c.c_wchar_p), c.c_void_p
    stem = next(profile.glob("*.lock")).stem
    assert kernel.OpenMutexW(0x100000, 0, f"Local\\kbassist-{stem}")
    second = begin(profile)
    assert [json.loads(line) for line in second.communicate(b"", timeout=60)[0].splitlines()] == [{"role": "later"}]
    assert json.loads(first.communicate(b"", timeout=60)[0].splitlines()[-1]) == {"queries": ["七天"]}
    third = begin(profile)
    assert third.stdout
    assert json.loads(third.stdout.readline()) == {"role": "first"}
    end(third)


def test_after_a_kill_the_next_start_is_the_first(tmp_path: Path) -> None:
    for _start in range(2):
        program = begin(tmp_path)
        assert program.stdout
        assert json.loads(program.stdout.readline()) == {"role": "first"}
        program.kill()
        program.communicate(timeout=20)


def test_what_a_computer_of_another_name_left_behind_is_removed(tmp_path: Path) -> None:
    before = begin(tmp_path)
    assert before.stdout
    before.stdout.readline()
    end(before)
    lock = next(tmp_path.glob("*.lock"))
    lock.write_text("4711\nkbassist\nPC-BEFORE\n\n\n", encoding="ascii")
    after = begin(tmp_path)
    assert after.stdout
    assert json.loads(after.stdout.readline()) == {"role": "first"}
    end(after)


def test_our_session_is_known() -> None:
    sessions = WindowsSessions()
    assert sessions.of(os.getpid()) == sessions.own()
    assert isinstance(sessions.place(sessions.own()), str)
    assert sessions.place(99_999) == ""
    mark = sessions.mark("kbassist-test")
    assert mark
    sessions.unmark(mark)


def test_the_look_of_the_system_is_read() -> None:
    look = WindowsLook(SystemColours(), here()).read()
    colours = [look.accent] if look.contrast is None else [look.contrast.window, look.contrast.text]
    assert all(
        not colour or (colour[0] == "#" and int(colour[1:], 16) >= 0 and len(colour) == 7) for colour in colours
    )
    assert SystemColours().colour(5) != SystemColours().colour(8), "a window and its text"
