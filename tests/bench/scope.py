"""How well questions that no entry answers are told from those that one does."""

from __future__ import annotations

from dataclasses import dataclass

from kbassist.evaluation.run import Searcher, final
from tests.bench.beir import Questions
from tests.bench.metrics import auc

LIMIT = 20
HEAD = ("set", "in scope, said to fit", "out of scope, said to fit", "balanced accuracy", "AUC of the top score")


@dataclass(frozen=True, slots=True)
class Scope:
    """Shares of questions whose results are said to fit, and the AUC of the first row's score alone."""

    inside: float
    outside: float
    auc: float

    def row(self, name: str) -> list[str]:
        """Return the cells of a table under `HEAD`."""
        balanced = (self.inside + 1 - self.outside) / 2
        return [name, f"{self.inside:.3f}", f"{self.outside:.3f}", f"{balanced:.3f}", f"{self.auc:.3f}"]


def judge(searcher: Searcher, answered: Questions, unanswered: Questions, *, lexical: bool = True) -> Scope:
    """Ask both kinds; an empty list fits nothing and scores 0."""
    inside = [_asked(searcher, text, lexical) for text in answered.queries.values()]
    outside = [_asked(searcher, text, lexical) for text in unanswered.queries.values()]
    return Scope(
        sum(fits for fits, _score in inside) / len(inside),
        sum(fits for fits, _score in outside) / len(outside),
        auc([score for _fits, score in inside], [score for _fits, score in outside]),
    )


def _asked(searcher: Searcher, text: str, lexical: bool) -> tuple[bool, float]:
    results = final(searcher, text, LIMIT, lexical=lexical)
    if not results.hits:
        return False, 0.0
    return results.fits, results.hits[0].score
