"""Reading the openings of sympathy of a team: `openings.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kbassist.content.entry import locale_of
from kbassist.content.model import DEFAULT_LOCALE
from kbassist.content.nodes import Node
from kbassist.content.opening import Opening
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.content.team_lists import Fields, listed, named, top
from kbassist.i18n import N_

OPENINGS: Final = {"openings": ("开场",)}
OPENING: Final = {
    "text": ("说法", "文本"),
    "scene": ("场景",),
    "feeling": ("心情", "情绪"),
    "channels": ("渠道", "channel"),
    "locale": ("语言", "language"),
}
LONGEST: Final = 120
"""Characters of an opening: it is a sentence or two, not the reply."""
_TEMPLATE: Final = ("{{", "{%")


def openings(node: Node, remarks: Remarks) -> Fields:
    """Return the openings of a file, each text once; what nobody can use is noted and left out."""
    header = top(node, OPENINGS, remarks)
    found = named(listed(header.nodes.get("openings"), "openings", OPENING, remarks), "text", remarks)
    return {"openings": tuple(_openings(found))}


def _openings(found: Iterator[tuple[str, Header]]) -> Iterator[Opening]:
    for text, header in found:
        line = header.lines["text"]
        if any(mark in text for mark in _TEMPLATE):
            header.remarks.error("bad-opening", line, N_("An opening is plain text without placeholders."))
            continue
        if len(text) > LONGEST:
            message = N_(
                "An opening has at most {limit} characters; this one has {count}.", limit=LONGEST, count=len(text)
            )
            header.remarks.add("long-opening", line, message)
        scene, feeling = header.text("scene"), header.text("feeling")
        yield Opening(" ".join(text.split()), scene, feeling, header.words("channels"), _locale(header))


def _locale(header: Header) -> str:
    """Return the language; one that nobody knows is noted, and the usual one holds."""
    written = header.text("locale")
    locale = locale_of(written) if written else DEFAULT_LOCALE
    if locale is None:
        message = N_("“{value}” is no language; write zh-CN or en.", value=written)
        header.remarks.add("unknown-value", header.lines["locale"], message)
    return locale or DEFAULT_LOCALE
