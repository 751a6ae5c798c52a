"""Checking a whole library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kbassist.content.basis import Doubt
from kbassist.content.library import Library
from kbassist.content.model import EMPTY
from kbassist.content.problem import Level, Problem
from kbassist.lint.rules import RULES, Rule
from kbassist.lint.rules.basis import doubtful_basis


def check(
    library: Library,
    today: date,
    rules: Iterable[Rule] = RULES,
    doubts: Mapping[str, tuple[Doubt, ...]] = EMPTY,
) -> tuple[Problem, ...]:
    """Return what was wrong when the library was read and what the rules find, sorted by path and line.

    `doubts` are what is known of the bases of entries, by key; the rules themselves know only what the files say.
    """
    with library.held():  # every rule looks at every text
        found = [*library.problems, *(problem for rule in rules for problem in rule(library, today))]
    found += doubtful_basis(library, today, doubts)
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _order(problem: Problem) -> tuple[str, int, int, str]:
    return problem.path, problem.line, tuple(Level).index(problem.level), problem.rule
