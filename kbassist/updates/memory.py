"""What this user's program has seen of update notices: the highest serial, and what was told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from kbassist import atomic
from kbassist.policy import UpdateSource

FILE: Final = "updates.json"
_LONGEST: Final = 256 * 1024
_MOST_TOLD: Final = 50


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of one source."""

    serial: int = 0
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Content:
    """The whole file."""

    version: int = 1
    sources: Mapping[str, _Seen] = field(default_factory=dict)


class Memory:
    """A file in the user's data folder, written aside and put in place.

    Each pair of folder and key is remembered apart: a computer that IT moves from the folder for trials to the one
    for all may rightly find an older notice there. A file that is lost or damaged counts as empty, and two programs
    that write at once lose one of two entries; both only mean that a notice is seen for the first time again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def serial(self, source: UpdateSource) -> int:
        """Return the highest serial seen in this source; 0 for none."""
        return self._seen(source).serial

    def note_serial(self, source: UpdateSource, serial: int) -> None:
        """Remember a serial where it is the highest; raises OSError."""
        seen = self._seen(source)
        if serial > seen.serial:
            self._write(source, replace(seen, serial=serial))

    def is_told(self, source: UpdateSource, mark: str) -> bool:
        """Tell whether the user was told of this."""
        return mark in self._seen(source).told

    def note_told(self, source: UpdateSource, mark: str) -> None:
        """Remember that the user was told of this; raises OSError."""
        seen = self._seen(source)
        if mark not in seen.told:
            self._write(source, replace(seen, told=(*seen.told, mark)[-_MOST_TOLD:]))

    def forget_told(self, source: UpdateSource, beginning: str) -> None:
        """Forget what was told with a mark that begins so: it is over; raises OSError."""
        seen = self._seen(source)
        kept = tuple(mark for mark in seen.told if not mark.startswith(beginning))
        if kept != seen.told:
            self._write(source, replace(seen, told=kept))

    def _seen(self, source: UpdateSource) -> _Seen:
        return self._read().sources.get(_name(source), _Seen())

    def _read(self) -> _Content:
        try:
            with self._path.open("rb") as file:
                return msgspec.json.decode(file.read(_LONGEST), type=_Content)
        except (OSError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            return _Content()

    def _write(self, source: UpdateSource, seen: _Seen) -> None:
        sources = {**self._read().sources, _name(source): seen}
        atomic.write_bytes(self._path, msgspec.json.encode(_Content(sources=sources)))


def _name(source: UpdateSource) -> str:
    """Return a short name of a folder with its key; Windows tells neither case nor slashes apart."""
    folder = source.folder.replace("\\", "/").rstrip("/").casefold()
    return hashlib.sha256(source.key + folder.encode("utf-8", "surrogatepass")).hexdigest()[:16]
