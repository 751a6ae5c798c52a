"""From the hotkey to the reply in the chat, at a fixed typing speed, beside a text that is copied from an editor.

`python -m tests.bench.stopwatch [--rounds 5] [--pause 0.15]` needs Xvfb, openbox, xdotool and mousepad. Both ways end
with the same text, a reply of three fields, in the same chat client; every key is pressed `--pause` seconds after the
one before, as by a person who knows the way by heart and never waits. The editor's way is the best that plain copying
allows: a file of templates is open, the reply's code is searched in it, the line copied, and the three gaps are typed
over in the chat, to which word-wise steps lead. A key with modifiers counts as one.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import table
from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import HOTKEY, Desk

CODE, NAME, ORDER, DAYS = "tkdz", "Wang", "202611220001", "3"
SENT = f"Hello {NAME}, the refund for order {ORDER} will reach you in {DAYS} days."
GAPS = ("NAME", "ORDER", "DAYS")
WORDS_BEFORE = (1, 5, 4)  # steps of Ctrl+Right from the beginning, or from behind the last gap, to the next one
MACRO = f"""---
标题: Refund on its way
编号: refund-way
语言: en
简码: {CODE}
填写:
  name: {{type: text}}
  order: {{type: text}}
  days: {{type: number}}
---
Hello {{{{ name }}}}, the refund for order {{{{ order }}}} will reach you in {{{{ days }}}} days.
"""
TEMPLATES = "".join(f"code{n}\nAnother reply, number {n}, which nobody wants now.\n\n" for n in range(60))
EDITOR = "templates.txt"


@dataclass(frozen=True, slots=True)
class Way:
    """How one round went: keys pressed, and seconds from the first key to the whole text in the chat."""

    keys: int
    seconds: float


class Typist:
    """Presses keys at a fixed speed, and counts them."""

    def __init__(self, desk: Desk, pause: float) -> None:
        self.desk = desk
        self.pause = pause
        self.keys = 0
        self._next = time.monotonic()

    def press(self, *keys: str) -> None:
        """Press keys, each as long after the one before as the typist always takes."""
        for key in keys:
            time.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + self.pause
            self.desk.desktop.xdotool("key", key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type letters and digits."""
        self.press(*text)


def ours(desk: Desk, pause: float) -> Way:
    """Press the hotkey, type the code, fill in, paste."""
    typist, began = Typist(desk, pause), time.monotonic()
    typist.press(HOTKEY)
    typist.type(CODE)
    typist.press("Return")
    for value in (NAME, ORDER, DAYS):
        typist.type(value)
        typist.press("ctrl+Return" if value == DAYS else "Tab")
    return Way(typist.keys, _arrived(desk, began))


def copied(desk: Desk, pause: float) -> Way:
    """Go to the editor, find the code, copy the line below it, come back, paste, and type over the gaps."""
    typist, began = Typist(desk, pause), time.monotonic()
    typist.press("alt+Tab", "ctrl+f")
    typist.type(CODE)
    typist.press("Return", "Escape", "Down", "Home", "shift+End", "ctrl+c", "alt+Tab", "ctrl+v")
    typist.press("ctrl+Home")
    for value, words in zip((NAME, ORDER, DAYS), WORDS_BEFORE, strict=True):
        typist.press(*["ctrl+Right"] * words, "ctrl+shift+Right")
        typist.type(value)
        if value != NAME:  # where no comma follows, the blank was taken with the word
            typist.press("space")
    return Way(typist.keys, _arrived(desk, began))


def _arrived(desk: Desk, began: float) -> float:
    try:
        wait_for(lambda: desk.message() == SENT)
    except AssertionError:
        raise AssertionError(f"not the reply: the chat holds {desk.message()!r}") from None
    return time.monotonic() - began


def _clear(desk: Desk, chat: int) -> None:
    wait_for(lambda: desk.desktop.active() == chat, what="the chat to have the focus")
    desk.press("ctrl+a", "Delete")
    wait_for(lambda: not desk.message(), what="the chat's input box to be empty")
    desk.desktop.copy("copied in the round before")


def main() -> int:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pause", type=float, default=0.15)
    options = parser.parse_args()
    with VirtualDesktop(tray=True) as desktop, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = folder / "library"
        (library / "macros").mkdir(parents=True)
        (library / "macros" / "refund-way.md").write_text(MACRO, encoding="utf-8")
        (folder / EDITOR).write_text(f"{TEMPLATES}{CODE}\n{_template()}\n", encoding="utf-8")
        desk = Desk(desktop, folder, library, language="en")
        desk.start()
        desktop.start("mousepad", "--disable-server", str(folder / EDITOR))
        desktop.activate(desktop.window(EDITOR))
        chat = desk.open_chat()
        ways: dict[str, list[Way]] = {"ours": [], "copied": []}
        for _round in range(options.rounds):
            for what, way in (("ours", ours), ("copied", copied)):
                _clear(desk, chat)
                ways[what].append(way(desk, options.pause))
    _print(ways, options.pause)
    return 0


def _template() -> str:
    text = SENT
    for value, gap in zip((NAME, ORDER, DAYS), GAPS, strict=True):
        text = text.replace(value, gap)
    return text


def _print(ways: dict[str, list[Way]], pause: float) -> None:
    mine, theirs = (statistics.median(way.seconds for way in ways[name]) for name in ("ours", "copied"))
    keys = ways["ours"][0].keys, ways["copied"][0].keys
    rows = [
        ("keys pressed", str(keys[0]), str(keys[1]), f"{keys[0] / keys[1]:.2f}"),
        (f"seconds at {pause * 1000:.0f} ms a key, median", f"{mine:.2f}", f"{theirs:.2f}", f"{mine / theirs:.2f}"),
        ("of it waiting", f"{mine - (keys[0] - 1) * pause:.2f}", f"{theirs - (keys[1] - 1) * pause:.2f}", ""),
    ]
    print(table(("a reply of three fields, hotkey to chat", "ours", "copied from an editor", "ratio"), rows))


if __name__ == "__main__":
    raise SystemExit(main())
