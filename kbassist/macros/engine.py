"""From a macro and what the agent typed to the text that may leave the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, Macro, Snippet, Status, Variant
from kbassist.content.team_model import Channel
from kbassist.i18n import N_, Text
from kbassist.macros.answers import refusal
from kbassist.macros.blanks import tidy
from kbassist.macros.check import problems, snippet_problems
from kbassist.macros.dates import Calendar
from kbassist.macros.environment import ReplyContext
from kbassist.macros.fieldvalues import RefusedError, Setting, typeable, typed
from kbassist.macros.form import Context, Form, Gap, GapKind, Outcome, Span
from kbassist.macros.marks import bare, clean, spans, without_tags
from kbassist.macros.nodes import gap_for
from kbassist.macros.pictures import is_there, place_of, taken
from kbassist.macros.placeholders import fields_of
from kbassist.macros.readable import plain
from kbassist.macros.reply import Part, Reply
from kbassist.macros.rich import html_of, is_markdown, plain_text_of
from kbassist.macros.run import RESERVED, Names, Run
from kbassist.macros.source import BRACES
from kbassist.macros.speech import seconds
from kbassist.macros.templates import parsed
from kbassist.macros.values import GapError

__all__ = ["accepts", "plain", "prepare", "problems", "render", "snippet", "snippet_problems", "standing"]

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
    state = tuple(state_gaps(macro, context))
    if variant is None:
        gap = Gap(GapKind.TEMPLATE, "", N_("This reply has no text for {channel}", channel=channel))
        return Outcome("", gaps=(*state, gap))
    fields = fields_of(macro, variant, library.snippets)
    run = Run(fields, values, library, context, macro.locale, _setting(library, context))
    subject = _subject(variant, run)
    marked, pictures = taken(_rendered(variant.body, run))
    images = tuple(_images(macro, run, pictures))
    outcome = _outcome(macro, variant, library.team.channel(name), run, subject, without_tags(tidy(marked)), state)
    return replace(outcome, images=images)


def snippet(  # noqa: PLR0913, PLR0917 - what a macro is rendered with, and the snippet's own language
    found: Snippet, channel: str, values: Mapping[str, str], library: Library, context: Context, locale: str
) -> Outcome:
    """Return what a snippet gives alone in a reply of this locale; the values of the open form fill it in."""
    alone = Macro(found.name, found.path, locale, found.name, variants=(Variant("", found.body),))
    return render(alone, channel, values, library, context)


def standing(reply: Reply, library: Library, context: Context) -> tuple[Gap, ...]:
    """Return why texts that were taken into a reply earlier may not leave any more: each as it stands by now."""
    gaps = (gap for part in reply.parts if part.key for gap in _part_gaps(part, library, context))
    return tuple(dict.fromkeys(gaps))


def accepts(spec: FieldSpec, raw: str, library: Library, context: Context) -> bool:
    """Tell whether a field takes this as typed; nothing typed is not taken."""
    try:
        return typed(spec, raw, _setting(library, context)) is not None
    except RefusedError:
        return False


def _part_gaps(part: Part, library: Library, context: Context) -> Iterator[Gap]:
    entry = library.entries.get(part.key)
    reason: Text | None
    if entry is None:
        reason = N_("The library does not hold this reply any more")
    elif isinstance(entry, Macro):
        reason = next((gap.message for gap in state_gaps(entry, context)), None)
    else:
        reason = refusal(entry, context.today)
    if reason is not None:
        yield _state(N_("{title}: {reason}", title=part.title or part.key, reason=reason))


def _images(macro: Macro, run: Run, pictures: tuple[str, ...]) -> Iterator[str]:
    """Yield the places of the pictures in the library; one that cannot be sent is a gap."""
    for written in dict.fromkeys(pictures):
        place = place_of(macro.path, written)
        if place is not None and is_there(run.library, place):
            yield place
        else:
            run.note(Gap(GapKind.IMAGE, "", N_("The picture “{place}” is not in the library", place=written[:60])))


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


def state_gaps(macro: Macro, context: Context) -> Iterator[Gap]:
    """Yield why a macro may not be used today, whatever its text."""
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
