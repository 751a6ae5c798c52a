"""An agent at a desk: the program under test and a chat client on a virtual desktop, driven by keys."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.desktop.xvfb import VirtualDesktop, end, wait_for
from tests.e2e.chat_client import TITLE

QUICK: Final = "^(快捷搜索|Quick search)( |$)"  # Qt adds the name, on each desktop in its own way
HOTKEY: Final = "ctrl+alt+space"
STARTS: Final = 90  # seconds that the program may take until it is ready, on a busy machine
TRAY_MENU: Final[Mapping[str, tuple[str, ...]]] = {"settings": ("Up",) * 3 + ("Return",)}

_FORMATS: Final = ("UTF8_STRING", "text/html")


class Desk:
    """See `seat.Seat`: the chat client in front, our program in the tray, on X11."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, library: Path | None, language: str = "zh_CN") -> None:
        self.desktop = desktop
        self.folder = folder
        self.library = library
        self.box = folder / "message.txt"
        self.trace = folder / "trace.txt"
        self.last: subprocess.Popen[bytes]
        self._chat = 0
        self._env = {
            "KBASSIST_CONFIG_DIR": str(folder / "config"),
            "KBASSIST_CACHE_DIR": str(folder / "cache"),
            "KBASSIST_DATA_DIR": str(folder / "data"),
            "KBASSIST_LANGUAGE": language,
            "XDG_RUNTIME_DIR": str(_private(folder / "run")),
        }
        desktop.env |= self._env

    def open_chat(self) -> int:
        """Have the chat client in front, with an empty message; return its window."""
        if self._chat:
            self.desktop.activate(self._chat)
            self.press("ctrl+a", "BackSpace")
            wait_for(lambda: not self.message(), what="the message to be empty")
            return self._chat
        self.desktop.start(sys.executable, "-m", "tests.e2e.chat_client", str(self.box))
        self._chat = self.desktop.window(f"^{TITLE}$", 30)
        self.desktop.activate(self._chat)
        return self._chat

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the program and wait until its hotkey works and its index is ready."""
        library = ["--library", str(self.library)] if self.library else []
        self.trace.unlink(missing_ok=True)
        with (self.folder / "desk.log").open("ab") as log:
            process = self.desktop.start(
                sys.executable, "-m", "kbassist", "desk", "--trace", str(self.trace), *library, *options,
                env=self._env, stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(lambda: process.poll() is not None or self.marked("indexed"), STARTS, "the program to be ready")
        assert process.poll() is None, (self.folder / "desk.log").read_text()
        self.last = process
        return process

    def quit(self) -> None:
        """End the program as a log-out would, and wait for it."""
        self.last.terminate()
        assert self.last.wait(20) == 0
        assert "Traceback" not in (self.folder / "desk.log").read_text()

    def running(self) -> bool:
        """Tell whether the program that was started last runs still."""
        return self.last.poll() is None

    def start_second(self, *options: str) -> int:
        """Start the program while it runs, and return how that start ended."""
        second = self.desktop.start(sys.executable, "-m", "kbassist", "desk", *options, env=self._env)
        return second.wait(30)

    @contextmanager
    def rival(self) -> Iterator[Desk]:
        """Give another profile's program on the same screen."""
        other = Desk(self.desktop, _private(self.folder / "rival"), self.library)
        try:
            other.start()
            yield other
        finally:
            end(other.last)
            self.desktop.env |= self._env

    def marked(self, event: str) -> list[int]:
        """Return when the program marked an event, in nanoseconds."""
        return marks(self.trace, event)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, a person's pause between them."""
        for key in keys:
            self.desktop.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Type text; letters without a key take longer, since xdotool gives each a key of its own first."""
        delay = 25 if text.isascii() else 200
        self.desktop.xdotool("type", "--clearmodifiers", "--delay", delay, text)
        time.sleep(0.25 if text.isascii() else 0.8)

    def paste(self, text: str) -> None:
        """Copy text in another program, and put it in the place of what stands in the field with the focus."""
        self.copy(text)
        self.press("ctrl+a", "ctrl+v")
        time.sleep(0.25)

    def save(self, path: Path, text: str) -> None:
        """Save a file of the library as an editor does: aside, then in its place."""
        aside = path.with_suffix(".new")
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)

    def copy(self, text: str) -> None:
        """Copy text in another program."""
        self.desktop.copy(text)

    def clipboard(self) -> str:
        """Return what another program reads from the clipboard."""
        return self.desktop.clipboard()

    def formats(self) -> dict[str, str]:
        """Return the text on the clipboard in each format in which it can have been put there."""
        offered = self.desktop.clipboard("TARGETS").split()
        return {name: self.desktop.clipboard(name) for name in _FORMATS if name in offered}

    def command(self, *arguments: str) -> Any:
        """Run a command of the program at this desk, and return the JSON that it prints."""
        library = ["--library", str(self.library)] if self.library else []
        printed = self.desktop.run(sys.executable, "-m", "kbassist", *arguments, *library, "--json")
        return json.loads(printed)

    def summon(self) -> int:
        """Press the hotkey and wait for the quick window; return it."""
        self.desktop.xdotool("key", HOTKEY)
        window = self.desktop.window(QUICK)
        wait_for(lambda: self.desktop.active() == window, what="the quick window to have the focus")
        return window

    def gone(self) -> None:
        """Wait until the quick window is hidden."""
        wait_for(lambda: not self.desktop.windows(QUICK), what="the quick window to hide")

    def shown(self, title: str = QUICK) -> bool:
        """Tell whether a window whose title matches is on the screen."""
        return bool(self.desktop.windows(title))

    def in_front(self, title: str = QUICK) -> bool:
        """Tell whether keys go to a window whose title matches."""
        return self.desktop.active() in self.desktop.windows(title)

    def in_chat(self) -> bool:
        """Tell whether keys go to the chat."""
        return self.desktop.active() == self._chat

    def choose_in_tray(self, row: str) -> None:
        """Choose a row of the tray's menu with mouse and keys."""
        panel = self.desktop.window("panel")
        x, y, width, height = place_of(self.desktop, panel)
        self.desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", 3)
        time.sleep(0.5)
        self.press(*TRAY_MENU[row])

    def message(self) -> str:
        """Return what stands in the chat client's input box."""
        return self.box.read_text(encoding="utf-8") if self.box.exists() else ""


def marks(trace: Path, event: str) -> list[int]:
    """Return when an event was marked in a trace, in nanoseconds."""
    lines = trace.read_text().splitlines() if trace.exists() else []
    return [int(line.split()[0]) for line in lines if line.endswith(f" {event}")]


def place_of(desktop: VirtualDesktop, window: int) -> tuple[int, int, int, int]:
    """Return x, y, width and height of a window."""
    lines = desktop.xdotool("getwindowgeometry", "--shell", window).splitlines()
    found = dict(line.split("=") for line in lines if "=" in line)
    return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
