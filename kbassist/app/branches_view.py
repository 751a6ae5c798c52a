"""The branches of a reply as its panel shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbassist.i18n import _
from kbassist.ui.branches_panel import BranchesView, BranchRow

if TYPE_CHECKING:
    from kbassist.macros.branches import Branch, Branches, Condition


def branches_view(found: Branches, title: str, channel: str) -> BranchesView:
    """Return what is shown of the branches of a reply with this title; `channel` is its name for people."""
    note = "" if found.complete else _("{tried} of {total} combinations were tried, so that any two answers met.")
    rows = tuple(map(_row, found.branches))
    return BranchesView(found.key, title, channel, rows, note.format(tried=found.tried, total=found.total))


def _row(branch: Branch) -> BranchRow:
    outcome = branch.outcome
    cases = tuple(tuple(map(_chip, case)) for case in branch.cases if case)
    gaps = tuple(str(gap.message) for gap in outcome.gaps)
    return BranchRow(cases, outcome.text, outcome.subject, branch.own, gaps)


def _chip(condition: Condition) -> str:
    return f"{condition.label}: {' / '.join(map(str, condition.values))}"
