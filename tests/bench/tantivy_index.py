"""tantivy as the second yardstick: the same tokens and columns as FTS5, boosted alike, prefix on the last word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import tantivy

from kbassist.content.model import Article, Macro
from kbassist.search.analyzer import Term, fold, tokens, words
from tests.bench.columns import NAMES, WEIGHTS, columns

_HEAP = 128_000_000


class Tantivy:
    """A library in a tantivy index on the disk, one document an entry."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        for name in NAMES:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()

    def build(self, entries: Iterable[Article | Macro]) -> None:
        """Fill the index on one thread, one entry after the other."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for entry in entries:
            writer.add_document(self._document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._reload()

    def update(self, entry: Article | Macro) -> None:
        """Exchange one entry."""
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        self._writer.delete_documents("key", entry.key)
        self._writer.add_document(self._document(entry))
        self._writer.commit()
        self._reload()

    def search(self, query: str, limit: int) -> list[str]:
        """Return keys: all words, else any."""
        terms = [term for word in words(fold(query)) for term in word.strict]
        if not terms:
            return []
        for occur in (tantivy.Occur.Must, tantivy.Occur.Should):
            asked = tantivy.Query.boolean_query([(occur, self._anywhere(term)) for term in terms])
            hits = self._searcher.search(asked, limit).hits
            if hits:
                return [str(self._searcher.doc(address)["key"][0]) for _score, address in hits]
        return []

    def _anywhere(self, term: Term) -> tantivy.Query:
        """Return the query for a term in any column, each with its weight."""
        clauses = []
        for name, weight in zip(NAMES, WEIGHTS, strict=True):
            if term.prefix:
                found = tantivy.Query.regex_query(self._schema, name, f"{re.escape(term.text)}.*")
            else:
                found = tantivy.Query.term_query(self._schema, name, term.text, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(found, weight)))
        return tantivy.Query.boolean_query(clauses)

    def _document(self, entry: Article | Macro) -> tantivy.Document:
        texts = (" ".join(tokens(fold(text))) for text in columns(entry))
        return tantivy.Document(key=entry.key, **dict(zip(NAMES, texts, strict=True)))

    def _reload(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()
