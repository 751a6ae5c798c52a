"""Writing customers' wordings into the header of an entry's file, and changing nothing else in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kbassist import atomic
from kbassist.content import asked_as_toml, asked_as_yaml
from kbassist.content.decode import MAX_BYTES, decode, raw, too_long
from kbassist.content.frontmatter import Document, split
from kbassist.content.model import Article, Macro
from kbassist.content.names import ARTICLE, MACRO
from kbassist.content.problem import Level
from kbassist.content.reading import conflict
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header, bare, vocabulary, with_hugo
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text

KEY: Final = "asked_as"
_LINE_END: Final = re.compile("(\r\n|\r|\n)")
_FIX: Final = N_("Mend the file first (kbassist check --fix), or write the wording in by hand.")


class RefusedEdit(KbassistError):  # noqa: N818 - named as the user reads it
    """The file cannot be edited without risk; it is as it was."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file with the wordings in it: its place, its bytes before and after, and both texts by line."""

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
            raise _refusal(N_("the file has changed meanwhile"))
        atomic.write_bytes(self.path, self.new)


def rewritten(root: Path, entry: Article | Macro, wordings: Sequence[str]) -> Rewritten:
    """Return an entry's file with wordings added to its `asked_as` (or 客户问法); nothing is written yet.

    Order, comments, quotes, line ends, byte order mark and encoding stay. The result is read again by the reader
    of all headers, and refused unless these wordings are the only difference. Raises RefusedEdit, and OSError where
    the file cannot be read.
    """
    path = _inside(root, entry.path)
    data = path.read_bytes()
    _check_bytes(data, entry.path)
    text, encoding, mark = raw(data)
    pieces = _LINE_END.split(text)
    before, ends = pieces[::2], pieces[1::2]
    after = added("\n".join(before), wordings, macro=isinstance(entry, Macro), expected=entry.asked_as).split("\n")
    edited = _with_ends(before, after, ends)
    new = mark + edited.encode(encoding)
    if raw(new) != (edited, encoding, mark):
        raise _refusal(N_("its encoding does not hold these characters"))
    return Rewritten(path, data, new, tuple(before), tuple(after))


def _with_ends(before: list[str], after: list[str], ends: list[str]) -> str:
    """Return the lines after the edit as one text: those above and below it with their own ends."""
    first = next((n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before))
    end = next(iter(ends), "\n")
    kept = len(ends) - first  # how many ends stand below the edit, at the most
    below = min(kept, len(after) - 1 - first) if kept > 0 else 0
    middle = len(after) - 1 - min(first, len(ends)) - below
    all_ends = [*ends[:first], *[end] * middle, *(ends[-below:] if below else [])]
    return "".join(line + own for line, own in zip(after, [*all_ends, ""], strict=True))


def added(text: str, wordings: Iterable[str], *, macro: bool, expected: Sequence[str] | None = None) -> str:
    """Return the text of a file (with `\\n` line ends) with wordings added to its header.

    `expected` is what its `asked_as` is believed to hold. Raises RefusedEdit.
    """
    old = _Reading(text, macro)
    if expected is not None and old.rows != tuple(expected):
        raise _refusal(N_("the file has changed meanwhile"))
    new = [wording for wording in dict.fromkeys(wordings) if wording not in old.rows]
    if not new:
        return text
    edited = _edited(text, old, new)
    if not edited or not _only_difference(old, _Reading(edited, macro), new):
        raise _refusal(N_("its header is written in a way that this program does not edit"))
    return edited


class _Reading:
    """A text as the reader of headers understands it."""

    def __init__(self, text: str, macro: bool) -> None:
        names = with_hugo(MACRO if macro else ARTICLE)
        remarks = Remarks("", text.split("\n"))
        self.document: Document = split(text, vocabulary(names), remarks)
        self.header = Header(self.document.header, names, remarks)
        self.rows = self.header.rows(KEY)
        self.rules = sorted(problem.rule for problem in remarks.problems)
        self.broken = any(
            problem.level is Level.ERROR or problem.rule.startswith("header-") for problem in remarks.problems
        )
        written = self.header.written(KEY)
        self.others = [(key.value, bare(value)) for key, value in self.document.header.pairs if key.value != written]


def _edited(text: str, old: _Reading, new: list[str]) -> str | None:
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    last = old.document.body_line - 2  # by index; the line that closes the header
    if old.broken:
        return None
    if last < 0:
        return "\n".join(["---", *(asked_as_yaml.added([], new, None, KEY) or ()), "---", text])
    if not start < last < len(lines):
        return None
    edit = _EDITS.get((lines[start].rstrip(), lines[last].rstrip()))
    if edit is None:
        return None
    line = old.header.lines.get(KEY)
    at = line - start - 2 if line else None
    inner = edit(lines[start + 1 : last], new, at, old.header.written(KEY) if line else _name(old))
    return None if inner is None else "\n".join([*lines[: start + 1], *inner, *lines[last:]])


_Edit = Callable[[list[str], list[str], int | None, str], list[str] | None]
_EDITS: Final[dict[tuple[str, str], _Edit]] = {
    ("---", "---"): asked_as_yaml.added,
    ("---", "..."): asked_as_yaml.added,
    ("+++", "+++"): asked_as_toml.added,
}


def _name(reading: _Reading) -> str:
    """Return the key in the language that most keys of the header are in."""
    keys = [key for key, _ in reading.others]
    return "客户问法" if sum(not key.isascii() for key in keys) * 2 > len(keys) else KEY


def _only_difference(old: _Reading, new: _Reading, wordings: list[str]) -> bool:
    return (
        new.rows == (*old.rows, *wordings)
        and new.others == old.others
        and new.document.body == old.document.body
        and new.rules == old.rules
    )


def _check_bytes(data: bytes, name: str) -> None:
    decoded = decode(data, name)
    rules = {problem.rule for problem in decoded.problems}
    if len(data) > MAX_BYTES or too_long(decoded.text):
        raise _refusal(N_("it is too big"))
    if rules & {"undecodable", "control-character"}:
        raise _refusal(N_("some of its bytes are no text"))
    if conflict(decoded.text):
        raise _refusal(N_("Git left a conflict in it that somebody must settle"))


def _inside(root: Path, relative: str) -> Path:
    """Return the file itself; a link that leads out of the library is refused."""
    real, base = os.path.realpath(root / relative), os.path.realpath(root)
    if not real.startswith(base.rstrip(os.sep) + os.sep):
        raise _refusal(N_("it lies outside the library"))
    return Path(real)


def _refusal(reason: Text) -> RefusedEdit:
    return RefusedEdit(N_("The file was left as it is: {reason}.", reason=reason), _FIX)
