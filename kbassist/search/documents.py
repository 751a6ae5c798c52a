"""An entry as index documents: one for its head, one for each of the customers' phrasings, one for each section.

The head holds what the whole entry is about: title, shortcut, tags, products, category, headings. Each phrasing is a
document of its own: a question is compared with each way to ask, so that a wrong one among them does little harm.
Each section is one too, so that it can be found and shown; its heading counts double. The weights are small on
purpose: BM25 saturates, and on real questions a strong title did harm.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kbassist.content.model import Article, Guide, Macro
from kbassist.search.analyzer import fold, tokens

TITLE: Final = 3
SHORTCUT: Final = 3
LABEL: Final = 2  # tags, products, scene
CATEGORY: Final = 1
HEADING: Final = 1  # of a section, in the head
SECTION_TITLE: Final = 2  # of a section, in itself
BODY: Final = 1

PHRASING: Final = 1 << 15
"""The ordinal of the first phrasing; those of passages stay below."""

Plain = Callable[[str], str]
MacroText = Callable[[Macro], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an entry that a hit can point to; `text` is Markdown, for a macro plain text."""

    anchor: str
    title: str
    text: str
    line: int
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `bag` is token → weighted count.

    `ordinal` 0 is the head, 1 and up are the passages, `PHRASING` and up the customers' phrasings.
    """

    ordinal: int
    bag: Mapping[str, int]


def passages(entry: Article | Macro, macro_text: MacroText) -> tuple[Passage, ...]:
    """Return the sections of an article, the steps of a guide that has no sections, or a macro's text as one."""
    if isinstance(entry, Macro):
        return (Passage("", "", macro_text(entry), 0),)
    if isinstance(entry, Guide) and not entry.sections:
        return tuple(Passage(step.anchor, step.title, step.text, step.line) for step in entry.steps)
    return tuple(Passage(part.anchor, part.title, part.text, part.line, part.headings) for part in entry.sections)


def documents(entry: Article | Macro, plain: Plain, macro_text: MacroText) -> Iterator[Document]:
    """Yield the head, each phrasing and each passage; `plain` makes plain text of a passage's Markdown."""
    parts = passages(entry, macro_text)
    yield Document(0, _bag(_head(entry, parts)))
    read = str if isinstance(entry, Macro) else plain
    for ordinal, phrasing in enumerate(entry.asked_as, PHRASING):
        yield Document(ordinal, _bag(((phrasing, BODY),)))
    for ordinal, part in enumerate(parts, 1):
        yield Document(ordinal, _bag(((part.title, SECTION_TITLE), (read(part.text), BODY))))


def _head(entry: Article | Macro, parts: Iterable[Passage]) -> Iterator[tuple[str, int]]:
    yield entry.title, TITLE
    yield "\n".join(entry.tags), LABEL
    yield entry.category, CATEGORY
    if isinstance(entry, Macro):
        yield entry.shortcut, SHORTCUT
        yield entry.scene, LABEL
    else:
        yield "\n".join(entry.products), LABEL
    yield "\n".join(heading for part in parts for heading in (part.title, *part.headings)), HEADING


def _bag(weighted: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    bag: Counter[str] = Counter()
    for text, weight in weighted:
        if not text:
            continue
        counts = Counter(tokens(fold(text)))
        bag.update(counts if weight == 1 else {token: count * weight for token, count in counts.items()})
    return bag


def fingerprint(entry: Article | Macro, snippets: str) -> str:
    """Return a digest of all of an entry that is indexed; `snippets` is that of the library's template snippets."""
    parts = [entry.title, *entry.asked_as, "\0", *entry.tags, "\0", entry.category]
    if isinstance(entry, Macro):
        parts += ["\0", entry.shortcut, entry.scene, snippets]
        for variant in entry.variants:
            parts += ["\0", variant.channel, variant.subject, variant.body]
        parts += [spec.label or spec.name for spec in entry.fields]
    else:
        parts += ["\0", *entry.products]
        for part in passages(entry, str):
            parts += ["\0", part.title, part.text, *part.headings]
    return hashlib.blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=12).hexdigest()
