"""Search, side by side with SQLite FTS5 and tantivy: `python -m tests.bench.search_bench --sizes 1000,10000`."""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep

from kbassist.content.library import Library
from kbassist.content.loader import load
from kbassist.search.engine import Engine
from tests.bench import corpus
from tests.bench.cold import TODAY
from tests.bench.fts5 import Fts5
from tests.bench.keystrokes import TYPED, keystrokes
from tests.bench.lateness import lateness
from tests.bench.report import ratio, spread, table
from tests.bench.tantivy_index import Tantivy

HEAD = ("entries", "", "kbassist", "FTS5", "tantivy", "FTS5 / kbassist", "tantivy / kbassist")
PASSES = 2
LIMIT = 20
EDITS = 12
NEW_PROCESSES = 3


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that it took."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def cpu(work: Callable[[], object]) -> float:
    """Return the seconds of CPU that it took."""
    began = process_time()
    work()
    return process_time() - began


class Bench:
    """One size: three engines over the same files."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size = size
        self._root = folder / "library"
        self._cache = folder / "cache"
        corpus.write_entries(corpus.stream(size), self._root)
        self._library = Library(self._root)
        self._ours = Engine(self._cache, plain=str)
        self._fts5 = Fts5(folder / "fts5.db")
        self._tantivy = Tantivy(folder / "tantivy")

    def rows(self) -> Iterator[list[str]]:
        """Run everything; yield the rows of the table under `HEAD` as they are measured."""
        yield from self._build()
        yield from self._keys()
        yield self._snippets()
        yield self._late()
        yield from self._new_processes()
        yield self._edits()
        self._fts5.close()

    def _row(self, what: str, *cells: str) -> list[str]:
        return [f"{self.size:,}", what, *cells, *[""] * (len(HEAD) - 2 - len(cells))]

    def _build(self) -> Iterator[list[str]]:
        read = timed(self._load)
        titles = timed(self._titles)
        ours = cpu(lambda: self._ours.use(self._library, TODAY))
        fts5 = cpu(lambda: self._fts5.build(self._library.entries.values()))
        tantivy = cpu(lambda: self._tantivy.build(self._library.entries.values()))
        yield self._row("first reading of all files, s", f"{read / 1000:.2f}")
        yield self._row("titles answer, ms after the build began", f"{titles:.0f}")
        yield self._row(
            "build, CPU s",
            f"{ours:.1f}",
            f"{fts5:.1f}",
            f"{tantivy:.1f}",
            f"{fts5 / ours:.2f}",
            f"{tantivy / ours:.2f}",
        )
        size = sum(path.stat().st_size for path in self._cache.rglob("*") if path.is_file())
        yield self._row("cache on disk, MB", f"{size / 1e6:.1f}")

    def _load(self) -> None:
        self._library = load(self._root, cache=self._cache)

    def _titles(self) -> None:
        self._ours.use_titles(self._library, TODAY)
        assert self._ours.titles("退款", LIMIT).hits

    def _keys(self) -> Iterator[list[str]]:
        """Time each keystroke in all three, one right after the other; the first pass only warms up."""
        engines = (self._ours.search, self._fts5.search, self._tantivy.search)
        times: tuple[list[float], ...] = ([], [], [])
        for number, text in itertools.product(range(PASSES + 1), keystrokes()):
            for search, spent in zip(engines, times, strict=True):
                took = timed(lambda: search(text, LIMIT))  # noqa: B023 - called at once
                if number:
                    spent.append(took)
        ours, fts5, tantivy = times
        yield self._row("keystroke, ms p50 / p95", *map(spread, times), ratio(ours, fts5), ratio(ours, tantivy))

    def _snippets(self) -> list[str]:
        """Time what the rows of a list cost: the same search for twenty rows and for one."""
        more = []
        for _ in range(PASSES):
            for text in TYPED:
                one = timed(lambda: self._ours.search(text, 1))  # noqa: B023 - called at once
                more.append(max(0.0, timed(lambda: self._ours.search(text, LIMIT)) - one))  # noqa: B023
        return self._row(f"{LIMIT} rows with snippets, ms p50 / p95", spread(more))

    def _late(self) -> list[str]:
        texts = itertools.cycle(keystrokes())
        searching = lateness(lambda: self._ours.search(next(texts), LIMIT))
        idle = lateness(lambda: sleep(0.05))
        return self._row("4 ms tick late while searching, ms p50 / p95", spread(searching), f"idle: {spread(idle)}")

    def _new_processes(self) -> Iterator[list[str]]:
        opened = [self._process("open") for _ in range(NEW_PROCESSES)]
        best = min(opened, key=lambda one: one["cpu_s"])
        yield self._row("open in a new process until the first answer, CPU s", f"{best['cpu_s']:.2f}")
        yield self._row("the same, s by the clock", f"{min(one['wall_s'] for one in opened):.2f}")
        held = self._process("memory")
        yield self._row(
            "memory above a bare Qt program, MB USS / PSS", f"{held['uss_mb']:.0f} / {held['pss_mb']:.0f}"
        )

    def _process(self, what: str) -> dict[str, float]:
        command = [sys.executable, "-m", "tests.bench.cold", str(self._root), str(self._cache), what]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return {name: float(value) for name, value in json.loads(printed).items()}

    def _edits(self) -> list[str]:
        """Time from a file event until the new words are found; the others get the entry as it was read."""
        times: tuple[list[float], ...] = ([], [], [])
        step = max(1, self.size // EDITS)
        for number, key in enumerate(list(self._library.entries)[::step][:EDITS]):
            before = self._library.entries[key]
            path, word = self._root / before.path, f"新词条{number}号"
            path.write_text(path.read_text(encoding="utf-8").replace(before.title, f"{before.title} {word}", 1))
            times[0].append(timed(lambda: self._found(before.path, word)))  # noqa: B023 - called at once
            after = self._library.entries[key]
            times[1].append(timed(lambda: self._fts5.update(before, after)))  # noqa: B023
            times[2].append(timed(lambda: self._tantivy.update(after)))  # noqa: B023
        medians = [median(spent) for spent in times]
        cells = [f"{value:.0f}" for value in medians]
        return self._row(
            "one edited file until found, ms median", *cells, *(f"{value / medians[0]:.2f}" for value in medians[1:])
        )

    def _found(self, path: str, word: str) -> None:
        self._library = load(self._root, previous=self._library, paths=frozenset({path}))
        self._ours.use(self._library, TODAY)
        assert path in {hit.path for hit in self._ours.search(word, LIMIT).hits}


def measured(sizes: Sequence[int]) -> Iterator[list[str]]:
    """Yield the rows of all sizes, each told on standard error as it comes."""
    for size in sizes:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for row in Bench(size, Path(folder)).rows():
                print(" | ".join(row), file=sys.stderr, flush=True)
                yield row


def main() -> None:
    """Print the table for the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    print(table(HEAD, list(measured(sizes))))


if __name__ == "__main__":
    main()
