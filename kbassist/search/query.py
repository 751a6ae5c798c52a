"""What was typed, understood: filters, quoted phrases, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.model import Kind, Team
from kbassist.search.analyzer import Term, Word, fold, words

MACROS: Final = frozenset({Kind.MACRO})
READING: Final = frozenset({Kind.ARTICLE, Kind.GUIDE})
EVERYTHING: Final = frozenset(Kind)
_KINDS: Final = {"/": MACROS, "?": READING}
_PHRASE: Final = re.compile('["“”「]([^"“”「」]+)["“”」]')
_FILTER: Final = re.compile(r"(?:^|(?<=\s))(#|@|in:\s?)([^\s#@]*)")
_SPACE: Final = re.compile(r"\s+")
_VARIANTS: Final = 6


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query, all folded.

    `channels` are the canonical names that `@…` stands for: None without the filter, empty if there is none such.
    `text` is what remains without the filters, `words` are its words, and `phrases` must appear as they are.
    `variants` are the words of other ways to say the same (the team's synonyms), best first.
    """

    typed: str
    kinds: frozenset[Kind] = EVERYTHING
    tags: tuple[str, ...] = ()
    channels: tuple[str, ...] | None = None
    categories: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    text: str = ""
    words: tuple[Word, ...] = ()
    variants: tuple[tuple[Word, ...], ...] = ()

    @property
    def filtered(self) -> bool:
        """Tell whether any filter narrows the list."""
        return bool(self.kinds != EVERYTHING or self.tags or self.channels is not None or self.categories)

    @property
    def single_letter(self) -> bool:
        """Tell whether the text is one Latin letter: too little for the index, enough for titles and shortcuts."""
        return len(self.text) == 1 and not any(word.cjk for word in self.words)

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the strings to mark, the most telling first: phrases, words as typed, Chinese pairs, stems."""
        whole = (*self.phrases, *(word.text for word in self.words if not word.filler))
        parts = (term.text for word in self.words if not word.filler for term in word.strict)
        return tuple(dict.fromkeys((*whole, *(root(part) for part in parts))))


def parse(typed: str, team: Team) -> Query:
    """Understand a query; full-width prefixes (？ ／ ＃ ＠ in：) mean the same. Never raises.

    A prefix that nothing follows yet (`#`, `@`, `in:`) is not a filter yet.
    """
    rest = fold(typed).lstrip()
    kinds = _KINDS.get(rest[:1], EVERYTHING)
    rest = rest[1:] if kinds is not EVERYTHING else rest
    marks = [(match[1][0], match[2]) for match in _FILTER.finditer(rest) if match[2]]
    rest = _FILTER.sub(" ", rest)
    phrases = tuple(_tidy(phrase) for phrase in _PHRASE.findall(rest))
    text = _PHRASE.sub(lambda match: f" {match[1]} ", rest).lstrip()
    called = [value for mark, value in marks if mark == "@"]
    return Query(
        typed=typed,
        kinds=kinds,
        tags=tuple(value for mark, value in marks if mark == "#"),
        channels=_channels(called[-1], team) if called else None,
        categories=tuple(value for mark, value in marks if mark == "i"),
        phrases=tuple(phrase for phrase in phrases if phrase),
        text=_tidy(text),
        words=words(text),
        variants=tuple(_variants(text, team)),
    )


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def root(term: str) -> str:
    """Return the part of an English stem that its word forms share: polic(y, ies) for polici; others as they are."""
    return term[:-1] if len(term) > 4 and term.isascii() and term.endswith("i") else term


def _channels(name: str, team: Team) -> tuple[str, ...]:
    """Return the channel of this name or alias, else every one whose name begins so."""
    if channel := team.channel(name):
        return (channel.name,)
    return tuple(
        channel.name
        for channel in team.channels
        if any(fold(known).startswith(name) for known in (channel.name, channel.label_en, *channel.aliases) if known)
    )


def _variants(text: str, team: Team) -> Iterator[tuple[Word, ...]]:
    """Yield the words of the query with one expression exchanged for a synonym, at most a handful."""
    found = 0
    for group in team.synonyms:
        folded = [fold(name) for name in group]
        for name in (name for name in folded if name and name in text):
            for other in (other for other in folded if other != name and name not in other):
                if found < _VARIANTS:
                    found += 1
                    yield words(text.replace(name, other))


def required(query_words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words that are asked for; where all are fillers, all of them."""
    return tuple(word for word in query_words if not word.filler) or query_words


def all_terms(query_words: tuple[Word, ...]) -> tuple[Term, ...]:
    """Return every term that counts for the order, once."""
    return tuple(dict.fromkeys(term for word in query_words for term in (*word.strict, *word.loose)))
