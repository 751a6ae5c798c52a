"""One engine put to one file of questions: what it found, how good that was and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from tests.bench.beir import Document, Questions
from tests.bench.metrics import Scores, score
from tests.bench.report import spread
from tests.bench.rivals import Rival

LIMIT = 20
HEAD = ("engine", "recall@1", "recall@5", "MRR@10", "nDCG@10", "no result", "ms p50 / p95")


@dataclass(frozen=True, slots=True)
class Trial:
    """The answers of an engine, their scores, and the milliseconds of each question."""

    engine: str
    run: dict[str, list[str]]
    scores: Scores
    milliseconds: tuple[float, ...]

    def row(self) -> list[str]:
        """Return the cells of a table under `HEAD`."""
        values = (self.scores.recall_1, self.scores.recall_5, self.scores.mrr_10, self.scores.ndcg_10)
        return [
            self.engine,
            *(f"{value:.4f}" for value in values),
            f"{self.scores.empty:.3f}",
            spread(self.milliseconds),
        ]


def put(engine: str, rival: Rival, questions: Questions) -> Trial:
    """Ask every question that has a right answer, once; the first one is asked before, to warm up."""
    asked = {name: questions.queries[name] for name in questions.qrels}
    for text in list(asked.values())[:1]:
        rival.search(text, LIMIT)
    run: dict[str, list[str]] = {}
    times = []
    for name, text in asked.items():
        began = perf_counter()
        run[name] = rival.search(text, LIMIT)
        times.append((perf_counter() - began) * 1000)
    return Trial(engine, run, score(run, questions.qrels), tuple(times))


def better(trials: Sequence[Trial]) -> Trial:
    """Return the trial with the best recall@5, the better MRR@10 where that is the same."""
    return max(trials, key=lambda trial: (trial.scores.recall_5, trial.scores.mrr_10))


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose right documents are not among the first five."""

    kind: str
    query: str
    wanted: str
    came: str


def misses(trial: Trial, questions: Questions, documents: Sequence[Document]) -> list[Miss]:
    """Return what was missed, by kind: nothing found, found too low, or not found among the first `LIMIT`."""
    titles = {document.id: document.title or document.text[:30] for document in documents}
    found = []
    for name, grades in questions.qrels.items():
        answer = trial.run[name]
        if set(answer[:5]) & set(grades):
            continue
        place = next((rank for rank, document in enumerate(answer, 1) if document in grades), 0)
        kind = "nothing found" if not answer else f"6 to {LIMIT}" if place else f"not among {LIMIT}"
        wanted = " / ".join(titles.get(document, document) for document in grades)
        came = titles.get(answer[0], answer[0]) if answer else ""
        found.append(Miss(kind, questions.queries[name], wanted, came))
    return found
