"""From a library's entries to what the encoder reads, and to the names under which the result is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from kbassist.content.library import Library, changes
from kbassist.content.model import Article, Guide, Macro, Status
from kbassist.content.plain import plain
from kbassist.semantic.blocks import owner
from kbassist.semantic.chunks import Chunks, chunks

Owners = dict[str, bytes]
MacroText = Callable[[Macro, Library], str]


def owners(library: Library, before: tuple[Library, Owners] | None, macro_text: MacroText) -> Owners:
    """Return the owner of each published entry's vectors by key.

    `before` is what an earlier library gave; entries that did not change keep theirs without being looked at.
    """
    snippets = _snippets(library)
    if before is None or _snippets(before[0]) != snippets:
        return {entry.key: _owner(entry, library, snippets, macro_text) for entry in _published(library)}
    difference = changes(before[0], library)
    found = dict(before[1])
    for key in difference.removed | difference.changed:
        found.pop(key, None)
    for key in difference.added | difference.changed:
        entry = library.entries[key]
        if entry.status is Status.PUBLISHED:
            found[key] = _owner(entry, library, snippets, macro_text)
    return found


def read(entry: Article | Macro, library: Library, macro_text: MacroText) -> Chunks:
    """Return the chunks of an entry."""
    return chunks(entry.title, entry.asked_as, _texts(entry, library, macro_text))


def _published(library: Library) -> Iterator[Article | Macro]:
    return (entry for entry in library.entries.values() if entry.status is Status.PUBLISHED)


def _owner(entry: Article | Macro, library: Library, snippets: str, macro_text: MacroText) -> bytes:
    """Name what is read of an entry: by its file's digest, or by the text itself where it comes from no file."""
    said = (entry.title, "\0", *entry.asked_as, "\0")
    if not entry.digest:
        return owner((*said, *_texts(entry, library, macro_text)))
    return owner((*said, entry.digest, snippets if isinstance(entry, Macro) else ""))


def _texts(entry: Article | Macro, library: Library, macro_text: MacroText) -> Iterable[str]:
    if isinstance(entry, Macro):
        yield macro_text(entry, library)
    elif isinstance(entry, Guide) and not entry.sections:
        for step in entry.steps:
            yield f"{step.title}\n{plain(step.text)}"
    else:
        for section in entry.sections:
            yield f"{section.title}\n{plain(section.text)}"


def _snippets(library: Library) -> str:
    """Return a digest of the template snippets, which are part of macros' texts."""
    parts = (part for name in sorted(library.snippets) for part in (name, library.snippets[name].body))
    return hashlib.blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=12).hexdigest()
