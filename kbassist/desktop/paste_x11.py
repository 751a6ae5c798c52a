"""Windows and keyboard of an X11 desktop as a paste needs them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

from kbassist.desktop.paste_chain import Sent
from kbassist.desktop.ports import ActiveWindow, Target

_KEYSYMS: Final[Mapping[str, int]] = {
    "ctrl": 0xFFE3, "shift": 0xFFE1, "insert": 0xFF63, "enter": 0xFF0D, "keypad-enter": 0xFF8D, "v": 0x76,
}  # fmt: skip


class KeyServer(Protocol):
    """What is needed of an X server; see `xtest.InputServer`."""

    def keycode(self, keysym: int) -> int: ...  # noqa: D102
    def alone(self) -> AbstractContextManager[None]: ...  # noqa: D102
    def focus_within(self, window: int) -> bool: ...  # noqa: D102
    def modifiers_down(self) -> bool: ...  # noqa: D102
    def is_down(self, *keycodes: int) -> bool: ...  # noqa: D102
    def press_keys(self, keycodes: tuple[int, ...]) -> None: ...  # noqa: D102


class X11Seat:
    """See `paste_chain.Seat`.

    The window manager's word on the active window and the server's own on the focus must agree. The last look and the
    keys are one: the server serves nobody else between them, so that no window can come between.
    """

    def __init__(self, server: KeyServer, windows: ActiveWindow) -> None:
        self._server, self._windows = server, windows

    def identify(self, window: int) -> Target:
        """Return what is known of a window."""
        return self._windows.identify(window)

    def give_focus(self, target: Target) -> None:
        """Ask the window manager."""
        self._windows.activate(target.window)

    def reachable(self, target: Target) -> bool:
        """Return True: on X11 every window hears the keys."""
        return True

    def has_focus(self, target: Target) -> bool:
        """Tell whether the window is active, and the keys go into it."""
        return self._windows.current() == target.window and self._server.focus_within(target.window)

    def keys_held(self) -> bool:
        """Tell whether a modifier is down, or Enter, which would be repeated into the window."""
        enters = (self._server.keycode(_KEYSYMS[name]) for name in ("enter", "keypad-enter"))
        return self._server.modifiers_down() or self._server.is_down(*(code for code in enters if code))

    def press(self, target: Target, keys: str) -> Sent:
        """Press keys in the target, or nowhere."""
        codes = tuple(self._server.keycode(_KEYSYMS[name]) for name in keys.split("+"))
        if not all(codes):
            return Sent.NO_KEY
        with self._server.alone():
            if not self.has_focus(target):
                return Sent.NO_FOCUS
            if self.keys_held():
                return Sent.HELD
            self._server.press_keys(codes)
        return Sent.DONE
