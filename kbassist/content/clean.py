"""Cleaning rendered HTML: what is left can show text and pictures of the library, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import nh3

from kbassist.content.links import SAFE_SCHEMES, inside, scheme

_TAGS: Final = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "details", "div", "dl", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "tt", "u", "ul", "var",
})  # fmt: skip
_DROPPED: Final = frozenset(
    {"script", "style", "iframe", "object", "embed", "template", "noscript", "title", "textarea"}
)
_ATTRIBUTES: Final = {
    "a": {"href", "name", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
    "ol": {"start"},
    "div": {"class"},
    "p": {"class"},
    "span": {"class"},
}
_CLASSES: Final = frozenset(
    {"callout", "callout-title", "dead-link"}
    | {f"callout-{kind}" for kind in ("note", "tip", "important", "warning", "caution")}
)
_NUMBERS: Final = frozenset({"width", "height", "colspan", "rowspan", "start"})
_HIDDEN: Final = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def clean(html: str, path: str, link: Callable[[str], str | None]) -> str:
    """Return the HTML without anything that runs, loads or leads out; `path` is the file that images are relative to.

    `link` turns a place that raw HTML links to into `kb:…`, or None.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return image_source(path, value)
        if name == "href":
            return safe_link(value) or link(value)
        if name == "class":
            return " ".join(word for word in value.split() if word in _CLASSES) or None
        if name in _NUMBERS:
            return value if value.isascii() and value.isdecimal() and len(value) <= 4 else None
        return value

    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=attribute,
        url_schemes=set(SAFE_SCHEMES),
        link_rel=None,
    )


def safe_link(target: str) -> str | None:
    """Return a link that may be shown as one (https, http, mailto, kb), without hidden characters; else None."""
    bare = _HIDDEN.sub("", target)
    if "\\" in bare or scheme(bare) not in SAFE_SCHEMES:
        return None
    return bare


def image_source(path: str, source: str) -> str | None:
    """Return an image's place below the root, percent-encoded where a URL needs it; None where it is refused."""
    if source.lstrip().startswith("/"):
        return None
    place = inside(path, source)
    return re.sub(r"[%#?\s]", lambda match: quote(match[0]), place) if place else None
