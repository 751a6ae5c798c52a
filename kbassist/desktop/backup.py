"""What was on the clipboard before a paste, as a value, and the port that reads and writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

LONGEST_S: Final = 0.8  # of reading; an owner that is slower or hangs is not waited for
LARGEST: Final = 64 << 20  # bytes of all formats


@dataclass(frozen=True, slots=True)
class Backup:
    """The formats of a clipboard with their bytes, in memory only; an empty `complete` one is an empty clipboard.

    `complete` is false where the owner gave some formats not in time, or they were too big together.
    """

    formats: tuple[tuple[str, bytes], ...]
    complete: bool

    def __repr__(self) -> str:
        """Name the formats alone: the bytes are the user's."""
        return f"Backup({[name for name, _bytes in self.formats]}, complete={self.complete})"


class Snapshots(Protocol):
    """Reading and writing all formats of the clipboard of a desktop."""

    def read(self) -> Backup:
        """Return what is there, within LONGEST_S and LARGEST; runs on a thread of its own, never raises."""

    def write(self, backup: Backup) -> bool:
        """Put it back; runs on the GUI thread; tells whether it is there."""
