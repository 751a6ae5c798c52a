"""The ports on a desktop that gives no access to them: shortcuts, other windows (Wayland, no screen), system news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kbassist.desktop.ports import HotkeyUnavailable, Shortcut, SystemEvent, Target
from kbassist.i18n import N_, Text

WHY: Final = N_("This desktop gives programs no global shortcuts.")
HINT: Final = N_(
    "In the desktop's keyboard settings, give the command “kbassist desk” a shortcut: it opens the search."
)


class NoHotkey:
    """See `ports.Hotkey`: none can be bound here, and the error says what to do instead."""

    def __init__(self, why: Text = WHY, hint: Text = HINT) -> None:
        self._why, self._hint = why, hint

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        """Raise HotkeyUnavailable, with the way round."""
        raise HotkeyUnavailable(self._why, self._hint)

    def unbind(self) -> None:
        """Do nothing."""

    def bound(self) -> Shortcut | None:
        """Return None."""
        return None

    def free(self, shortcut: Shortcut) -> bool:
        """Raise HotkeyUnavailable."""
        raise HotkeyUnavailable(self._why, self._hint)


class NoActiveWindow:
    """See `ports.ActiveWindow`: other programs' windows cannot be known here."""

    def current(self) -> int:
        """Return 0."""
        return 0

    def activate(self, window: int) -> None:
        """Do nothing."""

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return None."""
        return None

    def identify(self, window: int) -> Target:
        """Return that nothing is known."""
        return Target()

    def take(self, window: int) -> bool:
        """Leave it to the desktop."""
        return True


class NoSystemEvents:
    """See `ports.SystemEvents`: nothing is told, and nothing is lost by it.

    An X server keeps its key grabs while the computer sleeps and the screen is locked.
    """

    def watch(self, event: SystemEvent, happened: Callable[[], None]) -> None:
        """Do nothing."""
