"""Stand-ins for desktops, servers and programs, each remembering what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from kbassist.desktop.ports import HotkeyUnavailable, Shortcut, SystemEvent
from kbassist.desktop.unsupported import HINT, WHY

ALREADY_REGISTERED = 1409
BAD_ACCESS = 10


@dataclass
class FakeHotkey:
    """A hotkey on a desktop where `rivals` hold some shortcuts."""

    rivals: set[str] = field(default_factory=set)
    unavailable: bool = False
    held: Shortcut | None = None

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        self.held = shortcut

    def unbind(self) -> None:
        self.held = None

    def bound(self) -> Shortcut | None:
        return self.held

    def free(self, shortcut: Shortcut) -> bool:
        if self.unavailable:
            raise HotkeyUnavailable(WHY, HINT)
        return shortcut.text not in self.rivals


@dataclass
class FakeKeyServer:
    """An X server whose keycodes are the keysyms; `rivals` are the keycodes that another client holds."""

    rivals: set[int] = field(default_factory=set)
    absent: set[int] = field(default_factory=set)
    moved: int = 0
    grabs: set[tuple[int, int]] = field(default_factory=set)
    root: int = 77

    def keycode(self, keysym: int) -> int:
        return 0 if keysym in self.absent else (keysym & 0x7F) + self.moved

    def grab_key(self, keycode: int, modifiers: int) -> int:
        if keycode in self.rivals and modifiers & 0x10:  # found out at the third of four grabs
            return BAD_ACCESS
        self.grabs.add((keycode, modifiers))
        return 0

    def ungrab_key(self, keycode: int, modifiers: int) -> None:
        self.grabs.remove((keycode, modifiers))

    def extension_event(self, name: str) -> int:
        return 85


@dataclass
class FakeUser32:
    """Windows with these windows: handle → (thread, process, class); programs may refuse the foreground."""

    windows: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    front: int = 0
    refuses: bool = False
    rivals: set[tuple[int, int]] = field(default_factory=set)
    other_error: int = 0
    hotkeys: dict[int, tuple[int, int]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    focused: dict[int, int] = field(default_factory=dict)
    roots: dict[int, int] = field(default_factory=dict)
    programs: dict[int, str] = field(default_factory=dict)
    levels: dict[int, int | None] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    sent: list[tuple[int, ...]] = field(default_factory=list)
    blocked: bool = False
    hung: set[int] = field(default_factory=set)
    stubborn: bool = False  # refuses the foreground whatever is done

    def focus(self, window: int) -> int:
        return self.focused.get(window, 0)

    def root(self, window: int) -> int:
        return self.roots.get(window, window)

    def set_focus(self, window: int) -> None:
        self.focused[self.root(window)] = window

    def program(self, process: int) -> str:
        return self.programs.get(process, "")

    def integrity(self, process: int) -> int | None:
        return self.levels.get(process, 0x2000)

    def own_integrity(self) -> int | None:
        return 0x2000

    def is_down(self, virtual_key: int) -> bool:
        return virtual_key in self.held

    def send(self, keys: tuple[int, ...]) -> bool:
        if not self.blocked:
            self.sent.append(keys)
        return not self.blocked

    def register(self, number: int, modifiers: int, virtual_key: int) -> int:
        wanted = (modifiers, virtual_key)
        if self.other_error:
            return self.other_error
        if wanted in self.rivals or wanted in self.hotkeys.values():
            return ALREADY_REGISTERED
        assert number not in self.hotkeys
        self.hotkeys[number] = wanted
        return 0

    def unregister(self, number: int) -> None:
        self.hotkeys.pop(number, None)

    def foreground(self) -> int:
        return self.front

    def is_window(self, window: int) -> bool:
        return window in self.windows

    def owner(self, window: int) -> tuple[int, int]:
        return self.windows.get(window, (0, 0, ""))[:2]

    def class_name(self, window: int) -> str:
        return self.windows[window][2]

    def rectangle(self, window: int) -> tuple[int, int, int, int] | None:
        return (10, 20, 300, 200) if window in self.windows else None

    def set_foreground(self, window: int) -> bool:
        if self.refuses:
            return False
        self.front = window
        return True

    def bring_to_top(self, window: int) -> None:
        self.calls.append(f"top {window}")

    def is_hung(self, window: int) -> bool:
        return window in self.hung

    def attach(self, thread: int, *, attached: bool) -> None:
        self.calls.append(f"attach {thread} {attached}")
        self.refuses = self.stubborn


class FakeNews(QObject):
    """What Windows tells of hotkeys and of itself."""

    hotkey = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.watched: dict[SystemEvent, list[Callable[[], None]]] = {}

    def watch(self, event: SystemEvent, happened: Callable[[], None]) -> None:
        self.watched.setdefault(event, []).append(happened)

    def tell(self, event: SystemEvent) -> None:
        for happened in self.watched[event]:
            happened()


@dataclass
class FakeWindowServer:
    """An X server with a window manager that says what is active."""

    active: int = 0
    types: dict[int, str] = field(default_factory=dict)
    told: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    classes: dict[int, bytes] = field(default_factory=dict)
    root: int = 1

    def atom(self, name: str) -> int:
        self.names.append(name)
        return 100 + self.names.index(name)

    def numbers(self, window: int, atom: int, most: int = 1024) -> tuple[int, ...]:
        if window == self.root:
            return (self.active,) if self.active else ()
        return (self.atom(self.types[window]),) if window in self.types else ()

    def letters(self, window: int, atom: int, most: int = 256) -> bytes:
        return self.classes.get(window, b"")

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        return (1, 2, 3, 4) if window == self.active else None

    def tell_window_manager(self, window: int, message: int, data: Sequence[int]) -> None:
        self.told.append((window, message, tuple(data)))
