"""A real X11 desktop, and small programs that use the ports on it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest

from tests.desktop.xvfb import VirtualDesktop, end


class Starts(Protocol):
    """A desktop that starts programs."""

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]: ...


class HostProgram:
    """One `tests.desktop.host` on a desktop."""

    def __init__(self, desktop: Starts, **env: str) -> None:
        self.process = desktop.start(
            sys.executable, "-m", "tests.desktop.host", env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._kept: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._next("answer")["answer"] == "ready"

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def close(self) -> None:
        """End the program."""
        self.process.terminate()
        self._reader.join(10)
        end(self.process)

    def _next(self, *kinds: str, seconds: float = 15.0) -> dict[str, Any]:
        """Return the next line of one of these kinds; others are kept for later."""
        for line in self._kept:
            if any(kind in line for kind in kinds):
                self._kept.remove(line)
                return line
        deadline = time.monotonic() + seconds
        while True:
            line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            if any(kind in line for kind in kinds):
                return line
            self._kept.append(line)

    def ask(self, *command: Any) -> dict[str, Any]:
        """Send a command and return its answer or error."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()
        return self._next("answer", "error")

    def do(self, *command: Any) -> Any:
        """Send a command that must succeed and return its value."""
        reply = self.ask(*command)
        assert "answer" in reply, reply
        return reply["answer"]

    def event(self, seconds: float = 15.0) -> dict[str, Any]:
        """Return the next event."""
        return self._next("event", seconds=seconds)

    def events(self) -> list[dict[str, Any]]:
        """Return the events until now: everything that happened before this call has been told."""
        self.do("bound")
        self.do("bound")  # a press is told from a timer, after the first answer at the latest
        found = [line for line in self._kept if "event" in line]
        self._kept = [line for line in self._kept if "event" not in line]
        return found


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """One virtual desktop for the tests of a module."""
    with VirtualDesktop() as found:
        yield found


@pytest.fixture
def host(desktop: VirtualDesktop) -> Iterator[Callable[..., HostProgram]]:
    """Start a program with the real ports; ends with the test."""
    with ExitStack() as stack:

        def start(**env: str) -> HostProgram:
            program = HostProgram(desktop, **env)
            stack.callback(program.close)
            return program

        yield start
