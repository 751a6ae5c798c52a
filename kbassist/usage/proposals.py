"""What the agents propose to the team lead: wordings that customers used, gathered from the agents' files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kbassist.usage.phrasings import Kept, read_kept
from kbassist.usage.records import Records

SUFFIX: Final = ".jsonl"
MOST_FILES: Final = 2_000
DEEPEST: Final = 4

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wording for an entry (`key`): by how many agents it was kept, how many times, and when first (ISO 8601).

    `id` is the same in every run and on every desk: ten hexadecimal digits of entry and wording.
    """

    id: str
    key: str
    words: str
    agents: int
    times: int
    first: str


def outboxes(place: Path) -> Iterator[Path]:
    """Yield the agents' files: the given one, or those in a folder and in the folders below it, by name.

    Raises OSError where there is no such place.
    """
    if not place.is_dir():
        place.stat()
        yield place
        return
    found = 0
    for folder, below, names in os.walk(place, followlinks=False):
        deep = len(Path(folder).relative_to(place).parts) >= DEEPEST
        below[:] = [] if deep else sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SUFFIX) and found < MOST_FILES:
                found += 1
                yield Path(folder) / name


def gathered(files: Iterable[Path], fold: Fold) -> list[Proposal]:
    """Return the wordings in these files, the same one for the same entry once; what most agents kept comes first."""
    groups: dict[str, list[Kept]] = {}
    for path in files:
        for kept in read_kept(path, fold):
            groups.setdefault(_id(kept, fold), []).append(kept)
    found = [_proposal(name, group) for name, group in groups.items()]
    return sorted(found, key=lambda proposal: (-proposal.agents, -proposal.times, proposal.key, proposal.words))


class Rejections:
    """A file of proposals that the team lead rejected, by id: not a word of them is kept."""

    def __init__(self, path: Path) -> None:
        self._file = Records(path)

    def ids(self) -> frozenset[str]:
        """Return what was rejected."""
        return frozenset(str(record["rejected"]) for record in self._file.read() if "rejected" in record)

    def add(self, proposal_id: str, now: datetime) -> None:
        """Remember that a proposal was rejected. Raises OSError."""
        self._file.append({"rejected": proposal_id, "at": now.isoformat(timespec="seconds")})


def _id(kept: Kept, fold: Fold) -> str:
    return hashlib.blake2b(f"{kept.key}\0{fold(kept.words)}".encode("utf-8", "replace"), digest_size=5).hexdigest()


def _proposal(name: str, group: list[Kept]) -> Proposal:
    first = min(group, key=lambda kept: kept.at or "~")
    return Proposal(name, first.key, first.words, len(group), sum(kept.times for kept in group), first.at)
