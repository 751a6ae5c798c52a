"""A real desktop for tests: an X server without a screen, a window manager, and a tray if wanted."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

ATTEMPTS = 4
NEEDED = ("Xvfb", "openbox", "xdotool", "xclip", "xterm")


def missing(programs: Sequence[str] = NEEDED) -> list[str]:
    """Return the programs that are not installed."""
    return [program for program in programs if shutil.which(program) is None]


def wait_for(condition: Callable[[], Any], seconds: float = 15.0, what: str = "") -> Any:
    """Ask again until the answer is true, and return it; fails with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain: {what or condition}")
        time.sleep(0.02)
    return answer


class VirtualDesktop:
    """An Xvfb on a display of its own with openbox, and trayer if `tray`; a context manager.

    `env` is what programs on it need. Everything started through `start` ends with it.
    """

    def __init__(self, size: str = "1280x800x24", *, tray: bool = False, window_manager: bool = True) -> None:
        self.size = size
        self.tray = tray
        self.window_manager = window_manager
        self.env: dict[str, str] = {}
        self.display = ""
        self._stack = ExitStack()

    def __enter__(self) -> VirtualDesktop:
        try:
            self.start_all()
        except BaseException:
            self.stop_all()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_all()

    def start_all(self) -> None:
        """Start the server on the first free display, then the window manager and the tray."""
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp", "-dpi", "96"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(end, server)
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = f":{answer.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"
        self.env = _environment(self.display)
        if self.window_manager:
            self.start_window_manager()
        if self.tray:
            self.start_tray()

    def stop_all(self) -> None:
        """End everything, the server last."""
        self._stack.close()

    def start_window_manager(self) -> None:
        """Start openbox; once more where the server was not ready for it, which on a busy machine happens."""
        for _attempt in range(ATTEMPTS):
            manager = self.start("openbox", "--sm-disable")
            with suppress(AssertionError):
                wait_for(self._is_managed, 8, what="openbox")
                return
            end(manager)
        raise AssertionError("openbox manages no window")

    def start_tray(self) -> subprocess.Popen[bytes]:
        """Start a tray host at the bottom right; once more where it came before the window manager was ready."""
        for _attempt in range(ATTEMPTS):
            host = self.start(
                "trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "28"
            )
            with contextlib.suppress(AssertionError):
                wait_for(lambda: self.windows("panel"), 5, what="trayer")
                return host
            end(host)
        raise AssertionError("trayer shows no panel")

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; `options` go to Popen, an `env` among them is added."""
        env = self.env | dict(options.pop("env", {}))
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
        process = subprocess.Popen(command, env=env, **options)
        self._stack.callback(end, process)
        return process

    def run(self, *command: str, text: str | None = None, seconds: float = 20.0) -> str:
        """Run a program to its end and return what it printed; `text` goes to its standard input."""
        done = subprocess.run(
            command, env=self.env, input=text, capture_output=True, text=True, timeout=seconds, check=False
        )
        return done.stdout

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool: `key ctrl+alt+space`, `type 退款`, `search --name …`; return what it printed, stripped."""
        return self.run("xdotool", *map(str, arguments)).strip()

    def windows(self, name: str) -> list[int]:
        """Return the visible windows whose title matches a regular expression."""
        return [int(line) for line in self.xdotool("search", "--onlyvisible", "--name", name).split()]

    def window(self, name: str, seconds: float = 15.0) -> int:
        """Wait for a window with this title and return it."""
        found: list[int] = wait_for(lambda: self.windows(name), seconds, what=f"a window named {name}")
        return found[-1]

    def active(self) -> int:
        """Return the active window, 0 for none."""
        return int(self.xdotool("getactivewindow") or 0)

    def activate(self, window: int) -> None:
        """Give a window the focus and wait until it has it."""
        self.xdotool("windowactivate", "--sync", window)
        wait_for(lambda: self.active() == window, what="the focus")

    def copy(self, text: str) -> None:
        """Put text on the clipboard from another program (it serves until something else is copied)."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-in"],
            env=self.env, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip

    def clipboard(self, target: str = "UTF8_STRING") -> str:
        """Return what another program reads from the clipboard, in this format."""
        return self.run("xclip", "-selection", "clipboard", "-out", "-target", target)

    def screenshot(self, path: Path) -> Path:
        """Save the whole screen as an image (needs ImageMagick)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.run("import", "-window", "root", str(path))
        return path

    def _is_managed(self) -> bool:
        """Tell whether a window manager has said that it is there."""
        return bool(self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").count("#"))


@contextmanager
def typed_into(desktop: VirtualDesktop, file: Path, title: str = "notes") -> Iterator[int]:
    """Open a terminal that writes each typed line to a file; give its window, focused."""
    terminal = desktop.start("xterm", "-T", title, "-geometry", "60x8+20+400", "-e", f"cat > '{file}'")
    window = desktop.window(f"^{title}$")
    desktop.activate(window)
    wait_for(file.exists, what="the terminal")
    try:
        yield window
    finally:
        end(terminal)


def _environment(display: str) -> dict[str, str]:
    """Return the environment of programs on the display: X11, no input method, no session of the machine."""
    dropped = {"WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_IM_MODULE", "XMODIFIERS", "QT_QPA_PLATFORM"}
    kept: Mapping[str, str] = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "1"}


def end(process: subprocess.Popen[bytes]) -> None:
    """End one process that we started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
