"""Which remembered value a field takes: by its own name first, then by the team's pattern or the same label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kbassist.cases.values import Accepts, Filling, Remembered
from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Pattern

CASE: Final = "case"
MOST_OFFERED: Final = 3
_NAMES: Final = ("称呼", "姓名", "收件人", "收货人", "联系人", "customer's name", "name")
_NAME_TYPES: Final = {FieldType.TEXT}


def is_name(spec: FieldSpec | Remembered) -> bool:
    """Tell whether a field asks for the customer's name or salutation."""
    said = {spec.name.casefold(), spec.label.casefold()}
    return spec.type in _NAME_TYPES and any(
        one.endswith(word) if not word.isascii() else one == word for one in said for word in _NAMES
    )


def remembered(
    fields: Iterable[FieldSpec], patterns: Mapping[str, Pattern], values: Mapping[str, str]
) -> tuple[Remembered, ...]:
    """Return what of a sent form is kept for the next: the values of fields that say `remember: case`."""
    return tuple(
        Remembered(spec.name, label_of(spec, patterns), spec.type, spec.pattern_name, value)
        for spec in fields
        if spec.remember == CASE and (value := values.get(spec.name, "").strip())
    )


def label_of(spec: FieldSpec, patterns: Mapping[str, Pattern]) -> str:
    """Return what a field is called in the form."""
    pattern = patterns.get(spec.pattern_name)
    return spec.label or (pattern.label if pattern else "") or spec.name


def filling(
    fields: Sequence[FieldSpec], patterns: Mapping[str, Pattern], known: Sequence[Remembered], accepts: Accepts
) -> Filling:
    """Return what a case gives to a form.

    Filled in are sure values, into fields that say `remember: case` or that are not declared at all, where it is
    plain which value is meant. All else that fits is offered. Values never move between types or patterns, and a
    field gets only what it accepts.
    """
    filled: dict[str, str] = {}
    offered: dict[str, tuple[str, ...]] = {}
    taken: set[Remembered] = set()
    fitting = {spec.name: [one for one in known if _same_kind(spec, one)] for spec in fields}
    for spec in fields:
        match = next((one for one in fitting[spec.name] if one.name == spec.name), None)
        if match and match.sure and _is_asking(spec) and accepts(spec, match.value):
            filled[spec.name] = match.value
            taken.add(match)
    for spec in fields:
        if spec.name in filled:
            continue
        match = _only_one(spec, fields, fitting, taken, filled, patterns)
        if match and match.sure and accepts(spec, match.value):
            filled[spec.name] = match.value
            taken.add(match)
        elif values := _offerable(spec, fitting[spec.name], patterns, accepts):
            offered[spec.name] = values
    return Filling(filled, offered)


def _is_asking(spec: FieldSpec) -> bool:
    return spec.remember == CASE or not spec.declared


def _same_kind(spec: FieldSpec, one: Remembered) -> bool:
    return spec.type is one.type and spec.pattern_name == one.pattern


def _alike(spec: FieldSpec, one: Remembered, patterns: Mapping[str, Pattern]) -> bool:
    """Tell whether a field of another name means the same: the same pattern of the team, or the same label."""
    by_pattern = spec.type is FieldType.PATTERN and one.type is FieldType.PATTERN
    return by_pattern or label_of(spec, patterns).casefold() == one.label.casefold()


def _only_one(  # noqa: PLR0913, PLR0917 - the state of one filling
    spec: FieldSpec,
    fields: Sequence[FieldSpec],
    fitting: Mapping[str, Sequence[Remembered]],
    taken: set[Remembered],
    filled: Mapping[str, str],
    patterns: Mapping[str, Pattern],
) -> Remembered | None:
    """Return the value of another name that a field means, None where two fields or two values would do."""
    if spec.remember != CASE or any(one.name == spec.name for one in fitting[spec.name]):
        return None
    values = [one for one in fitting[spec.name] if one not in taken and _alike(spec, one, patterns)]
    if len(values) != 1:
        return None
    rivals = (
        other
        for other in fields
        if other is not spec and other.name not in filled and values[0] in fitting[other.name]
    )
    return None if any(_alike(rival, values[0], patterns) for rival in rivals) else values[0]


def _offerable(
    spec: FieldSpec, fitting: Sequence[Remembered], patterns: Mapping[str, Pattern], accepts: Accepts
) -> tuple[str, ...]:
    own = [one.value for one in fitting if one.name == spec.name]
    alike = [one.value for one in fitting if one.name != spec.name and _alike(spec, one, patterns)]
    values = dict.fromkeys(value for value in (*own, *alike) if accepts(spec, value))
    return tuple(values)[:MOST_OFFERED]
