"""Chinese characters: the simplified form of traditional ones, so that both are found by either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from kbassist.paths import resource

_TABLE: Final = "han/simplified.txt"


def simplified(text: str) -> str:
    """Return the text with each traditional character as its simplified one; the length stays the same.

    Character by character (see `packaging/han.py`), not by phrases: both sides of a comparison are folded alike.
    """
    if text.isascii():
        return text
    # Nearly every text is simplified: a search for the few exceptions costs a fifteenth of `str.translate`.
    simple = simple_forms()
    return _traditional().sub(lambda match: simple[match[0]], text)


@cache
def simple_forms() -> Mapping[str, str]:
    """Return the simplified character of each traditional one."""
    traditional, simple = resource(_TABLE).read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(zip(traditional, simple, strict=True)))


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(simple_forms())}]")
