"""What a text commits to: durations, dates, amounts, percentages, counts and links, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

_DIGITS: Final = {"零": 0, "〇": 0, "两": 2} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
# Every repetition has a bound: a text of a library must not make the search slow.
_GAP: Final = r"\s{0,3}"
_NUMBER: Final = (
    r"(?:(?<!\d)\d{1,12}(?:,\d{3}){0,3}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百千]{1,9}(?:点[一二三四五六七八九零]{1,4})?"
    rf"|\b(?:{'|'.join(_WORDS)})\b|半)"
)
_TO: Final = rf"{_GAP}(?:[-–—~～]|到|至|to|or){_GAP}"
_RANGE: Final = rf"(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER}))?"
_NOON: Final = 12
_NO_COUNT: Final = r"(?<![第\d.几每])"

MINUTES: Final = {
    "分钟": 1, "minute": 1, "minutes": 1, "小时": 60, "钟头": 60, "hour": 60, "hours": 60, "天": 1440, "日": 1440,
    "day": 1440, "days": 1440, "周": 10080, "星期": 10080, "礼拜": 10080, "week": 10080, "weeks": 10080,
    "月": 43200, "month": 43200, "months": 43200, "年": 525600, "year": 525600, "years": 525600,
}  # fmt: skip


class FactKind(StrEnum):
    """What a fact is about; only facts of one kind can contradict each other."""

    LINK = "link"
    PERCENT = "percent"
    MONEY = "money"
    WORKDAYS = "workdays"
    DURATION = "duration"
    DATE = "date"
    CLOCK = "clock"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: `value` is the same for all ways to write it, `shown` is the way that it is written.

    `start` is its place in the text, `length` how long it is there (after compatibility normalisation).
    """

    kind: FactKind
    value: str
    shown: str
    start: int
    length: int


def number(written: str) -> Decimal | None:
    """Return a number written in digits, Chinese numerals (`十五`, `两百`, `三点五`) or small English words."""
    text = written.strip().casefold().replace(",", "")
    if text == "半":
        return Decimal("0.5")
    if text in _WORDS:
        return Decimal(_WORDS[text])
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    whole, point, rest = text.partition("点")
    value = _chinese(whole)
    if value is None:
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[digit]) for digit in rest)}") if point else Decimal(value)


def _chinese(text: str) -> int | None:
    total, digit = 0, -1
    for character in text:
        if character in _PLACES:
            total += (1 if digit < 0 else digit) * _PLACES[character]
            digit = -1
        elif character in _DIGITS:
            if digit > 0:
                return None  # 二三 is no number but “two or three”
            digit = _DIGITS[character]
        else:
            return None
    return total + max(digit, 0) if text else None


def facts(text: str) -> tuple[Fact, ...]:
    """Return the facts of a text in their order; where two readings meet, the more exact one counts."""
    folded = "".join(unicodedata.normalize("NFKC", each)[:1] or " " for each in text)
    taken = [False] * len(folded)
    found = []
    for pattern, read in _READERS:
        for match in pattern.finditer(folded):
            fact = None if any(taken[match.start() : match.end()]) else read(match)
            if fact is not None:
                found.append(fact)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(sorted(found, key=lambda fact: fact.start))


def _fact(kind: FactKind, value: str, match: re.Match[str]) -> Fact:
    return Fact(kind, value, match[0].strip(), match.start(), match.end() - match.start())


def _span(match: re.Match[str], factor: int = 1) -> str | None:
    """Return the value of a number or range, times a factor, as a text that is the same for the same value."""
    ends = [number(match[name]) for name in ("low", "high") if match[name]]
    if any(end is None for end in ends):
        return None
    return "-".join(format((end * factor).normalize(), "f") for end in ends if end is not None)


def _link(match: re.Match[str]) -> Fact | None:
    return _fact(FactKind.LINK, match[0].rstrip("/.").casefold(), match)


def _measured(kind: FactKind) -> Callable[[re.Match[str]], Fact | None]:
    def read(match: re.Match[str]) -> Fact | None:
        value = _span(match)
        return _fact(kind, value, match) if value else None

    return read


def _duration(match: re.Match[str]) -> Fact | None:
    value = _span(match, MINUTES[match["unit"].casefold()])
    return _fact(FactKind.DURATION, value, match) if value else None


def _counted(match: re.Match[str]) -> Fact | None:
    value = _span(match)
    idiom = value == "1" and match["low"] == "一"  # 一次, 一张: an article rather than a number
    return None if value is None or idiom else _fact(FactKind.COUNT, f"{value} {match['unit']}", match)


def _date(match: re.Match[str]) -> Fact | None:
    month, day = number(match["month"]), number(match["day"])
    return _fact(FactKind.DATE, f"{month}-{day}", match)


def _clock(match: re.Match[str]) -> Fact | None:
    hour = number(match["hour"])
    if hour is None:
        return None
    half = match["half"] or ""
    late = (half in {"下午", "傍晚"} and hour < _NOON) or (half == "晚上" and hour <= _NOON)
    minutes = match["minute"] or ("30" if match["past"] else "0")
    return _fact(FactKind.CLOCK, f"{hour + _NOON if late else hour}:{int(minutes):02d}", match)


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Fact | None]], ...]] = (
    (_of(r"(?:https?://|www\.)[^\s<>()\[\]，。；、“”\"'|]{1,500}"), _link),
    (_of(r"[A-Z0-9._+-]{1,64}@[A-Z0-9-]{1,64}(?:\.[A-Z0-9-]{1,64}){1,5}"), _link),
    (_of(r"(?<![\d-])(?:400|800)-?\d{3}-?\d{4}(?!\d)|(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)"), _link),
    (_of(rf"百分之{_GAP}{_RANGE}"), _measured(FactKind.PERCENT)),
    (_of(rf"{_RANGE}{_GAP}(?:%|percent\b)"), _measured(FactKind.PERCENT)),
    (_of(rf"[¥￥$€£]{_GAP}{_RANGE}"), _measured(FactKind.MONEY)),
    (_of(rf"{_NO_COUNT}{_RANGE}{_GAP}(?:元|块钱?|yuan\b|RMB\b)"), _measured(FactKind.MONEY)),
    (
        _of(rf"{_NO_COUNT}{_RANGE}{_GAP}(?:个{_GAP})?(?:工作日|working days?\b|business days?\b)"),
        _measured(FactKind.WORKDAYS),
    ),
    (_of(rf"(?:\d{{4}}{_GAP}[年/.-]{_GAP})?(?P<month>\d{{1,2}}){_GAP}月{_GAP}(?P<day>\d{{1,2}}){_GAP}[日号]"), _date),
    (_of(r"\d{4}[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})(?!\d)"), _date),
    (
        _of(
            rf"(?P<half>上午|下午|晚上|早上|中午|傍晚)?{_GAP}(?<![\d.])(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
            rf"(?:{_GAP}点(?!击|开|一|几|儿|心)(?P<past>半)?|:(?P<minute>[0-5]\d)(?!\d))"
        ),
        _clock,
    ),
    (
        _of(
            rf"{_NO_COUNT}{_RANGE}{_GAP}(?:个{_GAP})?"
            r"(?P<unit>分钟|小时|钟头|天|日(?=[内后前之])|周(?!年)|星期|礼拜|(?<=个)月|年)"
        ),
        _duration,
    ),
    (_of(rf"{_RANGE}[\s-]{{0,3}}(?P<unit>minutes?|hours?|days?|weeks?|months?|years?)\b"), _duration),
    (
        _of(rf"{_NO_COUNT}{_RANGE}{_GAP}(?P<unit>次|件|台|张|位|倍|折|岁|个字|级|公里|公斤|千克|克|升|瓦)"),
        _counted,
    ),
)
