"""The window that the agent works in, on Windows."""

from __future__ import annotations

import os
from typing import Final, Protocol

from kbassist.desktop.ports import Target

# Window classes in which nobody works: task bars with their overflow, the desktop, the switcher of windows, the start
# menu with its search (programs from the store have an ApplicationFrameWindow around), and open menus.
_NO_WORK: Final = frozenset(
    {"Shell_TrayWnd", "Shell_SecondaryTrayWnd", "NotifyIconOverflowWindow", "TopLevelWindowForOverflowXamlIsland",
     "Progman", "WorkerW", "MultitaskingViewFrame", "XamlExplorerHostIslandWindow", "ForegroundStaging",
     "TaskSwitcherWnd", "TaskSwitcherOverlayWnd", "Windows.UI.Core.CoreWindow", "#32768", "#32771"}
)  # fmt: skip


class WindowCalls(Protocol):
    """The calls of Windows that are needed; see `user32.User32`."""

    def foreground(self) -> int: ...  # noqa: D102
    def is_window(self, window: int) -> bool: ...  # noqa: D102
    def owner(self, window: int) -> tuple[int, int]: ...  # noqa: D102
    def class_name(self, window: int) -> str: ...  # noqa: D102
    def rectangle(self, window: int) -> tuple[int, int, int, int] | None: ...  # noqa: D102
    def is_hung(self, window: int) -> bool: ...  # noqa: D102
    def set_foreground(self, window: int) -> bool: ...  # noqa: D102
    def bring_to_top(self, window: int) -> None: ...  # noqa: D102
    def attach(self, thread: int, *, attached: bool) -> None: ...  # noqa: D102
    def focus(self, window: int) -> int: ...  # noqa: D102
    def program(self, process: int) -> str: ...  # noqa: D102


class WindowsActiveWindow:
    """See `ports.ActiveWindow`."""

    def __init__(self, calls: WindowCalls) -> None:
        self._calls = calls

    def current(self) -> int:
        """Return the foreground window of another program; 0 for our own, the desktop, the task bar, or none."""
        window = self._calls.foreground()
        if not window or self._calls.owner(window)[1] == os.getpid():
            return 0
        return 0 if self._calls.class_name(window) in _NO_WORK else window

    def activate(self, window: int) -> None:
        """Give the focus back; where Windows refuses, once more with the input of the present window attached."""
        if window and self._calls.is_window(window):
            self._raise(window)

    def take(self, window: int) -> bool:
        """Bring our window to the front; Windows allows it right after our hotkey, and refuses it now and then."""
        return self._calls.foreground() == window or self._raise(window)

    def _raise(self, window: int) -> bool:
        """Bring a window to the front and tell whether it is there."""
        self._calls.set_foreground(window)
        present = self._calls.foreground()
        if present in {0, window} or self._calls.is_hung(present):  # shared input would hang with it
            return present == window
        thread = self._calls.owner(present)[0]
        self._calls.attach(thread, attached=True)
        try:
            self._calls.bring_to_top(window)
            self._calls.set_foreground(window)
        finally:
            self._calls.attach(thread, attached=False)
        return self._calls.foreground() == window

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x, y, width, height in pixels; None where the window is gone or minimised."""
        return self._calls.rectangle(window) if window else None

    def identify(self, window: int) -> Target:
        """Return program, class, process and focused part of a window; `Target()` where it is gone."""
        if not window or not self._calls.is_window(window):
            return Target()
        process = self._calls.owner(window)[1]
        kind, program = self._calls.class_name(window), self._calls.program(process)
        return Target(window, program, kind, process, self._calls.focus(window))
