"""One file of a library as it was read: its stamp on the disk, and what it gave."""

from __future__ import annotations

from dataclasses import dataclass

from kbassist.content.model import Article, Macro, Snippet
from kbassist.content.problem import Problem
from kbassist.content.team_model import Team


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry's file lies: path below the root, category, and what path and name say of id and locale."""

    path: str
    category: str
    id: str
    locale: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What one file gave: one of the values, or none where it is unusable; `mtime_ns` -1 never counts as unchanged.

    `digest` tells the bytes that were read; an older value may stand here where they gave none.
    A team file's `team` has only the fields of that file set.
    """

    path: str
    mtime_ns: int
    size: int
    entry: Article | Macro | None = None
    snippet: Snippet | None = None
    team: Team | None = None
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    @property
    def usable(self) -> bool:
        """Tell whether the file gave anything."""
        return bool(self.entry or self.snippet or self.team)

    @property
    def plain(self) -> bool:
        """Tell whether the file gave an entry and nothing else."""
        return self.entry is not None and not self.problems and self.entry.digest == self.digest
