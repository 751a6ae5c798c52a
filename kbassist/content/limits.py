"""What is too much to be rendered: Markdown and HTML that would take seconds or exhaust the stack."""

from __future__ import annotations

import re
from typing import Final

from kbassist.i18n import N_, Text

MAX_TEXT: Final = 1_000_000
MAX_BRACKETS: Final = 1_000
MAX_COST: Final = 4_000_000
MAX_DEPTH: Final = 50
SHOWN: Final = 200_000
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_QUOTE: Final = re.compile(rf"^ {{0,3}}(?:> ?){{{MAX_DEPTH}}}", re.MULTILINE)
_INDENT: Final = re.compile(rf"^(?: {{2}}|\t){{{MAX_DEPTH}}} *(?:[-*+]|\d{{1,9}}[.)])", re.MULTILINE)
_SAME_LINE: Final = re.compile(rf"^ *(?:(?:[-*+>]|\d{{1,9}}[.)]) *){{{MAX_DEPTH}}}", re.MULTILINE)
_BLOCK: Final = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,9}\.)[ \t])")
_TABLE: Final = re.compile(r"[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|")
_WHOLE_LINK: Final = re.compile(r"!?\[[^\[\]]*\](?:\([^()\n]*\)|\[[^\[\]]*\])?(?![(\[])")
_WHOLE_TAG: Final = re.compile(r"<[^<>]*>")
# Elements that never nest, or that HTML closes by itself.
_FLAT: Final = frozenset({
    "p", "li", "td", "tr", "th", "dt", "dd", "br", "hr", "img", "input", "option", "col", "wbr", "meta", "link",
    "tbody", "thead",
})  # fmt: skip
_LONG: Final = N_("This text is too long to be laid out; it is shown as it was written.")
_MARKS: Final = N_("This text has too many open brackets to be laid out; it is shown as it was written.")
_DEEP: Final = N_("This text is nested too deeply to be laid out; it is shown as it was written.")


def exceeded(text: str) -> Text | None:
    """Return in a sentence what makes a text too much to be rendered, or None."""
    if len(text) > MAX_TEXT:
        return _LONG
    if _QUOTE.search(text) or _INDENT.search(text) or _SAME_LINE.search(text) or _too_deep(text):
        return _DEEP
    return _MARKS if _costly(text) else None


def _costly(text: str) -> bool:
    """Tell whether the ends of brackets would be searched too long: each costs up to the length of its block."""
    if text.count("[") + text.count("<") < 100:
        return False
    cost = 0
    for block in _BLOCK.split(text):
        for part in block.split("\n") if _TABLE.match(block) else (block,):
            rest = _WHOLE_TAG.sub("", _WHOLE_LINK.sub("", _WHOLE_LINK.sub("", part)))
            loose = rest.count("[") + rest.count("<")
            cost += loose * len(part)
            if loose > MAX_BRACKETS or cost > MAX_COST:
                return True
    return False


def _too_deep(text: str) -> bool:
    if text.count("<") <= MAX_DEPTH:
        return False
    depth = 0
    for closing, name in _TAG.findall(text):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False
