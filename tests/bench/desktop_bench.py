"""What the agent feels, measured in the real program beside a bare one: start, popup, keystrokes, memory.

`python -m tests.bench.desktop_bench [--sizes 1000,10000] [--rounds 5]` needs Xvfb, openbox, trayer and xdotool.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import bare_list, corpus
from tests.bench.report import table
from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import Desk, marks

WORDS = ("退款到账", "保修期", "refund", "warranty", "delivery 退货")
AFTER_KEY_NS = 60_000_000
Row = tuple[str, str, str, str]


def main() -> int:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rows: list[Row] = []
    with VirtualDesktop(tray=True) as desktop, tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            rows += _measure(desktop, Path(folder) / str(size), size, options.rounds)
    print(table(("measure", "ours", "beside it", "ratio"), rows))
    return 0


def _measure(desktop: VirtualDesktop, folder: Path, size: int, rounds: int) -> list[Row]:
    library = folder / "library"
    library.mkdir(parents=True)
    corpus.write(corpus.library(size), library)
    desk = Desk(desktop, folder, library)
    _write_settings(folder)
    first = _timed(desk.start)
    desk.quit()
    rows: list[Row] = [(f"{size:,} articles: first start until indexed", f"{first:.2f} s", "", "")]
    desk.start("--ticks")
    bare_pss, ours_pss = _memory(desktop, folder, desk.last)
    more = f"+{ours_pss - bare_pss:.0f} MB"
    rows.append((f"{size:,}: memory (PSS), idle", f"{ours_pss:.0f} MB", f"{bare_pss:.0f} MB bare", more))
    popups, focused = _popups(desk, rounds * 4)
    rows.append((f"{size:,}: hotkey → painted, p50 / p95", _ms(popups), "", ""))
    rows.append((f"{size:,}: hotkey → focused, p50 / p95", _ms(focused), "", ""))
    ours, bare, late = _keystrokes(desk, folder)
    rows += [
        (f"{size:,}: keystroke → list painted, p50 / p95", _ms(ours), f"{_ms(bare)} bare list", _over(ours, bare)),
        (f"{size:,}: GUI thread late while searching, p50 / p95", _ms(late), "", ""),
    ]
    desk.quit()
    starts = _starts(desktop, folder, desk, rounds)
    rows.append(
        (f"{size:,}: warm start → tray, median", f"{starts[0]:.0f} ms", f"{starts[1]:.0f} ms bare", _ratio(*starts))
    )
    return rows


def _write_settings(folder: Path) -> None:
    """Leave the optional sentence encoder out: it has a line of its own in the tables."""
    settings = folder / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("semantic = false\n", encoding="utf-8")


def _timed(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def _starts(desktop: VirtualDesktop, folder: Path, desk: Desk, rounds: int) -> tuple[float, float]:
    """Start ours and the bare tray program in turn; return the medians until the tray icon is shown, in ms."""
    ours: list[float] = []
    bare: list[float] = []
    for _round in range(rounds):
        began = time.monotonic_ns()
        desk.start()
        ours.append((desk.marked("tray")[0] - began) / 1e6)
        desk.quit()
        bare.append(_bare_start(desktop, folder))
    return statistics.median(ours), statistics.median(bare)


def _bare(desktop: VirtualDesktop, folder: Path) -> tuple[subprocess.Popen[bytes], Path]:
    out = folder / "bare.txt"
    out.unlink(missing_ok=True)
    return desktop.start(sys.executable, "-m", "tests.bench.bare_tray", str(out)), out


def _bare_start(desktop: VirtualDesktop, folder: Path) -> float:
    began = time.monotonic_ns()
    process, out = _bare(desktop, folder)
    wait_for(lambda: out.exists() and out.read_text().endswith("tray\n"), what="the bare program")
    process.terminate()
    process.wait(10)
    return (int(out.read_text().split()[0]) - began) / 1e6


def _memory(desktop: VirtualDesktop, folder: Path, ours: subprocess.Popen[bytes]) -> tuple[float, float]:
    process, out = _bare(desktop, folder)
    wait_for(out.exists, what="the bare program")
    time.sleep(3)
    sizes = _pss(process.pid), _pss(ours.pid)
    process.terminate()
    process.wait(10)
    return sizes


def _pss(pid: int) -> float:
    """Return the proportional set size of a process in MB (`/proc/PID/smaps_rollup`, kB)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _popups(desk: Desk, rounds: int) -> tuple[list[float], list[float]]:
    for _round in range(rounds):
        desk.summon()
        time.sleep(0.25)
        desk.press("Escape")
        desk.gone()
    pressed = desk.marked("hotkey-show")
    return _after(pressed, desk.marked("painted")), _after(pressed, desk.marked("focused"))


def _keystrokes(desk: Desk, folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Type the words with a person's pauses, here and in the bare list.

    Return, in ms, keystroke → painted of both, and how late our GUI thread was meanwhile.
    """
    for word in WORDS:
        desk.summon()
        _type(desk.desktop, word)
        desk.press("Escape", "Escape")
        desk.gone()
    typed = desk.marked("text")
    ours = _after(typed, desk.marked("list-painted"))
    return ours, _bare_keystrokes(desk.desktop, folder), _lateness(desk.trace, typed)


def _type(desktop: VirtualDesktop, word: str) -> None:
    for letter in word:
        desktop.xdotool("type", letter)
        time.sleep(0.12)


def _bare_keystrokes(desktop: VirtualDesktop, folder: Path) -> list[float]:
    trace = folder / "bare-list.txt"
    process = desktop.start(sys.executable, "-m", "tests.bench.bare_list", str(trace))
    desktop.activate(desktop.window(f"^{bare_list.TITLE}$", 30))
    for word in WORDS:
        _type(desktop, word)
    process.terminate()
    process.wait(10)
    return _after(marks(trace, "text"), marks(trace, "list-painted"))


def _lateness(trace: Path, typed: Sequence[int]) -> list[float]:
    """Return by how much the GUI thread's ticks came too late, in ms, within `AFTER_KEY_NS` after each key."""
    lines = (line.split() for line in trace.read_text().splitlines())
    ticks = [(int(at), int(event[5:]) / 1000) for at, event in lines if event.startswith("late:")]
    return [late for at, late in ticks if any(0 <= at - key <= AFTER_KEY_NS for key in typed)]


def _after(begins: Sequence[int], ends: Sequence[int]) -> list[float]:
    """Return, in ms, how long after each beginning the first end came, where one came before the next beginning."""
    found: list[float] = []
    for begin, following in zip(begins, [*begins[1:], sys.maxsize], strict=True):
        end = next((end for end in ends if begin <= end < following), None)
        if end is not None:
            found.append((end - begin) / 1e6)
    return found


def _ms(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f} / {_p95(values):.1f} ms"


def _over(ours: Sequence[float], bare: Sequence[float]) -> str:
    """Say how much later the 95th percentile is than that of the bare list."""
    return f"{_p95(ours) - _p95(bare):+.1f} ms p95"


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[int(0.95 * (len(ordered) - 1))] if ordered else 0.0


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if theirs else "–"


if __name__ == "__main__":
    sys.exit(main())
