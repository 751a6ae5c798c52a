"""Computing the vectors that are missing, in slices so small that nobody waits for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kbassist.semantic.chunks import Chunks, units
from kbassist.semantic.encoder import Encoder
from kbassist.semantic.packing import Floats
from kbassist.semantic.vectors import Vectors

SLICE: Final = 120
"""Units that are encoded at once: 5 to 10 ms of a processor; a single long chunk takes up to 20."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """An entry without vectors; `read` gives its chunks when its turn comes."""

    owner: bytes
    read: Callable[[], Chunks]


def compute(
    jobs: Sequence[Job], encoder: Encoder, vectors: Vectors, progress: Progress, may_go_on: Callable[[], bool]
) -> bool:
    """Compute the vectors of these entries in their order; return whether all are done.

    `progress(done, total)` is told after each entry; `may_go_on()` is asked before each slice, and may wait. Raises
    EncoderUnfit, OSError, and what `read` raises.
    """
    for done, job in enumerate(jobs):
        if not may_go_on():
            return False
        found = job.read()
        rows = _encoded(found.texts, encoder, may_go_on)
        if rows is None:
            return False
        if len(rows):
            vectors.add(job.owner, found.length, rows)
        progress(done + 1, len(jobs))
    return True


def _encoded(texts: Sequence[str], encoder: Encoder, may_go_on: Callable[[], bool]) -> Floats | None:
    """Return a row for each text; None where it has to end before."""
    rows = []
    for batch in _slices(texts):
        if not may_go_on():
            return None
        rows.append(encoder.encode(batch))
    return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def _slices(texts: Sequence[str]) -> Iterator[list[str]]:
    held: list[str] = []
    size = 0
    for text in texts:
        if held and size + units(text) > SLICE:
            yield held
            held, size = [], 0
        held.append(text)
        size += units(text)
    if held:
        yield held
