"""Checking a whole library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kbassist.content.library import Library
from kbassist.content.problem import Level, Problem
from kbassist.lint.rules import RULES, Rule


def check(library: Library, today: date, rules: Iterable[Rule] = RULES) -> tuple[Problem, ...]:
    """Return what was wrong when the library was read and what the rules find, sorted by path and line."""
    with library.held():  # every rule looks at every text
        found = [*library.problems, *(problem for rule in rules for problem in rule(library, today))]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _order(problem: Problem) -> tuple[str, int, int, str]:
    return problem.path, problem.line, tuple(Level).index(problem.level), problem.rule
