"""The ports to the desktop: what the windows need of it, in words that hold on every platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kbassist.errors import KbassistError
from kbassist.i18n import Text


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key with its modifiers, in portable text: `Ctrl+Alt+Space` (Qt's PortableText of a single chord)."""

    text: str


class HotkeyTaken(KbassistError):  # noqa: N818 - a state of the desktop, named as the user reads it
    """Another program holds this shortcut; `proposal` is one that is free, if any was found."""

    def __init__(self, message: Text, hint: Text | None = None, proposal: Shortcut | None = None) -> None:
        super().__init__(message, hint)
        self.proposal = proposal


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

    def free(self, shortcut: Shortcut) -> bool:
        """Tell whether this program could take the shortcut now (it may hold it already); takes nothing.

        Raises HotkeyUnavailable where that cannot be known.
        """


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


class Opener(Protocol):
    """Handing files, folders and links to the programs of the desktop; each raises KbassistError when refused."""

    def file(self, path: Path) -> None:
        """Open a text file or an image in the program that the user chose for it."""

    def folder(self, path: Path) -> None:
        """Show a folder in the file browser."""

    def link(self, url: str) -> None:
        """Open a web page or begin an e-mail: `https:` and `mailto:` only."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """The ports of one desktop, chosen together."""

    hotkey: Hotkey
    clipboard: Clipboard
    active_window: ActiveWindow
    opener: Opener
