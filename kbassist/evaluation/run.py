"""A run: the answers to many questions as the search window would list them, in the form that scorers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from kbassist.evaluation.questions import Question
from kbassist.search.results import Results

HEAD: Final = "query-id\tentry-id\trank\tscore\n"


class Searcher(Protocol):
    """What is asked: the assistant, or whatever searches as it does."""

    def search(self, query: str, limit: int) -> Results:
        """Return what the window lists at once."""

    def refine(self, query: str, limit: int) -> Results | None:
        """Return what the window lists when typing rests, None where that is the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry in the answer to one question; `rank` counts from 1."""

    query: str
    entry: str
    rank: int
    score: float


def final(searcher: Searcher, query: str, limit: int, *, lexical: bool = False) -> Results:
    """Return the list that the window ends with: refined by meaning unless `lexical`, where there is an encoder."""
    results = searcher.search(query, limit)
    refined = None if lexical else searcher.refine(query, limit)
    return results if refined is None else refined


def ranked(
    searcher: Searcher, query: str, limit: int, *, lexical: bool = False, name: str = ""
) -> tuple[Answer, ...]:
    """Return the entries by id, best first; language versions of one id count once, at the best one's rank."""
    hits = final(searcher, query, limit, lexical=lexical).hits
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.id, hit.score)
    found = list(best.items())[:limit]
    return tuple(Answer(name or query, entry, rank, score) for rank, (entry, score) in enumerate(found, 1))


def answers(
    searcher: Searcher, questions: Iterable[Question], limit: int, *, lexical: bool = False
) -> Iterator[tuple[Answer, ...]]:
    """Yield the answer to each question in turn."""
    for question in questions:
        yield ranked(searcher, question.text, limit, lexical=lexical, name=question.id)


def lines(found: Iterable[Answer]) -> str:
    """Return answers as tab-separated lines: query id, entry id, rank, score."""
    return "".join(f"{answer.query}\t{answer.entry}\t{answer.rank}\t{answer.score:.6f}\n" for answer in found)
