"""How late a thread that only ticks is while another one works: what a window's thread would feel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import perf_counter, sleep

TICK_S = 0.004


def lateness(work: Callable[[], object], seconds: float = 3.0) -> list[float]:
    """Return the milliseconds by which each 4 ms tick came late while `work` ran over and over on another thread."""
    stop = threading.Event()

    def working() -> None:
        while not stop.is_set():
            work()

    worker = threading.Thread(target=working)
    worker.start()
    try:
        return _ticks(seconds)
    finally:
        stop.set()
        worker.join()


def _ticks(seconds: float) -> list[float]:
    late = []
    end = perf_counter() + seconds
    while (now := perf_counter()) < end:
        sleep(TICK_S)
        late.append(max(0.0, (perf_counter() - now - TICK_S) * 1000))
    return late
