"""From the text of a reply to the script of the teleprompter."""

from __future__ import annotations

from kbassist.content.team_model import Channel
from kbassist.macros.form import Outcome, Span
from kbassist.macros.speech import Breath, Unit, breaths, rate_of
from kbassist.ui.prompt_script import PromptLine, PromptMark, PromptScript


def script_of(title: str, outcome: Outcome, channel: Channel) -> PromptScript:
    """Return a text as it is read aloud in a channel; what the form filled in and what it lacks are marked."""
    rate = rate_of(outcome.text, channel.speech_rate)
    lines = tuple(_line(outcome.text, breath, outcome.spans) for breath in breaths(outcome.text))
    return PromptScript(title, lines, (rate.low, rate.high), in_words=rate.unit is Unit.WORDS)


def _line(text: str, breath: Breath, spans: tuple[Span, ...]) -> PromptLine:
    end = breath.start + breath.length
    found = (_mark(span, breath.start, end) for span in spans)
    marks = tuple(mark for mark in found if mark.length > 0)
    return PromptLine(text[breath.start : end], breath.amount, breath.rests, marks)


def _mark(span: Span, start: int, end: int) -> PromptMark:
    first, last = max(span.start, start), min(span.start + span.length, end)
    return PromptMark(first - start, max(0, last - first), span.gap)
