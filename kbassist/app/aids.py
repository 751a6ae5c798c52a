"""What the form is told about values while they are typed, from the library that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from kbassist.app.library_trip import LibraryTrip
from kbassist.content.model import FieldType
from kbassist.macros.amounts import parse_money, parse_number, parse_percent
from kbassist.macros.dates import Calendar, parse_day
from kbassist.ui.form_aids import NO_AIDS, FormAids

_NUMBERS: Final[Mapping[FieldType, Callable[[str], Decimal | None]]] = MappingProxyType(
    {FieldType.NUMBER: parse_number, FieldType.MONEY: parse_money, FieldType.PERCENT: parse_percent}
)


def aids_of(library: LibraryTrip) -> FormAids:
    """Return the aids of a form: dates by the team's calendar, amounts as macros read them, options as typed."""

    def today() -> date:
        return library.assistant.context.today if library.assistant else NO_AIDS.today()

    def day_of(text: str) -> date | None:
        return parse_day(text, today(), _calendar(library))

    def match(labels: Sequence[str], typed: str) -> Sequence[int]:
        assistant = library.assistant
        return assistant.match_options(labels, typed) if assistant else NO_AIDS.match(labels, typed)

    return FormAids(day_of, today, lambda day: _calendar(library).is_workday(day), number_of, match)


def number_of(kind: FieldType, text: str) -> Decimal | None:
    """Return the number that is typed into a field of this type; None where it is none."""
    read = _NUMBERS.get(kind)
    return read(text) if read else None


def _calendar(library: LibraryTrip) -> Calendar:
    return Calendar.of(library.assistant.library.team) if library.assistant else Calendar()
