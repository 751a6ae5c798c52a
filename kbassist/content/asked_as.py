"""Writing customers' wordings into the header of an entry's file, and changing nothing else in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from kbassist.content import asked_as_toml, asked_as_yaml
from kbassist.content.header_edit import Reading, Rewritten, header_place, refusal
from kbassist.content.header_edit import rewritten as edited_file
from kbassist.content.model import Article, Macro
from kbassist.i18n import N_

KEY: Final = "asked_as"
_KEYS: Final = frozenset({KEY})


def rewritten(root: Path, entry: Article | Macro, wordings: Sequence[str]) -> Rewritten:
    """Return an entry's file with wordings added to its `asked_as` (or 客户问法); nothing is written yet.

    Order, comments, quotes, line ends, byte order mark and encoding stay. The result is read again by the reader
    of all headers, and refused unless these wordings are the only difference. Raises RefusedEdit, and OSError where
    the file cannot be read.
    """
    macro = isinstance(entry, Macro)
    return edited_file(root, entry.path, lambda text: added(text, wordings, macro=macro, expected=entry.asked_as))


def added(text: str, wordings: Iterable[str], *, macro: bool, expected: Sequence[str] | None = None) -> str:
    """Return the text of a file (with `\\n` line ends) with wordings added to its header.

    `expected` is what its `asked_as` is believed to hold. Raises RefusedEdit.
    """
    old = Reading(text, macro, _KEYS)
    if expected is not None and old.rows[KEY] != tuple(expected):
        raise refusal(N_("the file has changed meanwhile"))
    new = [wording for wording in dict.fromkeys(wordings) if wording not in old.rows[KEY]]
    if not new:
        return text
    edited = _edited(text, old, new)
    if not edited or not _only_difference(old, Reading(edited, macro, _KEYS), new):
        raise refusal(N_("its header is written in a way that this program does not edit"))
    return edited


def _edited(text: str, old: Reading, new: list[str]) -> str | None:
    lines = text.split("\n")
    place = header_place(lines, old)
    if place is None:
        return None
    if place.first < 0:
        return "\n".join(["---", *(asked_as_yaml.added([], new, None, KEY) or ()), "---", text])
    at = place.at(old.header.lines.get(KEY))
    name = old.key_name(KEY, "客户问法") if at is None else old.header.written(KEY)
    add = asked_as_toml.added if place.toml else asked_as_yaml.added
    inner = add(lines[place.first + 1 : place.last], new, at, name)
    return None if inner is None else "\n".join([*lines[: place.first + 1], *inner, *lines[place.last :]])


def _only_difference(old: Reading, new: Reading, wordings: list[str]) -> bool:
    return new.rows[KEY] == (*old.rows[KEY], *wordings) and new.same_apart_from(old)
