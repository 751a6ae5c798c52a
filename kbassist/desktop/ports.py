"""The ports to the desktop: what the windows need of it, in words that hold on every platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
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
    """What a reply brings: plain text, HTML where the channel is rich, and images that follow the text in order."""

    text: str
    html: str = ""
    images: tuple[Path, ...] = ()


class Clipboard(Protocol):
    """The clipboard of the desktop."""

    def copy(self, clip: Clip) -> bool:
        """Put it there; return whether it is there now (another program may hold the clipboard)."""

    def text(self) -> str:
        """Return the plain text that is there, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Target:
    """A window of another program: `program` is its executable's or instance's name, `kind` its window class.

    Two targets are equal only where window, program, class and process are the same, so that a number that was given
    to a new window is noticed. `child` is the part that had the focus, 0 where it is not known.
    """

    window: int = 0
    program: str = ""
    kind: str = ""
    process: int = 0
    child: int = field(default=0, compare=False)


class ActiveWindow(Protocol):
    """The window that the agent works in."""

    def current(self) -> int:
        """Return the native id of the active window of another program; 0 where it cannot be known."""

    def activate(self, window: int) -> None:
        """Give the focus back to a window that `current` returned; nothing happens for 0 or a dead window."""

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x, y, width, height in native pixels of a window; None where it cannot be known."""

    def identify(self, window: int) -> Target:
        """Return what is known of a window that `current` returned; `Target()` where it is gone."""

    def take(self, window: int) -> bool:
        """Bring our window to the front where the desktop does not do so by itself; tell whether it is there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a paste: what is put on the clipboard, if anything, and the keys that are pressed then.

    `keys` is one of `ctrl+v`, `ctrl+shift+v`, `shift+insert`, `shift+enter`.
    """

    keys: str
    text: str = ""
    html: str = ""
    image: Path | None = None

    @property
    def puts(self) -> bool:
        """Whether it puts something on the clipboard."""
        return bool(self.text or self.image)


class PasteEnd(Enum):
    """How a paste ended; after every one but `PASTED` nothing more is sent to any window."""

    PASTED = auto()
    NO_TARGET = auto()  # the window that the agent came from is not known
    NOT_HERE = auto()  # this desktop lets no program press keys in another
    GONE = auto()  # the window was closed, or another one bears its number
    ELEVATED = auto()  # it runs with rights that ours has not
    FOCUS = auto()  # it did not take the focus, or another took it
    KEYS_HELD = auto()  # a modifier or Enter stayed down
    NO_KEY = auto()  # the keyboard has no such key
    UNREAD = auto()  # the keys were pressed and nobody asked for the text
    TAKEN = auto()  # another program put something on the clipboard before the text was read
    IMAGE = auto()  # an image cannot be read


class Kept(Enum):
    """What became of that which was on the clipboard before."""

    ALL = auto()
    SOME = auto()  # the formats that could be read in time
    NONE = auto()  # its owner gave nothing in time, or it was too big
    REPLACED = auto()  # the reply is there (nothing was restored), or something that another program copied since


@dataclass(frozen=True, slots=True)
class Pasted:
    """The end of a paste; `copied` tells whether what was not pasted is on the clipboard now."""

    end: PasteEnd
    kept: Kept = Kept.REPLACED
    copied: bool = True


@dataclass(frozen=True, slots=True)
class PasteJob:
    """A paste that is wished: into `target`, in these steps.

    `clip` is what is left on the clipboard where a check fails before the first step is done. `taken` is called once
    when the text is on the clipboard (the window may go then) or with False where the clipboard is held; `done` once
    at the end, and only after `taken(True)`.
    """

    target: Target
    clip: Clip
    steps: tuple[Step, ...]
    taken: Callable[[bool], None]
    done: Callable[[Pasted], None]


class Paster(Protocol):
    """Pasting into the window of another program, one job after the other; never blindly, never blocking."""

    def refusal(self, target: Target) -> PasteEnd | None:
        """Tell why nothing could be pasted there now; None where it can be tried."""

    def paste(self, job: PasteJob) -> None:
        """Do this job after those before it."""

    def stop(self) -> None:
        """Drop what waits, and give the clipboard back where a paste is under way."""


class Opener(Protocol):
    """Handing files, folders and links to the programs of the desktop; each raises KbassistError when refused."""

    def file(self, path: Path) -> None:
        """Open a text file or an image in the program that the user chose for it."""

    def folder(self, path: Path) -> None:
        """Show a folder in the file browser."""

    def link(self, url: str) -> None:
        """Open a web page or begin an e-mail: `https:` and `mailto:` only."""


class Autostart(Protocol):
    """Whether the program starts when the user signs in; the desktop's own switch for it counts, too."""

    def enabled(self) -> bool:
        """Tell whether it starts at sign-in, as it stands now."""

    def changeable(self) -> bool:
        """Tell whether the user may change it: not where IT starts it for everybody, or nothing can start it."""

    def set(self, on: bool) -> None:
        """Start it at sign-in from now on, or no more; raises KbassistError where that cannot be written."""


class SystemEvent(Enum):
    """What happens to the computer or the user's session and matters to a program that runs all day."""

    RESUMED = auto()  # the computer woke up
    UNLOCKED = auto()  # the user came back to a locked screen, or to this session from another
    POLICIES_CHANGED = auto()  # IT's rules were read anew
    LOOK_CHANGED = auto()  # accent colour or contrast theme


class SystemEvents(Protocol):
    """Hearing of such events, where the desktop tells them; on others nothing is ever told."""

    def watch(self, event: SystemEvent, happened: Callable[[], None]) -> None:
        """Have `happened` called each time, on the GUI thread, outside of any other handler."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """The colours of a contrast theme that the user chose for all programs, as `#rrggbb`."""

    window: str
    text: str
    faint: str  # what is disabled
    selection: str
    on_selection: str
    button: str
    button_text: str
    link: str


@dataclass(frozen=True, slots=True)
class Look:
    """How the user wants all programs to look: an accent colour (`#rrggbb`, empty: none), a contrast theme."""

    accent: str = ""
    contrast: Contrast | None = None


@dataclass(frozen=True, slots=True)
class Desktop:
    """The ports of one desktop, chosen together."""

    hotkey: Hotkey
    clipboard: Clipboard
    active_window: ActiveWindow
    opener: Opener
    paster: Paster
    autostart: Autostart
    events: SystemEvents
