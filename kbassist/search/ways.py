"""The ways in which a query can be read: as typed, or as something that people mean by it."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """How a reading of a query came about; `LITERAL` is the query as it was typed."""

    LITERAL = "literal"
    SYNONYM = "synonym"  # the team's synonyms
    NUMERAL = "numeral"  # 七 for 7 and back
    SPELLING = "spelling"  # a corrected word or code
    PINYIN = "pinyin"  # the characters that full syllables stand for
    INITIALS = "initials"  # the characters that first letters stand for
