"""The template nodes of our own: those that print, keep, repeat, and take snippets."""

from __future__ import annotations

from typing import TextIO

from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.assign_tag import AssignNode, AssignTag
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.builtin.tags.for_tag import ForNode, ForTag
from liquid.builtin.tags.render_tag import RenderNode, RenderTag
from liquid.context import RenderContext
from liquid.exceptions import (
    LiquidError,
    LiquidInterrupt,
    LiquidTypeError,
    ResourceLimitError,
    TemplateNotFoundError,
)
from liquid.expression import Expression

from kbassist.i18n import N_, Text
from kbassist.macros.expressions import filter_names, heads
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.marks import TAG, bare
from kbassist.macros.run import Run, run_of
from kbassist.macros.values import Absent, BadValueError, Captured, GapError, printed


class PrintNode(OutputNode):
    """`{{ … }}`: what came from a field is marked, what is missing shows its label."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the value, or note the gap and write the placeholder."""
        run = run_of(context)
        field = field_in(self.expression, run)
        try:
            words = self._words(context, run, field)
        except (ResourceLimitError, LiquidInterrupt):
            raise
        except Exception as error:  # a template must never take the form down
            shown = str(getattr(self.expression, "left", self.expression))
            gap = gap_for(error, field, shown)
            run.note(gap)
            words = run.placeholder(gap.field or field, shown)
        return buffer.write(words)

    def _words(self, context: RenderContext, run: Run, field: str) -> str:
        value = self.expression.evaluate(context)
        if isinstance(value, Captured):
            return value.marked
        words = printed(value, run.locale)
        if not words:
            words = TAG  # an emptied line must be known as one
        if not field:
            return words
        if bare(words).strip():
            return run.marked(words, field)
        if _has_default(self.expression):
            return words
        raise BadValueError(N_("nothing is left of it"), _last_filter(self.expression))


class Print(Output):
    """The tag of `PrintNode`."""

    node_class = PrintNode


class KeepNode(AssignNode):
    """`assign`: remembers which field the name got its value from."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, _: TextIO) -> int:
        """Keep the value; one that cannot be had is absent, and a gap where it is used."""
        run = run_of(context)
        field = field_in(self.expression, run)
        try:
            value = self.expression.evaluate(context)
        except (GapError, BadValueError, LiquidTypeError) as error:
            value = Absent(self.name, gap=gap_for(error, field))
        run.origins[self.name] = "" if _has_default(self.expression) else field
        context.assign(self.name, value)
        return 0


class Keep(AssignTag):
    """The tag of `KeepNode`."""

    node_class = KeepNode


class TakeNode(CaptureNode):
    """`capture`: keeps the text with its marks beside the plain one."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the block into the name."""
        inner = context.get_buffer(buffer)
        self.block.render(context, inner)
        marked = inner.getvalue()
        run_of(context).origins[self.name] = ""
        context.assign(self.name, Captured.of(bare(marked), marked))
        return 0


class Take(CaptureTag):
    """The tag of `TakeNode`."""

    node_class = TakeNode


class RepeatNode(ForNode):
    """`for`: its rounds count as work, and its items come from the field that it goes through."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the block for each item."""
        run = run_of(context)
        run.origins[self.expression.identifier] = field_in(self.expression, run)
        return super().render_to_output(context, buffer)


class Repeat(ForTag):
    """The tag of `RepeatNode`."""

    node_class = RepeatNode


class SnippetNode(RenderNode):
    """`render`: each snippet counts as work."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the snippet here."""
        run_of(context).spend(20)
        return super().render_to_output(context, buffer)


class Snippet(RenderTag):
    """The tag of `SnippetNode`."""

    node_class = SnippetNode


def field_in(expression: Expression, run: Run) -> str:
    """Return the first field that an expression uses, directly or through a local name; empty if none."""
    return next(filter(None, map(run.field_of, heads(expression))), "")


def gap_for(error: Exception, field: str = "", shown: str = "") -> Gap:
    """Return the gap that an error while rendering means; `field` is the one at work, `shown` what is printed."""
    if isinstance(error, GapError):
        return error.gap
    if isinstance(error, BadValueError):
        return Gap(GapKind.FILTER, field, _bad_value(error, field or shown))
    if isinstance(error, LiquidTypeError):
        return Gap(GapKind.FILTER, field, N_("These values cannot be compared"))
    if isinstance(error, TemplateNotFoundError):
        return Gap(GapKind.UNDEFINED, "", N_("There is no snippet “{name}”", name=str(error.message)))
    if isinstance(error, ResourceLimitError | RecursionError | MemoryError):
        return Gap(GapKind.TEMPLATE, "", N_("This template does too much work or gives too long a text"))
    detail = str(error.message) if isinstance(error, LiquidError) else type(error).__name__
    return Gap(GapKind.TEMPLATE, field, N_("This template cannot be used: {detail}", detail=detail))


def _bad_value(error: BadValueError, name: str) -> Text:
    if not error.filter_name:
        return N_("“{field}” cannot be printed: {reason}", field=name or "?", reason=error.reason)
    if not name:
        return N_("The filter “{filter}” cannot be used: {reason}", filter=error.filter_name, reason=error.reason)
    return N_(
        "The filter “{filter}” cannot use “{field}”: {reason}",
        filter=error.filter_name,
        field=name,
        reason=error.reason,
    )


def _has_default(expression: Expression) -> bool:
    return "default" in filter_names(expression)


def _last_filter(expression: Expression) -> str:
    return next(reversed(filter_names(expression)), "")
