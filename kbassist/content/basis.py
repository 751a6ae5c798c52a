"""What an entry rests on: the text of each basis, its version in a few characters, and doubts about it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from kbassist.content.anchors import find_section
from kbassist.content.links import Resolver
from kbassist.content.model import Article, Entry, Macro, Ref, Status
from kbassist.content.names import normal
from kbassist.i18n import N_, Text

# A law or a policy is named in words, an entry by an id without spaces.
_OUTSIDE: Final = re.compile(
    r"[《》〈〉\s]|第.+[条款章]|(?:法|条例|规定|办法|细则|标准|解释|规则|政策|协议|公告|通知)$|^https?:"
)
_BETWEEN_WORDS: Final = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")
_SPACE: Final = re.compile(r"\s+")
_WORD_GAP: Final = "\0"
_UPDATED: Final = frozenset({"updated", "更新", "更新日期", "lastmod", "last_mod", "last_modified", "last_updated"})
_TAG: Final = 4
_VERSION: Final = 10
STAMP: Final = re.compile(rf"[0-9a-f]{{{_TAG + _VERSION}}}")


class DoubtKind(StrEnum):
    """What happened to a basis since the entry was reviewed."""

    CHANGED = "changed"  # its text is another one
    EXPIRED = "expired"  # it is no longer in force, or archived
    GONE = "gone"  # there is no such entry or section any more


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an entry may be out of date: what happened to which basis, and since when where that is known.

    `title` is the basis as people read it: title and section, or the reference where it is gone.
    """

    kind: DoubtKind
    ref: Ref
    since: date | None = None
    title: str = ""


def names_law(ref: str) -> bool:
    """Tell whether a reference names a law or policy in words, which no library holds."""
    return _OUTSIDE.search(ref) is not None


def written(ref: Ref) -> str:
    """Return a reference as it is written: `id#section`."""
    return f"{ref.id}#{ref.section}" if ref.section else ref.id


def target(ref: Ref, entry: Entry, resolver: Resolver) -> Article | Macro | None:
    """Return the entry that a basis means, in the language of the entry that rests on it where there is one."""
    name = resolver(ref.id)
    return resolver.entry(name, entry.locale) if name else None


def text_of(basis: Article | Macro, section: str) -> str | None:
    """Return the text that a reference means: of a section, or of the whole entry; None where it is not there."""
    if isinstance(basis, Macro):
        return "\n\n".join(f"{variant.subject}\n{variant.body}" for variant in basis.variants)
    if not section:
        return basis.body
    found = find_section(basis.sections, section)
    if found is not None:
        return found.text
    return basis.body if section == basis.title else None


def version(text: str) -> str:
    """Return ten hexadecimal digits that stand for a text; white space and line breaks do not count."""
    words = _BETWEEN_WORDS.sub(_WORD_GAP, unicodedata.normalize("NFC", text))
    return _digest(_SPACE.sub("", words), _VERSION)


def stamp(ref: Ref, text_version: str) -> str:
    """Return the mark of a basis in this version: which reference it is, and which text."""
    return _digest(written(ref), _TAG) + text_version


def stamped(entry: Entry) -> Mapping[str, str]:
    """Return the versions that an entry's header vouches for, by the tag of their reference.

    Stamps count together with the day that stands before them, the `reviewed` that they were made with: where
    somebody has written another day since, the review was a new one.
    """
    day, stamps = entry.basis_seen[:1], entry.basis_seen[1:]
    if not entry.reviewed or day != (entry.reviewed.isoformat(),):
        return {}
    return {each[:_TAG]: each[_TAG:] for each in stamps if STAMP.fullmatch(each)}


def tag(ref: Ref) -> str:
    """Return the part of a stamp that tells which reference it is."""
    return _digest(written(ref), _TAG)


def updated(basis: Article | Macro) -> date | None:
    """Return the day that an entry says it was last changed (`updated`, 更新, Hugo's `lastmod`); None without one."""
    from kbassist.content import typed  # noqa: PLC0415 - YAML is not needed to show the tray
    from kbassist.content.nodes import Scalar  # noqa: PLC0415
    from kbassist.content.remarks import Remarks  # noqa: PLC0415

    for key, value in basis.extra.items():
        if normal(key) in _UPDATED and isinstance(value, str):
            return typed.day(Scalar(value, 0), key, Remarks(basis.path))
    return None


def lapsed(basis: Entry, today: date) -> bool:
    """Tell whether an entry is no longer in force: past its last day, or archived."""
    return basis.status is Status.ARCHIVED or (basis.expires is not None and basis.expires < today)


def shown(basis: Entry, ref: Ref) -> str:
    """Return a basis as people read it: its title, and the section."""
    return f"{basis.title} · {ref.section}" if ref.section else basis.title


def references(entry: Entry) -> Iterator[Ref]:
    """Yield the bases of an entry that a library could hold, each once."""
    seen: set[str] = set()
    for ref in entry.basis:
        if ref.id and written(ref) not in seen:
            seen.add(written(ref))
            yield ref


def stamps(entry: Entry, resolver: Resolver, day: date) -> tuple[str, ...]:
    """Return what a header holds after a review on this day: the day, and the stamp of each basis that is there."""
    found = []
    for ref in references(entry):
        basis = target(ref, entry, resolver)
        text = text_of(basis, ref.section) if basis is not None else None
        if text is not None:
            found.append(stamp(ref, version(text)))
    return (day.isoformat(), *found) if found else ()


def said(doubt: Doubt) -> Text:
    """Return a doubt as a sentence, for agents and for the team lead."""
    title = doubt.title or written(doubt.ref)
    day = doubt.since.isoformat() if doubt.since else ""
    if doubt.kind is DoubtKind.GONE:
        return N_("Its basis “{title}” is not there any more.", title=title)
    if doubt.kind is DoubtKind.EXPIRED:
        expired = N_("Its basis “{title}” expired on {day}.", title=title, day=day)
        return expired if day else N_("Its basis “{title}” is archived.", title=title)
    since = N_("Its basis “{title}” was changed on {day}, after the last review.", title=title, day=day)
    return since if day else N_("Its basis “{title}” has changed since the last review.", title=title)


def _digest(text: str, digits: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()[:digits]
