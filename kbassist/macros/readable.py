"""A template as readable text, for search and for the preview: 〔label〕 for placeholders, all branches in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from liquid.ast import Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import FilteredExpression, Path, StringLiteral
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.render_tag import RenderNode
from liquid.context import RenderContext
from liquid.expression import Expression

from kbassist.content.library import Library
from kbassist.content.model import Macro
from kbassist.macros.blanks import tidy
from kbassist.macros.expressions import heads
from kbassist.macros.marks import bare, clean
from kbassist.macros.pictures import taken
from kbassist.macros.rich import is_markdown, plain_text_of
from kbassist.macros.run import team_values
from kbassist.macros.templates import parsed

_DEEPEST = 5
_LONGEST = 65_536


def plain(macro: Macro, channel: str, library: Library) -> str:
    """Return a macro's text for a channel (else its first text), subject first, to be read and searched.

    A template that cannot be parsed is returned as it is written.
    """
    found = library.team.channel(channel)
    variant = macro.variant(found.name if found else channel) or next(iter(macro.variants), None)
    if variant is None:
        return ""
    labels = {spec.name: spec.label or spec.name for spec in macro.fields}
    markdown = is_markdown(variant, found, library.team)
    reader = _Reader(labels, team_values(library.team), library, markdown)
    return "\n".join(filter(None, (reader.text(variant.subject), reader.text(variant.body))))


@dataclass(frozen=True, slots=True)
class _Reader:
    labels: Mapping[str, str]
    team: Mapping[str, str]
    library: Library
    markdown: bool

    def text(self, source: str) -> str:
        template = parsed(source).template
        if template is None:
            return clean(source)
        pieces: list[str] = []
        left = _LONGEST
        reading = _Reading(RenderContext(template), dict(self.labels))
        for piece in self._nodes(template.nodes, reading, 0):
            left -= len(piece) + 1
            if left < 0:
                break
            pieces.append(piece)
        text = bare(tidy(taken("".join(pieces))[0]))
        return plain_text_of(text) if self.markdown else text

    def _nodes(self, nodes: Iterable[Node], reading: _Reading, depth: int) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ContentNode):
                yield node.text
            elif isinstance(node, OutputNode):
                yield self._placeholder(node.expression, reading)
            elif isinstance(node, RenderNode):
                yield from self._snippet(node, reading, depth)
            else:
                reading.learn(node)
                children = node.children(reading.context, include_partials=False)
                yield from self._nodes(children, reading, depth)

    def _snippet(self, node: RenderNode, reading: _Reading, depth: int) -> Iterator[str]:
        yield ""  # a snippet counts, even an empty one: they may call each other
        snippet = self.library.snippets.get(node.name.value) if isinstance(node.name, StringLiteral) else None
        template = parsed(snippet.body, snippet.name).template if snippet and depth < _DEEPEST else None
        if template:
            yield from self._nodes(template.nodes, reading, depth + 1)

    def _placeholder(self, expression: Expression, reading: _Reading) -> str:
        left = expression.left if isinstance(expression, FilteredExpression) else expression
        if isinstance(left, StringLiteral):
            return left.value
        if not isinstance(left, Path):
            return f"〔{left}〕"
        name = str(left.path[0])
        if name == "team" and len(left.path) > 1 and self.team.get(str(left.path[1])):
            return self.team[str(left.path[1])]
        label = reading.labels.get(name, str(left))
        return f"〔{label}〕" if label else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    context: RenderContext
    labels: dict[str, str]

    def learn(self, node: Node) -> None:
        """Call a name that the template sets by the label of what it is made of; a captured text has been read."""
        source = next((head for expression in node.expressions() for head in heads(expression)), "")
        label = self.labels.get(source, source) if source else ""
        for name in (*node.template_scope(), *node.block_scope()):
            self.labels[str(name)] = label
