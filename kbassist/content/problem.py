"""A problem in a library's file: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kbassist.i18n import Text


class Level(StrEnum):
    """How much a problem matters: an error means that something of the file is not usable."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """A mechanical repair: replace lines `first`..`last` (1-based, inclusive) by `lines`; `last < first` inserts.

    `before` are the lines that stood there when the problem was found: a repair is refused where they differ now.
    """

    first: int
    last: int
    lines: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What to do, in a sentence, and where a program can do it, the edit (or `reencode`: save as UTF-8)."""

    text: Text
    edit: Edit | None = None
    reencode: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark on one place of one file.

    `path` is relative to the library's root, with forward slashes; `line` is 1-based, 0 for the whole file;
    `rule` is a stable kebab-case name that the manual lists.
    """

    path: str
    line: int
    level: Level
    rule: str
    message: Text
    repair: Repair | None = None
