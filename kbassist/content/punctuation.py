"""Header lines as a Chinese keyboard writes them, put right before YAML sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.remarks import Remarks
from kbassist.i18n import N_, Text

_BLOCK: Final = re.compile(r"[:：-]\s*[|>][-+0-9]*\s*(?:#.*)?$")
_TOP: Final = re.compile(r"([^\s:：#\"'\[\]{}|>&*!%@`,-][^:：]{0,60}?)\s*([:：])(\s*)(.*)", re.DOTALL)
_NESTED: Final = re.compile(
    r"([ \t]+(?:-[ \t]+)?|-[ \t]+)([^\s:：\"'\[\]{},，#-][^:：\"'\[\]{},，]{0,60}?)\s*([:：])(\s*)(.*)"
)
_QUOTED: Final = re.compile(r"""('[^']*'|"[^"]*")""")
_IN_BRACES: Final = re.compile(r"([{,，]\s*)([^\s{},，:：'\"]{1,40})\s*([:：])(\s*)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a header may use: at its top, inside, and below which top keys there is an inside."""

    top: frozenset[str]
    nested: frozenset[str] = frozenset()
    structured: frozenset[str] = frozenset()


def straighten(lines: list[str], first_line: int, words: Vocabulary, remarks: Remarks) -> list[str]:
    """Return the lines with the keyboard's slips (`标题：`, `{类型：文本，必填：否}`, tabs) put right and noted.

    Block texts stay as they are.
    """
    fixed, inside, block = [], False, -1
    for offset, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (indent > block or not line.strip()):
            fixed.append(line)
            continue
        found: list[str] = []
        better = _line(line, words, inside, found)
        if better and better[0] not in " \t-#":
            inside = re.split("[:：]", better)[0].strip() in words.structured
        block = indent if _BLOCK.search(better) else -1
        fixed.append(better)
        _note(found, first_line + offset, better, remarks)
    return fixed


def _line(line: str, words: Vocabulary, inside: bool, found: list[str]) -> str:
    """Return the line put right; the rules that it broke are added to `found`."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        found.append("tab-indentation")
        line = indent.replace("\t", "  ") + line[len(indent) :]
    if _CONTROL.search(line):
        found.append("control-character")
        line = _CONTROL.sub("", line)
    if not line.strip() or line.lstrip().startswith("#"):
        return line
    line = _top(line, words, found) if line[0] not in " \t-" else _nested(line, words, inside, found)
    if inside and "{" in line:
        line = "".join(_braces(line, words, found))
    return line


def _top(line: str, words: Vocabulary, found: list[str]) -> str:
    match = _TOP.match(line)
    if match is None:
        return line
    key, colon, gap, rest = match.groups()
    if colon == "：":
        found.append("full-width-colon")
    elif not gap and rest and key.casefold() in words.top:
        found.append("missing-space")
    else:
        return line
    return f"{key}: {rest}".rstrip()


def _nested(line: str, words: Vocabulary, inside: bool, found: list[str]) -> str:
    match = _NESTED.match(line) if inside else None
    if match is None:
        return line
    lead, key, colon, gap, rest = match.groups()
    known = key.casefold() in words.nested or not rest or rest.startswith("{")
    if colon == "：" and known:
        found.append("full-width-colon")
    elif colon == ":" and rest and not gap and known:
        found.append("missing-space")
    else:
        return line
    return f"{lead}{key}: {rest}".rstrip()


def _braces(line: str, words: Vocabulary, found: list[str]) -> Iterator[str]:
    def put_right(match: re.Match[str]) -> str:
        before, key, colon, gap = match.groups()
        if key.casefold() not in words.nested:
            return match[0]
        found.extend(["full-width-comma"] * before.startswith("，"))
        found.extend(["full-width-colon"] * (colon == "："))
        found.extend(["missing-space"] * (colon == ":" and not gap))
        return f"{before.replace('，', ', ')}{key}: "

    for part in _QUOTED.split(line):
        yield part if part[:1] in {"'", '"'} else _IN_BRACES.sub(put_right, part)


def _note(found: list[str], number: int, better: str, remarks: Remarks) -> None:
    repair = remarks.rewrite(N_("Write “{line}”.", line=better.strip()), number, better) if found else None
    for rule in dict.fromkeys(found):
        remarks.add(rule, number, _SLIPS[rule], repair)


_SLIPS: Final[dict[str, Text]] = {
    "tab-indentation": N_("YAML does not allow tabs for indentation."),
    "control-character": N_("There is an invisible control character in this line; it is left out."),
    "full-width-colon": N_("There is a full-width colon (：) where YAML needs “: ”."),
    "full-width-comma": N_("There is a full-width comma (，) where YAML needs “, ”."),
    "missing-space": N_("There is no space after the colon."),
}
