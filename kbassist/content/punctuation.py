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
    fixed = []
    typist = _Typist(words)
    for number, line in enumerate(lines, first_line):
        found: list[str] = []
        better = typist.straight(line, found)
        fixed.append(better)
        _note(found, number, better, remarks)
    return fixed


class _Typist:
    """Puts line after line right, and remembers where in the header it is."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._inside = False  # below a key that has keys of its own
        self._names = -1  # the indentation of those keys, where they are names that anybody may choose
        self._block = -1  # the indentation of the key that a block text belongs to

    def straight(self, line: str, found: list[str]) -> str:
        """Return the line put right; the rules that it broke are added to `found`."""
        if self._block >= 0 and (_indent(line) > self._block or not line.strip()):
            return line
        self._block = -1
        line = _visible(line, found)
        if not line.strip() or line.lstrip().startswith("#"):
            return line
        line = self._top(line, found) if line[0] not in " -" else self._nested(line, found)
        if self._inside and "{" in line:
            line = "".join(_braces(line, self._words, found))
        if _BLOCK.search(line):
            self._block = _indent(line)
        return line

    def _top(self, line: str, found: list[str]) -> str:
        match = _TOP.match(line)
        if match:
            key, colon, gap, rest = match.groups()
            if colon == "：":
                found.append("full-width-colon")
                line = f"{key}: {rest}".rstrip()
            elif not gap and rest and key.casefold() in self._words.top:
                found.append("missing-space")
                line = f"{key}: {rest}".rstrip()
        self._inside = line.partition(":")[0].strip() in self._words.structured
        self._names = -1
        return line

    def _nested(self, line: str, found: list[str]) -> str:
        if not self._inside:
            return line
        if self._names < 0 and line.lstrip()[0] != "-":
            self._names = _indent(line)
        match = _NESTED.match(line)
        if match is None:
            return line
        lead, key, colon, gap, rest = match.groups()
        known = key.casefold() in self._words.nested or _indent(line) == self._names or rest[:1] in {"", "{"}
        if colon == "：" and known:
            found.append("full-width-colon")
        elif colon == ":" and rest and not gap and known:
            found.append("missing-space")
        else:
            return line
        return f"{lead}{key}: {rest}".rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _visible(line: str, found: list[str]) -> str:
    """Return the line without control characters, and without tabs before its first word."""
    indent = line[: _indent(line)]
    if "\t" in indent:
        found.append("tab-indentation")
        line = indent.replace("\t", "  ") + line[len(indent) :]
    if _CONTROL.search(line):
        found.append("control-character")
        line = _CONTROL.sub("", line)
    return line


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
