"""GitHub's callouts and task lists, as a step of Python-Markdown."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kbassist.i18n import N_, Text

_MARK: Final = re.compile(r"\s*\[!([^\[\]\n]+)\][ \t]*\n?")
_TASK: Final = re.compile(r"\[([ xX])\](?=\s)")
_KINDS: Final = {
    "note": "note", "说明": "note", "tip": "tip", "提示": "tip", "important": "important", "重要": "important",
    "warning": "warning", "注意": "warning", "caution": "caution", "警告": "caution",
}  # fmt: skip
_TITLES: Final[dict[str, Text]] = {
    "note": N_("NOTE"),
    "tip": N_("TIP"),
    "important": N_("IMPORTANT"),
    "warning": N_("WARNING"),
    "caution": N_("CAUTION"),
}


class Callouts(Treeprocessor):
    """Turns quotes that begin with `[!NOTE]` into titled boxes, and `[x]` at the start of an item into a tick."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)

    def run(self, root: Element) -> None:
        """Change the tree in place, before the text inside is parsed."""
        for element in root.iter():
            if element.tag == "blockquote":
                _callout(element)
            elif element.tag == "li":
                _task(element)


def _callout(quote: Element) -> None:
    first = quote[0] if len(quote) else None
    match = _MARK.match(first.text or "") if first is not None and first.tag == "p" else None
    kind = _KINDS.get(match[1].strip().lower()) if match else None
    if first is None or match is None or kind is None:
        return
    first.text = (first.text or "")[match.end() :]
    if not first.text.strip() and not len(first):
        quote.remove(first)
    title = Element("p", {"class": "callout-title"})
    title.text = str(_TITLES[kind]).capitalize()  # the messages are in capitals to be apart from levels of problems
    quote.insert(0, title)
    quote.tag = "div"
    quote.set("class", f"callout callout-{kind}")


def _task(item: Element) -> None:
    holder = item
    if not (item.text or "").strip() and len(item) and item[0].tag == "p":
        holder = item[0]
    text = (holder.text or "").lstrip()
    if match := _TASK.match(text):
        holder.text = ("☐" if match[1] == " " else "☑") + text[match.end() :]
