"""Putting golden questions to a search, and saying of each that fails what came instead and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from kbassist.content.anchors import slug
from kbassist.content.library import Library
from kbassist.content.model import DEFAULT_LOCALE, Article, Macro, Ref
from kbassist.content.problem import Level, Problem
from kbassist.evaluation.golden import DEEPEST, Case
from kbassist.evaluation.run import Searcher, final
from kbassist.i18n import N_, Text
from kbassist.search.results import Explanation, Hit

RULE: Final = "golden-question"
Progress = Callable[[int, int], None]


class Explainer(Searcher, Protocol):
    """A search that can tell why an entry is where it is."""

    def explain(self, query: str, key: str) -> Explanation:
        """Return the reasons for an entry's place."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case went: the rows that the window shows first, and where the expected one stands (from 1; 0: nowhere).

    `unknown` are expected entries that the library does not offer. Of a case that failed `why` explains the expected
    entry's place and `instead` the place of the row that came first.
    """

    case: Case
    first: tuple[Hit, ...]
    place: int
    unknown: tuple[str, ...] = ()
    why: Explanation | None = None
    instead: Explanation | None = None

    @property
    def passed(self) -> bool:
        """Tell whether the agent sees the expected entry among the first rows, and all that is expected exists."""
        return 0 < self.place <= self.case.within and not self.unknown


def judge(
    searcher: Explainer, library: Library, today: date, cases: Iterable[Case], progress: Progress | None = None
) -> Iterator[Verdict]:
    """Yield a verdict on each case, asking as the window asks; `progress(done, total)` counts the questions."""
    asked = tuple(cases)
    for number, case in enumerate(asked, 1):
        yield _verdict(searcher, library, today, case)
        if progress is not None:
            progress(number, len(asked))


def _verdict(searcher: Explainer, library: Library, today: date, case: Case) -> Verdict:
    hits = final(searcher, case.question, DEEPEST).hits
    place = next((n for n, hit in enumerate(hits, 1) if _meant(hit, case)), 0)
    offered = {ref.id: _offered(ref, case.locale, library, today) for ref in case.expect}
    unknown = tuple(name for name, entries in offered.items() if not entries)
    verdict = Verdict(case, hits[: case.within], place, unknown)
    if verdict.passed or unknown:
        return verdict
    keys = [entry.key for entries in offered.values() for entry in entries]
    return _explained(verdict, searcher, hits, keys)


def _meant(hit: Hit, case: Case) -> bool:
    if case.locale and hit.locale != case.locale:
        return False
    wanted = (ref for ref in case.expect if ref.id == hit.id)
    return any(not ref.section or slug(ref.section) in {slug(hit.anchor), slug(hit.section)} for ref in wanted)


def _offered(ref: Ref, locale: str, library: Library, today: date) -> list[Article | Macro]:
    found = [entry for entry in library.twins(ref.id) if locale in {"", entry.locale} and entry.offered(today)]
    return sorted(found, key=lambda entry: entry.locale != DEFAULT_LOCALE)


def _explained(verdict: Verdict, searcher: Explainer, hits: tuple[Hit, ...], keys: list[str]) -> Verdict:
    question = verdict.case.question
    key = next((hit.key for hit in hits if hit.key in keys), keys[0])
    return replace(
        verdict,
        why=searcher.explain(question, key),
        instead=searcher.explain(question, hits[0].key) if hits and hits[0].key != key else None,
    )


def problem_of(verdict: Verdict, path: str) -> Problem:
    """Return a failed verdict as a remark on the golden file, so that it is shown as every other remark."""
    return Problem(path, verdict.case.line, Level.ERROR, RULE, _sentence(verdict))


def _sentence(verdict: Verdict) -> Text:
    case = verdict.case
    if verdict.unknown:
        names = ", ".join(verdict.unknown)
        return N_("“{question}” expects {names}, which agents are not offered.", question=case.question, names=names)
    told: dict[str, str | int] = {
        "question": case.question,
        "names": ", ".join(f"{ref.id}#{ref.section}" if ref.section else ref.id for ref in case.expect),
        "within": case.within,
    }
    if verdict.place:
        return N_(
            "“{question}” must find {names} among the first {within}; it is number {place}.",
            **told,
            place=verdict.place,
        )
    return N_(
        "“{question}” must find {names} among the first {within}; it is not among the first {deepest}.",
        **told,
        deepest=DEEPEST,
    )
