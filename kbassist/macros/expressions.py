"""Walking through parsed Liquid expressions."""

from __future__ import annotations

from collections.abc import Iterator

from liquid.builtin.expressions import FilteredExpression, Path
from liquid.expression import Expression


def all_expressions(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all below it."""
    yield expression
    for child in expression.children():
        yield from all_expressions(child)


def heads(expression: Expression) -> Iterator[str]:
    """Yield the first part of each name in an expression, in order."""
    for part in all_expressions(expression):
        if isinstance(part, Path) and isinstance(part.path[0], str):
            yield part.path[0]


def filter_names(expression: Expression) -> list[str]:
    """Return the names of the filters that an expression goes through, in order."""
    return [each.name for each in expression.filters or ()] if isinstance(expression, FilteredExpression) else []
