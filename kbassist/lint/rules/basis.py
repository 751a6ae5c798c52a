"""Entries that rest on something that has changed or is no longer in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from kbassist.content.basis import Doubt, DoubtKind, said
from kbassist.content.library import Library
from kbassist.content.model import Entry
from kbassist.content.problem import Level, Problem, Repair
from kbassist.i18n import N_, Text

# A basis that is gone is found by `links.dead_basis`, which needs to know nothing of what was there before.
_RULES: Final = {DoubtKind.CHANGED: "basis-changed", DoubtKind.EXPIRED: "basis-expired"}


def doubtful_basis(library: Library, today: date, doubts: Mapping[str, tuple[Doubt, ...]]) -> Iterator[Problem]:
    """Yield the doubts about entries that agents are offered, each where its reference stands."""
    for key, found in doubts.items():
        entry = library.entries.get(key)
        if entry is None or not entry.offered(today):
            continue
        for doubt in found:
            rule = _RULES.get(doubt.kind)
            if rule is not None:
                repair = Repair(_advice(doubt, entry))
                line = doubt.ref.line or entry.lines.get("basis", 0)
                yield Problem(entry.path, line, Level.WARNING, rule, said(doubt), repair)


def _advice(doubt: Doubt, entry: Entry) -> Text:
    if doubt.kind is DoubtKind.CHANGED:
        return N_("Compare the two; when the text is right again: kbassist reviewed {id}", id=entry.id)
    return N_("Name a basis that is in force and compare the text with it, or archive the entry.")
