"""Replies for channels with formatting: HTML for the clipboard, and the same text without Markdown marks."""

from __future__ import annotations

import re
from typing import Final

from kbassist.content.model import Variant
from kbassist.content.team_model import Channel, Team
from kbassist.macros.marks import bare, map_values

# Marks that stand for themselves in a value while the author's own are taken out: noncharacters, one for each.
_MARKDOWN: Final = "\\`*_[]()#~!<>"
_HIDE: Final = {ord(character): chr(0xFDD8 + number) for number, character in enumerate(_MARKDOWN)}
_SHOW: Final = {ord(hidden): chr(character) for character, hidden in _HIDE.items()}
_AS_ENTITY: Final = {ord(character): f"&#{ord(character)};" for character in "\\`*_{}[]()#+-.!|~<>&="}

_PLAINED: Final = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"\[([^\]\n]{1,300})\]\(\1\)", r"\1"),
        (r"\[([^\]\n]{1,300})\]\(([^)\s]{1,500})\)", r"\1 \2"),
        (r"<((?:https?://|mailto:)[^>\s]{1,500})>", r"\1"),
        (r"^#{1,6}[ \t]+", ""),
        (r"(?<!\\)\*\*(?!\s)([^\n]{1,500}?)(?<![\s\\])\*\*", r"\1"),
        (r"(?<![\w\\])__(?!\s)([^\n]{1,500}?)(?<![\s\\])__(?!\w)", r"\1"),
        (r"(?<![*\\])\*(?![\s*])([^*\n]{1,500})(?<![\s\\])\*", r"\1"),
        (r"(?<![\w\\])_(?![\s_])([^_\n]{1,500})(?<![\s\\])_(?!\w)", r"\1"),
        (r"~~(?!\s)([^~\n]{1,500})(?<!\s)~~", r"\1"),
        (r"`([^`\n]{1,500})`", r"\1"),
        (r"(?: {2,10}|\\)$", ""),
        (r"\\([\\`*_{}\[\]()#+\-.!>~])", r"\1"),
    )
)
_IMAGE: Final = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LIST_ITEM: Final = re.compile(r"\s{0,12}(?:[-*+]|\d{1,3}\.)\s")


def is_markdown(variant: Variant, channel: Channel | None, team: Team) -> bool:
    """Tell whether a variant is written in Markdown: it serves a rich channel, or all channels and one is rich."""
    if channel and channel.rich:
        return True
    return not variant.channel and any(each.rich for each in team.channels)


def plain_text_of(marked: str) -> str:
    """Return the author's Markdown as plain text, marks of values kept: no `**`, `#`, or link brackets."""
    text = shielded(marked)
    for pattern, replacement in _PLAINED:
        text = pattern.sub(replacement, text)
    return unshielded(text)


def shielded(marked: str) -> str:
    """Put stand-ins for the Markdown marks in values, so that nothing there is taken for the author's."""
    return map_values(marked, lambda value: value.translate(_HIDE))


def unshielded(text: str) -> str:
    """Put the marks back that `shielded` hid."""
    return text.translate(_SHOW)


def html_of(marked: str, path: str) -> str:
    """Return the reply as an HTML fragment: Markdown of the author's, values as they are; `path` is the macro's file.

    Each line break of the text is one of the HTML, too. No picture stays: it would point into this computer.
    """
    from kbassist.content.markdown import render  # noqa: PLC0415 - Markdown loads slowly and most channels are plain

    html = render(_with_breaks(bare(map_values(marked, _as_entities))), path=path, resolve=lambda _: None).html
    return _IMAGE.sub("", html)


def _as_entities(value: str) -> str:
    return "\n".join(line.strip() for line in value.split("\n")).translate(_AS_ENTITY)


def _with_breaks(markdown: str) -> str:
    """Make single line breaks hard ones, and let a list begin right after a line of text."""
    lines: list[str] = []
    for line in markdown.split("\n"):
        before = lines[-1] if lines else ""
        if _LIST_ITEM.match(line) and before.strip() and not _LIST_ITEM.match(before) and not before.startswith(" "):
            lines.append("")
        elif line.strip() and before.strip() and not before.startswith(("|", "#")):
            lines[-1] = f"{before}  "
        lines.append(line)
    return "\n".join(lines)
