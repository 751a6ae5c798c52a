"""Values to try a form with: an example for each field, and those that make a difference to a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, FieldType
from kbassist.i18n import N_, Text
from kbassist.macros.amounts import parse_number, plain_number
from kbassist.macros.engine import accepts
from kbassist.macros.form import Context, Form

_MOST_OPTIONS: Final = 12
_NUMBERS: Final = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT})
_DAYS: Final = ("today", "today+1d", "today-1d", "today+1wd", "today+7d")
YES: Final = N_("yes")
NO: Final = N_("no")
EMPTY: Final = N_("left empty")
FILLED: Final = N_("filled in")


@dataclass(frozen=True, slots=True)
class Sample:
    """A value as it would be typed, and as a person reads it."""

    typed: str
    shown: str | Text


@dataclass(frozen=True, slots=True)
class Sampler:
    """Finds values that the fields of a form take."""

    form: Form
    library: Library
    context: Context

    def example(self, spec: FieldSpec) -> str:
        """Return a value that a field takes: its own example where it has one; nothing where none is found."""
        return next((value for value in self._likely(spec) if self._takes(spec, value)), "")

    def telling(self, spec: FieldSpec, literals: Iterable[str], *, by_day: bool) -> tuple[Sample, ...]:
        """Return the values of a field that may lead to different branches; `by_day`: days are compared with today.

        `literals` are what the template compares the field with.
        """
        if spec.type is FieldType.YES_NO:
            return Sample("yes", YES), Sample("no", NO)
        found = tuple(self._samples(spec, tuple(literals), by_day))
        taken = {sample.typed: sample for sample in found if self._takes(spec, sample.typed)}
        return (*taken.values(), *(() if spec.required else (Sample("", EMPTY),)))

    def _samples(self, spec: FieldSpec, literals: tuple[str, ...], by_day: bool) -> Iterator[Sample]:
        if spec.type in {FieldType.CHOICE, FieldType.CHOICES}:
            yield from self._options(spec, literals)
            return
        example = self.example(spec)
        yield Sample(example, example if literals or by_day else FILLED)
        for literal in literals:
            yield from (Sample(value, value) for value in self._around(spec, literal))
        if spec.type is FieldType.DATE and by_day:
            yield from (Sample(day, day) for day in _DAYS[:3])

    def _options(self, spec: FieldSpec, literals: tuple[str, ...]) -> Iterator[Sample]:
        """Yield all options, or of many those that the template names and one that it does not."""
        options = spec.options
        if len(options) > _MOST_OPTIONS:
            named = [option for option in options if option.value in literals]
            others = [option for option in options if option.value not in literals]
            options = (*named[:_MOST_OPTIONS], *others[:1])
        yield from (Sample(option.value, option.label or option.value) for option in options)
        if spec.type is FieldType.CHOICES and len(options) > 1:
            labels = "、".join(option.label or option.value for option in options)
            yield Sample("\n".join(option.value for option in options), labels)

    def _around(self, spec: FieldSpec, literal: str) -> Iterator[str]:
        """Yield a literal, and where it is a limit the numbers on both sides of it."""
        yield literal
        number = parse_number(literal) if spec.type in _NUMBERS else None
        if number is not None:
            step = Decimal(1)
            yield from (plain_number(near) for near in (number - step, number + step))

    def _likely(self, spec: FieldSpec) -> Iterator[str]:
        yield from filter(None, (spec.example, self.form.initial.get(spec.name, "")))
        if spec.pattern_name in self.form.patterns:
            yield self.form.patterns[spec.pattern_name].example
        match spec.type:
            case FieldType.CHOICE | FieldType.CHOICES:
                yield from (option.value for option in spec.options)
            case FieldType.DATE:
                yield from filter(None, (*_DAYS, spec.not_before, spec.not_after))
            case FieldType.YES_NO:
                yield "no"
            case kind if kind in _NUMBERS:
                yield from (plain_number(end) for end in (spec.min, spec.max) if end is not None)
                yield from ("1", "10", "100")
            case _:
                yield from (f"〔{spec.label or spec.name}〕", "某")

    def _takes(self, spec: FieldSpec, value: str) -> bool:
        return bool(value) and accepts(spec, value, self.library, self.context)
