"""What was typed, understood: filters, quoted phrases, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from operator import eq
from typing import Final

from kbassist.content.model import Kind
from kbassist.content.team_model import Team
from kbassist.search.analyzer import Term, Word, fold, tidy, words
from kbassist.search.numerals import in_characters, in_figures
from kbassist.search.ways import Way

MACROS: Final = frozenset({Kind.MACRO})
READING: Final = frozenset({Kind.ARTICLE, Kind.GUIDE})
EVERYTHING: Final = frozenset(Kind)
_KINDS: Final = {"/": MACROS, "?": READING}
_PHRASE: Final = re.compile('["“”「]([^"“”「」]+)["“”」]')
_FILTER: Final = re.compile(r"(?:^|(?<=\s))(#|@|in:\s?)([^\s#@]*)")
_VARIANTS: Final = 4
SYNONYM: Final = 0.9
"""What a reading with a synonym counts."""
NUMERAL: Final = 0.95
"""What a reading with numbers in the other script counts."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another reading of a query: its folded `text` and `words`, and the `way` it came about.

    `weight` is what it counts beside the query as typed (0 to 1); `replaced` are the expression that was typed and
    the one that took its place.
    """

    text: str
    words: tuple[Word, ...]
    way: Way
    weight: float
    replaced: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query, all folded.

    `channels` are the canonical names that `@…` stands for: None without the filter, empty if there is none such.
    `text` is what remains without the filters, `words` are its words, and `phrases` must appear as they are.
    `variants` are other readings of the same, best first.
    """

    typed: str
    kinds: frozenset[Kind] = EVERYTHING
    tags: tuple[str, ...] = ()
    channels: tuple[str, ...] | None = None
    categories: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    text: str = ""
    words: tuple[Word, ...] = ()
    variants: tuple[Variant, ...] = ()

    def with_variants(self, *variants: Variant) -> Query:
        """Return the query with further readings, those that it has (or is) already left out."""
        known = {self.text} | {variant.text for variant in self.variants}
        fresh = {variant.text: variant for variant in reversed(variants) if variant.text not in known}
        return replace(self, variants=(*self.variants, *reversed(fresh.values()))) if fresh else self

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
        """Return the strings to mark, the most telling first: phrases, words as typed, Chinese pairs, stems.

        What other readings exchange (a synonym, the characters that letters stand for) is marked like what was typed.
        """
        words = [word for word in self.words if not word.filler]
        for reading in self.variants:
            words += [word for word in reading.words if not word.filler and word not in words]
        parts = (term.text for word in words for term in word.strict)
        return tuple(dict.fromkeys((*self.phrases, *(word.text for word in words), *(root(part) for part in parts))))


def parse(typed: str, team: Team) -> Query:
    """Understand a query; full-width prefixes (？ ／ ＃ ＠ in：) mean the same. Never raises.

    A prefix that nothing follows yet (`#`, `@`, `in:`) is not a filter yet.
    """
    rest = fold(typed).lstrip()
    kinds = _KINDS.get(rest[:1], EVERYTHING)
    rest = rest[1:] if kinds is not EVERYTHING else rest
    marks = [(match[1][0], match[2]) for match in _FILTER.finditer(rest) if match[2]]
    rest = _FILTER.sub(" ", rest)
    phrases = tuple(tidy(phrase) for phrase in _PHRASE.findall(rest))
    text = _PHRASE.sub(lambda match: f" {match[1]} ", rest).lstrip()
    called = [value for mark, value in marks if mark == "@"]
    return Query(
        typed=typed,
        kinds=kinds,
        tags=tuple(value for mark, value in marks if mark == "#"),
        channels=_channels(called[-1], team) if called else None,
        categories=tuple(value for mark, value in marks if mark == "i"),
        phrases=tuple(phrase for phrase in phrases if phrase),
        text=tidy(text),
        words=words(text),
        variants=tuple(_variants(tidy(text), team)),
    )


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


def _variants(text: str, team: Team) -> Iterator[Variant]:
    """Yield the other readings of a tidy text: numbers in the other script, synonyms, at most a handful of each."""
    for said in dict.fromkeys((in_figures(text), in_characters(text))):
        if said != text:
            yield variant(said, Way.NUMERAL, NUMERAL, _difference(text, said))
    once = list(islice(_exchanged(text, team), _VARIANTS))
    twice = ((said, pair) for first, _pair in once for said, pair in _exchanged(first, team))
    known = {text}
    for said, pair in islice(chain(once, twice), 4 * _VARIANTS):
        if said not in known and len(known) <= _VARIANTS:
            known.add(said)
            yield variant(said, Way.SYNONYM, SYNONYM, _difference(text, said) if pair[1] in text else pair)


def variant(text: str, way: Way, weight: float, replaced: tuple[str, str]) -> Variant:
    """Return a reading of the query as this folded text."""
    return Variant(text, words(text), way, weight, replaced)


def _exchanged(text: str, team: Team) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the text with one expression exchanged for each of its synonyms, longer expressions first."""
    found = (
        (name, group)
        for group in (tuple(filter(None, map(tidy, map(fold, names)))) for names in team.synonyms)
        for name in group
        if name in text
    )
    for name, group in sorted(found, key=lambda pair: -len(pair[0])):
        # An expression that holds what was typed adds nothing that its parts do not find (退款 → 退款申请).
        for other in (other for other in group if other != name and name not in other):
            said = _whole(name).sub(lambda match, other=other: _spaced(match, other), text)  # type: ignore[misc]
            if said != text:
                yield tidy(said), (name, other)


def _whole(name: str) -> re.Pattern[str]:
    """Return what finds an expression; a Latin one must not be a part of a word."""
    before = r"(?<![a-z0-9])" if name[0].isascii() else ""
    return re.compile(before + re.escape(name) + (r"(?![a-z0-9])" if name[-1].isascii() else ""))


def _spaced(match: re.Match[str], other: str) -> str:
    """Return what takes the place of a match, set apart where two Latin words would touch."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    left = " " * (other[0].isascii() and before[-1:].isalnum() and before[-1:].isascii())
    right = " " * (other[-1].isascii() and after[:1].isalnum() and after[:1].isascii())
    return f"{left}{other}{right}"


def _difference(text: str, said: str) -> tuple[str, str]:
    """Return what differs between two texts: the part of each between their common beginning and end."""
    start = _shared(text, said)
    end = _shared(text[start:][::-1], said[start:][::-1])
    return text[start : len(text) - end], said[start : len(said) - end]


def _shared(one: str, other: str) -> int:
    """Return the length of the common beginning."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def required(query_words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words that are asked for; where all are fillers, all of them."""
    return tuple(word for word in query_words if not word.filler) or query_words


def all_terms(query_words: tuple[Word, ...]) -> tuple[Term, ...]:
    """Return every term that counts for the order, once."""
    return tuple(dict.fromkeys(term for word in query_words for term in (*word.strict, *word.loose)))
