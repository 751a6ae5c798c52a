"""Where the sentences of a reply begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_END: Final = re.compile('(?:[。！？!?；;…]+[”’」』）)"]*|\\.+[”’"\')]*(?=\\s|$)|\n)+\\s*')
_PAUSE: Final = re.compile(r"[，,、。！？!?；;：:…\n“”「」『』\"（）()]|\.(?=\s|$)")
_LEAD: Final = re.compile(r"(?:\s|[-*>#•]|\d+[.)](?=\s))*")


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


def clause_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return from where to where the clause or clauses around a stretch go, without the pauses around them."""
    before = [match.end() for match in _PAUSE.finditer(text, 0, start)]
    first = before[-1] if before else 0
    after = _PAUSE.search(text, end)
    last = after.start() if after else len(text)
    lead = _LEAD.match(text, first, start)
    return (lead.end() if lead else first), end + len(text[end:last].rstrip())
