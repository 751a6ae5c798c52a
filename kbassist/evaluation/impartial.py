"""An assistant that has learned nothing: every desk gets the same answers from it, on every run of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kbassist.assistant.assistant import Assistant
from kbassist.assistant.clock import Clock, system_clock
from kbassist.macros.form import Agent

Progress = Callable[[int, int], None]


@contextmanager
def impartial(
    root: Path,
    *,
    meaning: bool = True,
    clock: Clock = system_clock,
    progress: Progress | None = None,
    reading: Progress | None = None,
) -> Iterator[Assistant]:
    """Give an assistant with its index ready and no trace of a user: no choices, no phrasings kept, no pins.

    With `meaning` the entries are read by the sentence encoder too, where it is installed. The data folder is an
    empty one that is deleted in the end, typing habits are the plain ones; the cache is the library's own.
    `progress` counts the entries that are indexed, `reading` those that the encoder reads. Raises
    content.loader.LibraryMissing.
    """
    with TemporaryDirectory(prefix="kbassist-") as folder:
        assistant = Assistant(root, Agent(), clock, Path(folder))
        try:
            assistant.load()
            assistant.index(progress)
            assistant.use_meaning(meaning)
            assistant.read_meaning(reading or _untold)
            yield assistant
        finally:
            assistant.close()


def _untold(_done: int, _total: int) -> None:
    pass
