"""Markdown as people write it, rewritten so that Python-Markdown reads it as GitHub would.

Lists and tables need no blank line before them, two spaces are enough to nest a list, code may stand inside a list,
`1、` and `•` are list marks too, and each heading gets an anchor.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

from kbassist.content.headings import Heading, headings

_MAX_QUOTES: Final = 50
_BULLET: Final = re.compile(r"( *)([-*+])(?: +|$)(.*)")
_NUMBER: Final = re.compile(r"( *)(\d{1,9})(?:[.)](?: +|$)|[.、．)）](?=[\u3400-\u9fff“《「【*]))(.*)")
_DOT: Final = re.compile(r"( *)[•●▪◦·] *(?=\S)(.*)")
_RULE: Final = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_FENCE: Final = re.compile(r"( *)(`{3,}|~{3,})(.*)$")
_ROW: Final = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_WIKI: Final = re.compile(r"(\[\[[^\[\]|\n]*)(?<!\\)\|([^\[\]|\n]*\]\])")
_DIVIDER: Final = "<!-- -->"
_QUOTE: Final = re.compile(r" {0,3}> ?")


@dataclass(slots=True)
class _Item:
    """An open list item: where its mark and its text stand, and whether it is a number or a bullet."""

    indent: int
    content: int
    ordered: bool


@dataclass(slots=True)
class _State:
    out: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    quoted: bool = False

    @property
    def margin(self) -> str:
        return "    " * len(self.items)

    @property
    def after_text(self) -> bool:
        return bool(self.out) and bool(self.out[-1].strip())

    def blank(self) -> None:
        if self.after_text:
            self.out.append("")


def straightened(text: str, anchors: dict[str, int] | None = None, depth: int = 0) -> str:
    """Return the same text in the form that Python-Markdown understands; `anchors` counts headings seen before."""
    lines = text.expandtabs(4).split("\n")
    titles = {heading.first: heading for heading in headings(lines)}
    taken = {} if anchors is None else anchors
    state = _State()
    number = 0
    while number < len(lines):
        line = lines[number]
        if heading := titles.get(number):
            _heading(heading, taken, state)
            number = heading.end
        elif fence := _FENCE.match(line):
            number = _code(lines, number, fence, state)
        elif _QUOTE.match(line) and not state.items:
            number = _quote(lines, number, taken, state, depth)
        else:
            _line(lines, number, state)
            state.quoted = state.quoted and not line.strip()
            number += 1
    return "\n".join(state.out)


def _heading(heading: Heading, taken: dict[str, int], state: _State) -> None:
    state.items.clear()
    state.blank()
    place = f'<a name="{encoded(_anchor(heading, taken))}"></a>' if heading.text else ""
    source = re.sub(r"<a\s+name=[^<>]*></a>", "", heading.source)
    state.out += [f"{'#' * heading.level} {place}{source}", ""]


def _anchor(heading: Heading, taken: dict[str, int]) -> str:
    if heading.level > 2:
        return heading.text
    taken[heading.text] = taken.get(heading.text, 0) + 1
    return heading.text if taken[heading.text] == 1 else f"{heading.text}-{taken[heading.text]}"


def encoded(text: str) -> str:
    """Return a text for an HTML attribute in a Markdown source: nothing in it can be taken for a mark of either."""
    return "".join(character if character.isalnum() else f"&#{ord(character)};" for character in html.unescape(text))


def _code(lines: list[str], first: int, fence: re.Match[str], state: _State) -> int:
    """Take a code block over; inside a list it becomes an indented one: Python-Markdown knows no other there."""
    indent, mark = len(fence[1]), fence[2]
    if mark[0] == "`" and "`" in fence[3]:
        _line(lines, first, state)
        return first + 1
    end = first + 1
    while end < len(lines) and not _closes(lines[end], mark):
        end += 1
    _leave(indent, state, after_blank=False)
    code = [re.sub(rf"^ {{0,{indent}}}", "", line) for line in lines[first + 1 : end]]
    state.blank()
    if state.items:
        state.out += [f"{state.margin}    {line}".rstrip() for line in code]
    else:
        state.out += [mark, *code, mark]
    state.out.append("")
    return end + 1


def _closes(line: str, mark: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(mark) and set(bare) == {mark[0]}


def _quote(lines: list[str], first: int, taken: dict[str, int], state: _State, depth: int) -> int:
    end = first
    while end < len(lines) and _QUOTE.match(lines[end]):
        end += 1
    inner = "\n".join(_QUOTE.sub("", line, count=1) for line in lines[first:end])
    if depth < _MAX_QUOTES:
        inner = straightened(inner, taken, depth + 1)
    if not state.after_text and state.quoted:
        state.out += [_DIVIDER, ""]  # Python-Markdown would make one quote of two
    state.blank()
    state.out += [f"> {line}".rstrip() for line in inner.split("\n")]
    state.quoted = True
    if end < len(lines) and not lines[end].strip():
        state.out.append("")
    return end


def _line(lines: list[str], number: int, state: _State) -> None:
    line = lines[number]
    if not line.strip():
        state.out.append("")
    elif _RULE.match(line):
        state.items.clear()
        state.blank()
        state.out += ["---", ""]
    elif item := _item(line, state):
        _open(item[0], item[1], item[2], state)
    elif _is_table(lines, number):
        _table(lines, number, state)
    else:
        _text(line, state)


def _item(line: str, state: _State) -> tuple[_Item, str, str] | None:
    """Return a list item with its mark and text, or None; a number goes on with a paragraph unless it is 1."""
    if match := _BULLET.match(line) or _DOT.match(line):
        indent, text = len(match[1]), match[match.re.groups]
        return (_Item(indent, indent + 2, False), "-", text) if _in_reach(indent, state) else None
    match = _NUMBER.match(line)
    if match is None or not _in_reach(len(match[1]), state):
        return None
    if state.after_text and not state.items and int(match[2]) > 1:
        return None
    width = len(match[1]) + len(match[2]) + 2
    return _Item(len(match[1]), width, True), f"{int(match[2])}.", match[3]


def _in_reach(indent: int, state: _State) -> bool:
    """Tell whether a mark this far in is no indented code."""
    return indent < (state.items[-1].content + 4 if state.items else 4)


def _open(item: _Item, mark: str, text: str, state: _State) -> None:
    closed: _Item | None = None
    while state.items and item.indent < state.items[-1].indent + 2:
        closed = state.items.pop()
    if (closed is None and not state.items) or (closed and closed.ordered is not item.ordered):
        state.blank()
    state.out.append(f"{state.margin}{mark} {text.strip()}".rstrip())
    state.items.append(item)


def _leave(indent: int, state: _State, *, after_blank: bool) -> None:
    """Close the items that a text this far in no longer belongs to; right after an item's text it still does."""
    if not after_blank and state.after_text and state.items and indent >= 2:
        after_blank = True
    while after_blank and state.items and indent < state.items[-1].indent + 2:
        state.items.pop()


def _text(line: str, state: _State) -> None:
    indent = len(line) - len(line.lstrip())
    after_blank = not state.after_text
    was_list = bool(state.items)
    _leave(indent, state, after_blank=after_blank)
    if not state.items:
        bare = line.lstrip() if was_list and indent < 4 else line
        number = _NUMBER.match(bare)
        if re.match(r" {0,3}#[^#\s]", bare):
            bare = bare.replace("#", "\\#", 1)
        elif number and bare.lstrip()[len(number[2])] in ".)":
            bare = bare.replace(number[2], f"{number[2]}\\", 1)
        state.out.append(bare)
        return
    deeper = indent - state.items[-1].content
    code = " " * deeper if after_blank and deeper >= 4 else ""
    state.out.append(state.margin + code + line.strip())


def _table(lines: list[str], first: int, state: _State) -> None:
    """Put the head of a table apart, and make its rows safe from the bars of wiki links."""
    number = first
    while number < len(lines) and "|" in lines[number]:
        lines[number] = _WIKI.sub(r"\1\\|\2", lines[number])
        number += 1
    state.blank()
    state.out.append(state.margin + lines[first].strip())


def _is_table(lines: list[str], number: int) -> bool:
    return (
        "|" in lines[number]
        and number + 1 < len(lines)
        and "|" in lines[number + 1]
        and bool(_ROW.match(lines[number + 1]))
    )
