"""Links between entries, `[[wiki links]]`, bare addresses and struck-out text, as steps of Python-Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kbassist.content.callouts import Callouts
from kbassist.content.clean import safe_link
from kbassist.content.links import inside, scheme

# In a table the bar is written `\|`, so this comes before Python-Markdown takes backslashes away.
_WIKI: Final = r"(?<!\\)\[\[([^\[\]|#\n]*?)(?:#([^\[\]|\n]*?))?(?:\\?\|([^\[\]\n]*))?\]\]"
_ADDRESS: Final = r"https?://[^\s<>()\[\]（）【】，。；、！？“”‘’《》\"'`]+"
_STRUCK: Final = r"()~~(?=\S)((?:(?!~~).)+)(?<=\S)~~"


class Places:
    """Turns the targets of one file's links into `kb:<id>#<section>`."""

    def __init__(
        self,
        path: str,
        resolve: Callable[[str], str | None],
        section: Callable[[str, str], str | None] | None = None,
        title: Callable[[str], str | None] | None = None,
    ) -> None:
        self.path = path
        self._resolve = resolve
        self._section = section
        self._title = title

    def link(self, target: str) -> str | None:
        """Return where a relative link leads, or None if nowhere."""
        place, _, fragment = target.partition("#")
        where = self.path if not place else inside(self.path, place)
        found = self._resolve(where) if where else None
        if found is None and not place and fragment:
            return f"#{quote(unquote(fragment))}"
        return self._address(found, fragment) if found else None

    def wiki(self, name: str, fragment: str) -> str | None:
        """Return where `[[name#fragment]]` leads, or None if nowhere."""
        found = self._resolve(name) if name else self._resolve(self.path)
        if found is None and name:
            where = inside(self.path, name)
            found = self._resolve(where) if where else None
        return self._address(found, fragment) if found else None

    def _address(self, entry: str, fragment: str) -> str:
        section = unquote(fragment).strip()
        if section and self._section:
            section = self._section(entry, section) or ""
        return f"kb:{quote(entry, safe='/@')}" + (f"#{quote(section, safe='')}" if section else "")

    def words(self, name: str, fragment: str) -> str:
        """Return what a wiki link without words of its own shows."""
        found = self._resolve(name) if name else None
        title = self._title(found) if found and self._title else None
        shown = title or name
        return f"{shown} › {fragment}" if shown and fragment else shown or fragment


class _Wiki(InlineProcessor):
    def __init__(self, places: Places, md: Markdown) -> None:
        super().__init__(_WIKI, md)
        self._places = places

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802 - Python-Markdown's own name and signature
        name, fragment, shown = ((m[group] or "").strip() for group in (1, 2, 3))
        if not name and not fragment:
            return None, None, None
        address = self._places.wiki(name, fragment)
        element = Element("a", {"href": address}) if address else Element("span", {"class": "dead-link"})
        element.text = AtomicString(shown or self._places.words(name, fragment))
        return element, m.start(0), m.end(0)


class _Address(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802 - as above
        address = m[0].rstrip(".,;:!?*_~")
        element = Element("a", {"href": address})
        element.text = AtomicString(address)
        return element, m.start(0), m.start(0) + len(address)


class _Links(Treeprocessor):
    """Points links at entries; one that leads nowhere, or to what may not be opened, becomes words."""

    def __init__(self, places: Places, md: Markdown) -> None:
        super().__init__(md)
        self._places = places

    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            if target and safe_link(target) is None:
                self._point(element, target)

    def _point(self, element: Element, target: str) -> None:
        address = None if scheme(target) else self._places.link(target)
        if address:
            element.set("href", address)
            return
        element.tag = "span"
        element.attrib = {"class": "dead-link"}


class Inline(Extension):
    """All of them together, for the links of one file."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's own name
        """Register the steps at their places among Python-Markdown's own."""
        md.inlinePatterns.register(_Wiki(self._places, md), "wiki", 185)
        md.inlinePatterns.register(_Address(_ADDRESS, md), "address", 85)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)
        md.treeprocessors.register(Callouts(md), "callouts", 30)
        md.treeprocessors.register(_Links(self._places, md), "links", 15)
