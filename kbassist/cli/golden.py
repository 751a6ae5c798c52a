"""A golden question that failed, told to people and to programs: what came instead, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kbassist.evaluation.verdicts import Verdict
from kbassist.i18n import _
from kbassist.search.results import Explanation

REASONS: Final = 4


def detail(verdict: Verdict) -> Iterator[str]:
    """Yield the lines below a failed question: the rows that came, the reasons for the right and the wrong place."""
    if not verdict.first:
        yield _("Nothing was found.")
    for number, hit in enumerate(verdict.first, 1):
        section = f" › {hit.section}" if hit.section else ""
        yield f"{number}. {hit.title.text}{section}  [{hit.id}]"
    for explanation in (verdict.why, verdict.instead):
        if explanation is not None and explanation.reasons:
            yield _("{key} has {score} points: {reasons}").format(
                key=explanation.key, score=f"{explanation.score:.2f}", reasons=_reasons(explanation)
            )


def _reasons(explanation: Explanation) -> str:
    shown = explanation.reasons[:REASONS]
    more = " …" if len(explanation.reasons) > len(shown) else ""
    return "; ".join(f"{reason.text} {reason.value:+.2f}" for reason in shown) + more


def golden_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the public JSON object."""
    case = verdict.case
    return {
        "question": case.question,
        "expect": [f"{ref.id}#{ref.section}" if ref.section else ref.id for ref in case.expect],
        "within": case.within,
        "place": verdict.place or None,
        "unknown": list(verdict.unknown),
        "first": [{"id": hit.id, "locale": hit.locale, "section": hit.section} for hit in verdict.first],
        "why": _explanation(verdict.why),
        "instead": _explanation(verdict.instead),
    }


def _explanation(explanation: Explanation | None) -> dict[str, Any] | None:
    if explanation is None:
        return None
    return {
        "key": explanation.key,
        "score": round(explanation.score, 6),
        "reasons": [{"text": str(reason.text), "value": round(reason.value, 6)} for reason in explanation.reasons],
    }
