"""Markdown to cleaned HTML for reading, and to plain words for search."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from kbassist.content.blocks import straightened
from kbassist.content.clean import clean
from kbassist.content.inline import Inline, Places
from kbassist.content.library import Library
from kbassist.content.limits import SHOWN, exceeded
from kbassist.content.links import Resolver
from kbassist.content.model import Article, Section
from kbassist.content.plain import plain
from kbassist.i18n import Text

__all__ = ["Reader", "Rendered", "entry_html", "plain", "reader", "render"]

_PREFORMATTED: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_REFUSED_IMAGE: Final = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
_ALT: Final = re.compile(r'\balt="([^"]*)"')
# A line end between two Chinese characters would show as a space.
_CHINESE: Final = "[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_BREAK: Final = re.compile(rf"(?<={_CHINESE})\n(?={_CHINESE})")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A cleaned HTML fragment; `plain_note` says why a text is shown as it was written, where that is so."""

    html: str
    plain_note: Text | None = None


def render(text: str, *, path: str, resolve: Callable[[str], str | None]) -> Rendered:
    """Return Markdown as HTML: `path` is its file, `resolve` gives the id for an id or a path below the root.

    Links between entries become `kb:<id>#<section>`, dead ones words in `<span class="dead-link">`; images become
    paths below the root. A text beyond the limits comes escaped in `<pre>`, with a note.
    """
    return _render(text, Places(path, resolve))


def _render(text: str, places: Places) -> Rendered:
    note = exceeded(text)
    if note:
        return _as_written(text, note)
    source = straightened(text)
    note = exceeded(source)
    if note:
        return _as_written(text, note)
    engine = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FencedCodeExtension(),
            SaneListExtension(),
            Inline(places),
        ]
    )
    return Rendered(_joined(clean(engine.convert(source), places.path, places.link)))


def _as_written(text: str, note: Text) -> Rendered:
    return Rendered(f"<pre>{html.escape(text[:SHOWN])}</pre>", note)


def _joined(fragment: str) -> str:
    parts = _PREFORMATTED.split(_REFUSED_IMAGE.sub(_words_of_image, fragment))
    return "".join(part if part.startswith("<pre") else _BREAK.sub("", part) for part in parts)


def _words_of_image(image: re.Match[str]) -> str:
    words = _ALT.search(image[0])
    return words[1] if words else ""


class Reader:
    """Renders the entries of one library; made once per library, then quick."""

    def __init__(self, library: Library) -> None:
        self.resolver = Resolver(library)

    def entry(self, article: Article) -> Rendered:
        """Return a whole article without its title, each heading with `<a name="…">` by its anchor."""
        return _render(article.body, self._places(article))

    def section(self, article: Article, section: Section) -> Rendered:
        """Return the text of one section without its heading."""
        return _render(section.text, self._places(article))

    def text(self, article: Article, text: str) -> Rendered:
        """Return some Markdown as if it stood in this article, for the steps of a guide."""
        return _render(text, self._places(article))

    def _places(self, article: Article) -> Places:
        def section(entry: str, fragment: str) -> str | None:
            return self.resolver.section(entry, fragment, article.locale)

        def title(entry: str) -> str | None:
            found = self.resolver.entry(entry, article.locale)
            return found.title if found else None

        return Places(article.path, self.resolver, section, title)


def reader(library: Library) -> Reader:
    """Return what renders this library's entries."""
    return Reader(library)


def entry_html(library: Library, article: Article) -> Rendered:
    """Return a whole article as HTML; with many articles to render, a `Reader` kept is quicker."""
    return Reader(library).entry(article)
