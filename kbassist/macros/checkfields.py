"""What is wrong with the fields that a macro declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.content.model import FieldSpec, FieldType, Macro
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import Team
from kbassist.i18n import N_, Text
from kbassist.macros.dates import Calendar, parse_day
from kbassist.macros.fieldvalues import RefusedError, Setting, compiled, typed
from kbassist.macros.run import RESERVED

_NAME: Final = re.compile(r"[^\W\d][\w-]*")
_WORDS: Final = frozenset({
    "true", "false", "nil", "null", "empty", "blank", "and", "or", "contains", "not", "in", "offset", "limit",
    "reversed", "cols", "continue", "with", "for", "as", "if", "else", "required", "forloop",
})  # fmt: skip
_CHOSEN: Final = frozenset({FieldType.CHOICE, FieldType.CHOICES})


def field_problems(macro: Macro, team: Team) -> Iterator[Problem]:
    """Yield what is wrong with each declared field: its name, its limits, its pattern, its default."""
    for spec in macro.fields:
        for rule, message in _remarks(spec, team):
            yield Problem(macro.path, spec.line, Level.ERROR, rule, message)


def _remarks(spec: FieldSpec, team: Team) -> Iterator[tuple[str, Text]]:
    if spec.name in RESERVED or spec.name in _WORDS:
        yield "field-name", N_("“{name}” has a meaning of its own; give the field another name", name=spec.name)
    elif _NAME.fullmatch(spec.name) is None:
        yield "field-name", N_("“{name}” cannot be a field's name: letters, digits and _ only", name=spec.name)
    sound = True
    for remark in _limits(spec, team):
        sound = False
        yield remark
    if sound and spec.default:
        yield from _default(spec, team)


def _limits(spec: FieldSpec, team: Team) -> Iterator[tuple[str, Text]]:
    if spec.type in _CHOSEN and not spec.options:
        yield "field-options", N_("“{name}” has nothing to choose from", name=spec.name)
    if spec.pattern and compiled(spec.pattern) is None:
        yield "field-pattern", N_("“{pattern}” is not a valid pattern", pattern=spec.pattern)
    if spec.type is FieldType.PATTERN:
        yield from _team_pattern(spec, team)
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        yield "field-limits", N_("The least of “{name}” is more than its most", name=spec.name)
    for bound in filter(None, (spec.not_before, spec.not_after)):
        if parse_day(bound, date(2024, 1, 31), Calendar()) is None:
            yield "field-limits", N_("“{text}” is not a date", text=bound)


def _team_pattern(spec: FieldSpec, team: Team) -> Iterator[tuple[str, Text]]:
    pattern = team.pattern(spec.pattern_name)
    if pattern is None:
        yield "field-pattern", N_("The team has no pattern “{name}”", name=spec.pattern_name)
    elif compiled(pattern.expression) is None:
        yield "field-pattern", N_("“{pattern}” is not a valid pattern", pattern=pattern.expression)


def _default(spec: FieldSpec, team: Team) -> Iterator[tuple[str, Text]]:
    """Judge the default; a day that depends on today is judged for its form only, since tomorrow is another day."""
    today = date.today()
    if spec.type is FieldType.DATE:
        if parse_day(spec.default, today, Calendar.of(team)) is None:
            yield (
                "field-default",
                N_("The default of “{name}”: “{text}” is not a date", name=spec.name, text=spec.default),
            )
        return
    try:
        typed(spec, spec.default, Setting(team, Calendar.of(team), today))
    except RefusedError as error:
        yield "field-default", N_("The default of “{name}”: {reason}", name=spec.name, reason=error.message)
