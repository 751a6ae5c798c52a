"""Finding the heading that the part of a link behind `#` means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from kbassist.content.model import Section

_PUNCTUATION: Final = re.compile(r"[^\w\s-]")
_NAMED: Final = re.compile(r"<[a-zA-Z][^<>]*?\b(?:name|id)\s*=\s*[\"']?([^\"'<>\s]+)")


def slug(text: str) -> str:
    """Return a heading as GitHub and most site generators write it in links: `How to do?` is `how-to-do`."""
    bare = _PUNCTUATION.sub("", unicodedata.normalize("NFC", text).casefold())
    return re.sub(r"\s+", "-", bare.strip())


def find(anchors: Iterable[str], fragment: str) -> str | None:
    """Return the anchor that a fragment means, exact or as a slug, percent-encoded or not; None if none does."""
    known = tuple(anchors)
    wanted = unquote(fragment).strip()
    if wanted in known:
        return wanted
    return (
        next((anchor for anchor in known if anchor and slug(anchor) == slug(wanted)), None) if slug(wanted) else None
    )


def find_section(sections: Iterable[Section], fragment: str) -> Section | None:
    """Return the section that a fragment leads to: its own heading, one inside it, or a named place in its text."""
    known = tuple(sections)
    anchor = find((section.anchor for section in known), fragment)
    for section in known:
        if anchor is not None and section.anchor == anchor:
            return section
    wanted = unquote(fragment).strip()
    for section in known:
        if find(section.headings, fragment) is not None or wanted in named_places(section.text):
            return section
    return None


def named_places(text: str) -> tuple[str, ...]:
    """Return the names that raw HTML gives to places in a text."""
    return tuple(_NAMED.findall(text)) if "<" in text else ()
