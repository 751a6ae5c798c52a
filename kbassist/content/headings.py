"""Finding headings in Markdown, past code and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^#\s]))(.*)$")
_EMPTY_ATX: Final = re.compile(r" {0,3}(#{1,6})[ \t]*$")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH: Final = re.compile(r" {0,3}(?:[>#|]|[-*+][ \t]|\d{1,9}[.)][ \t]|<!--|```|~~~)| {4}|\t")
_OPEN: Final = re.compile(r"( *)(`{3,}|~{3,})(.*)$")
_LONGEST: Final = 1000
_TAG: Final = re.compile(r"<[^<>]*>")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKS: Final = re.compile(r"(\*{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|~-])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its text without marks, and its lines, by index: `first` up to `end`."""

    level: int
    text: str
    first: int
    end: int
    source: str = ""


class Fences:
    """Follows code fences and comments line by line."""

    def __init__(self) -> None:
        self._fence = ""
        self._comment = False

    def inside(self, line: str) -> bool:
        """Tell whether this line is code, a fence or a comment; lines come in order."""
        if self._fence:
            bare = line.strip()
            if set(bare) == {self._fence[0]} and len(bare) >= len(self._fence):
                self._fence = ""
            return True
        if self._comment:
            self._comment = "-->" not in line
            return True
        match = _OPEN.match(line)
        if match and not (match[2][0] == "`" and "`" in match[3]):
            self._fence = match[2]
            return True
        if line.lstrip().startswith("<!--"):
            self._comment = "-->" not in line
            return True
        return False


def headings(lines: list[str]) -> Iterator[Heading]:
    """Yield the headings of a Markdown text, underlined ones and `#` ones (`##标题` too, but not the tag `#标题`)."""
    fences = Fences()
    paragraph = False
    for number, line in enumerate(lines):
        if fences.inside(line):
            paragraph = False
            continue
        if found := _atx(line, number):
            yield found
            paragraph = False
            continue
        if paragraph and (match := _UNDERLINE.match(line)):
            above = lines[number - 1].strip()
            yield Heading(1 if match[1][0] == "=" else 2, heading_text(above), number - 1, number + 1, above)
            paragraph = False
            continue
        # Only a paragraph of one line is taken for an underlined title: a longer one is a text above a rule.
        before = lines[number - 1] if number else ""
        paragraph = bool(line.strip()) and not before.strip() and not _NO_PARAGRAPH.match(line)


def _atx(line: str, number: int) -> Heading | None:
    if "#" not in line[:4]:
        return None
    match = _ATX.match(line)
    if match is None:
        empty = _EMPTY_ATX.match(line)
        return Heading(len(empty[1]), "", number, number + 1) if empty else None
    if len(match[1]) == 1 and line.lstrip()[1:2] not in {" ", "\t"}:
        return None  # a hashtag
    source = _without_closing(match[2].strip())
    return Heading(len(match[1]), heading_text(source), number, number + 1, source)


def _without_closing(source: str) -> str:
    """Return a heading's source without the `#` marks that may close it."""
    bare = source.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else source


def heading_text(source: str) -> str:
    """Return a heading's words, without tags, links, emphasis and escapes; a monstrous one comes as it is."""
    if len(source) > _LONGEST:
        return source
    text = _TAG.sub("", source) if "<" in source else source
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if any(mark in text for mark in "*~`"):
        text = _MARKS.sub(r"\2", _MARKS.sub(r"\2", text))
    return _ESCAPED.sub(r"\1", text).strip()
