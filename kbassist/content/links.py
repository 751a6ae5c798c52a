"""Where the links of an article lead: relative paths, ids, sections, images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from kbassist.content.anchors import find_section
from kbassist.content.headings import Fences
from kbassist.content.library import Library
from kbassist.content.model import DEFAULT_LOCALE, Article, Macro

_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_INLINE: Final = re.compile(
    r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*+)\]"
    r"\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
)
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\[\]]+\]:\s*(<[^<>]*>|\S+)")
_WIKI: Final = re.compile(r"\[\[([^\[\]|#\n]*)(?:#([^\[\]|\n]*))?(?:\|[^\[\]\n]*)?\]\]")
_RAW: Final = re.compile(r"<(a|img)\b[^<>]*?\b(?:href|src)\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_CODE: Final = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_SUFFIXES: Final = ("", ".md", ".markdown")
SAFE_SCHEMES: Final = frozenset({"https", "mailto", "kb"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written: target without fragment, fragment, and the index of its line in the text."""

    target: str
    fragment: str
    offset: int
    image: bool = False
    wiki: bool = False

    @property
    def scheme(self) -> str:
        """The scheme of the target in small letters, empty for a place in the library."""
        return scheme(self.target)


def scheme(target: str) -> str:
    """Return the scheme of a link's target in small letters, empty where it has none."""
    match = None if _CONTROL.search(target) else _SCHEME.match(target.strip())
    return match[0][:-1].lower() if match else ""


def links(text: str) -> Iterator[Link]:
    """Yield the links and images of a Markdown text, those in code excepted."""
    if not any(mark in text for mark in ("](", "]:", "[[", "<a", "<img", "<A", "<IMG")):
        return
    fences = Fences()
    for offset, line in enumerate(text.split("\n")):
        if fences.inside(line) or not ("[" in line or "<" in line):
            continue
        yield from _line_links(_CODE.sub("", line) if "`" in line else line, offset)


def _line_links(line: str, offset: int) -> Iterator[Link]:
    for match in _WIKI.finditer(line):
        yield Link(match[1].strip(), (match[2] or "").strip(), offset, wiki=True)
    for match in _INLINE.finditer(line):
        yield _link(match[3], offset, image=bool(match[1]))
        if "](" in match[2]:
            yield from _line_links(match[2], offset)
    if definition := _DEFINITION.match(line):
        yield _link(definition[1], offset)
    for match in _RAW.finditer(line):
        yield _link(match[2], offset, image=match[1].lower() == "img")


def _link(written: str, offset: int, image: bool = False) -> Link:
    target, _, fragment = written.removeprefix("<").removesuffix(">").partition("#")
    return Link(target, unquote(fragment), offset, image)


def inside(path: str, target: str) -> str | None:
    """Return the place in the library that a relative target in the file `path` means, or None if there is none.

    Refused are other schemes, network shares, absolute places, ways out of the library, also where they are encoded.
    A target that begins with one `/` counts from the library's root.
    """
    decoded = _decoded(target)
    if decoded is None or "\\" in decoded or decoded.startswith("//") or ":" in decoded or _CONTROL.search(decoded):
        return None
    decoded = decoded.partition("?")[0]
    joined = decoded[1:] if decoded.startswith("/") else posixpath.join(posixpath.dirname(path), decoded)
    place = posixpath.normpath(joined)
    return None if place == ".." or place.startswith(("../", "/")) else place


def _decoded(target: str) -> str | None:
    """Return a target without percent-encoding; None where it was encoded again and again to hide what it is."""
    decoded = target.strip()
    for _ in range(3):
        before, decoded = decoded, unquote(decoded)
        if before == decoded:
            return decoded
    return None


class Resolver:
    """Finds entries of one library by id or by path; made once per library, it is quick to ask."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(entry.id for entry in self.library.entries.values())

    @cached_property
    def _paths(self) -> dict[str, Article | Macro]:
        return {entry.path: entry for entry in self.library.entries.values()}

    def __call__(self, target: str) -> str | None:
        """Return the id of the entry that an id or a path means; the key where a path is a twin's."""
        if target in self._ids:
            return target
        entry = self._at(target) or self._at(f"kb/{target}")
        if entry is None:
            return None
        return entry.id if entry.locale == DEFAULT_LOCALE else entry.key

    def _at(self, path: str) -> Article | Macro | None:
        return next((self._paths[path + suffix] for suffix in _SUFFIXES if path + suffix in self._paths), None)

    def entry(self, name: str, locale: str = DEFAULT_LOCALE) -> Article | Macro | None:
        """Return the entry with an id or key as `__call__` gives it; None if there is none."""
        if name in self._ids or name in self.library.entries:
            return self.library.get(name, locale)
        return None

    def section(self, name: str, fragment: str, locale: str = DEFAULT_LOCALE) -> str | None:
        """Return the anchor that a fragment means in an entry, empty for its lead; None if it leads nowhere."""
        entry = self.entry(name, locale)
        if not isinstance(entry, Article):
            return None
        found = find_section(entry.sections, fragment)
        if found is None:
            return "" if unquote(fragment).strip() == entry.title else None
        return found.anchor if fragment not in found.headings else fragment
