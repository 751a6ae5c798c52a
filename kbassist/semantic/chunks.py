"""Cutting an entry into the few short texts that are encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MOST: Final = 14
"""Chunks an entry, at most: what keeps the file of vectors below 4 KB an entry."""
MOST_PHRASINGS: Final = 8  # so that a body is never left without chunks
SMALL: Final = 60  # units: one to three sentences, which a question can match as a whole
LONGEST: Final = 240  # units: a chunk's encoding stays below 20 ms
READ: Final = 6_000  # units: what stands deeper in an entry says little about what it is for

_SENTENCE: Final = re.compile(r"(?<=[。！？!?；;…])|(?<=\.)\s+")


@dataclass(frozen=True, slots=True)
class Chunks:
    """What of an entry is encoded, and how long its whole text is in units (see `units`)."""

    texts: tuple[str, ...]
    length: int


def units(text: str) -> int:
    """Return a text's length as the encoder feels it: one for a Chinese character, one for three Latin letters."""
    return len(text.encode(errors="replace")) // 3


def chunks(title: str, asked_as: Iterable[str], texts: Iterable[str]) -> Chunks:
    """Return the chunks of an entry: its title, the customers' phrasings, then its text from the beginning.

    `texts` are plain, a line for each block or list item. Short lines stay by themselves, since in an FAQ each is a
    question; sentences of prose are joined; all the coarser, the more there are.
    """
    heads = [phrase for phrase in dict.fromkeys((title.strip(), *map(str.strip, asked_as))) if phrase]
    heads = [_cut(phrase) for phrase in heads[: 1 + MOST_PHRASINGS]]
    body = "\n".join(texts)
    lines = [line.strip() for line in _beginning(body).split("\n") if line.strip()]
    pieces = list(dict.fromkeys(_fitting(lines, MOST - len(heads))))
    return Chunks((*heads, *(piece for piece in pieces if piece not in heads)), units(title) + units(body))


def _beginning(text: str) -> str:
    return text[: READ * 3] if len(text) > READ else text


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return the lines in at most `room` pieces."""
    size = SMALL
    found = [piece for line in lines for piece in _joined(_sentences(line), size)]
    while len(found) > room and size < LONGEST:
        size = min(size * 2, LONGEST)
        found = list(_joined((part for line in lines for part in _sentences(line)), size))
    return found[:room]


def _sentences(line: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(line):
        rest = sentence.strip()
        while rest:
            head = _cut(rest)
            yield head
            rest = rest[len(head) :].lstrip()


def _cut(text: str) -> str:
    """Return the beginning of a text that is short enough to be encoded at once."""
    return text if units(text) <= LONGEST else text[:LONGEST]


def _joined(sentences: Iterable[str], size: int) -> Iterator[str]:
    """Join neighbours as long as they stay within `size` units."""
    held = ""
    for sentence in sentences:
        if held and units(held) + units(sentence) > size:
            yield held
            held = ""
        held = f"{held} {sentence}" if held else sentence
    if held:
        yield held
