"""Stand-ins for the desktop: each does what its port promises, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kbassist.desktop.ports import (
    Clip,
    Desktop,
    HotkeyTaken,
    Kept,
    Pasted,
    PasteEnd,
    PasteJob,
    Shortcut,
    SystemEvent,
    Target,
)
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.ui.tray import RecentMacro

CHAT = 4711


@dataclass
class FakeHotkey:
    """A hotkey on a desktop where `rivals` hold some shortcuts."""

    rivals: set[str] = field(default_factory=set)
    held: Shortcut | None = None
    _pressed: Callable[[], None] = lambda: None

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        if not self.free(shortcut):
            raise HotkeyTaken(N_("Another program already uses {keys}.", keys=shortcut.text), N_("Choose another."))
        self.held, self._pressed = shortcut, pressed

    def unbind(self) -> None:
        self.held = None

    def bound(self) -> Shortcut | None:
        return self.held

    def free(self, shortcut: Shortcut) -> bool:
        return shortcut.text not in self.rivals

    def press(self) -> None:
        """Press the keys, wherever the agent is."""
        if self.held is not None:
            self._pressed()


@dataclass
class FakeClipboard:
    """A clipboard, which another program may be holding."""

    content: Clip = field(default_factory=lambda: Clip(""))
    busy: bool = False

    def copy(self, clip: Clip) -> bool:
        if not self.busy:
            self.content = clip
        return not self.busy

    def text(self) -> str:
        return self.content.text


@dataclass
class FakeActiveWindow:
    """Windows of other programs: `front` is active, `places` are where they stand."""

    front: int = CHAT
    places: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    activated: list[int] = field(default_factory=list)
    programs: dict[int, str] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)
    refusals: int = 0  # how often Windows keeps our window behind another

    def current(self) -> int:
        return self.front

    def activate(self, window: int) -> None:
        self.activated.append(window)

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        return self.places.get(window)

    def identify(self, window: int) -> Target:
        return Target(window, self.programs.get(window, "chat.exe"), "", window) if window else Target()

    def take(self, window: int) -> bool:
        self.taken.append(window)
        return len(self.taken) > self.refusals


@dataclass
class FakePaster:
    """A paster whose jobs the test ends; it refuses where it was told to."""

    refuses: PasteEnd | None = PasteEnd.NOT_HERE
    jobs: list[PasteJob] = field(default_factory=list)
    stopped: bool = False

    def refusal(self, target: Target) -> PasteEnd | None:
        return self.refuses if target.window else PasteEnd.NO_TARGET

    def paste(self, job: PasteJob) -> None:
        self.jobs.append(job)

    def stop(self) -> None:
        self.stopped = True

    def finish(self, end: PasteEnd = PasteEnd.PASTED, kept: Kept = Kept.ALL, *, copied: bool = True) -> None:
        """End the last job, whose text was put on the clipboard."""
        self.jobs[-1].taken(True)
        self.jobs[-1].done(Pasted(end, kept, copied))


class RefusedError(KbassistError):
    """The desktop does not want to."""


@dataclass
class FakeOpener:
    """Programs that are handed things, or refuse."""

    refuses: bool = False
    opened: list[tuple[str, str]] = field(default_factory=list)

    def file(self, path: Path) -> None:
        self._open("file", str(path))

    def folder(self, path: Path) -> None:
        self._open("folder", str(path))

    def link(self, url: str) -> None:
        self._open("link", url)

    def _open(self, kind: str, target: str) -> None:
        if self.refuses:
            raise RefusedError(N_("The desktop has no program to open “{name}”.", name=target))
        self.opened.append((kind, target))


@dataclass
class FakeAutostart:
    """A desktop that starts the program at sign-in, or not; it refuses where it was told to."""

    on: bool = False
    forced: bool = False
    refuses: bool = False

    def enabled(self) -> bool:
        return self.on or self.forced

    def changeable(self) -> bool:
        return not self.forced

    def set(self, on: bool) -> None:
        if self.refuses:
            raise RefusedError(N_("Starting at sign-in could not be changed: {why}.", why="no"))
        self.on = on


@dataclass
class FakeSystem:
    """A computer that sleeps, wakes and changes when the test says so."""

    watched: dict[SystemEvent, list[Callable[[], None]]] = field(default_factory=dict)

    def watch(self, event: SystemEvent, happened: Callable[[], None]) -> None:
        self.watched.setdefault(event, []).append(happened)

    def tell(self, event: SystemEvent) -> None:
        """Let it happen."""
        for happened in self.watched.get(event, []):
            happened()


@dataclass
class FakeDesktop:
    """All ports of one desktop, with hands on each."""

    hotkey: FakeHotkey = field(default_factory=FakeHotkey)
    clipboard: FakeClipboard = field(default_factory=FakeClipboard)
    active_window: FakeActiveWindow = field(default_factory=FakeActiveWindow)
    opener: FakeOpener = field(default_factory=FakeOpener)
    paster: FakePaster = field(default_factory=FakePaster)
    autostart: FakeAutostart = field(default_factory=FakeAutostart)
    system: FakeSystem = field(default_factory=FakeSystem)

    def ports(self) -> Desktop:
        """Return the ports as the program gets them."""
        windows = (self.active_window, self.opener, self.paster)
        return Desktop(self.hotkey, self.clipboard, *windows, self.autostart, self.system)


@dataclass
class FakeTray:
    """A tray that remembers what it shows and what it said aloud."""

    said: list[str] = field(default_factory=list)
    trouble: str = ""
    problems: int = 0
    recent: list[RecentMacro] = field(default_factory=list)

    def say(self, _title: str, sentence: str) -> None:
        self.said.append(sentence)

    def show_trouble(self, sentence: str) -> None:
        self.trouble = sentence

    def show_problems(self, count: int) -> None:
        self.problems = count

    def show_recent(self, macros: list[RecentMacro]) -> None:
        self.recent = list(macros)
