"""All that a reply may say: its text for each combination of answers that its conditions ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import prod
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, Macro
from kbassist.i18n import Text
from kbassist.macros.asked import asked
from kbassist.macros.engine import prepare, render
from kbassist.macros.form import Context, Outcome
from kbassist.macros.samples import Sample, Sampler

MOST: Final = 64
"""Combinations that are tried; of more, so many that any two answers meet in one of them, as far as these reach."""

_PIECE: Final = re.compile(r"[^，。；！？,;!?\n]+[，。；！？,;!?\n]*|[，。；！？,;!?\n]+")


@dataclass(frozen=True, slots=True)
class Condition:
    """An answer that leads into a branch: the field by name and label, and the values, any of which will do."""

    field: str
    label: str
    values: tuple[str | Text, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One text, and when it is given: in each of these cases, whose conditions hold together (none: always).

    `own` are the stretches of the text, as start and length, that not all branches have.
    """

    cases: tuple[tuple[Condition, ...], ...]
    outcome: Outcome
    own: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Branches:
    """What a macro may say in one channel. `tried` of `total` combinations were looked at."""

    key: str
    channel: str
    branches: tuple[Branch, ...]
    tried: int
    total: int

    @property
    def complete(self) -> bool:
        """Tell whether every combination was looked at."""
        return self.tried == self.total


def branches(macro: Macro, channel: str, library: Library, context: Context, most: int = MOST) -> Branches:
    """Return the texts of a macro for a channel, equal ones together, in the order in which they are met.

    Tried are yes and no, options, values on either side of what the template compares with, and the empty value of
    a field that may be left out, of those fields only that conditions read. All others take their example. Never
    raises: what keeps a text from leaving is among its gaps.
    """
    form = prepare(macro, channel, library, context)
    variant = macro.variant(form.channel)
    sampler = Sampler(form, library, context)
    read = asked(variant, library.snippets) if variant else {}
    ways = _ways(form.fields, read, sampler)
    fixed = {spec.name: sampler.example(spec) for spec in form.fields if spec.name not in ways}
    total = prod(len(samples) for samples in ways.values())
    tried = list(product(*ways.values()) if total <= most else islice(_pairwise(tuple(ways.values())), most))
    found: dict[Outcome, list[tuple[Sample, ...]]] = {}
    for choice in tried:
        values = fixed | {name: sample.typed for name, sample in zip(ways, choice, strict=True)}
        found.setdefault(render(macro, channel, values, library, context), []).append(choice)
    specs = {spec.name: spec for spec in form.fields}
    told = tuple(Branch(_cases(group, ways, specs), outcome) for outcome, group in found.items())
    return Branches(macro.key, form.channel, tuple(_marked(told)), len(tried), total)


def _ways(
    fields: Iterable[FieldSpec], read: Mapping[str, tuple[str, ...]], sampler: Sampler
) -> dict[str, tuple[Sample, ...]]:
    """Return the fields that conditions read, in the form's order, each with the values to try."""
    ways = {}
    for spec in fields:
        if spec.name in read:
            samples = sampler.telling(spec, read[spec.name], by_day="today" in read)
            if len(samples) > 1:
                ways[spec.name] = samples
    return ways


def _pairwise(ways: Sequence[tuple[Sample, ...]]) -> Iterator[tuple[Sample, ...]]:
    """Yield combinations in which any two values of two fields meet at least once, greedily chosen.

    The one-row-at-a-time scheme of AETG (Cohen, Dalal, Fredman, Patton: The AETG System, 1997), without chance.
    """
    open_pairs = {
        (one, first, other, second)
        for one, other in combinations(range(len(ways)), 2)
        for first in range(len(ways[one]))
        for second in range(len(ways[other]))
    }
    while open_pairs:
        one, first, other, second = min(open_pairs)
        row = {one: first, other: second}
        for at in range(len(ways)):
            if at not in row:
                row[at] = max(range(len(ways[at])), key=lambda value: _met(row, at, value, open_pairs))
        chosen = [row[at] for at in range(len(ways))]
        open_pairs -= {(a, chosen[a], b, chosen[b]) for a, b in combinations(range(len(ways)), 2)}
        yield tuple(ways[at][value] for at, value in enumerate(chosen))


def _met(row: Mapping[int, int], at: int, value: int, open_pairs: set[tuple[int, int, int, int]]) -> int:
    """Return how many open pairs a value would close with those that are chosen."""
    return sum(
        ((other, chosen, at, value) if other < at else (at, value, other, chosen)) in open_pairs
        for other, chosen in row.items()
    )


def _cases(
    group: list[tuple[Sample, ...]], ways: Mapping[str, tuple[Sample, ...]], specs: Mapping[str, FieldSpec]
) -> tuple[tuple[Condition, ...], ...]:
    """Return when a text is given, in as few cases as can be said: what makes no difference is left out."""
    cases = _merged([tuple(frozenset({sample}) for sample in choice) for choice in group])
    return tuple(
        tuple(
            Condition(name, specs[name].label or name, tuple(each.shown for each in samples if each in values))
            for (name, samples), values in zip(ways.items(), case, strict=True)
            if len(values) < len(samples)
        )
        for case in cases
    )


def _merged(cases: list[tuple[frozenset[Sample], ...]]) -> list[tuple[frozenset[Sample], ...]]:
    """Join cases that differ in the values of one field only, until no two do."""
    joined = True
    while joined:
        joined = False
        for first, second in combinations(cases, 2):
            apart = [at for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
            if len(apart) == 1:
                at = apart[0]
                cases = [case for case in cases if case not in {first, second}]
                cases.append((*first[:at], first[at] | second[at], *first[at + 1 :]))
                joined = True
                break
    return cases


def _marked(found: tuple[Branch, ...]) -> Iterator[Branch]:
    """Yield the branches with the pieces of their texts marked that not all of them have."""
    pieces = [{piece[0].strip() for piece in _PIECE.finditer(branch.outcome.text)} for branch in found]
    common = set.intersection(*pieces) if pieces else set()
    for branch in found:
        own = [
            (piece.start(), piece.end() - piece.start())
            for piece in _PIECE.finditer(branch.outcome.text)
            if piece[0].strip() not in common
        ]
        yield Branch(branch.cases, branch.outcome, tuple(_joined(own)))


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches with those made one that touch."""
    start, end = 0, 0
    for place, length in stretches:
        if place != end and end > start:
            yield start, end - start
        start = start if place == end and end > start else place
        end = place + length
    if end > start:
        yield start, end - start
