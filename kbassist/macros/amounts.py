"""Numbers, sums of money and percentages as people type them."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?|[+-]?\.\d{1,6}", re.ASCII)
_CURRENCY: Final = re.compile(r"^(?P<sign>[+-]?)(?:¥|\$|rmb|cny|人民币)|(?:元整|元|块钱|块|圆|rmb|cny)$")
_PERCENT: Final = re.compile(r"^百分之|%$")
_SIGNS: Final = str.maketrans({"−": "-", "–": "-", "￥": "¥", "，": ",", "。": "."})
_TEN_THOUSAND: Final = "万"


def parse_number(text: str) -> Decimal | None:
    """Return the number, or None if it is none: full-width digits, `1,234.50`, `1.2万` are understood."""
    return _number(_plain(text))


def parse_money(text: str) -> Decimal | None:
    """Return the sum in the main unit, or None: a number with or without ¥, 元 and the like."""
    plain = _plain(text)
    without = _CURRENCY.sub(lambda match: match["sign"] or "", plain)
    return _number(_CURRENCY.sub(lambda match: match["sign"] or "", without))


def parse_percent(text: str) -> Decimal | None:
    """Return the percentage as a number from 0 to 100 and beyond, or None: `15`, `15%`, `百分之15`."""
    return _number(_PERCENT.sub("", _plain(text), count=1))


def plain_number(number: Decimal, places: int = 10) -> str:
    """Return the number in digits, rounded half up to at most `places` decimals, without trailing zeros."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -places:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def money_number(number: Decimal, *, grouped: bool = False) -> str:
    """Return the sum with two decimals, rounded half up: `1234.50`, or `1,234.50` where `grouped`."""
    rounded = number.quantize(CENT, ROUND_HALF_UP)
    rounded = abs(rounded) if rounded.is_zero() else rounded
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold().split())


def _number(plain: str) -> Decimal | None:
    times = 1
    if plain.endswith(_TEN_THOUSAND):
        plain, times = plain.removesuffix(_TEN_THOUSAND), 10_000
    if _NUMBER.fullmatch(plain) is None:
        return None
    return Decimal(plain.replace(",", "")) * times
