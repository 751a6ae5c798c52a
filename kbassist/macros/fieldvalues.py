"""What an agent typed into a field becomes a typed value, or a sentence that says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import re2

from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Team
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.macros.amounts import money_number, parse_money, parse_number, parse_percent, plain_number
from kbassist.macros.dates import Calendar, parse_day
from kbassist.macros.marks import clean
from kbassist.macros.values import Choices, Day, Money

LONGEST: Final = 20_000
"""Characters that any field takes at most."""

YES: Final = frozenset({"yes", "y", "true", "on", "1", "是", "对", "需要", "有"})
NO: Final = frozenset({"no", "n", "false", "off", "0", "否", "不", "不需要", "无", ""})

_MOST_NAMED: Final = 12  # options; more are no help in a sentence

# Copied text brings these along unseen, and half a surrogate pair, which is no character and cannot be written out.
# The joiners U+200C and U+200D stay: emoji and some scripts need them.
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BETWEEN_CHOICES: Final = re.compile(r"\s*[\n、,，;；]\s*")


class RefusedError(KbassistError):
    """A value that the field does not take: `message` is the reason."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What values are judged against besides their field: the team, its calendar, and the day it is."""

    team: Team
    calendar: Calendar
    today: date


def typed(spec: FieldSpec, raw: str, setting: Setting) -> object | None:
    """Return the typed value of what was typed, or None where nothing was.

    Raises RefusedError with a sentence for the agent. A yes_no is never None.
    """
    text = _cleaned(raw).strip()
    if len(text) > LONGEST:
        raise RefusedError(N_("At most {limit} characters", limit=LONGEST))
    if not text and spec.type is not FieldType.YES_NO:
        return None
    return _READERS[spec.type](spec, text, setting)


def typeable(spec: FieldSpec, setting: Setting) -> str:
    """Return the field's default as an agent would type it today (`today+7d` becomes a date)."""
    if spec.type is FieldType.DATE and spec.default:
        day = parse_day(spec.default, setting.today, setting.calendar)
        return day.isoformat() if day else spec.default
    if spec.type in {FieldType.CHOICE, FieldType.CHOICES} and spec.default:
        return "\n".join(_options(spec, spec.default) or (spec.default,))
    return spec.default


def compiled(expression: str) -> Any | None:
    """Return the compiled regular expression (RE2, linear time), or None if it is none."""
    return _compiled(expression)


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Any | None:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(expression, options)
    except re2.error:
        return None


def _cleaned(raw: str) -> str:
    return _UNSEEN.sub("", clean(raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")))


def _text(spec: FieldSpec, text: str, _: Setting) -> str:
    line = " ".join(text.split("\n"))
    if spec.max_length is not None and len(line) > spec.max_length:
        raise RefusedError(N_("At most {limit} characters, not {count}", limit=spec.max_length, count=len(line)))
    return _matching(spec.pattern, line, spec.example) if spec.pattern else line


def _multiline(spec: FieldSpec, text: str, _: Setting) -> str:
    if spec.max_length is not None and len(text) > spec.max_length:
        raise RefusedError(N_("At most {limit} characters, not {count}", limit=spec.max_length, count=len(text)))
    return text


def _team_pattern(spec: FieldSpec, text: str, setting: Setting) -> str:
    pattern = setting.team.pattern(spec.pattern_name)
    if pattern is None:
        raise RefusedError(N_("The team has no pattern “{name}”", name=spec.pattern_name))
    return _matching(pattern.expression, " ".join(text.split("\n")), spec.example or pattern.example)


def _matching(expression: str, text: str, example: str) -> str:
    """Return the text, its half-width form, or that without spaces: the first that matches as a whole."""
    pattern = compiled(expression)
    if pattern is None:
        raise RefusedError(N_("The pattern of this field is not valid: {pattern}", pattern=expression))
    half_width = unicodedata.normalize("NFKC", text)
    for candidate in (text, half_width, "".join(half_width.split())):
        if pattern.fullmatch(candidate):
            return candidate
    if example:
        raise RefusedError(N_("Not in the expected form, e.g. {example}", example=example))
    raise RefusedError(N_("Not in the expected form"))


def _options(spec: FieldSpec, text: str) -> tuple[str, ...] | None:
    """Return the values of the options named by value or label in the text; None if one is unknown."""
    values = {option.label: option.value for option in spec.options} | {
        option.value: option.value for option in spec.options
    }
    if text in values:
        return (values[text],)
    named = [name for name in _BETWEEN_CHOICES.split(text) if name]
    if not all(name in values for name in named):
        return None
    return tuple(dict.fromkeys(values[name] for name in named))


def _choice(spec: FieldSpec, text: str, _: Setting) -> str:
    found = _options(spec, text)
    if found is None or len(found) != 1:
        raise _not_an_option(spec)
    return found[0]


def _choices(spec: FieldSpec, text: str, _: Setting) -> Choices:
    found = _options(spec, text)
    if not found:
        raise _not_an_option(spec)
    order = [option.value for option in spec.options]
    return Choices(sorted(found, key=order.index))


def _not_an_option(spec: FieldSpec) -> RefusedError:
    if len(spec.options) > _MOST_NAMED:
        return RefusedError(N_("None of the {count} options; choose one from the list", count=len(spec.options)))
    labels = " / ".join(option.label or option.value for option in spec.options)
    return RefusedError(N_("Choose from: {options}", options=labels))


def _date(spec: FieldSpec, text: str, setting: Setting) -> Day:
    day = parse_day(text, setting.today, setting.calendar)
    if day is None:
        raise RefusedError(N_("Not a date; write it like 2026-11-22 or today+3d"))
    earliest, latest = (
        parse_day(bound, setting.today, setting.calendar) for bound in (spec.not_before, spec.not_after)
    )
    if earliest and day < earliest:
        raise RefusedError(N_("Not before {date}", date=earliest.isoformat()))
    if latest and day > latest:
        raise RefusedError(N_("Not after {date}", date=latest.isoformat()))
    if spec.workdays and not setting.calendar.is_workday(day):
        raise RefusedError(N_("{date} is not a workday", date=day.isoformat()))
    return Day.of(day)


def _number(spec: FieldSpec, text: str, _: Setting) -> Decimal:
    return _within(spec, parse_number(text), plain_number, N_("Not a number"))


def _money(spec: FieldSpec, text: str, _: Setting) -> Money:
    amount = _within(
        spec, parse_money(text), lambda limit: f"¥{money_number(limit)}", N_("Not an amount; write it like 12.50")
    )
    _not_negative(spec, amount)
    if amount != round(amount, 2):
        raise RefusedError(N_("At most two decimals"))
    return Money(amount)


def _percent(spec: FieldSpec, text: str, _: Setting) -> Decimal:
    amount = _within(
        spec, parse_percent(text), lambda limit: f"{plain_number(limit)}%", N_("Not a percentage; write it like 15%")
    )
    _not_negative(spec, amount)
    return amount


def _within(spec: FieldSpec, amount: Decimal | None, shown: Callable[[Decimal], str], refusal: Text) -> Decimal:
    if amount is None:
        raise RefusedError(refusal)
    if spec.min is not None and amount < spec.min:
        raise RefusedError(N_("At least {limit}", limit=shown(spec.min)))
    if spec.max is not None and amount > spec.max:
        raise _over(spec.over.strip().removeprefix("请"), shown(spec.max))
    return amount


def _over(instead: str, limit: str) -> RefusedError:
    if instead:
        return RefusedError(N_("Over the limit of {limit}; please: {instead}", limit=limit, instead=instead))
    return RefusedError(N_("Over the limit of {limit}", limit=limit))


def _not_negative(spec: FieldSpec, amount: Decimal) -> None:
    """Refuse a sum below zero, unless the field's own minimum lies there."""
    if amount < 0 and spec.min is None:
        raise RefusedError(N_("Not below zero"))


def _yes_no(_: FieldSpec, text: str, __: Setting) -> bool:
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise RefusedError(N_("Answer yes or no"))


_READERS: Final[Mapping[FieldType, Callable[[FieldSpec, str, Setting], object]]] = MappingProxyType(
    {
        FieldType.TEXT: _text,
        FieldType.MULTILINE: _multiline,
        FieldType.CHOICE: _choice,
        FieldType.CHOICES: _choices,
        FieldType.DATE: _date,
        FieldType.NUMBER: _number,
        FieldType.MONEY: _money,
        FieldType.PERCENT: _percent,
        FieldType.YES_NO: _yes_no,
        FieldType.PATTERN: _team_pattern,
    }
)
