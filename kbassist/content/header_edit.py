"""Changing single keys of a header and nothing else in the file: reading, checking and writing around the edit."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kbassist import atomic
from kbassist.content.decode import MAX_BYTES, decode, raw, too_long
from kbassist.content.frontmatter import Document, split
from kbassist.content.names import ARTICLE, MACRO
from kbassist.content.problem import Level
from kbassist.content.reading import conflict
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header, bare, vocabulary, with_hugo
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text

_LINE_END: Final = re.compile("(\r\n|\r|\n)")
_FIX: Final = N_("Mend the file first (kbassist check --fix), or make the change by hand.")


class RefusedEdit(KbassistError):  # noqa: N818 - named as the user reads it
    """The file cannot be edited without risk; it is as it was."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file after an edit: its place, its bytes before and after, and both texts by line."""

    path: Path
    old: bytes
    new: bytes
    before: tuple[str, ...]
    after: tuple[str, ...]

    def write(self) -> None:
        """Put the new bytes in place of the old ones.

        Raises RefusedEdit where the file is no longer what it was, OSError where it cannot be written.
        """
        if self.path.read_bytes() != self.old:
            raise refusal(N_("the file has changed meanwhile"))
        atomic.write_bytes(self.path, self.new)


def rewritten(root: Path, path: str, edit: Callable[[str], str]) -> Rewritten:
    """Return a file of the library after an edit of its text (with `\\n` line ends); nothing is written yet.

    Line ends, byte order mark and encoding stay. Raises RefusedEdit, and OSError where the file cannot be read.
    """
    place = _inside(root, path)
    data = place.read_bytes()
    _check_bytes(data, path)
    text, encoding, mark = raw(data)
    pieces = _LINE_END.split(text)
    before, ends = pieces[::2], pieces[1::2]
    after = edit("\n".join(before)).split("\n")
    edited = _with_ends(before, after, ends)
    new = mark + edited.encode(encoding)
    if raw(new) != (edited, encoding, mark):
        raise refusal(N_("its encoding does not hold these characters"))
    return Rewritten(place, data, new, tuple(before), tuple(after))


class Reading:
    """A text as the reader of headers understands it; `others` are the keys that an edit of `keys` must not touch."""

    def __init__(self, text: str, macro: bool, keys: frozenset[str]) -> None:
        names = with_hugo(MACRO if macro else ARTICLE)
        remarks = Remarks("", text.split("\n"))
        self.document: Document = split(text, vocabulary(names), remarks)
        self.header = Header(self.document.header, names, remarks)
        self.rows = {key: self.header.rows(key) for key in keys}
        self.rules = sorted(problem.rule for problem in remarks.problems)
        self.broken = any(
            problem.level is Level.ERROR or problem.rule.startswith("header-") for problem in remarks.problems
        )
        written = {self.header.written(key) for key in keys}
        pairs = self.document.header.pairs
        self.others = [(key.value, _settled(bare(value))) for key, value in pairs if key.value not in written]

    def key_name(self, english: str, chinese: str) -> str:
        """Return a key in the language that most keys of the header are in."""
        keys = [key for key, _ in self.others]
        return chinese if sum(not key.isascii() for key in keys) * 2 > len(keys) else english

    def same_apart_from(self, old: Reading) -> bool:
        """Tell whether nothing but the keys in question differs from an older reading."""
        return self.others == old.others and self.document.body == old.document.body and self.rules == old.rules


def _settled(value: Any) -> Any:
    """Return a value without the line end that a block text has only where something follows it."""
    if isinstance(value, str):
        return value.removesuffix("\n")
    if isinstance(value, list):
        return [_settled(item) for item in value]
    return {key: _settled(item) for key, item in value.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the header stands among the lines of a file: its fences, by index; `toml` tells which sort it is.

    `first` is -1 where there is none.
    """

    first: int
    last: int
    toml: bool = False

    def at(self, line: int | None) -> int | None:
        """Return the index within the header's own lines of a line of the file (1-based)."""
        return line - self.first - 2 if line else None


def header_place(lines: list[str], reading: Reading) -> Place | None:
    """Return where the header stands; None where it is written in a way that no program should edit."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    last = reading.document.body_line - 2  # by index; the line that closes the header
    if reading.broken:
        return None
    if last < 0:
        return Place(-1, -1)
    if not start < last < len(lines):
        return None
    toml = _FENCES.get((lines[start].rstrip(), lines[last].rstrip()))
    return None if toml is None else Place(start, last, toml)


_FENCES: Final = {("---", "---"): False, ("---", "..."): False, ("+++", "+++"): True}


def refusal(reason: Text) -> RefusedEdit:
    """Return the error that a file was left alone, and why."""
    return RefusedEdit(N_("The file was left as it is: {reason}.", reason=reason), _FIX)


def _with_ends(before: list[str], after: list[str], ends: list[str]) -> str:
    """Return the lines after the edit as one text: those above and below it with their own ends."""
    first = next((n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before))
    end = next(iter(ends), "\n")
    kept = len(ends) - first  # how many ends stand below the edit, at the most
    below = min(kept, len(after) - 1 - first) if kept > 0 else 0
    middle = len(after) - 1 - min(first, len(ends)) - below
    all_ends = [*ends[:first], *[end] * middle, *(ends[-below:] if below else [])]
    return "".join(line + own for line, own in zip(after, [*all_ends, ""], strict=True))


def _check_bytes(data: bytes, name: str) -> None:
    decoded = decode(data, name)
    rules = {problem.rule for problem in decoded.problems}
    if len(data) > MAX_BYTES or too_long(decoded.text):
        raise refusal(N_("it is too big"))
    if rules & {"undecodable", "control-character"}:
        raise refusal(N_("some of its bytes are no text"))
    if conflict(decoded.text):
        raise refusal(N_("Git left a conflict in it that somebody must settle"))


def _inside(root: Path, relative: str) -> Path:
    """Return the file itself; a link that leads out of the library is refused."""
    real, base = os.path.realpath(root / relative), os.path.realpath(root)
    if not real.startswith(base.rstrip(os.sep) + os.sep):
        raise refusal(N_("it lies outside the library"))
    return Path(real)
