"""From a macro and what the agent typed to the text that may leave the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, Macro, Status, Variant
from kbassist.content.team_model import Channel
from kbassist.i18n import N_, Text
from kbassist.macros.blanks import tidy
from kbassist.macros.check import problems, snippet_problems
from kbassist.macros.dates import Calendar
from kbassist.macros.environment import ReplyContext
from kbassist.macros.fieldvalues import RefusedError, Setting, typeable, typed
from kbassist.macros.form import Context, Form, Gap, GapKind, Outcome, Span
from kbassist.macros.marks import bare, clean, spans, without_tags
from kbassist.macros.nodes import gap_for
from kbassist.macros.placeholders import fields_of
from kbassist.macros.readable import plain
from kbassist.macros.rich import html_of, is_markdown, plain_text_of
from kbassist.macros.run import RESERVED, Names, Run
from kbassist.macros.source import BRACES
from kbassist.macros.speech import seconds
from kbassist.macros.templates import parsed
from kbassist.macros.values import GapError

__all__ = ["accepts", "plain", "prepare", "problems", "render", "snippet_problems"]

_HALF: Final = re.compile(r"(?<![{｛])[{｛]\s{0,9}([^{}｛｝\s]{1,60})\s{0,9}[}｝](?![}｝])")


def prepare(macro: Macro, channel: str, library: Library, context: Context) -> Form:
    """Return the form of a macro for a channel (by name, English label or alias), ready to be filled in.

    A macro without a text for the channel gives a form without fields.
    """
    name = _canonical(channel, library)
    variant = macro.variant(name)
    fields = fields_of(macro, variant, library.snippets) if variant else ()
    setting = _setting(library, context)
    initial = {spec.name: typeable(spec, setting) for spec in fields if spec.default}
    named = (library.team.pattern(spec.pattern_name) for spec in fields if spec.pattern_name)
    return Form(macro.key, name, fields, initial, {pattern.name: pattern for pattern in named if pattern})


def render(macro: Macro, channel: str, values: Mapping[str, str], library: Library, context: Context) -> Outcome:
    """Return what a form gives with these values, by field name as typed; a name not in `values` takes its default.

    A required field counts where the text or a condition on the way reads it: what stands only in branches that are
    not taken need not be filled. Never raises; whatever is wrong is a gap, and the text may leave without gaps only.
    """
    name = _canonical(channel, library)
    variant = macro.variant(name)
    state = tuple(_state_gaps(macro, context))
    if variant is None:
        gap = Gap(GapKind.TEMPLATE, "", N_("This reply has no text for {channel}", channel=channel))
        return Outcome("", gaps=(*state, gap))
    fields = fields_of(macro, variant, library.snippets)
    run = Run(fields, values, library, context, macro.locale, _setting(library, context))
    subject = _subject(variant, run)
    body = without_tags(tidy(_rendered(variant.body, run)))
    return _outcome(macro, variant, library.team.channel(name), run, subject, body, state)


def accepts(spec: FieldSpec, raw: str, library: Library, context: Context) -> bool:
    """Tell whether a field takes this as typed; nothing typed is not taken."""
    try:
        return typed(spec, raw, _setting(library, context)) is not None
    except RefusedError:
        return False


def _outcome(  # noqa: PLR0913, PLR0917 - all that was found on the way
    macro: Macro,
    variant: Variant,
    channel: Channel | None,
    run: Run,
    subject: str,
    body: str,
    state: tuple[Gap, ...],
) -> Outcome:
    markdown = is_markdown(variant, channel, run.library.team)
    text, found = spans(plain_text_of(body) if markdown else body, run.names)
    names = {spec.name for spec in (*macro.fields, *run.fields)}
    html = html_of(body, macro.path) if channel and channel.rich else ""
    if all(gap.kind is not GapKind.TEMPLATE for gap in run.gaps):
        leaving = [*_brace_gaps(subject, (), names), *_brace_gaps(text, found, names)] or _brace_gaps(html, (), names)
        run.gaps.update(dict.fromkeys(leaving))
    if not run.gaps and not text.strip():
        run.note(Gap(GapKind.EMPTY, "", N_("The text is empty")))
    return Outcome(
        text,
        subject=subject,
        html=html,
        spans=found,
        gaps=state + _in_order(run),
        seconds=seconds(text, channel.speech_rate) if channel and channel.spoken else None,
    )


def _rendered(source: str, run: Run) -> str:
    """Return the text with its marks; a template that cannot be used is shown as it is written."""
    try:
        template = parsed(source).required()
        context = ReplyContext(template, globals=Names(run))
        buffer = context.get_buffer()
        template.render_with_context(context, buffer)
    except Exception as error:  # a template must never take the form down
        run.note(gap_for(error))
        return clean(source) if isinstance(error, GapError) else ""
    return buffer.getvalue()


def _subject(variant: Variant, run: Run) -> str:
    if not variant.subject:
        return ""
    subject = " ".join(bare(_rendered(variant.subject, run)).split())
    if not subject:
        run.note(Gap(GapKind.EMPTY, "", N_("The subject is empty")))
    return subject


def _state_gaps(macro: Macro, context: Context) -> Iterator[Gap]:
    if macro.status is Status.DRAFT:
        yield _state(N_("This reply is a draft"))
    elif macro.status is Status.ARCHIVED:
        yield _state(N_("This reply is archived"))
    if macro.effective and context.today < macro.effective:
        yield _state(N_("This reply takes effect on {date}", date=macro.effective.isoformat()))
    if macro.expires and context.today > macro.expires:
        yield _state(N_("This reply expired on {date}", date=macro.expires.isoformat()))


def _state(message: Text) -> Gap:
    return Gap(GapKind.STATE, "", message)


def _brace_gaps(text: str, parts: tuple[Span, ...], names: set[str]) -> Iterator[Gap]:
    """Yield a gap for each template mark in the result, and for `{name}` where a field has this name."""
    for match in BRACES.finditer(text):
        yield Gap(GapKind.BRACES, _field_at(match, parts), N_("“{mark}” must not be in the text", mark=match[0]))
    for match in _HALF.finditer(text):
        if match[1] in names or match[1].partition(".")[0] in RESERVED:
            field = match[1] if match[1] in names else ""
            yield Gap(GapKind.BRACES, field, N_("“{mark}” must not be in the text", mark=match[0]))


def _field_at(match: re.Match[str], parts: tuple[Span, ...]) -> str:
    touching = (part.field for part in parts if part.start < match.end() and match.start() < part.start + part.length)
    return next(touching, "")


def _in_order(run: Run) -> tuple[Gap, ...]:
    """Fields first, as they stand in the form; then what no field is to blame for."""
    place = {spec.name: number for number, spec in enumerate(run.fields)}
    return tuple(sorted(run.gaps, key=lambda gap: place.get(gap.field, len(place))))


def _setting(library: Library, context: Context) -> Setting:
    return Setting(library.team, Calendar.of(library.team), context.today)


def _canonical(channel: str, library: Library) -> str:
    found = library.team.channel(channel)
    return found.name if found else channel
