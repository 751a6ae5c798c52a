"""The ports to the desktop: what the windows need of it, in words that hold on every platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kbassist.errors import KbassistError


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key with its modifiers, in portable text: `Ctrl+Alt+Space` (Qt's PortableText of a single chord)."""

    text: str


class HotkeyTaken(KbassistError):  # noqa: N818 - a state of the desktop, named as the user reads it
    """Another program holds this shortcut."""


class HotkeyUnavailable(KbassistError):  # noqa: N818
    """This desktop gives no global shortcuts (or the key does not exist on this keyboard)."""


class Hotkey(Protocol):
    """One global shortcut."""

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        """Take the shortcut; the one held before is let go only when the new one is ours.

        Raises HotkeyTaken or HotkeyUnavailable, and then the old one stands.
        """

    def unbind(self) -> None:
        """Let the shortcut go; nothing happens where none is held."""

    def bound(self) -> Shortcut | None:
        """Return the shortcut that is held now."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What goes on the clipboard: plain text, and HTML where the channel is rich."""

    text: str
    html: str = ""


class Clipboard(Protocol):
    """The clipboard of the desktop."""

    def copy(self, clip: Clip) -> bool:
        """Put it there; return whether it is there now (another program may hold the clipboard)."""

    def text(self) -> str:
        """Return the plain text that is there, empty where there is none."""


class ActiveWindow(Protocol):
    """The window that the agent works in."""

    def current(self) -> int:
        """Return the native id of the active window of another program; 0 where it cannot be known."""

    def activate(self, window: int) -> None:
        """Give the focus back to a window that `current` returned; nothing happens for 0 or a dead window."""

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x, y, width, height in native pixels of a window; None where it cannot be known."""
