"""Options offered to a customer, each with what speaks for it and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.i18n import N_, Text
from kbassist.wording.remarks import Kind, Level, Remark

_HEAD: Final = re.compile(
    r"(?:(?:方案|办法|选项|选择)\s?([一二三四五六1-6A-DＡ-Ｄ①-⑥])|第([一二三四五六1-6])(?:种|个(?:方案|办法|选择|选项))"
    r"|option\s([1-6A-D])\b)(?=\s?(?:[:：，,、.。（(]|是|\*\*))",
    re.IGNORECASE,
)
_FOR: Final = "优点|好处|优势|长处|advantages?|pros?|upsides?|benefits?"
_AGAINST: Final = "缺点|不足|坏处|代价|劣势|drawbacks?|cons?|downsides?|disadvantages?"
_CONTENT: Final = r"\s?\**\s?(?:[:：]|是|在于|就是|，|, )?\s?\**\s?([^\s:：；;，,。.\n|*][^；;。\n|]*)"
_SAID: Final = {
    "for": re.compile(rf"(?:{_FOR})(?![a-z]){_CONTENT}", re.IGNORECASE),
    "against": re.compile(rf"(?:{_AGAINST})(?![a-z]){_CONTENT}", re.IGNORECASE),
}
_PLUS: Final = re.compile(rf"(?:{_FOR}|{_AGAINST})(?![a-z])", re.IGNORECASE)
_NOTHING: Final = re.compile(r"\s*(?:-+|—+|–|/|无|没有|暂无|none|n/a)?\s*$", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"[（(][^）)]{2,}[）)]")


@dataclass(frozen=True, slots=True)
class _Option:
    """One option: its head from `start` to `head_end`, and all that is said of it."""

    start: int
    head_end: int
    text: str


def one_sided(text: str) -> Iterator[Remark]:
    """Yield options among several that leave out their good or their bad side, and an option that stands alone."""
    options = list(_options(text))
    if len(options) == 1:
        why = N_("Only one option is offered; a choice of two helps the customer decide.")
        yield _remark(options[0], Level.INFO, why, "one-option")
        return
    for option in options:
        if missing := _missing(option.text):
            yield _remark(option, Level.WARN, missing, "one-sided-option")


def _options(text: str) -> Iterator[_Option]:
    """Yield the options in order, each up to the next one or the end of its paragraph."""
    heads: dict[str, re.Match[str]] = {}
    for match in _HEAD.finditer(text):
        heads.setdefault((match[1] or match[2] or match[3]).upper(), match)
    found = list(heads.values())
    for match, after in zip(found, [*found[1:], None], strict=False):
        end = after.start() if after else _paragraph_end(text, match.end())
        yield _Option(match.start(), match.end(), text[match.end() : end])


def _paragraph_end(text: str, position: int) -> int:
    end = text.find("\n\n", position)
    return end if end >= 0 else len(text)


def _missing(said: str) -> Text | None:
    """Return what is missing of an option: a cost told in brackets (运费另付) stands for its two sides."""
    if _IN_BRACKETS.search(said) and not _PLUS.search(said):
        return None
    good, bad = _says(said, "for"), _says(said, "against")
    if good and bad:
        return None
    if good:
        return N_("This option says nothing of its drawback.")
    return (
        N_("This option says nothing of its advantage.")
        if bad
        else N_("Say what speaks for and against this option.")
    )


def _says(said: str, side: str) -> bool:
    match = _SAID[side].search(said)
    return match is not None and not _NOTHING.match(match[1]) and not _PLUS.match(match[1])


def _remark(option: _Option, level: Level, why: Text, rule: str) -> Remark:
    return Remark(Kind.OPTIONS, level, option.start, option.head_end - option.start, why, None, rule)
