"""The sessions of a computer: one user can have several, and a window is seen in its own alone."""

from __future__ import annotations

import sys
from typing import Protocol


class Sessions(Protocol):
    """The sessions of a computer, where one user can have several; see `session_windows.WindowsSessions`."""

    def own(self) -> int: ...  # noqa: D102
    def of(self, process: int) -> int | None: ...  # noqa: D102
    def place(self, session: int) -> str: ...  # noqa: D102
    def mark(self, name: str) -> int: ...  # noqa: D102
    def unmark(self, mark: int) -> None: ...  # noqa: D102
    def allow_foreground(self, process: int) -> None: ...  # noqa: D102


class OneSession:
    """See `Sessions`: every process that is reached at all is in ours."""

    def own(self) -> int:
        """Return 0."""
        return 0

    def of(self, process: int) -> int | None:
        """Return 0."""
        return 0

    def place(self, session: int) -> str:
        """Return nothing."""
        return ""

    def mark(self, name: str) -> int:
        """Return that there is no mark."""
        return 0

    def unmark(self, mark: int) -> None:
        """Do nothing."""

    def allow_foreground(self, process: int) -> None:
        """Do nothing: the first instance may raise its window at any time."""


def here() -> Sessions:
    """Return the sessions of this computer; those of Windows alone matter."""
    if sys.platform == "win32":
        from kbassist.desktop.session_windows import WindowsSessions

        return WindowsSessions()
    return OneSession()
