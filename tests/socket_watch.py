"""Every socket that a program and its children make and use, as strace sees it from outside."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

# What makes sockets, what names an address, and the one door past system calls.
_CALLS: Final = "socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg,io_uring_setup"
_FAMILY: Final = re.compile(r"\b[AP]F_(\w+)")
_HERE: Final = frozenset({"UNIX", "UNSPEC"})
LONGEST_S: Final = 60


def needs_strace() -> None:
    """Skip a test where strace is not installed; in CI that is a failure."""
    if shutil.which("strace") is None:
        reason = "strace is not installed: run packaging/setup.sh as root"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def watched(log: Path, command: Sequence[str]) -> tuple[str, ...]:
    """Return the command that runs `command` and writes its calls to `log`.

    The watcher is a grandchild, so that the program itself is the process that was started, with its own signals and
    exit code.
    """
    options = ("-D", "-f", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-e", "signal=none", "-s", "200", "-o", str(log))
    return ("strace", *options, *command)


def read(log: Path) -> list[str]:
    """Return the lines of a log when the watcher has ended, which is when all that it watched has."""
    deadline = time.monotonic() + LONGEST_S
    while watchers(log):
        assert time.monotonic() < deadline, f"{log} is still being written"
        time.sleep(0.05)
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def watchers(log: Path) -> list[int]:
    """Return the processes of strace that write this file."""
    found = (process for process in Path("/proc").glob("[0-9]*") if _is_watcher(process, os.fsencode(log)))
    return [int(process.name) for process in found]


def _is_watcher(process: Path, log: bytes) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:  # it has just ended
        return False
    return words[0] == b"strace" and log in words


def leading_away(lines: Sequence[str]) -> list[str]:
    """Return the calls that could leave this computer: of any family of sockets but the file system's own."""
    return [line for line in lines if "io_uring" in line or set(_FAMILY.findall(line)) - _HERE]


def in_files(lines: Sequence[str]) -> list[str]:
    """Return the calls that connect to a socket of the file system; a log without any watched nothing."""
    return [line for line in lines if "connect(" in line and "AF_UNIX" in line]
