"""The customers' wordings that this agent kept for entries: used at this desk at once, and proposed to the team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kbassist.usage.records import Records
from kbassist.usage.wording import LONGEST, UnusableWording, tidy

PER_ENTRY: Final = 12
KEPT: Final = 5_000

Fold = Callable[[str], str]
_Table = dict[str, dict[str, "Kept"]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A wording kept for an entry (`key`), how many times, and when first (ISO 8601, local time)."""

    key: str
    words: str
    times: int
    at: str


class Phrasings:
    """A file of wordings, one line each time that one is kept (`times` 1) or taken back (`times` below 0).

    An entry shows its twelve best: wordings kept more than once before the others, later ones before earlier ones.
    So a new wording is never refused for want of room (in the middle of a chat nobody weighs old ones), and when it
    is taken back, the one that gave way is there again. The order of the lines decides, not their dates: a wrong
    clock does no harm.
    """

    def __init__(self, path: Path, fold: Fold) -> None:
        self._file = Records(path)
        self._fold = fold
        self._undoable: list[tuple[str, str]] = []
        self._table: _Table = {}
        self._shown: Mapping[str, tuple[str, ...]] | None = None
        self._lines = 0
        self._load()

    def keep(self, key: str, words: str, now: datetime) -> str:
        """Keep a wording for an entry and return it as kept, without personal data.

        Raises UnusableWording, and OSError where the disk refuses; then nothing was kept.
        """
        kept = tidy(words)
        self._write(Kept(key, kept, 1, now.isoformat(timespec="seconds")))
        self._undoable.append((key, kept))
        return kept

    def undo(self) -> bool:
        """Take back what was kept last since the program started; False where there is nothing. Raises OSError."""
        if not self._undoable:
            return False
        self._write(Kept(*self._undoable[-1], -1, ""))
        self._undoable.pop()
        return True

    def drop(self, key: str, words: str) -> bool:
        """Take back a wording however often it was kept; return whether there was such a one. Raises OSError."""
        found = self._table.get(key, {}).get(self._fold(words))
        if found is not None:
            self._write(replace(found, times=-found.times))
        return found is not None

    def by_key(self) -> Mapping[str, tuple[str, ...]]:
        """Return the wordings that each entry has, in the order in which they were last kept.

        The same mapping is returned until something changes.
        """
        if self._shown is None:
            self._shown = {
                key: tuple(kept.words for kept in _best(found)) for key, found in self._table.items() if found
            }
        return self._shown

    def _write(self, kept: Kept) -> None:
        self._file.append(_record(kept))
        self._lines += 1
        _take(self._table, kept, self._fold)
        self._shown = None
        if self._lines > 2 * KEPT:
            self._clean()

    def _load(self) -> None:
        self._table, self._shown, self._lines = {}, None, 0
        for record in self._file.read():
            self._lines += 1
            kept = _kept(record)
            if kept is not None:
                _take(self._table, kept, self._fold)

    def _clean(self) -> None:
        """Write anew only what is shown; the file is read first, since another program may have added to it."""
        self._load()
        rows = [kept for found in self._table.values() for kept in _best(found)]
        self._file.rewrite(map(_record, rows[-KEPT:]))
        self._load()


def read_kept(path: Path, fold: Fold) -> Iterator[Kept]:
    """Yield what a file of wordings holds, whoever wrote it: masked once more, and without what is not fit."""
    table: _Table = {}
    for record in Records(path).read():
        kept = _kept(record)
        if kept is not None:
            _take(table, kept, fold)
    for found in table.values():
        for kept in _best(found):
            with suppress(UnusableWording):
                yield replace(kept, words=tidy(kept.words))


def _take(table: _Table, kept: Kept, fold: Fold) -> None:
    """Count a line; a wording kept again moves to the end, where the latest are."""
    found = table.setdefault(kept.key, {})
    folded = fold(kept.words)
    before = found.pop(folded, None)
    times = (before.times if before else 0) + kept.times
    if times > 0:
        found[folded] = replace(before or kept, times=times)


def _best(found: Mapping[str, Kept]) -> Iterable[Kept]:
    if len(found) <= PER_ENTRY:
        return found.values()
    ranked = sorted(found.values(), key=lambda kept: kept.times > 1)  # stable: later ones stay behind earlier ones
    chosen = {kept.words for kept in ranked[-PER_ENTRY:]}
    return [kept for kept in found.values() if kept.words in chosen]


def _record(kept: Kept) -> dict[str, Any]:
    return {"entry": kept.key, "words": kept.words, "at": kept.at, "times": kept.times}


def _kept(record: Mapping[str, Any]) -> Kept | None:
    """Return the wording of a line; None where it is something else (a note, say) or nonsense."""
    key, words, times = record.get("entry"), record.get("words"), record.get("times")
    if not (isinstance(key, str) and isinstance(words, str) and type(times) is int) or not key or abs(times) > 10_000:
        return None
    return (
        Kept(key, words, times, str(record.get("at", ""))[:40])
        if key.isprintable() and len(words) <= LONGEST
        else None
    )
