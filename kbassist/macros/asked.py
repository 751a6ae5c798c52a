"""What the conditions of a template ask for: which names, and the values that they compare them with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from liquid.ast import ConditionalBlockNode, Node
from liquid.builtin.expressions import Path, StringLiteral
from liquid.builtin.expressions.logical import LogicalAndExpression, LogicalOrExpression
from liquid.builtin.expressions.primitive import FloatLiteral, IntegerLiteral
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.render_tag import RenderNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.context import RenderContext
from liquid.expression import Expression

from kbassist.content.model import Snippet, Variant
from kbassist.macros.conditions import Matched, When
from kbassist.macros.expressions import all_expressions, heads
from kbassist.macros.templates import parsed

_CONDITIONS: Final = (IfNode, UnlessNode, CaseNode, ConditionalBlockNode, MultiExpressionBlockNode)
_JOINING: Final = (LogicalAndExpression, LogicalOrExpression)  # these join conditions, others compare values
_LITERALS: Final = (StringLiteral, IntegerLiteral, FloatLiteral)
_DEEPEST: Final = 10


@dataclass(slots=True)
class Asked:
    """The names that conditions read, in order of appearance, each with the literals that it is compared with."""

    names: dict[str, dict[str, None]] = field(default_factory=dict)

    def note(self, name: str, literals: Iterator[str]) -> None:
        """Remember that a name is asked for, and what it is compared with."""
        self.names.setdefault(name, {}).update(dict.fromkeys(literals))


def asked(variant: Variant, snippets: Mapping[str, Snippet]) -> Mapping[str, tuple[str, ...]]:
    """Return the names that the conditions of a text and of its snippets read, with the values compared.

    A name that the template makes of others stands for these. A template that is broken asks for nothing.
    """
    found = Asked()
    for source in filter(None, (variant.subject, variant.body)):
        _walk(source, snippets, found, {}, 0)
    return {name: tuple(values) for name, values in found.names.items()}


def _walk(
    source: str, snippets: Mapping[str, Snippet], found: Asked, names: dict[str, list[str]], depth: int
) -> None:
    template = parsed(source).template
    if template is not None and depth < _DEEPEST:
        walk = _Walk(RenderContext(template), snippets, found, names, depth)
        for node in template.nodes:
            walk.node(node)


@dataclass(slots=True)
class _Walk:
    """A walk through one template; `names` are those that it sets itself, each with what it is made of."""

    context: RenderContext
    snippets: Mapping[str, Snippet]
    found: Asked
    names: dict[str, list[str]]
    depth: int

    def node(self, node: Node) -> None:
        """Note what a node asks for, then go into it."""
        if isinstance(node, RenderNode):
            self._snippet(node)
            return
        if isinstance(node, _CONDITIONS):
            for expression in node.expressions():
                self._condition(expression)
        sources = [name for expression in node.expressions() for name in self._heads(expression)]
        for name in (*node.template_scope(), *node.block_scope()):
            self.names[str(name)] = sources
        for child in node.children(self.context, include_partials=False):
            self.node(child)

    def _condition(self, expression: Expression) -> None:
        """Note the names of a condition; a literal belongs to the names that it is compared with."""
        compared: set[int] = set()
        for part in all_expressions(expression):
            sides = _sides(part)
            if sides is not None:
                literals = tuple(_literals(*sides))
                for name in (name for side in sides for name in self._heads(side)):
                    self.found.note(name, iter(literals))
                compared.update(id(inner) for side in sides for inner in all_expressions(side))
            elif isinstance(part, Path) and id(part) not in compared:
                for name in self._heads(part):
                    self.found.note(name, iter(()))

    def _heads(self, expression: Expression) -> list[str]:
        return [source for name in heads(expression) for source in self.names.get(name, [name])]

    def _snippet(self, node: RenderNode) -> None:
        snippet = self.snippets.get(node.name.value) if isinstance(node.name, StringLiteral) else None
        if snippet is None:
            return
        bound = {str(each.name): self._heads(each.value) for each in node.args}
        _walk(snippet.body, self.snippets, self.found, bound, self.depth + 1)


def _sides(part: Expression) -> tuple[Expression, Expression] | None:
    """Return the two sides of a comparison; None where it is none."""
    if isinstance(part, When):
        return part.operand, part.subject
    left, right = getattr(part, "left", None), getattr(part, "right", None)
    if isinstance(left, Expression) and isinstance(right, Expression) and not isinstance(part, _JOINING):
        return left, right
    return None


def _literals(*sides: Expression) -> Iterator[str]:
    for side in sides:
        literal = side.operand if isinstance(side, Matched) else side
        if isinstance(literal, _LITERALS):
            yield str(literal.value)
