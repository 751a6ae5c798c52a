"""Holding background work back while the agent types."""

from __future__ import annotations

import threading
import time
from typing import Final

REST_S: Final = 1.5
"""How long nobody types before computing goes on."""


class Pace:
    """Holds a lane back while the agent types, and ends its work at once; `touch` and `stop` are for any thread."""

    def __init__(self, rest: float = REST_S) -> None:
        self._rest = rest
        self._typed = -rest
        self._stopped = threading.Event()

    def touch(self) -> None:
        """Say that a key was pressed just now; costs nothing."""
        self._typed = time.monotonic()

    def stop(self) -> None:
        """Let nothing go on, for good."""
        self._stopped.set()

    def may_go_on(self) -> bool:
        """Wait until nobody types; return False once stopped."""
        while not self._stopped.is_set():
            left = self._typed + self._rest - time.monotonic()
            if left <= 0:
                return True
            self._stopped.wait(left)
        return False
