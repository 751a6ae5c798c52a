"""Texts as the scanner reads them: half-width, the same length, and the words before a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_HALF: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0xA0: 0x20}
_NEAR: Final = 14
_STOPS: Final = "。！？!?\n,;；"


def folded(text: str) -> str:
    """Return the text with half-width letters, digits and signs, each character in its place."""
    return text.translate(_HALF)


def cue_before(shown: str, start: int, cues: Iterable[str]) -> bool:
    """Tell whether one of these words, in lower case, stands just before a place in the same clause."""
    near = shown[max(0, start - _NEAR) : start].lower()
    near = near[max((near.rfind(stop) for stop in _STOPS), default=-1) + 1 :]
    return any(cue and cue in near for cue in cues)
