"""Real programs that are pasted into: a chat client, an editor of another toolkit, and two pages of a browser."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Protocol

from tests.desktop.xvfb import VirtualDesktop, end, wait_for
from tests.e2e.chat_client import TITLE

PAGE = """<!doctype html><meta charset="utf-8"><title>page {name}</title>
<body style="margin:0">{box}
<script>
const box = document.getElementById("box");
const read = () => box.value === undefined ? box.innerText : box.value;
const tell = () => fetch("http://127.0.0.1:{port}/{name}", {{method: "POST", mode: "no-cors", body: read()}});
box.addEventListener("input", tell);
window.addEventListener("focus", () => box.focus());
box.focus(); tell();
</script>"""
STYLE = 'style="width:95vw;height:90vh;overflow:auto"'
BOXES = {
    "textarea": f'<textarea id="box" {STYLE}></textarea>',
    "editable": f'<div id="box" contenteditable="true" {STYLE}></div>',
}


class Box(Protocol):
    """A place where text arrives."""

    window: int

    def text(self) -> str:
        """Return all that has arrived, a line break as one LF."""


@dataclass
class FileBox:
    """A program that keeps its text in a file; `save` are the keys that make it do so."""

    desktop: VirtualDesktop
    window: int
    file: Path
    save: str = ""

    def text(self) -> str:
        if self.save:
            self.desktop.activate(self.window)
            self.desktop.xdotool("key", "--clearmodifiers", self.save)
            wait_for(lambda: "*" not in self.desktop.xdotool("getwindowname", self.window), what="saving")
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""


@dataclass
class PageBox:
    """A page of a browser, which tells its text to a server on this machine."""

    window: int
    name: str
    told: dict[str, str]

    def text(self) -> str:
        return re.sub(r"\n+", "\n", self.told.get(self.name, "")).strip("\n")


def open_chat(desktop: VirtualDesktop, folder: Path) -> FileBox:
    file = folder / "chat.txt"
    desktop.start(sys.executable, "-m", "tests.e2e.chat_client", str(file))
    return FileBox(desktop, desktop.window(f"^{TITLE}$", 30), file)


def open_editor(desktop: VirtualDesktop, folder: Path) -> FileBox:
    """Open mousepad, with settings and bus of its own."""
    file = folder / "editor.txt"
    file.write_text("")
    own = {"XDG_CONFIG_HOME": str(folder), "GSETTINGS_BACKEND": "memory", "HOME": str(folder)}
    desktop.start("dbus-run-session", "--", "mousepad", str(file), env=own)
    return FileBox(desktop, desktop.window("editor.txt", 30), file, "ctrl+s")


@contextmanager
def pages(desktop: VirtualDesktop, folder: Path) -> Iterator[list[PageBox]]:
    """Open a browser with a window for each page, from files; only the server of the test is on the network."""
    told: dict[str, str] = {}
    server = HTTPServer(("127.0.0.1", 0), _handler(told))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = None
    try:
        boxes = []
        for name, box in BOXES.items():
            page = folder / f"{name}.html"
            page.write_text(PAGE.format(name=name, box=box, port=server.server_port), encoding="utf-8")
            started = _browse(desktop, folder, page)
            browser = browser or started
            boxes.append(PageBox(desktop.window(f"page {name}", 60), name, told))
            wait_for(lambda name=name: name in told, 60, "the page")  # type: ignore[misc]  # bound now
        yield boxes
    finally:
        if browser is not None:
            end(browser)
        server.shutdown()
        server.server_close()


def _browse(desktop: VirtualDesktop, folder: Path, page: Path) -> Any:
    return desktop.start(
        "chromium", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
        "--disable-extensions", "--disable-features=Translate,MediaRouter,OptimizationHints,LocalNetworkAccessChecks",
        "--password-store=basic", f"--user-data-dir={folder / 'browser'}", f"--app={page.as_uri()}",
        "--window-size=500,340", env={"HOME": str(folder)},
    )  # fmt: skip


def _handler(told: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            told[self.path.strip("/")] = self.rfile.read(length).decode("utf-8")
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
