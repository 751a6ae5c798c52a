"""The window that the agent works in, on X11, as the window manager tells it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from PySide6.QtGui import QGuiApplication

from kbassist.desktop.ports import Target

_AS_PAGER: Final = 2  # the user asked for it, so focus-stealing prevention does not apply
_NOW: Final = 0


class WindowServer(Protocol):
    """What is needed of an X server; see `xcb.Server`."""

    root: int

    def atom(self, name: str) -> int: ...  # noqa: D102
    def numbers(self, window: int, atom: int, most: int = 1024) -> tuple[int, ...]: ...  # noqa: D102
    def letters(self, window: int, atom: int, most: int = 256) -> bytes: ...  # noqa: D102
    def geometry(self, window: int) -> tuple[int, int, int, int] | None: ...  # noqa: D102
    def tell_window_manager(self, window: int, message: int, data: Sequence[int]) -> None: ...  # noqa: D102


class X11ActiveWindow:
    """See `ports.ActiveWindow`."""

    def __init__(self, server: WindowServer) -> None:
        self._server = server
        self._active = server.atom("_NET_ACTIVE_WINDOW")
        self._types = server.atom("_NET_WM_WINDOW_TYPE")
        self._class, self._process = server.atom("WM_CLASS"), server.atom("_NET_WM_PID")
        self._no_work = {server.atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in ("DESKTOP", "DOCK")}

    def current(self) -> int:
        """Return the active window of another program; 0 for our own, the desktop, a panel, or none."""
        window = next(iter(self._server.numbers(self._server.root, self._active, 1)), 0)
        if not window or window in own_windows():
            return 0
        return 0 if self._no_work.intersection(self._server.numbers(window, self._types)) else window

    def activate(self, window: int) -> None:
        """Ask the window manager to give the focus to a window."""
        if window:
            self._server.tell_window_manager(window, self._active, (_AS_PAGER, _NOW, 0, 0, 0))

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x, y, width, height of the window without its frame, in pixels; None where it is gone."""
        return self._server.geometry(window) if window else None

    def identify(self, window: int) -> Target:
        """Return instance and class (`WM_CLASS`) and process of a window; `Target()` where it is gone."""
        if not window or self._server.geometry(window) is None:
            return Target()
        words = self._server.letters(window, self._class).decode("utf-8", "replace").split("\0")
        process = next(iter(self._server.numbers(window, self._process, 1)), 0)
        return Target(window, words[0], words[1] if len(words) > 1 else "", process)

    def take(self, window: int) -> bool:
        """Leave it to the window manager, which Qt asks with the time of the key press."""
        return True


def own_windows() -> Collection[int]:
    """Return the native ids of this program's visible windows."""
    return {int(window.winId()) for window in QGuiApplication.topLevelWindows() if window.isVisible()}
