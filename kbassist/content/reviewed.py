"""Writing into an entry's header that it was reviewed, when, and with which version of its basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from kbassist.content import header_toml, header_yaml
from kbassist.content.basis import stamps
from kbassist.content.header_edit import Place, Reading, Rewritten, header_place, refusal
from kbassist.content.header_edit import rewritten as edited_file
from kbassist.content.library import Library
from kbassist.content.links import Resolver
from kbassist.content.model import Article, Macro
from kbassist.i18n import N_

REVIEWED: Final = "reviewed"
REVIEW_BY: Final = "review_by"
SEEN: Final = "basis_seen"
_CHINESE: Final = {REVIEWED: "最近核对", REVIEW_BY: "下次核对", SEEN: "依据版本"}
_BESIDE: Final = {REVIEWED: "basis", REVIEW_BY: REVIEWED, SEEN: REVIEWED}
_KEYS: Final = frozenset(_CHINESE)
Values = Mapping[str, tuple[str, ...]]


def rewritten(library: Library, entry: Article | Macro, day: date, review_by: date | None = None) -> Rewritten:
    """Return an entry's file as it is after a review on this day; nothing is written yet.

    `reviewed` (最近核对) becomes the day, `basis_seen` (依据版本) the versions of all its bases, and `review_by`
    (下次核对) the day of the next review where one is given. Everything else stays, byte for byte. The result is read
    again by the reader of all headers, and refused unless these keys are the only difference. Raises RefusedEdit, and
    OSError where the file cannot be read.
    """
    values: dict[str, tuple[str, ...]] = {REVIEWED: (day.isoformat(),)}
    seen = stamps(entry, Resolver(library), day)
    if seen or entry.basis_seen:
        values[SEEN] = seen
    if review_by is not None:
        values[REVIEW_BY] = (review_by.isoformat(),)
    macro = isinstance(entry, Macro)
    return edited_file(Path(library.root), entry.path, lambda text: put(text, values, macro=macro))


def put(text: str, values: Values, *, macro: bool) -> str:
    """Return the text of a file (with `\\n` line ends) with these values of `reviewed`, `review_by`, `basis_seen`.

    Raises RefusedEdit.
    """
    old = Reading(text, macro, _KEYS)
    if old.broken:
        raise _unsuited()
    for key in (REVIEWED, REVIEW_BY, SEEN):
        if key in values and Reading(text, macro, _KEYS).rows[key] != values[key]:
            edited = _with_key(text, key, values[key], macro)
            if edited is None:
                raise _unsuited()
            text = edited
    new = Reading(text, macro, _KEYS)
    if new.rows != {**old.rows, **values} or not new.same_apart_from(old):
        raise _unsuited()
    return text


def _unsuited() -> Exception:
    return refusal(N_("its header is written in a way that this program does not edit"))


def _with_key(text: str, key: str, value: tuple[str, ...], macro: bool) -> str | None:
    reading = Reading(text, macro, _KEYS)
    lines = text.split("\n")
    place = header_place(lines, reading)
    if place is None:
        return None
    if place.first < 0:
        return "\n".join(["---", f"{key}: {_yaml(key, value)}", "---", text])
    inner = _inner(lines[place.first + 1 : place.last], place, reading, key, value)
    return None if inner is None else "\n".join([*lines[: place.first + 1], *inner, *lines[place.last :]])


def _inner(lines: list[str], place: Place, reading: Reading, key: str, value: tuple[str, ...]) -> list[str] | None:
    """Return the header's lines with one key set."""
    at = place.at(reading.header.lines.get(key))
    name = reading.key_name(key, _CHINESE[key]) if at is None else reading.header.written(key)
    if place.toml:
        return header_toml.put(lines, name, list(value) if key == SEEN else date.fromisoformat(value[0]))
    beside = place.at(reading.header.lines.get(_BESIDE[key]))
    return header_yaml.put(lines, at, name, _yaml(key, value), beside)


def _yaml(key: str, value: tuple[str, ...]) -> str:
    return f"[{', '.join(value)}]" if key == SEEN else value[0]
