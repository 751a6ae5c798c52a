"""Whole numbers below 100 million as they are written in Chinese characters."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
CHARACTERS: Final = "".join((*DIGITS, *_UNITS, "万"))
_MOST: Final = 12
"""Characters; the longest number that is read, 九千九百九十九万…, is cut at less than that by nobody who writes."""


def chinese_number(text: str) -> int | None:
    """Return the number, or None if it is none: 十二, 一百零五, 两万三 (23,000), 一二三."""
    if not text or len(text) > 2 * _MOST or set(text) - set(CHARACTERS):
        return None
    high, ten_thousand, low = text.partition("万")
    if not ten_thousand:
        return _below_ten_thousand(text)
    above = _below_ten_thousand(high)
    if not above or "万" in low:
        return None
    if len(low) == 1 and low in DIGITS:
        return above * 10_000 + DIGITS[low] * 1000
    below = _below_ten_thousand(low) if low else 0
    return None if below is None else above * 10_000 + below


def _below_ten_thousand(text: str) -> int | None:
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text)) if 0 < len(text) <= 4 else None
    total, digit, unit, spaced = 0, None, 10_000, False
    for character in text:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
            spaced = spaced or digit == 0
            continue
        if _UNITS[character] >= unit:
            return None
        unit = _UNITS[character]
        total += (digit if digit else 1) * unit
        digit = None
    if digit and unit > 10 and not spaced:
        digit *= unit // 10  # 一百五 is 150, 一百零五 is 105
    return total + (digit or 0)
