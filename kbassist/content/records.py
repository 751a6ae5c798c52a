"""What of an entry stays in memory (its head) and what is kept aside (its record), and how a record is written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import GenericAlias, MappingProxyType
from typing import Any, Final, get_type_hints

import msgspec

from kbassist.content.model import EMPTY, Article, Guide, Macro, Section

Kind = type[Article] | type[Guide] | type[Macro]
_EVERY: Final = ("extra", "lines")
ASIDE: Final[Mapping[Kind, tuple[str, ...]]] = {
    Article: (*_EVERY, "body", "sections"),
    Guide: (*_EVERY, "body", "sections", "steps"),
    Macro: (*_EVERY, "fields", "variants", "examples"),
}
HEAD: Final[Mapping[Kind, tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(kind) if field.name not in {*aside, "digest"})
    for kind, aside in ASIDE.items()
}
_NAMES: Final = frozenset({"category", "locale", "owner", "scene"})
_WORDS: Final = frozenset({"channels", "macros", "products", "steps", "tags"})
_DATES: Final = frozenset({"effective", "expires", "review_by", "reviewed"})
_HINTS: Final = {kind: get_type_hints(kind) for kind in ASIDE}


class _Part(msgspec.Struct, array_like=True, gc=False):
    """A section without its text, which is a piece of the body; `text` only where it is none."""

    anchor: str
    title: str
    start: int
    length: int
    line: int
    headings: tuple[str, ...]
    text_line: int
    text: str = ""


def of_types(types: Iterable[Any]) -> Any:
    """Return the type of a tuple with these types, for msgspec; a type checker cannot know it."""
    return GenericAlias(tuple, tuple(types))


def head_types(kind: Kind) -> list[Any]:
    """Return the types of a head's fields, in the order of `HEAD`."""
    return [_HINTS[kind][name] for name in HEAD[kind]]


def head_of(entry: Article | Macro) -> tuple[Any, ...]:
    """Return the values of an entry's head, in the order of `HEAD`."""
    return tuple(getattr(entry, name) for name in HEAD[type(entry)])


def pooled(name: str, column: Iterable[Any]) -> list[Any]:
    """Return the values of one head field with equal names and dates made one: few of them are many entries'."""
    if name in _NAMES:
        return list(map(sys.intern, column))
    if name in _WORDS:
        return [tuple(map(sys.intern, words)) if words else () for words in column]
    if name in _DATES:
        known: dict[Any, Any] = {}
        return [known.setdefault(day, day) for day in column]
    return list(column)


def written(entry: Article | Macro) -> bytes:
    """Return the record of an entry."""
    kept = {name: getattr(entry, name) for name in ASIDE[type(entry)]}
    if isinstance(entry, Article):
        kept["sections"] = _parts(entry.sections, entry.body)
    return _ENCODER.encode(tuple(kept.values()))


def read(kind: Kind, record: bytes) -> dict[str, Any]:
    """Return the fields of a record by name; raises msgspec.DecodeError where it is none of this kind."""
    found = dict(zip(ASIDE[kind], _DECODERS[kind].decode(record), strict=True))
    for name in _EVERY:
        found[name] = found[name] or EMPTY
    if kind is not Macro:
        found["sections"] = _sections(found["sections"], found["body"])
    return found


def _parts(sections: tuple[Section, ...], body: str) -> list[_Part]:
    parts, position = [], 0
    for part in sections:
        start = body.find(part.text, position)
        rest = "" if start >= 0 else part.text
        position = max(position, start)
        size = len(part.text)
        parts.append(_Part(part.anchor, part.title, start, size, part.line, part.headings, part.text_line, rest))
    return parts


def _sections(parts: list[_Part], body: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            part.anchor,
            part.title,
            body[part.start : part.start + part.length] if part.start >= 0 else part.text,
            part.line,
            part.headings,
            part.text_line,
        )
        for part in parts
    )


def _decoder(kind: Kind) -> msgspec.msgpack.Decoder[tuple[Any, ...]]:
    types = [list[_Part] if name == "sections" else _HINTS[kind][name] for name in ASIDE[kind]]
    return msgspec.msgpack.Decoder(of_types(types))


def plain(value: Any) -> Any:
    """Return what msgspec can write of a read-only mapping."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=plain)
_DECODERS: Final = {kind: _decoder(kind) for kind in ASIDE}
