"""What the fields of a form are offered: values found in the clipboard and in selected text, and those of the case.

Nothing here fills a field in; an offer waits for the agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kbassist.cases.matching import is_name, label_of
from kbassist.cases.scan import scan
from kbassist.cases.values import NO_VALUES, Accepts, Found, FoundKind, Offer, Origin, Sources
from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Pattern

MOST: Final = 3
WHOLE: Final = 200
"""Characters of a clipboard that a field takes as a whole; longer ones are not looked at so."""
_ORIGINS: Final = {Origin.CASE: 0, Origin.CLIPBOARD: 1, Origin.SELECTION: 2}
_BY_TYPE: Final[Mapping[FieldType, FoundKind]] = {
    FieldType.MONEY: FoundKind.AMOUNT,
    FieldType.PERCENT: FoundKind.PERCENT,
    FieldType.DATE: FoundKind.DATE,
}
_WORDS: Final = {
    FoundKind.PHONE: ("phone", "mobile", "tel", "手机", "电话", "联系方式"),
    FoundKind.EMAIL: ("email", "e-mail", "mail", "邮箱", "邮件地址"),
}
_LINES: Final = frozenset({FieldType.TEXT, FieldType.PATTERN})
_OWN: Final = "field:"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An offer with what it is ranked by."""

    offer: Offer
    whole: bool
    named: bool
    exact: bool

    @property
    def rank(self) -> tuple[bool, int, bool, bool, int]:
        """Order: what this customer said, whole texts before parts, the pattern asked for, named ones."""
        case = self.offer.origin is not Origin.CASE
        return case, not self.whole, not self.exact, not self.named, _ORIGINS[self.offer.origin]


def offers(  # noqa: PLR0913 - all that a value may come from
    fields: Sequence[FieldSpec],
    patterns: Sequence[Pattern],
    sources: Sources,
    accepts: Accepts,
    *,
    today: date,
    case: Mapping[str, Sequence[str]] = NO_VALUES,
    searching: bool = True,
) -> Mapping[str, tuple[Offer, ...]]:
    """Return at most three values for each field that has any, the best first.

    `patterns` are the team's, `case` are values of the current customer by field. A field is offered only what it
    accepts and what was recognized as what it asks for; identity numbers and bank cards are offered nowhere. Without
    `searching` a clipboard is taken whole or not at all, by the fields that ask for it.
    """
    own = tuple(Pattern(_OWN + spec.name, label_of(spec, {}), spec.pattern) for spec in fields if spec.pattern)
    found = {origin: scan(text, (*patterns, *own), today) for origin, text in sources.items() if text.strip()}
    named = {pattern.name: pattern for pattern in patterns}
    result = {}
    for spec in fields:
        candidates = [
            *_from_case(case.get(spec.name, ())),
            *_whole(spec, sources, found),
            *(one for origin, values in found.items() if searching for one in _fitting(spec, named, origin, values)),
        ]
        if best := _best(spec, candidates, accepts):
            result[spec.name] = best
    return result


def _from_case(values: Iterable[str]) -> Iterator[_Candidate]:
    for value in values:
        yield _Candidate(Offer(value, Origin.CASE, FoundKind.WHOLE), False, True, True)


def _whole(spec: FieldSpec, sources: Sources, found: Mapping[Origin, Sequence[Found]]) -> Iterator[_Candidate]:
    """Yield the whole clipboard where the field asks for it and nothing personal stands there."""
    value = sources.get(Origin.CLIPBOARD, "").strip()
    if spec.from_ != Origin.CLIPBOARD or not value or len(value) > WHOLE:
        return
    if not any(one.kind is FoundKind.PERSONAL for one in found.get(Origin.CLIPBOARD, ())):
        yield _Candidate(Offer(value, Origin.CLIPBOARD, FoundKind.WHOLE), True, False, True)


def _fitting(
    spec: FieldSpec, patterns: Mapping[str, Pattern], origin: Origin, found: Sequence[Found]
) -> Iterator[_Candidate]:
    wanted = set(_kinds(spec, patterns))
    for one in reversed(found):  # the latest of a chat first
        exact = one.kind is FoundKind.PATTERN and one.pattern in {spec.pattern_name, _OWN + spec.name}
        if exact or (one.kind in wanted and one.kind is not FoundKind.PATTERN):
            yield _Candidate(Offer(one.value, origin, one.kind), False, one.named, exact)


def _kinds(spec: FieldSpec, patterns: Mapping[str, Pattern]) -> Iterator[FoundKind]:
    """Yield what a field asks for besides its own pattern, by its type or by what it is called."""
    if spec.type in _BY_TYPE:
        yield _BY_TYPE[spec.type]
    if spec.type not in _LINES:
        return
    if is_name(replace(spec, label=label_of(spec, patterns))):
        yield FoundKind.NAME
    called = " ".join((spec.name, label_of(spec, patterns), spec.pattern_name)).casefold()
    yield from (kind for kind, words in _WORDS.items() if any(word in called for word in words))


def _best(spec: FieldSpec, candidates: Iterable[_Candidate], accepts: Accepts) -> tuple[Offer, ...]:
    best: dict[str, Offer] = {}
    for one in sorted(candidates, key=lambda candidate: candidate.rank):
        if len(best) == MOST:
            break
        if one.offer.value not in best and accepts(spec, one.offer.value):
            best[one.offer.value] = one.offer
    return tuple(best.values())
