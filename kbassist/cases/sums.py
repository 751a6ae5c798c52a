"""Telephone numbers, e-mail addresses, sums of money and percentages in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kbassist.cases.numerals import CHARACTERS, DIGITS, chinese_number
from kbassist.cases.values import Found, FoundKind
from kbassist.macros.amounts import parse_money, parse_percent, plain_number

_MOBILE: Final = re.compile(r"(?<![0-9A-Za-z+])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z])")
_LANDLINE: Final = re.compile(r"(?<![0-9A-Za-z-])0\d{2,3}[ -]\d{7,8}(?![0-9A-Za-z-])")
_FREE: Final = re.compile(r"(?<![0-9A-Za-z-])[48]00-?\d{3}-?\d{4}(?![0-9A-Za-z-])")
_ABROAD: Final = re.compile(r"(?<![0-9A-Za-z+])\+(?!86)\d{1,3}(?:[ -]?\d{2,4}){2,4}(?![0-9A-Za-z])")
_EMAIL: Final = re.compile(
    r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z][0-9A-Za-z._%+-]{0,63}@(?:[0-9A-Za-z-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![0-9A-Za-z])"
)
_NUMBER: Final = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
_UNIT: Final = "元|块钱|块|圆|RMB|CNY|rmb|人民币"
_BEFORE: Final = re.compile(rf"(?:[¥]|RMB|CNY|rmb|人民币)\s?({_NUMBER})(万?)(?![\d.]\d|\d)")
_AFTER: Final = re.compile(rf"(?<![\d.,])({_NUMBER})\s?(万?)\s?(?:{_UNIT})(?:(\d)[毛角]?(?!\d))?")
_SPELLED: Final = re.compile(rf"([{CHARACTERS}]{{1,16}})(?:元|块钱|块|圆)(?:([{''.join(DIGITS)}])[毛角]?)?")
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s?%")
_PERCENT_SAID: Final = re.compile(rf"百分之(\d{{1,3}}(?:\.\d{{1,2}})?|[{CHARACTERS}]{{1,5}})")
_PIECE: Final = re.compile(
    r"[一两三几]块(?!钱|[零一二三四五六七八九])"
)  # 一块 is also "together", or a piece of something


def phones(shown: str) -> Iterator[Found]:
    """Yield telephone numbers; a mobile number without spaces and country code."""
    for match in _MOBILE.finditer(shown):
        yield _found(FoundKind.PHONE, re.sub("[ -]", "", match[1]), match)
    for expression in (_LANDLINE, _FREE, _ABROAD):
        for match in expression.finditer(shown):
            yield _found(FoundKind.PHONE, match[0], match)


def emails(shown: str) -> Iterator[Found]:
    """Yield e-mail addresses."""
    for match in _EMAIL.finditer(shown):
        yield _found(FoundKind.EMAIL, match[0], match)


def amounts(shown: str) -> Iterator[Found]:
    """Yield sums in the main unit: ¥12.50, 12.5元, 12块5, 十二块五, 1.2万元."""
    for match in _BEFORE.finditer(shown):
        yield from _amount(match, parse_money(match[1] + match[2]))
    for match in _AFTER.finditer(shown):
        yield from _amount(match, _with_dimes(parse_money(match[1] + match[2]), match[3]))
    for match in _SPELLED.finditer(shown):
        number = chinese_number(match[1])
        if number is not None and not _PIECE.fullmatch(match[0]):
            dimes = str(DIGITS[match[2]]) if match[2] else None
            yield from _amount(match, _with_dimes(Decimal(number), dimes))


def percents(shown: str) -> Iterator[Found]:
    """Yield percentages as numbers: 15%, 百分之十五."""
    for match in _PERCENT.finditer(shown):
        yield from _percent(match, parse_percent(match[1]))
    for match in _PERCENT_SAID.finditer(shown):
        number = chinese_number(match[1])
        yield from _percent(match, Decimal(number) if number is not None else parse_percent(match[1]))


def _with_dimes(amount: Decimal | None, dimes: str | None) -> Decimal | None:
    """Return 12.5 for 十二块五; a sum with decimals of its own takes no more."""
    if amount is None or dimes is None:
        return amount
    return amount + Decimal(dimes) / 10 if amount == amount.to_integral_value() else None


def _amount(match: re.Match[str], amount: Decimal | None) -> Iterator[Found]:
    if amount is not None and amount > 0:
        yield _found(FoundKind.AMOUNT, plain_number(amount, 2), match)


def _percent(match: re.Match[str], number: Decimal | None) -> Iterator[Found]:
    if number is not None:
        yield _found(FoundKind.PERCENT, plain_number(number, 2), match)


def _found(kind: FoundKind, value: str, match: re.Match[str]) -> Found:
    return Found(kind, value, match.start(), match.end() - match.start())
