"""The named baselines: BM25 over titles and texts in SQLite FTS5 and tantivy, by any word of the question."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import tantivy
from whoosh.lang.porter import stem

from tests.bench.beir import Document

Tokens = Callable[[str], list[str]]
TITLE_WEIGHT = 1.0
_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_CJK}]+)|([0-9a-z\u00aa-\u1fff]+)")


class Rival(Protocol):
    """A search engine that ranks documents."""

    def search(self, query: str, limit: int) -> list[str]:
        """Return ids of documents, best first."""


def bigrams(text: str) -> list[str]:
    """Return pairs of Chinese characters (a lone one as it is) and lower-case words."""
    return _cut(text, lambda run: [run[n : n + 2] for n in range(len(run) - 1)] or [run])


def characters_and_bigrams(text: str) -> list[str]:
    """Return single Chinese characters beside the pairs, and lower-case words."""
    return _cut(text, lambda run: [*run, *(run[n : n + 2] for n in range(len(run) - 1))])


def jieba_words(text: str) -> list[str]:
    """Return what jieba's cut for search engines gives of Chinese, and lower-case words."""
    import jieba

    return _cut(text, lambda run: list(jieba.cut_for_search(run)))


def stemmed(tokens: Tokens) -> Tokens:
    """Return the tokens with Porter's stems for English words."""
    return lambda text: [_stem(token) for token in tokens(text)]


@lru_cache(maxsize=1 << 16)
def _stem(token: str) -> str:
    return str(stem(token)) if token.isascii() else token


def _cut(text: str, chinese: Callable[[str], list[str]]) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for run, word in _RUN.findall(folded):
        found.extend(chinese(run) if run else [word])
    return found


class Fts5Rival:
    """SQLite FTS5, columns title and text, its own bm25."""

    def __init__(self, documents: Iterable[Document], tokens: Tokens) -> None:
        self._tokens = tokens
        self._ids: list[str] = []
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("create virtual table f using fts5(title, body, tokenize='unicode61')")
        for row, document in enumerate(documents):
            cells = (row, " ".join(tokens(document.title)), " ".join(tokens(document.text)))
            self._connection.execute("insert into f(rowid, title, body) values(?, ?, ?)", cells)
            self._ids.append(document.id)

    def __del__(self) -> None:
        self._connection.close()

    def search(self, query: str, limit: int) -> list[str]:
        """Return ids of documents with any of the query's tokens."""
        asked = " OR ".join(f'"{token}"' for token in dict.fromkeys(self._tokens(query)))
        if not asked:
            return []
        statement = f"select rowid from f where f match ? and rank match 'bm25({TITLE_WEIGHT}, 1.0)' order by rank"
        return [self._ids[row] for (row,) in self._connection.execute(f"{statement} limit ?", (asked, limit))]


class TantivyRival:
    """tantivy, fields title and text, its own BM25."""

    def __init__(self, documents: Iterable[Document], tokens: Tokens) -> None:
        self._tokens = tokens
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("title", tokenizer_name="whitespace")
        builder.add_text_field("body", tokenizer_name="whitespace")
        builder.add_text_field("name", stored=True, tokenizer_name="raw")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for document in documents:
            cells = {"title": " ".join(tokens(document.title)), "body": " ".join(tokens(document.text))}
            writer.add_document(tantivy.Document(name=document.id, **cells))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, query: str, limit: int) -> list[str]:
        """Return ids of documents with any of the query's tokens."""
        terms = list(dict.fromkeys(self._tokens(query)))
        if not terms:
            return []
        hits = self._searcher.search(self._any_of(terms), limit).hits
        return [str(self._searcher.doc(address)["name"][0]) for _score, address in hits]

    def _any_of(self, terms: Sequence[str]) -> tantivy.Query:
        clauses = []
        for term in terms:
            title = tantivy.Query.term_query(self._schema, "title", term)
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_WEIGHT)))
            clauses.append((tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", term)))
        return tantivy.Query.boolean_query(clauses)


Build = Callable[[Iterable[Document], Tokens], Rival]


def named() -> dict[str, tuple[Build, Tokens]]:
    """Return the baselines by name; jieba's only where jieba is installed."""
    found: dict[str, tuple[Build, Tokens]] = {
        "FTS5, bigrams": (Fts5Rival, bigrams),
        "FTS5, characters and bigrams": (Fts5Rival, characters_and_bigrams),
        "tantivy, bigrams": (TantivyRival, bigrams),
    }
    if find_spec("jieba"):
        found["FTS5, jieba"] = (Fts5Rival, jieba_words)
    return found
