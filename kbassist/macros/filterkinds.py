"""What filters take: each value is converted to the kind that the filter wants, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from kbassist.i18n import N_
from kbassist.macros.amounts import parse_number
from kbassist.macros.dates import FARTHEST, parse_day
from kbassist.macros.run import Run
from kbassist.macros.values import Absent, BadValueError, Captured, Day, GapError, Moment, printed

LONGEST_LIST: Final = 1_000
LONGEST_TEXT: Final = 65_536
LARGEST: Final = Decimal(10) ** 18

Kind = Callable[[object, Run], object]


def anything(value: object, _: Run) -> object:
    """Take the value as it is, absent or not."""
    return value


def present(value: object, _: Run) -> object:
    """Take any value that is there; raises GapError for one that is absent."""
    if isinstance(value, Absent):
        raise GapError(value.gap)
    if value is None:
        raise BadValueError(N_("the value is missing"))
    return value


def text(value: object, run: Run) -> str:
    """Take the value as it would be printed."""
    if isinstance(value, range):
        items(value, run)
    words = str(value) if isinstance(value, Captured) else printed(present(value, run), run.locale)
    if len(words) > LONGEST_TEXT:
        raise BadValueError(N_("the text is too long"))
    return words


def number(value: object, run: Run) -> Decimal:
    """Take a number, an amount, a percentage, or a text that is one."""
    found = _number(present(value, run))
    if found is None:
        raise BadValueError(N_("it is not a number"))
    if abs(found) >= LARGEST:
        raise BadValueError(N_("the number is too large"))
    return found


def whole(value: object, run: Run) -> int:
    """Take a whole number of modest size."""
    found = number(value, run)
    if found != found.to_integral_value() or abs(found) > FARTHEST:
        raise BadValueError(N_("it is not a whole number of at most {limit}", limit=FARTHEST))
    return int(found)


def day(value: object, run: Run) -> date:
    """Take a day, a moment, or a text that is a day as people write it."""
    found = present(value, run)
    if isinstance(found, date):
        return found
    if isinstance(found, str):
        if found.strip() == "now":
            return Moment.of(run.context.now)
        if parsed := parse_day(found, run.setting.today, run.setting.calendar):
            return Day.of(parsed)
    raise BadValueError(N_("it is not a date"))


def items(value: object, run: Run) -> tuple[object, ...]:
    """Take a list of modest length."""
    found = present(value, run)
    if not isinstance(found, tuple | list | range):
        raise BadValueError(N_("it is not a list"))
    if len(found) > LONGEST_LIST:
        raise BadValueError(N_("the list has more than {limit} items", limit=LONGEST_LIST))
    return tuple(found)


def moment_or_day(moved: date, like: date) -> Day | Moment:
    """Return the moved date as the template value of the kind that it had."""
    return Moment.of(moved) if isinstance(moved, datetime) and isinstance(like, datetime) else Day.of(moved)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value) if abs(value) < LARGEST else LARGEST
    if isinstance(value, float):
        return Decimal(str(value))
    return parse_number(value) if isinstance(value, str) else None
