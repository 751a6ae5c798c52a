"""Windows and keyboard of a Windows desktop as a paste needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from kbassist.desktop.active_window_windows import WindowCalls
from kbassist.desktop.paste_chain import Sent
from kbassist.desktop.ports import ActiveWindow, Target

_KEYS: Final[Mapping[str, int]] = {"ctrl": 0x11, "shift": 0x10, "insert": 0x2D, "enter": 0x0D, "v": 0x56}
# Shift, Ctrl, Alt, the Windows keys; and Enter, which would be repeated into the window.
_HELD: Final = (0x10, 0x11, 0x12, 0x5B, 0x5C, 0x0D)


class PasteCalls(WindowCalls, Protocol):
    """The calls of Windows that are needed; see `input_windows.WindowsInput`."""

    def is_down(self, virtual_key: int) -> bool: ...  # noqa: D102
    def send(self, keys: tuple[int, ...]) -> bool: ...  # noqa: D102
    def root(self, window: int) -> int: ...  # noqa: D102
    def set_focus(self, window: int) -> None: ...  # noqa: D102
    def integrity(self, process: int) -> int | None: ...  # noqa: D102
    def own_integrity(self) -> int | None: ...  # noqa: D102


class WindowsSeat:
    """See `paste_chain.Seat`."""

    def __init__(self, calls: PasteCalls, windows: ActiveWindow) -> None:
        self._calls, self._windows = calls, windows

    def identify(self, window: int) -> Target:
        """Return what is known of a window."""
        return self._windows.identify(window)

    def give_focus(self, target: Target) -> None:
        """Bring the window to the front, and the focus to the part that had it, where it is in another now."""
        self._windows.activate(target.window)
        if not target.child or self._calls.foreground() != target.window:
            return
        if self._calls.focus(target.window) != target.child and self._calls.root(target.child) == target.window:
            thread = self._calls.owner(target.child)[0]
            self._calls.attach(thread, attached=True)
            try:
                self._calls.set_focus(target.child)
            finally:
                self._calls.attach(thread, attached=False)

    def reachable(self, target: Target) -> bool:
        """Tell whether Windows lets our keys through: not to a program with more rights than ours.

        A level that is not told counts as more: Windows tells it of every program of the same user.
        """
        theirs, ours = self._calls.integrity(target.process), self._calls.own_integrity()
        return theirs is not None and ours is not None and theirs <= ours

    def has_focus(self, target: Target) -> bool:
        """Tell whether the window is in front, and the focus, where it is known, in it."""
        if self._calls.foreground() != target.window:
            return False
        focus = self._calls.focus(target.window)
        return not focus or self._calls.root(focus) == target.window

    def keys_held(self) -> bool:
        """Tell whether a modifier or Enter is down."""
        return any(self._calls.is_down(key) for key in _HELD)

    def press(self, target: Target, keys: str) -> Sent:
        """Press keys in the target: focus and keys are looked at right before."""
        if not self.has_focus(target):
            return Sent.NO_FOCUS
        if self.keys_held():
            return Sent.HELD
        return Sent.DONE if self._calls.send(tuple(_KEYS[name] for name in keys.split("+"))) else Sent.NO_KEY
