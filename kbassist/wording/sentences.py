"""Where the sentences of a reply begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_END: Final = re.compile('(?:[。！？!?；;…]+[”’」』）)"]*|\\.+[”’"\')]*(?=\\s|$)|\n)+\\s*')


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text with the signs that end it; `start` is where it begins."""

    text: str
    start: int

    @property
    def asks(self) -> bool:
        """Whether it ends as a question does."""
        return any(mark in self.text.rstrip()[-3:] for mark in "?？")


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; semicolons and line breaks end one, too."""
    start = 0
    for match in _END.finditer(text):
        if match.start() > start:
            yield Sentence(text[start : match.end()], start)
        start = match.end()
    if text[start:].strip():
        yield Sentence(text[start:], start)


def sentence_at(text: str, position: int) -> Sentence:
    """Return the sentence around a character."""
    found = [each for each in sentences(text) if each.start <= position]
    return found[-1] if found else Sentence(text, 0)
