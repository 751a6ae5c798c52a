"""Whether a phrase is said at all: denied (这不是公司规定), or quoted (您说的“没办法”)."""

from __future__ import annotations

import re
from typing import Final

from kbassist.wording.folding import Folded, Place

_REACH: Final = 12
"""Folded characters before a phrase that can deny it."""
_DENIED: Final = re.compile(
    r"(?:(?<!是)(?:不是|并非|绝非|不会|不代表|不等于)(?:说|因为|要)?|没(?:说|说过|要|想)|(?:从不|从没|没人)(?:会)?(?:说|觉得|认为)?"
    r"|不用担心|\b(?:not|never|nor) (?:that |because |saying |to say |telling you |asking you |a |your |my |the )*)$"
)
_SAID: Final = re.compile(
    "说|讲|提|问|写|反映|回复|告诉|听到|叫|所谓|said|say|told|wrote|heard|called|hear", re.IGNORECASE
)
_NEAR: Final = 24
"""Characters before a quotation mark in which a word says that somebody is quoted."""
_QUOTES: Final = {"“": "”", "「": "」", "『": "』"}
_PLAIN: Final = '"'


def denied(text: Folded, place: Place) -> bool:
    """Tell whether the words just before a phrase, in the same clause, say that it is not so."""
    return _DENIED.search(text.text[max(0, place.first - _REACH) : place.first]) is not None


def quoted(text: Folded, place: Place) -> bool:
    """Tell whether a phrase stands in quotation marks, after a word that tells of somebody's saying it."""
    opening = _opening(text.source, place)
    return opening >= 0 and _SAID.search(text.source, max(0, opening - _NEAR), opening) is not None


def _opening(source: str, place: Place) -> int:
    """Return where the quotation around a place begins; -1 where there is none."""
    for mark, closing in _QUOTES.items():
        at = source.rfind(mark, 0, place.start)
        if at >= 0 and closing not in source[at : place.end] and closing in source[place.end :]:
            return at
    odd = source.count(_PLAIN, 0, place.start) % 2
    return source.rfind(_PLAIN, 0, place.start) if odd and _PLAIN in source[place.end :] else -1
