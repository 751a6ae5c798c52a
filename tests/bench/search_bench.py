"""Search, side by side with SQLite FTS5: `python -m tests.bench.search_bench --sizes 1000,10000`."""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import psutil

from kbassist.search.engine import Engine
from tests.bench.corpus import library
from tests.bench.fts5 import Fts5
from tests.bench.report import ratio, spread, table

TODAY = date(2026, 1, 1)
TYPED = """
退款 退货 换货 运费险 七天无理由 退款到账 电子发票 收货地址 价格保护 以旧换新 质量问题 扫地机器人 找回密码
平台介入 自动确认收货 先行赔付 物流单号 微信支付 会员等级 生鲜坏果 偏远地区 refund warranty tracking bluetooth
password customs invoice escalation
""".split()  # noqa: SIM905 - reads better than a list of strings
PHRASES = (
    "退款 到账 时效",
    "运费险 赔付",
    "refund policy",
    "X20Pro 保修期",
    "蓝牙耳机 warranty",
    "退货地址 修改",
    "发票 税号",
)
PASSES = 2
LIMIT = 20


def keystrokes() -> list[str]:
    """Return what stands in the field after each key of the typed queries."""
    return [text[:end] for text in (*TYPED, *PHRASES) for end in range(1, len(text) + 1) if text[end - 1] != " "]


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that it took."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def memory() -> float:
    """Return this process's resident memory in MB."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


class Bench:
    """One size: both engines over the same library."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size = size
        self.library = library(size)
        self._folder = folder

    def rows(self) -> list[list[str]]:
        """Run everything; return rows of the table: what, ours, FTS5, ratio (theirs by ours)."""
        before = memory()
        began = process_time()
        ours = Engine(self._folder, plain=str)
        ours.use(self.library, TODAY)
        built = process_time() - began
        after = memory()
        theirs = Fts5(self._folder / "fts5.db")
        began = process_time()
        theirs.build(self.library)
        theirs_built = process_time() - began
        rows = [
            self._row("build, CPU s", f"{built:.1f}", f"{theirs_built:.1f}", f"{theirs_built / built:.2f}"),
            self._row("memory, MB more", f"{after - before:.0f}", "", ""),
            self._row("index on disk, MB", f"{self._on_disk():.1f}", "", ""),
            self._row("open, ms", f"{timed(self._opened):.0f}", "", ""),
            self._keys(ours, theirs),
            self._updates(ours, theirs),
        ]
        theirs.close()
        return rows

    def _row(self, what: str, *cells: str) -> list[str]:
        return [f"{self.size:,}", what, *cells]

    def _on_disk(self) -> float:
        return sum(path.stat().st_size for path in (self._folder / "search").iterdir()) / 1e6

    def _opened(self) -> None:
        Engine(self._folder, plain=str).use(self.library, TODAY)

    def _keys(self, ours: Engine, theirs: Fts5) -> list[str]:
        """Time each keystroke in both, one right after the other; the first pass only warms up."""
        mine: list[float] = []
        other: list[float] = []
        for number in range(PASSES + 1):
            for text in keystrokes():
                times = timed(lambda: ours.search(text, LIMIT)), timed(lambda: theirs.search(text, LIMIT))  # noqa: B023
                if number:
                    mine.append(times[0])
                    other.append(times[1])
        return self._row("keystroke, ms p50 / p95", spread(mine), spread(other), ratio(mine, other))

    def _updates(self, ours: Engine, theirs: Fts5) -> list[str]:
        mine: list[float] = []
        other: list[float] = []
        current = self.library
        for number, key in enumerate(list(current.entries)[: 7 * 12 : 7]):
            entry = replace(current.entries[key], title=f"{current.entries[key].title} 新词条{number}")
            current = replace(current, entries={**current.entries, key: entry})
            mine.append(timed(lambda: ours.use(current, TODAY)))  # noqa: B023
            other.append(timed(lambda: theirs.update(entry)))  # noqa: B023
        return self._row("one edited entry, ms p50 / p95", spread(mine), spread(other), ratio(mine, other))


def main() -> None:
    """Print the table for the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    rows: list[list[str]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows += Bench(size, Path(folder)).rows()
    print(table(("entries", "", "kbassist", "FTS5", "FTS5 / kbassist"), rows))


if __name__ == "__main__":
    main()
