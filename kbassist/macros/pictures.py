"""The pictures that a reply names in its text: `![words](images/x.png)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from kbassist.content.images import local_image
from kbassist.content.library import Library
from kbassist.content.links import inside
from kbassist.macros.marks import TAG, bare
from kbassist.macros.rich import shielded, unshielded

# Bounded, and a run of spaces is looked at from its beginning only: text without end must not take time without end.
_PICTURE: Final = re.compile(
    r"(?:(?<![ \t])(?P<before>[ \t]+))?!\[[^\]\n]{0,300}\]"
    r"\((?P<place>[^()\n]{0,1000}(?:\([^()\n]{0,300}\)[^()\n]{0,300}){0,8})\)(?P<after>[ \t]*)(?=(?P<next>.?))"
)
_TITLE: Final = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")


def taken(marked: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the pictures of its author, and where they are as written, in order.

    What a customer's value looks like stays as it is. A line that held nothing but a picture is one that a tag
    emptied, so that it vanishes without a hole.
    """
    if "](" not in marked:
        return marked, ()
    places: list[str] = []

    def out(match: re.Match[str]) -> str:
        places.append(_written(match["place"]))
        return f"{TAG}{' ' if _is_between_words(match) else ''}"

    return unshielded(_PICTURE.sub(out, shielded(marked))), tuple(places)


def place_of(path: str, written: str) -> str | None:
    """Return where in the library a picture lies that the file `path` names; None where that is outside of it."""
    return None if written.startswith("/") else inside(path, written)


def is_there(library: Library, place: str) -> bool:
    """Tell whether a place in the library holds a picture that may be sent; one once found is not sought again.

    None can be sent while the library's folder is out of reach, and to look would wait for it.
    """
    if library.stale:
        return False
    try:
        _sought(library.root, library.loaded_at, place)
    except FileNotFoundError:
        return False
    return True


def unavailable(path: str, source: str, library: Library) -> Iterator[tuple[int, str]]:
    """Yield the pictures of a template that cannot be sent, each with its line (from 0) in `source`.

    Those whose place a value decides are judged when it is filled in.
    """
    for number, line in enumerate(source.split("\n")):
        for match in _PICTURE.finditer(line):
            written = _written(match["place"])
            place = place_of(path, written)
            if "{{" not in written and (place is None or not is_there(library, place)):
                yield number, written


@lru_cache(maxsize=512)
def _sought(root: Path, _loaded_at: datetime, place: str) -> None:
    """Look for a picture; raises FileNotFoundError, which is not remembered, so that a new file counts at once."""
    if local_image(root, place) is None:
        raise FileNotFoundError


def _written(place: str) -> str:
    return _TITLE.sub("", bare(unshielded(place)).strip()).removeprefix("<").removesuffix(">").strip()


def _is_between_words(match: re.Match[str]) -> bool:
    return bool(match["before"] or match["after"]) and match["next"].isalnum()
