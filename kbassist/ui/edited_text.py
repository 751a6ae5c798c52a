"""Whether a text that the agent edited by hand may leave."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kbassist.i18n import N_, Text
from kbassist.macros.form import Gap, GapKind

_OPEN: Final = "{｛﹛"
_CLOSE: Final = "}｝﹜"
_PERCENT: Final = "%％﹪"
MARKS: Final = re.compile(f"[{_OPEN}]\\s*[{_OPEN}{_PERCENT}]|[{_CLOSE}{_PERCENT}]\\s*[{_CLOSE}]")
_MENDED_BY_HAND: Final = frozenset({GapKind.EMPTY, GapKind.UNDEFINED, GapKind.BRACES})


def objections(text: str, gaps: Iterable[Gap], placeholders: Iterable[str]) -> tuple[Gap, ...]:
    """Return why an edited text may not leave.

    What the text itself shows is judged anew: template marks and the placeholders of unfilled fields. The form's
    other reasons (a value beyond its limit, an expired macro) stand, since no edit of the text mends them.
    """
    found = [gap for gap in gaps if gap.kind not in _MENDED_BY_HAND]
    left = [place for place in dict.fromkeys(placeholders) if place and _stands(place, text)]
    found += [Gap(GapKind.EMPTY, "", N_("{place} is still in the text", place=place)) for place in left]
    if not text.strip():
        found.append(Gap(GapKind.EMPTY, "", N_("The text is empty")))
    if match := MARKS.search(text):
        found.append(Gap(GapKind.BRACES, "", _marks_left(match[0])))
    return tuple(found)


def _stands(place: str, text: str) -> bool:
    """Tell whether a placeholder is in the text, or one of its ends, where the agent deleted a part of it only."""
    return place[:2] in text or place[-2:] in text


def _marks_left(marks: str) -> Text:
    return N_("Template marks are in the text: {marks}", marks=marks)
