"""A search that answers what the test says, and remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kbassist.content.model import Kind
from kbassist.i18n import N_
from kbassist.search.results import Explanation, Hit, Marked, Reason, Results, Stage


def hit(entry: str, score: float = 1.0, *, locale: str = "zh-CN", section: str = "") -> Hit:
    return Hit(
        key=f"{entry}@{locale}",
        id=entry,
        kind=Kind.ARTICLE,
        locale=locale,
        title=Marked(entry.title()),
        path=f"kb/{entry}.md",
        section=section,
        anchor=section,
        score=score,
    )


@dataclass
class Answering:
    """`found` and `refined` by query."""

    found: dict[str, list[Hit]] = field(default_factory=dict)
    refined: dict[str, list[Hit]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    explained: list[tuple[str, str]] = field(default_factory=list)

    def search(self, query: str, limit: int) -> Results:
        self.asked.append((query, limit))
        return Results(query, tuple(self.found.get(query, ())[:limit]))

    def refine(self, query: str, limit: int) -> Results | None:
        if query not in self.refined:
            return None
        return Results(query, tuple(self.refined[query][:limit]), stage=Stage.REFINED)

    def explain(self, query: str, key: str) -> Explanation:
        self.explained.append((query, key))
        return Explanation(key, query, 1, 2.0, (Reason(N_("because"), 1.5), Reason(N_("and"), 0.5)))
