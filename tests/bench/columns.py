"""The same documents for every engine: what of an entry is a title, what a heading, what text."""

from __future__ import annotations

from kbassist.content.model import Article, Macro

NAMES = ("title", "tags", "headings", "body")
WEIGHTS = (6.0, 4.0, 2.0, 1.0)


def columns(entry: Article | Macro) -> tuple[str, str, str, str]:
    """Return the texts of an entry in the order of `NAMES`; customers' phrasings count with the tags."""
    if isinstance(entry, Macro):
        tags = (*entry.tags, *entry.asked_as, entry.shortcut)
        return entry.title, " ".join(tags), "", "\n".join(variant.body for variant in entry.variants)
    headings = " ".join(part.title for part in entry.sections)
    return entry.title, " ".join((*entry.tags, *entry.asked_as, entry.category)), headings, entry.body
