"""Identity numbers and bank cards, which are recognized so that they are never offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.cases.text import cue_before
from kbassist.cases.values import Found, FoundKind

_DIGITS: Final = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){14,18}[Xx]?(?![0-9A-Za-z])")
_ID_WORDS: Final = ("身份证", "证件号", "id card", "id number")
_CARD_WORDS: Final = ("银行卡", "卡号", "储蓄卡", "信用卡", "card number", "账号", "账户")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECKS: Final = "10X98765432"
_UNIONPAY: Final = "62"


def personal(shown: str) -> Iterator[Found]:
    """Yield the numbers that are an identity number or a bank card, by their own checks or by what is said."""
    for match in _DIGITS.finditer(shown):
        number = re.sub("[ -]", "", match[0]).upper()
        if _is_identity(number, shown, match.start()) or _is_card(number, shown, match.start()):
            yield Found(FoundKind.PERSONAL, match[0], match.start(), len(match[0]))


def _is_identity(number: str, shown: str, start: int) -> bool:
    if len(number) not in {15, 18}:
        return False
    if cue_before(shown, start, _ID_WORDS):
        return True
    return len(number) == 18 and _is_birthday(number[6:14]) and _has_check(number)


def _has_check(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1]


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def _is_card(number: str, shown: str, start: int) -> bool:
    if not (number.isdigit() and 16 <= len(number) <= 19 and _luhn(number)):
        return False
    return number.startswith(_UNIONPAY) or cue_before(shown, start, _CARD_WORDS)


def _luhn(number: str) -> bool:
    """Check the digits by ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
