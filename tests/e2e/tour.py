"""A tour of the real program on a virtual screen: the main job step by step, a screenshot of each.

`python -m tests.e2e.tour OUT` leaves `01-….png` and so on in OUT, and prints the text that was copied and pasted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import Desk

PAUSE = 0.7  # seconds: what is photographed should be settled


class Tour:
    """Counts the steps, says each, and takes its picture."""

    def __init__(self, desk: Desk, out: Path) -> None:
        self._desk = desk
        self._out = out
        self._number = 0

    def step(self, name: str, sentence: str, act: Callable[[], object]) -> None:
        """Do one step, wait until it is on the screen, and take a screenshot."""
        self._number += 1
        print(f"{self._number:2}. {sentence}", flush=True)
        act()
        time.sleep(PAUSE)
        self._desk.desktop.screenshot(self._out / f"{self._number:02}-{name}.png")


def main() -> int:
    """Run the tour; return 0 where the chat client received exactly the text that was copied."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "out/tour")
    shutil.rmtree(out, ignore_errors=True)
    with VirtualDesktop(tray=True) as desktop, tempfile.TemporaryDirectory() as folder:
        desk = Desk(desktop, Path(folder), None)
        desktop.run("xsetroot", "-solid", "#7b8aa0")
        copied, received = _walk(desk, Tour(desk, out))
    print(f"\nCopied and pasted into the chat client:\n\n{copied}\n\nScreenshots: {out}")
    if copied != received:
        print(f"The chat client received something else:\n{received}", file=sys.stderr)
        return 1
    return 0


def _walk(desk: Desk, tour: Tour) -> tuple[str, str]:
    """Answer a customer, then look around; return what was copied, and what the chat client received."""
    copied, received = _answer(desk, tour)
    _go_on(desk, tour)
    _look_around(desk, tour)
    return copied, received


def _answer(desk: Desk, tour: Tour) -> tuple[str, str]:
    """Do the main job; return what was copied, and what the chat client received."""
    tour.step("chat", "A customer writes in the chat client; kbassist waits in the tray.", lambda: _open(desk))
    tour.step("empty", "Ctrl+Alt+Space: the window is there, with nothing searched yet.", desk.summon)
    tour.step("list", "Type the shortcut of a reply: tk.", lambda: desk.type("tk"))
    tour.step("form", "Enter: its form, with the text live beside it.", lambda: desk.press("Return"))
    tour.step("filled", "Fill in name, order number, amount and the way of payment.", lambda: _fill(desk))
    tour.step("pasted", "Ctrl+Enter: the text is in the chat client.", lambda: _paste(desk))
    received = desk.message()
    desk.summon()
    desk.press("ctrl+z")  # the same text on the clipboard
    desk.gone()
    return desk.desktop.clipboard(), received


def _go_on(desk: Desk, tour: Tour) -> None:
    """Answer the same customer again, with words that the team does not want, and by a guide."""
    tour.step("case", "The next reply for her: name and order are filled in already.", lambda: _next(desk))
    tour.step("remark", "F2 and words of one's own: what the team says instead stands below.", lambda: _edit(desk))
    tour.step("replaced", "Alt+A takes it; Ctrl+Enter sends the text after the first.", lambda: _replace(desk))
    tour.step("guide", "A guide: one step at a time, choices by number keys.", lambda: _guide(desk))
    tour.step("guide-form", "A: the reply of this step, filled in for her.", lambda: desk.press("1", "1", "a"))
    tour.step("guide-back", "Back at the step; Ctrl+C copies the way taken for the ticket.", lambda: _sum_up(desk))
    print(f"\nThe chat client holds:\n\n{desk.message()}\n\nThe summary:\n\n{desk.desktop.clipboard()}\n")


def _look_around(desk: Desk, tour: Tour) -> None:
    """Search in other ways."""
    tour.step("recent", "Esc, Esc: what was used is offered first.", lambda: desk.press("Escape", "Escape"))
    tour.step("pinyin", "Pinyin, as the keys bring it: tuikuan.", lambda: desk.type("tuikuan"))
    tour.step("why", "Ctrl+I: why the first entry is the first.", lambda: desk.press("ctrl+i"))
    tour.step("article", "A customer's own words find the article; Enter reads it.", lambda: _read(desk))
    tour.step("nothing-fits", "A question that nothing answers: it says so.", lambda: _ask(desk))
    tour.step("told", "Ctrl+R: the team lead will hear of it, its number masked.", lambda: desk.press("ctrl+r"))
    tour.step("no-hit", "Nothing found at all: it offers what comes close.", lambda: _miss(desk))
    tour.step("hidden", "Esc, Esc: gone, and the focus is where it was.", lambda: desk.press("Escape", "Escape"))


def _open(desk: Desk) -> None:
    desk.open_chat()
    desk.start()


def _fill(desk: Desk) -> None:
    desk.type("王女士")
    desk.press("Tab")
    desk.type("202611150042")
    desk.press("Tab")
    desk.type("199")
    desk.press("Tab", "Down")


def _paste(desk: Desk) -> None:
    count = len(desk.marked("pasted"))
    desk.press("ctrl+Return")
    desk.gone()
    wait_for(lambda: len(desk.marked("pasted")) > count, 10, "the text in the chat client")


def _next(desk: Desk) -> None:
    desk.summon()
    desk.type("tkjd")
    desk.press("Return", "Down")


def _edit(desk: Desk) -> None:
    desk.press("F2", "ctrl+End")
    desk.type("您先冷静一下")


def _replace(desk: Desk) -> None:
    desk.press("alt+a")
    _paste(desk)


def _guide(desk: Desk) -> None:
    desk.summon()
    desk.paste("退换货判断流程")
    desk.press("Return")


def _sum_up(desk: Desk) -> None:
    desk.press("Escape", "ctrl+c")
    wait_for(lambda: "退换货" in desk.desktop.clipboard(), 10, "the summary")


def _read(desk: Desk) -> None:
    desk.press("Escape")
    desk.paste("退款多久到账")
    desk.press("Return")


def _ask(desk: Desk) -> None:
    desk.press("Escape")
    desk.paste("你们公司明年会在火星开门店吗？我的电话 13812345678")


def _miss(desk: Desk) -> None:
    desk.press("ctrl+a")
    desk.type("kubernetes")


if __name__ == "__main__":
    sys.exit(main())
