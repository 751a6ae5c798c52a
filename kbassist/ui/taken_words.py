"""Replacements that the agent took, put into a text that the form goes on rewriting."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from kbassist.macros.form import Outcome, Span
from kbassist.wording.remarks import Remark

Taken = frozenset[tuple[str, str]]
"""Words with what the agent wants in their place, wherever the check remarks on them again."""

_TAG = re.compile(r"(<[^>]*>)")


def with_taken(outcome: Outcome, remarks: Iterable[Remark], taken: Taken) -> Outcome:
    """Return the outcome with every replacement that was taken before and is proposed again here.

    `remarks` count in the outcome's text. What is still a gap stays one.
    """
    wanted = [each for each in remarks if proposal(outcome.text, each) in taken and not _touches_gap(outcome, each)]
    text, spans = outcome.text, outcome.spans
    markup = outcome.html
    for remark in reversed(_apart(wanted)):
        old = text[remark.start : remark.start + remark.length]
        new = remark.replacement or ""
        text = text[: remark.start] + new + text[remark.start + remark.length :]
        spans = tuple(_moved(span, remark, len(new)) for span in spans)
        markup = _in_html(markup, old, new)
    return replace(outcome, text=text, spans=tuple(span for span in spans if span.length), html=markup)


def proposal(text: str, remark: Remark) -> tuple[str, str] | None:
    """Return the words of a text that a remark is about, and what it would put there; None where it cannot say."""
    words = text[remark.start : remark.start + remark.length]
    return (words, remark.replacement) if words and remark.replacement is not None else None


def carried(remarks: Iterable[Remark], before: str, after: str) -> tuple[Remark, ...]:
    """Return the remarks on a text that stand after it changed, at their new places: those that no change touched."""
    same = _alike(before, after)
    rest = min(len(before), len(after)) - same
    end = min(rest, _alike(before[::-1], after[::-1]))
    kept = []
    for remark in remarks:
        if remark.start + remark.length <= same:
            kept.append(remark)
        elif remark.start >= len(before) - end:
            kept.append(replace(remark, start=remark.start + len(after) - len(before)))
    return tuple(kept)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _apart(remarks: list[Remark]) -> list[Remark]:
    """Return remarks in order without those that overlap an earlier one."""
    found: list[Remark] = []
    for remark in sorted(remarks, key=lambda each: each.start):
        if not found or remark.start >= found[-1].start + found[-1].length:
            found.append(remark)
    return found


def _touches_gap(outcome: Outcome, remark: Remark) -> bool:
    end = remark.start + remark.length
    return any(span.gap and span.start < end and remark.start < span.start + span.length for span in outcome.spans)


def _moved(span: Span, remark: Remark, length: int) -> Span:
    """Return a span after other words stand where the remark was: what lies across its edge ends there."""
    start, end = span.start, span.start + span.length
    first, last, grown = remark.start, remark.start + remark.length, length - remark.length
    if end <= first:
        return span
    if start >= last:
        return replace(span, start=start + grown)
    if start <= first and last <= end:
        return replace(span, length=span.length + grown)
    if start < first:
        return replace(span, length=first - start)
    return replace(span, start=last + grown, length=max(0, end - last))


def _in_html(markup: str, old: str, new: str) -> str:
    """Return HTML with the words replaced where they stand once and in one piece; else none: it never lies."""
    pieces = _TAG.split(markup)
    words = html.escape(old, quote=False)
    places = [number for number in range(0, len(pieces), 2) if words in pieces[number]]
    if len(places) != 1 or pieces[places[0]].count(words) != 1:
        return ""
    pieces[places[0]] = pieces[places[0]].replace(words, html.escape(new, quote=False))
    return "".join(pieces)
