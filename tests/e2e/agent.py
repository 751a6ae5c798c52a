"""An agent at a desk: the program under test and a chat client on a virtual desktop, driven by keys."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.chat_client import TITLE

QUICK = "^kbassist – "
HOTKEY = "ctrl+alt+space"


class Desk:
    """The chat client in front, our program in the tray; every method acts as a person would."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, library: Path | None, language: str = "zh_CN") -> None:
        self.desktop = desktop
        self.folder = folder
        self.library = library
        self.box = folder / "message.txt"
        self.trace = folder / "trace.txt"
        self.last: subprocess.Popen[bytes]
        desktop.env |= {
            "KBASSIST_CONFIG_DIR": str(folder / "config"),
            "KBASSIST_CACHE_DIR": str(folder / "cache"),
            "KBASSIST_DATA_DIR": str(folder / "data"),
            "KBASSIST_LANGUAGE": language,
            "XDG_RUNTIME_DIR": str(_private(folder / "run")),
        }

    def open_chat(self) -> int:
        """Open the chat client and give it the focus; return its window."""
        self.desktop.start(sys.executable, "-m", "tests.e2e.chat_client", str(self.box))
        window = self.desktop.window(f"^{TITLE}$", 30)
        self.desktop.activate(window)
        return window

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the program and wait until its hotkey works and its index is ready."""
        library = ["--library", str(self.library)] if self.library else []
        self.trace.unlink(missing_ok=True)
        with (self.folder / "desk.log").open("ab") as log:
            process = self.desktop.start(
                sys.executable, "-m", "kbassist", "desk", "--trace", str(self.trace), *library, *options,
                stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(lambda: process.poll() is not None or self.marked("indexed"), 90, "the program to be ready")
        assert process.poll() is None, (self.folder / "desk.log").read_text()
        self.last = process
        return process

    def quit(self) -> None:
        """End the program as a log-out would, and wait for it."""
        self.last.terminate()
        assert self.last.wait(20) == 0

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
        self.desktop.copy(text)
        self.press("ctrl+a", "ctrl+v")
        time.sleep(0.25)

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

    def message(self) -> str:
        """Return what stands in the chat client's input box."""
        return self.box.read_text(encoding="utf-8") if self.box.exists() else ""


def marks(trace: Path, event: str) -> list[int]:
    """Return when an event was marked in a trace, in nanoseconds."""
    lines = trace.read_text().splitlines() if trace.exists() else []
    return [int(line.split()[0]) for line in lines if line.endswith(f" {event}")]


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
