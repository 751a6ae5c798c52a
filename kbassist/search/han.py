"""Chinese characters: the simplified form of traditional ones, so that both are found by either."""

from __future__ import annotations

import re
from functools import cache
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
    traditional, simple = _traditional()
    return traditional.sub(lambda match: simple[match[0]], text)


@cache
def _traditional() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds a traditional character, and the simplified one of each."""
    traditional, simple = resource(_TABLE).read_text(encoding="utf-8").splitlines()
    return re.compile(f"[{traditional}]"), dict(zip(traditional, simple, strict=True))
