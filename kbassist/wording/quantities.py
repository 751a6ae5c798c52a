"""Percentages, sums and waiting times said in a sentence, in figures or in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kbassist.content.han import simplified

_WIDE: Final = {0xFF01 + number: 0x21 + number for number in range(94)} | {0x3000: 0x20}
_DIGITS: Final = {"〇": 0, "两": 2} | {each: value for value, each in enumerate("零一二三四五六七八九")}
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}
_HAN: Final = "[零〇一二两三四五六七八九十百千万点]+"
_NUMBER: Final = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT: Final = rf"(?:{_NUMBER}|{_HAN})"
_DAYS: Final[Mapping[str, Decimal]] = {
    "小时": Decimal(1) / 24, "钟头": Decimal(1) / 24, "hour": Decimal(1) / 24, "天": Decimal(1), "日": Decimal(1),
    "工作日": Decimal(1), "自然日": Decimal(1), "day": Decimal(1), "周": Decimal(7), "星期": Decimal(7),
    "week": Decimal(7), "月": Decimal(30), "month": Decimal(30), "年": Decimal(365), "year": Decimal(365),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value from `start` to `end` of the text."""

    value: Decimal
    start: int
    end: int


def percentages(text: str) -> Iterator[Quantity]:
    """Yield percentages: 15%, 百分之十五, 两成, 15 percent."""
    yield from _found(_PERCENT, text, lambda match: number(match[1] or match[2] or match[3]))
    yield from _found(_TENTHS, text, lambda match: number(match[1]) * 10)


def sums(text: str) -> Iterator[Quantity]:
    """Yield sums of money: ￥1,200, 500 元, 三百块, 1.2 万元; the currency does not matter."""
    yield from _found(_MONEY, text, _sum)


def waits(text: str) -> Iterator[Quantity]:
    """Yield waiting times in days: 24 小时, 三天, 5 个工作日, 2 weeks; a month counts 30 days, a year 365."""
    yield from _found(_WAIT, text, lambda match: number(match[1]) * _DAYS[match[2].casefold()])


def number(written: str) -> Decimal:
    """Return what figures (with thousands' commas) or Chinese numerals say; nonsense in numerals is 0."""
    if written[0].isdecimal():
        return Decimal(written.replace(",", ""))
    whole, _, places = written.partition("点")
    decimals = "".join(str(_DIGITS.get(each, 0)) for each in places)
    return Decimal(_whole(whole)) + (Decimal(f"0.{decimals}") if decimals else 0)


def _whole(said: str) -> int:
    total = section = digit = 0
    for each in said:
        if each == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        elif each in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[each], 0
        else:
            digit = _DIGITS.get(each, 0)
    return total + section + digit


def _sum(match: re.Match[str]) -> Decimal:
    value = number(match[1] or match[3])
    return value * 10_000 if match[2] or match[4] else value


def _found(pattern: re.Pattern[str], text: str, value: Callable[[re.Match[str]], Decimal]) -> Iterator[Quantity]:
    for match in pattern.finditer(simplified(text.translate(_WIDE))):
        yield Quantity(value(match), match.start(), match.end())


_PERCENT: Final = re.compile(
    rf"({_NUMBER})\s?(?:%|percent\b|per cent\b)|百分之({_HAN})|百分之({_NUMBER})", re.IGNORECASE
)
_TENTHS: Final = re.compile("([一二两三四五六七八九])成(?!功|本|为|交|立|都|分|就|长|品|熟|套|年|员)")
_MONEY: Final = re.compile(
    rf"[¥￥$€£]\s?({_NUMBER})\s?(万)?|({_AMOUNT})\s?(万)?\s?(?:元|块钱|块|rmb\b|cny\b|yuan\b|dollars?\b)",
    re.IGNORECASE,
)
_WAIT: Final = re.compile(
    rf"(?<!月)(?<!月\s)(?<!第)({_AMOUNT})\s?个?\s?(?:working\s|business\s)?"
    r"(小时|钟头|工作日|自然日|星期|天|日(?!期|元)|周(?!年)|(?<=个)月|年(?!\s?\d)|hour|day|week|month|year)",
    re.IGNORECASE,
)
READERS: Final[Mapping[str, Callable[[str], Iterator[Quantity]]]] = {
    "percent": percentages,
    "money": sums,
    "days": waits,
}
"""How each kind of limit finds its values."""
