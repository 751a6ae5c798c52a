"""The filters that templates may use: a value that a filter cannot use is an error, never a silent blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final, TypeVar

from liquid.context import RenderContext
from liquid.exceptions import FilterArgumentError
from liquid.token import Token

from kbassist.i18n import N_
from kbassist.macros.amounts import money_number, plain_number
from kbassist.macros.dateformat import formatted, weekday_name
from kbassist.macros.filterkinds import (
    LONGEST_LIST,
    LONGEST_TEXT,
    Kind,
    anything,
    day,
    items,
    moment_or_day,
    number,
    present,
    text,
    whole,
)
from kbassist.macros.run import Run, run_of
from kbassist.macros.values import Absent, BadValueError, Choices, Day, GapError, Moment, Money, separator

_T = TypeVar("_T")


@dataclass(frozen=True)
class Filter:
    """A filter: its function gets the values as `takes` converts them, then the run.

    `optional` says how many of the last arguments may be left out.
    """

    name: str
    function: Callable[..., object]
    takes: tuple[Kind, ...]
    optional: int = 0

    with_context: ClassVar[bool] = True  # python-liquid passes the render context by this sign

    def __call__(self, left: object, *arguments: object, context: RenderContext, **_: object) -> object:
        """Apply the filter; raises BadValueError or GapError where a value is of no use."""
        run = run_of(context)
        values = (left, *arguments)
        run.spend(1 + sum(map(_weight, values)))
        try:
            return self.function(
                *(kind(value, run) for kind, value in zip(self.takes, values, strict=False)), run=run
            )
        except BadValueError as error:
            raise BadValueError(error.reason, self.name) from error
        except (ArithmeticError, ValueError) as error:
            raise BadValueError(N_("the result is out of range"), self.name) from error

    def validate(self, _: object, token: Token, name: str, arguments: Sequence[Any]) -> None:
        """Check the number of arguments when a template is parsed; raises FilterArgumentError."""
        most = len(self.takes) - 1
        if not most - self.optional <= len(arguments) <= most or any(hasattr(each, "name") for each in arguments):
            raise FilterArgumentError(f"{name}: wrong arguments", token=token)


def _date(value: date, pattern: str, *, run: Run) -> str:
    return formatted(value, pattern, run.locale)


def _add_days(value: date, count: int, **_: Run) -> Day | Moment:
    return moment_or_day(value + timedelta(days=count), value)


def _add_workdays(value: date, count: int, *, run: Run) -> Day:
    run.spend(abs(count) // 10)
    return Day.of(run.setting.calendar.add_workdays(Day.of(value), count))


def _weekday(value: date, *, run: Run) -> str:
    return weekday_name(value, run.locale)


def _money(value: Decimal, **_: Run) -> str:
    return f"{'-' if value < 0 else ''}¥{money_number(abs(value), grouped=True)}"


def _percent(value: Decimal, **_: Run) -> str:
    return f"{plain_number(value)}%"


def _round(value: Decimal, places: int = 0, **_: Run) -> Decimal:
    if not 0 <= places <= 10:
        raise BadValueError(N_("it rounds to 0 up to 10 decimals"))
    return _like(value, value, value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _plus(value: Decimal, other: Decimal, **_: Run) -> Decimal:
    return _like(value, other, value + other)


def _minus(value: Decimal, other: Decimal, **_: Run) -> Decimal:
    return _like(value, other, value - other)


def _times(value: Decimal, other: Decimal, **_: Run) -> Decimal:
    return _like(value, other, value * other)


def _divided_by(value: Decimal, other: Decimal, **_: Run) -> Decimal:
    if not other:
        raise BadValueError(N_("nothing can be divided by 0"))
    return _like(value, value, value / other)


def _like(value: Decimal, other: Decimal, result: Decimal) -> Decimal:
    """Keep a sum of money a sum of money."""
    return Money(result) if isinstance(value, Money) or isinstance(other, Money) else result


def _upcase(value: str, **_: Run) -> str:
    return value.upper()


def _downcase(value: str, **_: Run) -> str:
    return value.lower()


def _capitalize(value: str, **_: Run) -> str:
    return value[:1].upper() + value[1:].lower()


def _default(value: object, otherwise: object, **_: Run) -> object:
    if isinstance(value, Absent) and not value.empty:
        raise GapError(value.gap)
    blank = value is None or value is False or isinstance(value, Absent)
    return otherwise if blank or (isinstance(value, str | tuple) and not value) else value


def _size(value: object, *, run: Run) -> int:
    return len(value) if isinstance(value, str) else len(items(value, run))


def _join(value: tuple[object, ...], between: str | None = None, *, run: Run) -> str:
    words = [text(item, run) for item in value]
    between = separator(run.locale) if between is None else between
    return between.join(_fitting(words, sum(map(len, words)) + len(between) * len(words)))


def _first(value: tuple[object, ...], **_: Run) -> object:
    if not value:
        raise BadValueError(N_("the list is empty"))
    return value[0]


def _last(value: tuple[object, ...], **_: Run) -> object:
    if not value:
        raise BadValueError(N_("the list is empty"))
    return value[-1]


def _replace(value: str, old: str, new: str = "", **_: Run) -> str:
    if not old:
        raise BadValueError(N_("it looks for an empty text"))
    return _fitting(value, len(value) + value.count(old) * (len(new) - len(old))).replace(old, new)


def _remove(value: str, old: str, *, run: Run) -> str:
    return _replace(value, old, "", run=run)


def _strip(value: str, **_: Run) -> str:
    return value.strip()


def _truncate(value: str, limit: int = 50, ending: str = "…", **_: Run) -> str:
    if limit < 1 or len(ending) >= limit:
        raise BadValueError(N_("the length leaves no room"))
    return value if len(value) <= limit else value[: limit - len(ending)] + ending


def _append(value: str, other: str, **_: Run) -> str:
    return _fitting(value, len(value) + len(other)) + other


def _prepend(value: str, other: str, **_: Run) -> str:
    return other + _fitting(value, len(value) + len(other))


def _split(value: str, between: str, **_: Run) -> Choices:
    """Split as Liquid does: a space stands for any space between words, no empty items at the end."""
    if not between:
        raise BadValueError(N_("it looks for an empty text"))
    if value.count(between) >= LONGEST_LIST:
        raise BadValueError(N_("the list has more than {limit} items", limit=LONGEST_LIST))
    found = value.split() if between == " " else value.split(between)
    while found and not found[-1]:
        found.pop()
    return Choices(found)


def _mask(value: str, **_: Run) -> str:
    """Keep the first three and the last four characters, of a short text only its ends."""
    first, last = (3, 4) if len(value) >= 11 else (1, 1) if len(value) >= 4 else (0, 0)
    return value[:first] + "*" * (len(value) - first - last) + value[len(value) - last :]


def _fitting(value: _T, length: int) -> _T:
    if length > LONGEST_TEXT:
        raise BadValueError(N_("the text is too long"))
    return value


def _weight(value: object) -> int:
    if isinstance(value, str):
        return len(value) // 200
    return min(len(value), LONGEST_LIST) // 20 if isinstance(value, tuple | list) else 0


FILTERS: Final = (
    Filter("date", _date, (day, text)),
    Filter("add_days", _add_days, (day, whole)),
    Filter("add_workdays", _add_workdays, (day, whole)),
    Filter("weekday", _weekday, (day,)),
    Filter("money", _money, (number,)),
    Filter("percent", _percent, (number,)),
    Filter("round", _round, (number, whole), optional=1),
    Filter("plus", _plus, (number, number)),
    Filter("minus", _minus, (number, number)),
    Filter("times", _times, (number, number)),
    Filter("divided_by", _divided_by, (number, number)),
    Filter("upcase", _upcase, (text,)),
    Filter("downcase", _downcase, (text,)),
    Filter("capitalize", _capitalize, (text,)),
    Filter("default", _default, (anything, anything)),
    Filter("size", _size, (present,)),
    Filter("join", _join, (items, text), optional=1),
    Filter("first", _first, (items,)),
    Filter("last", _last, (items,)),
    Filter("replace", _replace, (text, text, text), optional=1),
    Filter("remove", _remove, (text, text)),
    Filter("strip", _strip, (text,)),
    Filter("truncate", _truncate, (text, whole, text), optional=2),
    Filter("append", _append, (text, text)),
    Filter("prepend", _prepend, (text, text)),
    Filter("split", _split, (text, text)),
    Filter("mask", _mask, (text,)),
)
