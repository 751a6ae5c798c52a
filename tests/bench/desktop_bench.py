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

from tests.bench import corpus
from tests.bench.report import table
from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import Desk

WORDS = ("退款到账", "保修期", "refund", "warranty", "delivery 退货")
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
    first = _timed(desk.start)
    rows: list[Row] = [(f"{size:,} articles: first start until indexed", f"{first:.2f} s", "", "")]
    bare_pss, ours_pss = _memory(desktop, folder, desk.last)
    rows.append(
        (f"{size:,}: memory (PSS), idle", f"{ours_pss:.0f} MB", f"{bare_pss:.0f} MB bare", _ratio(ours_pss, bare_pss))
    )
    popups, focused = _popups(desk, rounds * 4)
    rows.append((f"{size:,}: hotkey → painted, p50 / p95", _ms(popups), "", ""))
    rows.append((f"{size:,}: hotkey → focused, p50 / p95", _ms(focused), "", ""))
    ours, fts5 = _keystrokes(desk, size)
    rows.append(
        (
            f"{size:,}: keystroke → list painted, p50 / p95",
            _ms(ours),
            f"{_ms(fts5)} FTS5 alone",
            _ratio(statistics.median(ours), statistics.median(fts5)),
        )
    )
    desk.quit()
    starts = _starts(desktop, folder, desk, rounds)
    rows.append(
        (f"{size:,}: warm start → tray, median", f"{starts[0]:.0f} ms", f"{starts[1]:.0f} ms bare", _ratio(*starts))
    )
    return rows


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


def _keystrokes(desk: Desk, size: int) -> tuple[list[float], list[float]]:
    """Type the words with a person's pauses; return keystroke → painted here and FTS5's answer times, in ms."""
    from tests.bench.fts5 import Fts5

    peer = Fts5(Path(":memory:"))
    peer.build(corpus.library(size))
    fts5: list[float] = []
    for word in WORDS:
        desk.summon()
        for count in range(1, len(word) + 1):
            desk.desktop.xdotool("type", word[count - 1])
            time.sleep(0.12)
            began = time.perf_counter()
            peer.search(word[:count], 20)
            fts5.append((time.perf_counter() - began) * 1000)
        desk.press("Escape", "Escape")
        desk.gone()
    return _after(desk.marked("text"), desk.marked("list-painted")), fts5


def _after(begins: Sequence[int], ends: Sequence[int]) -> list[float]:
    """Return, in ms, how long after each beginning the first end came, where one came before the next beginning."""
    found: list[float] = []
    for begin, following in zip(begins, [*begins[1:], sys.maxsize], strict=True):
        end = next((end for end in ends if begin <= end < following), None)
        if end is not None:
            found.append((end - begin) / 1e6)
    return found


def _ms(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if theirs else "–"


if __name__ == "__main__":
    sys.exit(main())
