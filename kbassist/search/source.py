"""What the index is made from: a fingerprint of each entry, and its documents when they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kbassist.content.library import Changes, Library, changes
from kbassist.content.model import Article, Macro
from kbassist.search.catalogue import Catalogue
from kbassist.search.documents import Document, documents, fingerprint

Plain = Callable[[str], str]
MacroText = Callable[[Macro, Library], str]


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """The entries of a catalogue as the index asks for them (see `index.Source`).

    `changed` are the keys that differ from the source that this one was made after; None where all may differ.
    """

    catalogue: Catalogue
    fingerprints: Mapping[str, str]
    changed: Changes | None
    snippets: str
    read: Callable[[str], Iterable[Document]]

    @classmethod
    def of(
        cls, catalogue: Catalogue, plain: Plain, macro_text: MacroText, previous: CatalogueSource | None = None
    ) -> CatalogueSource:
        """Make the source of a catalogue; after `previous`, only what has changed is looked at."""
        library, snippets = catalogue.library, _snippets_digest(catalogue.library)
        changed = None
        if previous is not None and previous.snippets == snippets:
            changed = changes(previous.catalogue.library, library)
        prints: Mapping[str, str]
        if previous is None or changed is None:
            prints = {key: _print(catalogue.entries[row], snippets) for key, row in catalogue.row_of.items()}
        else:
            prints = _changed_prints(previous.fingerprints, catalogue, changed, snippets)
        return cls(
            catalogue,
            prints,
            changed,
            snippets,
            lambda key: documents(
                catalogue.entries[catalogue.row_of[key]], plain, lambda macro: macro_text(macro, library)
            ),
        )

    @property
    def root(self) -> str:
        """The library's folder."""
        return str(self.catalogue.library.root)

    def documents(self, key: str) -> Iterable[Document]:
        """Return the documents of an entry."""
        return self.read(key)


def _changed_prints(
    before: Mapping[str, str], catalogue: Catalogue, changed: Changes, snippets: str
) -> Mapping[str, str]:
    if not changed:
        return before
    prints = dict(before)
    for key in changed.added | changed.changed | changed.removed:
        row = catalogue.row_of.get(key)
        if row is None:
            prints.pop(key, None)
        else:
            prints[key] = _print(catalogue.entries[row], snippets)
    return prints


def _print(entry: Article | Macro, snippets: str) -> str:
    """Return what tells this text of an entry apart: that of its file, else one made of all that is indexed."""
    if not entry.digest:
        return fingerprint(entry, snippets)
    return f"{entry.digest}{snippets}" if isinstance(entry, Macro) else entry.digest


def _snippets_digest(library: Library) -> str:
    """Return a digest of the template snippets, which are part of macros' texts."""
    parts = (part for name in sorted(library.snippets) for part in (name, library.snippets[name].body))
    return hashlib.blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=12).hexdigest()
