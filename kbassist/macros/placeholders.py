"""The names that a template reads, in order of appearance, its snippets included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liquid.ast import ConditionalBlockNode, Node
from liquid.builtin.expressions import Path, StringLiteral
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.case_tag import CaseNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.render_tag import RenderNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.context import RenderContext
from liquid.expression import Expression

from kbassist.content.model import FieldSpec, Macro, Snippet, Variant
from kbassist.macros.expressions import all_expressions, filter_names
from kbassist.macros.run import RESERVED, made_up
from kbassist.macros.templates import parsed

_MOST_CALLS: Final = 500
_CONDITIONS = (IfNode, UnlessNode, CaseNode, ConditionalBlockNode)


@dataclass(frozen=True, slots=True)
class Use:
    """A name that is read: its parts (`agent.name` has two), where, and whether it is printed with no `if` around."""

    path: tuple[str, ...]
    offset: int
    bare: bool = False

    @property
    def name(self) -> str:
        """The first part: the field."""
        return self.path[0]


@dataclass(frozen=True, slots=True)
class Call:
    """A snippet that is taken, and the names that it gets here."""

    snippet: str
    bound: frozenset[str]
    offset: int


@lru_cache(maxsize=1024)
def outline(source: str) -> tuple[Use | Call, ...]:
    """Return what one template text reads and calls, without the names that it sets itself; empty if it is broken."""
    template = parsed(source).template
    if template is None:
        return ()
    walk = _Walk(RenderContext(template), set())
    return tuple(found for node in template.nodes for found in walk.node(node, frozenset(), frozenset()))


def uses(source: str, snippets: Mapping[str, Snippet]) -> Iterator[Use]:
    """Yield the names that a template and its snippets read; offsets are those in the outermost template."""
    yield from _uses(source, snippets, frozenset(), set())


def fields_of(macro: Macro, variant: Variant, snippets: Mapping[str, Snippet]) -> tuple[FieldSpec, ...]:
    """Return the fields that a variant uses: the declared ones in their order, then undeclared as they appear.

    Where the template is broken, all declared fields.
    """
    sources = [source for source in (variant.subject, variant.body) if source]
    if any(parsed(source).template is None for source in sources):
        return macro.fields
    names = dict.fromkeys(use.name for source in sources for use in uses(source, snippets))
    declared = {spec.name for spec in macro.fields}
    undeclared = (made_up(name) for name in names if name not in declared and name not in RESERVED)
    return (*(spec for spec in macro.fields if spec.name in names), *undeclared)


def _uses(
    source: str, snippets: Mapping[str, Snippet], bound: frozenset[str], seen: set[tuple[str, frozenset[str]]]
) -> Iterator[Use]:
    for found in outline(source):
        if isinstance(found, Use):
            if found.name not in bound:
                yield found
            continue
        inner = (found.snippet, bound | found.bound)
        if found.snippet in snippets and inner not in seen and len(seen) < _MOST_CALLS:
            seen.add(inner)
            for use in _uses(snippets[found.snippet].body, snippets, inner[1], seen):
                yield Use(use.path, found.offset, use.bare)


@dataclass(frozen=True, slots=True)
class _Walk:
    context: RenderContext
    locals: set[str]

    def node(self, node: Node, scope: frozenset[str], asked: frozenset[str]) -> Iterator[Use | Call]:
        """Yield what a node reads; `scope` are the names of loops around, `asked` those that conditions ask for."""
        found = [use for expression in node.expressions() for use in self._expression(expression, node, asked)]
        yield from (use for use in found if use.name not in scope and use.name not in self.locals)
        self.locals.update(map(str, node.template_scope()))
        if isinstance(node, RenderNode):
            yield self._call(node)
            return
        if isinstance(node, _CONDITIONS):
            asked |= {use.name for use in found}
        scope |= frozenset(map(str, node.block_scope()))
        for child in node.children(self.context, include_partials=False):
            yield from self.node(child, scope, asked)

    def _expression(self, expression: Expression, node: Node, asked: frozenset[str]) -> Iterator[Use]:
        printed = isinstance(node, OutputNode) and "default" not in filter_names(expression)
        for part in all_expressions(expression):
            if isinstance(part, Path) and isinstance(part.path[0], str):
                path = tuple(map(str, part.path))
                yield Use(path, part.token.start_index, printed and path[0] not in asked)

    def _call(self, node: RenderNode) -> Call:
        name = node.name.value if isinstance(node.name, StringLiteral) else str(node.name)
        partial = node.partial_scope()
        bound = frozenset(map(str, partial.in_scope)) if partial else frozenset[str]()
        return Call(name, bound | ({"forloop"} if node.loop else frozenset()), node.token.start_index)
