"""Examples of macros: values and what they must give, tried as an agent would fill the form in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from rapidfuzz import fuzz, process

from kbassist.content.examples import NOON
from kbassist.content.library import Library
from kbassist.content.model import Example, Macro
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import Channel
from kbassist.i18n import N_, Text
from kbassist.macros.form import Agent, Context, Gap, GapKind, Outcome
from kbassist.wording.check import Checker
from kbassist.wording.remarks import blocks

RULE: Final = "failed-example"
_LONGEST: Final = 60  # characters that are quoted of a text
# Reasons in one word: the sentences themselves differ with the language of the machine that checks.
_KINDS: Final[Mapping[GapKind, tuple[str, ...]]] = {
    GapKind.EMPTY: ("empty", "missing", "空", "未填", "没填", "缺少"),
    GapKind.INVALID: ("invalid", "limit", "无效", "格式", "超出", "超限", "不合格"),
    GapKind.UNDEFINED: ("undefined", "未定义"),
    GapKind.FILTER: ("filter", "过滤器"),
    GapKind.BRACES: ("braces", "花括号"),
    GapKind.TEMPLATE: ("template", "模板"),
    GapKind.IMAGE: ("image", "picture", "图片", "缺图"),
    GapKind.WORDING: ("wording", "phrase", "blocked", "用语", "禁语", "禁止"),
    GapKind.STATE: ("state", "expired", "draft", "archived", "状态", "失效", "过期", "草稿", "归档"),
}
_AHEAD: Final = 12  # characters that are quoted from before the first difference


def failed_example(library: Library, today: date) -> Iterator[Problem]:
    """Yield examples of macros that give something else than they must."""
    checker = Checker.of(library.team)
    for macro in library.macros():
        for example in macro.examples:
            trials = _trials(macro, example, library, today, checker)
            message = next((message for trial in trials for message in trial.failures()), None)
            if message is not None:
                yield Problem(macro.path, example.line, Level.ERROR, RULE, message)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One example in one channel: what it gave, and why some values could not be given."""

    example: Example
    channel: str
    outcome: Outcome
    unknown: tuple[str, ...]
    labels: dict[str, str]

    def failures(self) -> Iterator[Text]:
        """Yield what differs from what was expected, the first thing first."""
        for name in self.unknown:
            yield self._told(self._stranger(name))
        if self.example.refused is not None:
            yield from map(self._told, self._not_refused())
            return
        if self.outcome.gaps:
            reason = self._reason(self.outcome.gaps[0])
            yield self._told(N_("the text may not leave: {reason}", reason=reason))
            return
        yield from map(self._told, self._differences())

    def _stranger(self, name: str) -> Text:
        told = N_("no field is called “{name}”", name=name)
        near = process.extractOne(name, sorted({*self.labels, *self.labels.values()}), scorer=fuzz.ratio,
                                  score_cutoff=50)  # fmt: skip
        return N_("{what} (was “{name}” meant?)", what=told, name=near[0]) if near else told

    def _reason(self, gap: Gap) -> Text:
        """Return why a text may not leave, with the field where the sentence does not name it."""
        label = self.labels.get(gap.field) or gap.field
        if not label or f"“{label}”" in str(gap.message):
            return gap.message
        return N_("“{field}”: {reason}", field=label, reason=gap.message)

    def _told(self, what: Text) -> Text:
        if not self.channel:
            return N_("The example fails: {what}.", what=what)
        return N_("The example fails for {channel}: {what}.", channel=self.channel, what=what)

    def _differences(self) -> Iterator[Text]:
        example, outcome = self.example, self.outcome
        if example.subject is not None and _plain(example.subject) != _plain(outcome.subject):
            wanted = example.subject
            yield N_("the subject “{expected}” was expected, not “{got}”", expected=wanted, got=outcome.subject)
        if example.text is not None and _plain(example.text) != _plain(outcome.text):
            yield _difference(_plain(example.text), _plain(outcome.text))
        for piece in example.contains:
            if piece not in _plain(outcome.text):
                yield _missing(piece, outcome.text)
        for piece in example.lacks:
            if piece in _plain(outcome.text):
                got = _around(outcome, piece)
                yield N_("the text holds “{piece}”, which it must not: “{got}”", piece=piece, got=got)

    def _not_refused(self) -> Iterator[Text]:
        wanted, gaps = self.example.refused or "", self.outcome.gaps
        if not gaps:
            got = _short(self.outcome.text)
            yield N_("it must be refused, but the text may leave: “{got}”", got=got)
        elif wanted and not any(self._names(gap, wanted) for gap in gaps):
            reasons = "; ".join(str(self._reason(gap)) for gap in gaps)
            yield N_("“{wanted}” must be refused, but what is refused is: {reasons}", wanted=wanted, reasons=reasons)

    def _names(self, gap: Gap, wanted: str) -> bool:
        """Tell whether a gap is at this field or of this kind, or its reason holds these words."""
        if wanted in {gap.field, self.labels.get(gap.field, "")} or wanted.casefold() in _KINDS.get(gap.kind, ()):
            return True
        return any(wanted.casefold() in sentence.casefold() for sentence in (str(gap.message), _english(gap)))


def _trials(macro: Macro, example: Example, library: Library, today: date, checker: Checker) -> Iterator[_Trial]:
    # The engine brings Liquid along, which nothing else of a check needs.
    from kbassist.macros.engine import prepare, render  # noqa: PLC0415

    context = Context(Agent(example.agent), example.now or datetime.combine(today, NOON))
    for channel in _channels(macro, example, library):
        form = prepare(macro, channel, library, context)
        specs = {spec.name: spec for spec in (*macro.fields, *form.fields)}
        by_label = {spec.label: spec.name for spec in specs.values()}
        given = {name if name in specs else by_label.get(name, name): value for name, value in example.values}
        outcome = render(macro, channel, form.initial | given, library, context)
        kept = tuple(_kept_back(outcome, library.team.channel(channel), macro.locale, checker))
        outcome = replace(outcome, gaps=(*outcome.gaps, *kept))
        unknown = tuple(name for name in given if name not in specs)
        yield _Trial(example, channel, outcome, unknown, {spec.name: spec.label for spec in specs.values()})


def _kept_back(outcome: Outcome, channel: Channel | None, locale: str, checker: Checker) -> Iterator[Gap]:
    """Yield what the team keeps from leaving, in a text and an e-mail's subject that could leave otherwise."""
    for text in (outcome.subject, outcome.text) if not outcome.gaps else ():
        yield from blocks(checker.check(text, channel, locale), text)


def _channels(macro: Macro, example: Example, library: Library) -> tuple[str, ...]:
    """Return the channels of an example by their names; by default the first one that the macro has a text for."""
    if not example.channels:
        return (macro.variants[0].channel if macro.variants else "",)
    return tuple(found.name if (found := library.team.channel(name)) else name for name in example.channels)


def _plain(text: str) -> str:
    """Return a text as it is compared: white space at the ends of lines and of the whole does not count."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _difference(expected: str, got: str) -> Text:
    """Say where two texts part, with what stands there in either."""
    at = next(
        (at for at, (old, new) in enumerate(zip(expected, got, strict=False)) if old != new),
        min(len(expected), len(got)),
    )
    return N_(
        "from line {line} on, “{expected}” was expected, not “{got}”",
        line=expected.count("\n", 0, at) + 1,
        expected=_from(expected, at),
        got=_from(got, at),
    )


def _from(text: str, at: int) -> str:
    """Return what stands at a place, from the beginning of its line or a little before."""
    line = text.rfind("\n", 0, at) + 1
    start = max(line, at - _AHEAD)
    return ("…" if start > line else "") + (_short(text[start:]) if at < len(text) else f"{text[start:at]}⏎")


def _missing(piece: str, text: str) -> Text:
    """Say that a piece is not there, with what comes nearest to it."""
    match = difflib.SequenceMatcher(None, text, piece, autojunk=False).find_longest_match()
    start = max(0, match.a - match.b)
    near = text[start : start + len(piece)] if match.size * 2 >= len(piece) else _short(text)
    return N_("“{expected}” was expected in the text, not “{got}”", expected=piece, got=_short(near))


def _around(outcome: Outcome, piece: str) -> str:
    at = _plain(outcome.text).find(piece)
    return _from(_plain(outcome.text), max(0, at))


def _short(text: str) -> str:
    line = text.strip().replace("\n", "⏎")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def _english(gap: Gap) -> str:
    """Return the reason as it reads in English, so that a check says the same on every machine."""
    values = {name: value.msgid if isinstance(value, Text) else value for name, value in gap.message.params}
    return gap.message.msgid.format(**values) if values else gap.message.msgid
