"""A new process that opens a library whose index is there: `python -m tests.bench.cold ROOT CACHE open|memory`.

Prints one JSON object: with `open`, seconds of CPU and of the clock from the start of this module until the first
answer, imports included; with `memory`, what the process holds above a Qt program that does nothing, in MB.
"""

from __future__ import annotations

from time import perf_counter

BEGAN = perf_counter()

import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402
from time import process_time  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

if TYPE_CHECKING:
    from kbassist.search.engine import Engine

TODAY = date(2026, 1, 1)


def opened(root: Path, cache: Path) -> Engine:
    """Return the engine over a library that comes from its cache, the index opened."""
    from kbassist.content.loader import load
    from kbassist.search.engine import Engine

    engine = Engine(cache, plain=str)
    engine.use(load(root, cache=cache), TODAY)
    return engine


def time_to_answer(root: Path, cache: Path) -> dict[str, float]:
    """Return seconds of CPU (since the process began) and of the clock (since this module) until an answer."""
    engine = opened(root, cache)
    answered = engine.search("退款", 20)
    assert answered.hits
    return {"cpu_s": process_time(), "wall_s": perf_counter() - BEGAN}


def memory(root: Path, cache: Path) -> dict[str, float]:
    """Return MB of unique (USS) and proportional (PSS) memory above the bare Qt program, after some searching."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import psutil
    from PySide6.QtWidgets import QApplication

    from tests.bench.keystrokes import keystrokes

    application = QApplication([])
    process = psutil.Process()
    before = process.memory_full_info()
    engine = opened(root, cache)
    for text in keystrokes():
        engine.search(text, 20)
    gc.collect()
    after = process.memory_full_info()
    application.quit()
    return {"uss_mb": (after.uss - before.uss) / 1e6, "pss_mb": (after.pss - before.pss) / 1e6}


if __name__ == "__main__":
    work = {"open": time_to_answer, "memory": memory}[sys.argv[3]]
    print(json.dumps(work(Path(sys.argv[1]), Path(sys.argv[2]))))
