"""Conditions that do what their author means: empty fields, numbers in texts, and ranges of a sane length."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from liquid.ast import Node
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.expressions.logical import (
    ContainsExpression,
    EqExpression,
    GeExpression,
    GtExpression,
    LeExpression,
    LtExpression,
    NeExpression,
)
from liquid.builtin.expressions.primitive import Blank, Empty, FloatLiteral, RangeLiteral, StringLiteral
from liquid.builtin.tags.case_tag import MultiExpressionBlockNode
from liquid.context import RenderContext
from liquid.exceptions import LiquidTypeError, ResourceLimitError
from liquid.expression import Expression
from liquid.limits import to_int

from kbassist.i18n import N_
from kbassist.macros.amounts import parse_number
from kbassist.macros.expressions import all_expressions, heads
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.run import Run, run_of
from kbassist.macros.values import Absent, GapError

LONGEST_RANGE = 1_000

_ORDERED = (LtExpression, LeExpression, GtExpression, GeExpression)
_COMPARED = (EqExpression, NeExpression, *_ORDERED)
_NESTED = (*_COMPARED, ContainsExpression)  # `a == b == c` means nothing, and must not cost twice at each step


class Matched(Expression):
    """One side of a comparison, seen with the other side in mind.

    An absent value compared with `blank`, `empty` or `""` is empty; a text compared with a number is read as one.
    Raises GapError where a text that is no number should be smaller or greater than one.
    """

    __slots__ = ("operand", "ordered", "other")

    def __init__(self, operand: Expression, other: Expression, *, ordered: bool) -> None:
        super().__init__(operand.token)
        self.operand = operand
        self.other = other
        self.ordered = ordered

    def __str__(self) -> str:
        return str(self.operand)

    def evaluate(self, context: RenderContext) -> object:
        """Return the value to compare."""
        run_of(context).spend(1)
        value = self.operand.evaluate(context)
        if isinstance(value, Absent):
            if not value.empty:
                raise GapError(value.gap)
            return "" if _asks_for_blank(self.other) else value
        if isinstance(value, str) and _is_number(self.other.evaluate(context)):
            return self._as_number(value, run_of(context))
        return value

    def _as_number(self, value: str, run: Run) -> object:
        found = parse_number(value)
        if found is None and self.ordered:
            field = next(filter(None, map(run.field_of, heads(self.operand))), "")
            message = N_("“{field}” is a text and cannot be compared with a number", field=field or str(self.operand))
            raise GapError(Gap(GapKind.FILTER, field, message))
        return value if found is None else found

    def children(self) -> Iterable[Expression]:
        """Return the operand."""
        return [self.operand]


class When(Expression):
    """A `when` value, seen with the subject of its `case` in mind: a text equals the number that it shows."""

    __slots__ = ("operand", "subject")

    def __init__(self, operand: Expression, subject: Expression) -> None:
        super().__init__(operand.token)
        self.operand = operand
        self.subject = subject

    def __str__(self) -> str:
        return str(self.operand)

    def evaluate(self, context: RenderContext) -> object:
        """Return the value to compare with the subject."""
        run_of(context).spend(1)
        value, subject = self.operand.evaluate(context), self.subject.evaluate(context)
        if isinstance(subject, Absent):
            if not subject.empty:
                raise GapError(subject.gap)
            return None if _asks_for_blank(self.operand) else value
        if isinstance(subject, str) and _is_number(value) and parse_number(subject) == value:
            return subject
        return value

    def children(self) -> Iterable[Expression]:
        """Return the operand."""
        return [self.operand]


class RangeEnd(Expression):
    """The end of a range; raises ResourceLimitError where the range is too long."""

    __slots__ = ("start", "stop")

    def __init__(self, start: Expression, stop: Expression) -> None:
        super().__init__(stop.token)
        self.start = start
        self.stop = stop

    def __str__(self) -> str:
        return str(self.stop)

    def evaluate(self, context: RenderContext) -> object:
        """Return the end as a whole number."""
        run_of(context).spend(1)
        start, stop = (self._whole(end.evaluate(context)) for end in (self.start, self.stop))
        if stop - start >= LONGEST_RANGE:
            raise ResourceLimitError("range limit reached", token=self.token)
        return stop

    def _whole(self, value: object) -> int:
        if isinstance(value, Absent):
            raise GapError(value.gap)
        number = parse_number(value) if isinstance(value, str) else value
        if not _is_number(number):
            raise LiquidTypeError("a range goes from number to number", token=self.token)
        return to_int(number)

    def children(self) -> Iterable[Expression]:
        """Return the end."""
        return [self.stop]


def settle(nodes: Iterable[Node], context: RenderContext) -> None:
    """Put the expressions above into a freshly parsed template, and exact decimals for its float literals.

    Raises UnknownFilterError and FilterArgumentError where a filter is not there or gets too much or too little.
    """
    for node in nodes:
        for expression in node.expressions():
            _check_filters(expression, context)
            _settle(expression)
        if isinstance(node, MultiExpressionBlockNode):
            node.expression.expressions = [When(each, node.expression.left) for each in node.expression.expressions]
        if node.partial_scope() is None:
            settle(node.children(context, include_partials=False), context)


def _check_filters(expression: Expression, context: RenderContext) -> None:
    if isinstance(expression, FilteredExpression):
        for each in expression.filters or ():
            each.validate_filter_arguments(context.env)


def _settle(root: Expression) -> None:
    for expression in list(all_expressions(root)):
        if isinstance(expression, _COMPARED) and not isinstance(expression.right, _NESTED):
            left, right, ordered = expression.left, expression.right, isinstance(expression, _ORDERED)
            expression.left = Matched(left, right, ordered=ordered)
            expression.right = Matched(right, left, ordered=ordered)
        elif isinstance(expression, RangeLiteral):
            expression.stop = RangeEnd(expression.start, expression.stop)
        elif isinstance(expression, FloatLiteral):
            expression.value = Decimal(str(expression.value))  # type: ignore[assignment]  # 0.1 must equal a typed 0.1


def _asks_for_blank(expression: Expression) -> bool:
    return isinstance(expression, Empty | Blank) or (isinstance(expression, StringLiteral) and not expression.value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
