"""Personal data that stands unmasked in a reply: mobile numbers, identity and bank cards, and what the team says.

Identity cards: GB 11643-1999 (check digit ISO 7064 MOD 11-2). Bank cards: ISO/IEC 7812, Luhn's check digit and the
lengths that the issuers' numbers have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kbassist.content.team_model import Pattern, Team
from kbassist.i18n import N_, Text
from kbassist.wording.remarks import Kind, Level, Remark

_WIDE: Final = {0xFF01 + number: 0x21 + number for number in range(94)} | {0x3000: 0x20}
_PHONE: Final = re.compile(
    r"(?<![\w.])(?:\+?86[ -]?|0086[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d|\.\d|[A-Za-z])",
    re.ASCII,
)
_ID: Final = re.compile(r"(?<![A-Za-z0-9])\d{6}(?:18|19|20)\d{9}[0-9Xx](?![A-Za-z0-9])", re.ASCII)
_CARD: Final = re.compile(r"(?<![A-Za-z0-9-])\d{4}(?:[ -]?\d){9,15}(?![ -]?\d|[A-Za-z])", re.ASCII)
_ISSUERS: Final = (
    (re.compile("62|81"), range(16, 20)),
    (re.compile("9558|955[0-9]|60|65"), range(16, 20)),
    (re.compile("4"), (13, 16, 19)),
    (re.compile("5[1-5]|2[2-7]"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("35"), range(16, 20)),
    (re.compile("3[0689]"), (14,)),
)
_ABOUT_CARDS: Final = re.compile("卡|尾号|card|visa|master|账号|account", re.IGNORECASE)
_ABOUT_NUMBERS: Final = re.compile(
    "(?:订单|单号|运单|快递|包裹|编号|流水|序列|发票|税号|识别号|order|tracking|parcel|invoice|serial|reference)",
    re.IGNORECASE,
)
_NEAR: Final = 12
"""Characters before a number in which a word tells what it is."""
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES: Final = frozenset({*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
                               *range(61, 66), 71, 81, 82, 83})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    label: Text
    rule: str
    kept: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Personal:
    """What counts as personal for a team, ready to be looked for."""

    level: Level
    own: str
    personal: tuple[tuple[Pattern, Any], ...]
    numbers: tuple[Any, ...]

    @classmethod
    def of(cls, team: Team) -> Personal:
        """Compile the team's patterns; a check of the library says which ones are no regular expressions."""
        compiled = [(pattern, expression) for pattern in team.patterns if (expression := _compiled(pattern))]
        own = " ".join((team.name, team.signature, *team.values.values()))
        return cls(
            Level(team.personal_level),
            own,
            tuple((pattern, expression) for pattern, expression in compiled if pattern.personal),
            tuple(expression for pattern, expression in compiled if not pattern.personal),
        )

    def found(self, text: str) -> Iterator[Remark]:
        """Yield personal data in order, each stretch once, with its masked form as the replacement."""
        plain = text.translate(_WIDE)
        end = 0
        for each in sorted(self._all(plain), key=lambda found: (found.start, -found.end)):
            said = text[each.start : each.end]
            if each.start >= end and said not in self.own:
                end = each.end
                why = N_("{what} stands here unmasked.", what=each.label)
                yield Remark(
                    Kind.PERSONAL, self.level, each.start, len(said), why, masked(said, *each.kept), each.rule
                )

    def _all(self, text: str) -> Iterator[_Found]:
        for match in _ID.finditer(text):
            if _is_identity(match[0]) and not _named(text, match.start(), _ABOUT_NUMBERS):
                yield _Found(match.start(), match.end(), N_("An identity card number"), "id-card", (3, 4))
        for match in _CARD.finditer(text):
            if self._is_card(text, match):
                yield _Found(match.start(), match.end(), N_("A bank card number"), "bank-card", (0, 4))
        for match in _PHONE.finditer(text):
            if not _named(text, match.start(), _ABOUT_NUMBERS):
                yield _Found(match.start(1), match.end(), N_("A mobile number"), "mobile", (3, 4))
        for pattern, expression in self.personal:
            yield from _team_s(pattern, expression, text)

    def _is_card(self, text: str, match: re.Match[str]) -> bool:
        digits = re.sub("[ -]", "", match[0])
        if not _is_bank_card(digits) or _named(text, match.start(), _ABOUT_NUMBERS):
            return False
        ours = any(expression.fullmatch(digits) for expression in self.numbers)
        return not ours or " " in match[0] or _named(text, match.start(), _ABOUT_CARDS)


def masked(said: str, first: int, last: int) -> str:
    """Return the text with stars for all letters and digits but so many at its beginning and end."""
    if "@" in said:
        name, _, host = said.partition("@")
        return f"{name[:1]}***@{host}"
    places = [number for number, each in enumerate(said) if each.isalnum()]
    hidden = set(places[first : len(places) - last])
    return "".join("*" if number in hidden else each for number, each in enumerate(said))


def _compiled(pattern: Pattern) -> Any:
    import re2  # noqa: PLC0415 - a quarter of the time that this module takes to load

    try:
        return re2.compile(pattern.expression)
    except re2.error:
        return None


def _team_s(pattern: Pattern, expression: Any, text: str) -> Iterator[_Found]:
    for match in expression.finditer(text):
        start, end = match.span()
        if start < end and not (_latin(text, start - 1) and _latin(text, start)) and not _cut(text, end):
            kept = (3, 4) if end - start >= 11 else (1, 1)
            yield _Found(start, end, Text(pattern.label), pattern.name, kept)


def _cut(text: str, end: int) -> bool:
    return _latin(text, end - 1) and _latin(text, end)


def _latin(text: str, position: int) -> bool:
    return 0 <= position < len(text) and text[position].isascii() and text[position].isalnum()


def _named(text: str, start: int, words: re.Pattern[str]) -> bool:
    """Tell whether a word just before a number, in the same clause, says that it is such a one."""
    before = re.split("[，,。；;！？!?\n]", text[max(0, start - _NEAR) : start])[-1]
    return words.search(before) is not None


def _is_identity(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    check = "10X98765432"[total % 11]
    return int(number[:2]) in _PROVINCES and born.year >= 1880 and number[-1].upper() == check


def _is_bank_card(digits: str) -> bool:
    lengths = next((lengths for prefix, lengths in _ISSUERS if prefix.match(digits)), ())
    return len(digits) in lengths and _luhn(map(int, reversed(digits))) and len(set(digits)) > 1


def _luhn(digits: Iterable[int]) -> bool:
    total = 0
    for number, digit in enumerate(digits):
        doubled = digit * 2 if number % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
