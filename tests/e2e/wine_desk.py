"""The same desk on Windows: the installed program and Notepad under wine, driven by the same keys."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import HOTKEY, QUICK, STARTS, TRAY_MENU, marks
from tests.e2e.eye import Eye
from tests.packaging.wine.prefix import Windows

SCREEN: Final = "1280x800"
ENDED: Final = 10
# They say only which programs may look, and what is put back is marked, too: its history has it already.
_MARKS: Final = frozenset(
    {
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
        "Clipboard Viewer Ignore",
        "ExcludeClipboardContentFromMonitorProcessing",
    }
)
_TRAY: Final = (1269, 790)  # of wine's own desktop: one icon, at the end of the bar
_NOTEPAD: Final = "Notepad"
_FONT: Final = "Noto Sans CJK SC"
_SETTINGS: Final = (
    (r"HKCU\Software\Wine\Explorer", "Desktop", "desk"),
    (r"HKCU\Software\Wine\Explorer\Desktops", "desk", SCREEN),
    (r"HKCU\Software\Microsoft\Notepad", "lfFaceName", _FONT),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """A Windows with one desktop, a Notepad on it, and our program in the folder `top`."""

    windows: Windows
    desktop: VirtualDesktop
    eye: Eye
    top: Path

    @property
    def program(self) -> Path:
        """The desktop program."""
        return self.top / "kbassist.exe"

    def at(self, top: Path) -> Machine:
        """Return the same machine, with the program in another folder."""
        return replace(self, top=top)

    def cli(self, *words: str, env: dict[str, str] | None = None) -> Any:
        """Run a command of the installed program, and return the JSON that it prints."""
        done = self.windows.run(self.top / "kbassist-cli.exe", *words, "--json", env=env)
        return json.loads(done.text)


def prepare(windows: Windows) -> None:
    """Give a Windows one desktop of its own: there the keys go where Windows says, whatever X thinks of the focus."""
    for key, name, value in _SETTINGS:
        assert windows.run("reg", "add", key, "/v", name, "/d", value, "/f").code == 0


@contextmanager
def switched_on(windows: Windows, desktop: VirtualDesktop, top: Path) -> Iterator[Machine]:
    """Give the machine, with its Notepad open; all its programs end with it."""
    here = windows.on(desktop.display)
    notepad = here.start("notepad")
    eye = Eye(here)
    try:
        wait_for(lambda: _NOTEPAD in {shown.kind for shown in eye.windows()}, 60, "Notepad")
        yield Machine(here, desktop, eye, top)
    finally:
        here.end()
        notepad.wait(20)
        eye.close()


def end_running(machine: Machine) -> int:
    """Ask what runs of the installed program to end, as an installer does; return ENDED, or 0 where nothing ran."""
    name = machine.windows.path(machine.top)
    return machine.windows.run(machine.program, "--end-running", name, "30").code


class WineDesk:
    """See `seat.Seat`; `own_profile` keeps settings and data in `folder`, else they lie where Windows puts them."""

    def __init__(
        self,
        machine: Machine,
        folder: Path,
        library: Path | None,
        language: str = "zh_CN",
        *,
        own_profile: bool = True,
    ) -> None:
        self.machine = machine
        self.folder = folder
        self.library = library
        self.trace = folder / "trace.txt"
        self.last: subprocess.Popen[bytes]
        name = machine.windows.path
        self.env = {"KBASSIST_LANGUAGE": language} if language else {}
        self.env |= {
            f"KBASSIST_{kind.upper()}_DIR": name(folder / kind) if own_profile else ""
            for kind in ("config", "cache", "data")
        }

    def open_chat(self) -> None:
        """Bring Notepad to the front and empty it."""
        self.machine.eye.ask("clear")
        self.come_back()

    def come_back(self) -> None:
        """Bring Notepad to the front as it is."""
        self.machine.eye.ask("chat")
        wait_for(self.in_chat, what="the focus in Notepad")

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the program, and wait until its hotkey works and its index is ready."""
        name = self.machine.windows.path
        self.folder.mkdir(exist_ok=True)
        self.trace.unlink(missing_ok=True)
        words = ["--trace", name(self.trace), *self._library(), *options]
        self.last = self.machine.windows.start(self.machine.program, *words, env=self.env)
        wait_for(lambda: not self.running() or self.marked("indexed"), STARTS, "the program to be ready")
        assert self.running(), self.last.returncode
        return self.last

    def running(self) -> bool:
        """Tell whether the program that was started last runs still."""
        return self.last.poll() is None

    def quit(self) -> None:
        """End the program as a sign-out does, and wait for it."""
        assert (end_running(self.machine), self.last.wait(20)) == (ENDED, 0)

    def kill(self) -> None:
        """End the program as the task manager does."""
        if self.running():
            self.last.kill()
            self.last.wait(20)

    def start_second(self, *options: str) -> int:
        """Start the program while it runs, and return how that start ended."""
        return self.machine.windows.run(self.machine.program, *options, env=self.env, timeout=60).code

    @contextmanager
    def rival(self) -> Iterator[WineDesk]:
        """Give another profile's program on the same screen."""
        other = WineDesk(self.machine, self.folder / "rival", self.library)
        try:
            other.start()
            yield other
        finally:
            other.kill()

    def summon(self, hotkey: str = HOTKEY) -> None:
        """Press the hotkey and wait for the quick window with the focus."""
        self._aim()
        self.machine.desktop.xdotool("key", hotkey)
        wait_for(self.in_front, what="the quick window in front")

    def _aim(self) -> None:
        """Let X send keys to the window that Windows has in front: wine's request for it comes too late at times."""
        xdotool = self.machine.desktop.xdotool
        for shown in self.machine.eye.windows("front"):
            name = f"^{re.escape(shown.title)}$"
            found = xdotool("search", "--onlyvisible", "--name", name).split() if shown.title else []
            if found and xdotool("getwindowfocus") not in found:
                xdotool("windowfocus", found[-1])

    def press(self, *keys: str) -> None:
        """Press keys one after the other, a person's pause between them."""
        for key in keys:
            self._aim()
            self.machine.desktop.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Type text; letters without a key come as from an input method."""
        self._aim()
        if text.isascii():
            self.machine.desktop.xdotool("type", "--clearmodifiers", "--delay", 25, text)
        else:
            self.machine.eye.ask("type", text)
        time.sleep(0.25)

    def save(self, path: Path, text: str) -> None:
        """Save a file of the library; wine tells of changes below a folder that was opened since it was watched."""
        self.machine.windows.run("cmd", "/c", "dir", "/s", "/b", self.machine.windows.path(path.parent))
        aside = path.with_suffix(".new")
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)

    def copy(self, text: str) -> None:
        """Copy text in another program, with HTML and a format of its own beside it; "" empties the clipboard."""
        self.machine.eye.ask("copy", text.replace("\n", "\r\n"))

    def clipboard(self) -> str:
        """Return what another program reads from the clipboard."""
        return _lines(self.machine.eye.ask("clipboard"))

    def formats(self) -> dict[str, str]:
        """Return every format on the clipboard that holds something, with its size and a fingerprint."""
        return {name: held for name, held in self.machine.eye.formats().items() if name not in _MARKS}

    def shown(self, title: str = QUICK) -> bool:
        """Tell whether a window whose title begins so is on the screen."""
        return any(re.match(title, shown.title) for shown in self.machine.eye.windows())

    def in_front(self, title: str = QUICK) -> bool:
        """Tell whether keys go to a window whose title begins so."""
        return any(re.match(title, shown.title) for shown in self.machine.eye.windows("front"))

    def shade(self, title: str = QUICK) -> float:
        """Return how bright a window is on the screen, all of it together: 0 for black, 1 for white."""
        window = self.machine.desktop.window(title)
        picture = ("import", "-window", str(window), "-colorspace", "Gray", "-format", "%[fx:mean]", "info:")
        return float(self.machine.desktop.run(*picture))

    def gone(self) -> None:
        """Wait until the quick window is hidden."""
        wait_for(lambda: not self.shown(), what="the quick window to hide")

    def in_chat(self) -> bool:
        """Tell whether keys go to Notepad."""
        return _NOTEPAD in {shown.kind for shown in self.machine.eye.windows("front")}

    def message(self) -> str:
        """Return what stands in Notepad."""
        return _lines(self.machine.eye.ask("text"))

    def marked(self, event: str) -> list[int]:
        """Return when the program marked an event, in nanoseconds."""
        return marks(self.trace, event)

    def command(self, *arguments: str) -> Any:
        """Run a command of the installed program, and return the JSON that it prints."""
        return self.machine.cli(*arguments, *self._library(), env=self.env)

    def choose_in_tray(self, row: str) -> None:
        """Choose a row of the tray's menu with mouse and keys."""
        self.machine.desktop.xdotool("mousemove", *_TRAY, "click", 3)
        time.sleep(0.5)
        self.press(*TRAY_MENU[row])

    def _library(self) -> list[str]:
        return ["--library", self.machine.windows.path(self.library)] if self.library else []


def _lines(text: str) -> str:
    """Return a text with line feeds only; on Windows a line ends with two letters, and one alone breaks nothing."""
    parts = text.split("\r\n")
    assert not any({"\r", "\n"} & set(part) for part in parts), text
    return "\n".join(parts)
