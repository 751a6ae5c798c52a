"""Liquid with nothing but what a reply needs: listed tags and filters, hard limits, no files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, TextIO

from liquid import BoundTemplate, Environment
from liquid.builtin.content import Literal
from liquid.builtin.illegal import Illegal
from liquid.builtin.tags.case_tag import CaseTag
from liquid.builtin.tags.comment_tag import CommentTag
from liquid.builtin.tags.for_tag import BreakTag, ContinueTag, ForLoop
from liquid.builtin.tags.if_tag import IfTag
from liquid.builtin.tags.inline_comment_tag import InlineCommentTag
from liquid.builtin.tags.liquid_tag import LiquidTag
from liquid.builtin.tags.unless_tag import UnlessTag
from liquid.context import RenderContext
from liquid.exceptions import LiquidInterrupt, ResourceLimitError
from liquid.token import TOKEN_CONTENT, TOKEN_EXPRESSION, TOKEN_TAG, Token

from kbassist.macros.filters import FILTERS
from kbassist.macros.marks import TAG
from kbassist.macros.nodes import Keep, Print, Repeat, Snippet, Take, gap_for
from kbassist.macros.run import run_of

TAGS: Final = (
    Literal, Print, Illegal, IfTag, UnlessTag, CaseTag, Repeat, BreakTag, ContinueTag, Keep, Take, Snippet,
    CommentTag, InlineCommentTag, LiquidTag,
)  # fmt: skip
"""What a template may contain; `raw` and the parts of blocks (`elsif`, `else`, `when`) come with the grammar."""

OUTPUT_LIMIT: Final = 64 * 1024
"""Bytes of UTF-8."""


class ReplyContext(RenderContext):
    """A render context that counts the work."""

    __slots__ = ()

    def get(self, path: list[object], *args: Any, **options: Any) -> object:
        """Return the value of a name."""
        run_of(self).spend(1)
        return super().get(path, *args, **options)

    @contextmanager
    def loop(self, namespace: Mapping[str, object], forloop: Any) -> Iterator[RenderContext]:
        """Enter a loop."""
        assert isinstance(forloop, ForLoop)
        run_of(self).spend(forloop.length)
        with super().loop(namespace, forloop) as context:
            yield context


class ReplyTemplate(BoundTemplate):
    """A template that goes on after a gap, so that the preview shows the rest."""

    context_class = ReplyContext

    def render_with_context(
        self,
        context: RenderContext,
        buffer: TextIO,
        *args: Any,
        partial: bool = False,
        block_scope: bool = False,
        **kwargs: Any,
    ) -> None:
        """Render into the buffer; gaps are noted in the run.

        Raises ResourceLimitError and RecursionError where the template does too much.
        """
        with context.extend(namespace=dict(*args, **kwargs)):
            for node in self.nodes:
                try:
                    node.render(context, buffer)
                except LiquidInterrupt:
                    return
                except (ResourceLimitError, RecursionError, MemoryError):
                    raise
                except Exception as error:  # a template must never take the form down
                    run_of(context).note(gap_for(error))


class ReplyEnvironment(Environment):
    """The one environment of all replies."""

    block_nesting_limit: ClassVar[int] = 20
    context_depth_limit: ClassVar[int] = 25
    loop_iteration_limit: ClassVar[int | None] = 1_000
    local_namespace_limit: ClassVar[int | None] = 1_000_000
    output_stream_limit: ClassVar[int | None] = OUTPUT_LIMIT
    suppress_blank_control_flow_blocks = False  # blanks.tidy does this, and knows why a line is blank
    template_class = ReplyTemplate

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Register what is listed, and nothing else."""
        for tag in TAGS:
            self.add_tag(tag)
        for each in FILTERS:
            self.add_filter(each.name, each)

    def tokenizer(self) -> Callable[[str], Iterator[Token]]:
        """Return the tokenizer, which puts an invisible mark on both sides of each tag."""
        tokenize = super().tokenizer()
        return lambda source: _marked(tokenize(source))


def _marked(tokens: Iterator[Token]) -> Iterator[Token]:
    after_tag: Token | None = None
    for token in tokens:
        if after_tag and token.kind == TOKEN_EXPRESSION:
            yield token
            yield _mark(after_tag)
            after_tag = None
            continue
        if after_tag:
            yield _mark(after_tag)
        if token.kind == TOKEN_TAG:
            yield _mark(token)
        after_tag = token if token.kind == TOKEN_TAG else None
        yield token
    if after_tag:
        yield _mark(after_tag)


def _mark(token: Token) -> Token:
    return Token(TOKEN_CONTENT, TAG, token.start_index, token.source)
