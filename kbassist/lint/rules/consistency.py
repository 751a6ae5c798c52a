"""Texts of one reply for several channels that say different things: another day, amount, share or link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldType, Macro, Variant
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_, Text
from kbassist.lint.facts import Fact, FactKind, facts
from kbassist.macros.source import Mark, marks

_ALIKE: Final = 0.5
"""Share of a clause's words that the other has too, from which on both are about the same thing."""
_ALONE: Final = 0.2
"""The same where a text makes only one statement of this kind that the other does not make."""
_SAME_CLAUSE: Final = 0.75
"""The same where the other text names no value at all."""
_LEAST: Final = 2  # words of a clause without which it says nothing of what it is about
_TAG: Final = "\x01"  # in the place of template tags, which clauses do not reach across
_VALUE: Final = "\x02"
_CLAUSE: Final = re.compile(rf"[，。；！？、,;!?\n{_TAG}：:|]|\.(?!\d)")
_SENTENCE: Final = re.compile(rf"[。！？!?\n{_TAG}]|\.(?=\s)")
_WORD: Final = re.compile(r"[A-Za-z]+|[一-鿿]+")
_NAME: Final = re.compile(r"\s*([^\s|.\[]+)")
_KINDS: Final = {
    FieldType.MONEY: FactKind.MONEY,
    FieldType.PERCENT: FactKind.PERCENT,
    FieldType.DATE: FactKind.DATE,
}


def channel_contradiction(library: Library, today: date) -> Iterator[Problem]:
    """Yield what a text says for one channel and the same reply's text for another says differently.

    A text that says less contradicts nobody: two values must stand where the same thing is spoken of.
    """
    for macro in library.macros():
        texts = [_Reading.of(macro, variant) for variant in _different(macro.variants)]
        told: set[int] = set()
        for first, second in combinations(texts, 2):
            for problem in (*_contradictions(macro, first, second), *_left_out(macro, first, second)):
                if problem.line not in told:
                    told.add(problem.line)
                    yield problem


def _different(variants: Iterable[Variant]) -> list[Variant]:
    """Return the variants, those with one text only once."""
    return list({variant.body: variant for variant in reversed(tuple(variants))}.values())[::-1]


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact with the words around it: of its clause, and of its sentence."""

    fact: Fact
    clause: frozenset[str]
    sentence: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A variant, what it says, and its clauses with the words in each."""

    variant: Variant
    said: tuple[_Said, ...]
    clauses: tuple[tuple[int, frozenset[str]], ...]

    @classmethod
    def of(cls, macro: Macro, variant: Variant) -> _Reading:
        """Read a variant: its own words, and its placeholders for money, percentages and days."""
        text, placed = _without_marks(macro, variant.body)
        found = sorted((*facts(text), *placed), key=lambda fact: fact.start)
        blank = _blanked(text, found)
        said = tuple(_Said(fact, _around(blank, fact, _CLAUSE), _around(blank, fact, _SENTENCE)) for fact in found)
        return cls(variant, said, tuple(_clauses(blank)))

    def line(self, offset: int) -> int:
        """Return the line of the file of a place in the text."""
        return self.variant.line + self.variant.body.count("\n", 0, offset)


def _contradictions(macro: Macro, first: _Reading, second: _Reading) -> Iterator[Problem]:
    for kind in FactKind:
        ours, theirs = _alone(first, second, kind), _alone(second, first, kind)
        enough = _ALONE if len(ours) == len(theirs) == 1 else _ALIKE
        for said in theirs:
            other = max(ours, key=lambda each: _likeness(each, said), default=None)
            certain = kind is FactKind.LINK and enough == _ALONE  # nobody writes two addresses of one thing
            if other is not None and (certain or _likeness(other, said) >= enough):
                message = N_(
                    "“{here}” here, but “{there}” for {channel} (line {line}).",
                    here=said.fact.shown,
                    there=other.fact.shown,
                    channel=first.variant.channel,
                    line=first.line(other.fact.start),
                )
                yield _problem(macro, second.line(said.fact.start), message)


def _alone(here: _Reading, there: _Reading, kind: FactKind) -> list[_Said]:
    """Return what only one of two texts says of a kind."""
    known = {said.fact.value for said in there.said if said.fact.kind is kind}
    return [said for said in here.said if said.fact.kind is kind and said.fact.value not in known]


def _left_out(macro: Macro, first: _Reading, second: _Reading) -> Iterator[Problem]:
    """Yield clauses that differ in nothing but a placeholder for money, a share or a day."""
    for full, short in ((first, second), (second, first)):
        values = {said.fact.value for said in short.said}
        for said in full.said:
            if not said.fact.value.startswith(_VALUE) or said.fact.value in values or len(said.clause) < _LEAST:
                continue
            offset = next((at for at, words in short.clauses if _share(said.clause, words) >= _SAME_CLAUSE), None)
            if offset is not None and not _has(short, offset, said.fact.kind):
                message = N_(
                    "The text for {channel} names “{field}” here (line {line}); this one does not.",
                    channel=full.variant.channel,
                    field=said.fact.value[1:],
                    line=full.line(said.fact.start),
                )
                yield _problem(macro, short.line(offset), message)


def _has(reading: _Reading, offset: int, kind: FactKind) -> bool:
    """Tell whether a text says something of a kind in the sentence at this place."""
    line = reading.line(offset)
    return any(said.fact.kind is kind and reading.line(said.fact.start) == line for said in reading.said)


def _problem(macro: Macro, line: int, message: Text) -> Problem:
    return Problem(macro.path, line, Level.WARNING, "channel-contradiction", message)


def _likeness(one: _Said, other: _Said) -> float:
    return max(_share(one.clause, other.clause), _share(one.sentence, other.sentence))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter of two clauses stands in the other; nothing where it has hardly a word."""
    least = min(len(one), len(other))
    return len(one & other) / least if least >= _LEAST else 0.0


def _without_marks(macro: Macro, body: str) -> tuple[str, list[Fact]]:
    """Return the text with its template marks blanked, places unchanged, and the placeholders that are facts."""
    kinds = {spec.name: _KINDS[spec.type] for spec in macro.fields if spec.type in _KINDS}
    pieces, placed, end = [], [], 0
    for mark in marks(body):
        if not isinstance(mark, Mark):
            break
        output = body.startswith("{{", mark.start)
        pieces += [body[end : mark.start], (_VALUE if output else _TAG) * (mark.end - mark.start)]
        end = mark.end
        name = _NAME.match(mark.inner.strip("-"))
        if output and name and name[1] in kinds:
            length = mark.end - mark.start
            placed.append(Fact(kinds[name[1]], _VALUE + name[1], body[mark.start : mark.end], mark.start, length))
    return "".join([*pieces, body[end:]]), placed


def _blanked(text: str, found: Iterable[Fact]) -> str:
    for fact in found:
        text = text[: fact.start] + _VALUE * fact.length + text[fact.start + fact.length :]
    return text


def _around(text: str, fact: Fact, ends: re.Pattern[str]) -> frozenset[str]:
    """Return the words of the clause or sentence around a fact."""
    before = [match.end() for match in ends.finditer(text, 0, fact.start)]
    after = ends.search(text, fact.start + fact.length)
    return _words(text[before[-1] if before else 0 : after.start() if after else len(text)])


def _clauses(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    start = 0
    for match in (*_CLAUSE.finditer(text), None):
        end = match.start() if match else len(text)
        words = _words(text[start:end])
        if words:
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), words
        start = match.end() if match else end


def _words(text: str) -> frozenset[str]:
    """Return the English words of a text, and of the Chinese every two characters that stand together."""
    found: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        run = match[0]
        if run.isascii():
            found.add(run.removesuffix("s"))
        else:
            found.update((run,) if len(run) == 1 else map("".join, pairwise(run)))
    return frozenset(found)
