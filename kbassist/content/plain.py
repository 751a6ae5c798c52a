"""Markdown down to its words, for search and snippets."""

from __future__ import annotations

import html
import re
from typing import Final

_IMAGE: Final = re.compile(r"!\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]]*\])")
_LINK: Final = re.compile(r"\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])")
_WIKI: Final = re.compile(r"\[\[(?:([^\[\]|#\n]*)(?:#([^\[\]|\n]*))?)(?:\|([^\[\]\n]*))?\]\]")
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_TAG: Final = re.compile(r"</?[a-zA-Z!][^<>]*>")
_EMPHASIS: Final = re.compile(r"(\*{1,3}|~~|`{1,2})(?=\S)([^*~`\n]+?)(?<=\S)\1")
_UNDERSCORE: Final = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)")
_FENCE: Final = re.compile(r"^[ \t>]*(?:`{3,}|~{3,}).*$", re.MULTILINE)
_LINE_MARK: Final = re.compile(
    r"^[ \t]*(?:>[ \t]?)*[ \t]*"
    r"(?:#{1,6}(?=[ \t\u3400-\u9fff])|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))?"
    r"[ \t]*(?:\[[ xX]\](?=[ \t]))?[ \t]*",
    re.MULTILINE,
)
_CALLOUT: Final = re.compile(r"^[ \t]*>[ \t]*\[![^\[\]\n]+\][ \t]*", re.MULTILINE)
_RULE: Final = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_TABLE_RULE: Final = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|~<>-])")
_SPACES: Final = re.compile(r"[ \t\u00a0]+")
_BLANKS: Final = re.compile(r"\n\s*\n+")
_BREAKS: Final = re.compile(r"[ \t]*\n[ \t]*")


def plain(text: str) -> str:
    """Return the words of a Markdown text, a line for each block or item; marks, tags and link targets are gone."""
    if "<!--" in text:
        text = _without_comments(text)
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("", text)
    if "[" in text:
        text = _without_links(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "|" in text:
        text = _TABLE_RULE.sub("", text).replace("\\|", "\x00").replace("|", " ").replace("\x00", "|")
    text = _LINE_MARK.sub("", _RULE.sub("", text))
    if "*" in text or "`" in text or "~~" in text:
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    if "_" in text:
        text = _UNDERSCORE.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    return _BREAKS.sub("\n", _BLANKS.sub("\n", _SPACES.sub(" ", text))).strip()


def _without_links(text: str) -> str:
    if "[!" in text:
        text = _CALLOUT.sub("", text)
    if "[[" in text:
        text = _WIKI.sub(_wiki_words, text)
    if "]:" in text:
        text = _DEFINITION.sub("", text)
    if "![" in text:
        text = _IMAGE.sub(r"\1", text)
    return _LINK.sub(r"\1", text)


def _wiki_words(match: re.Match[str]) -> str:
    target, section, label = match.groups(default="")
    return label or section or target.rpartition("/")[2]


def _without_comments(text: str) -> str:
    head, *rest = text.split("<!--")
    parts = [head]
    for piece in rest:
        _, closed, after = piece.partition("-->")
        if closed:
            parts.append(after)
    return "".join(parts)
