"""SQLite FTS5 as the yardstick: characters and pairs as words, four columns, bm25, prefixes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro
from kbassist.search.analyzer import fold, tokens, words

_SELECT = "select rowid from f where f match ? and rank match 'bm25(6.0,4.0,2.0,1.0)' order by rank limit ?"


class Fts5:
    """A library in an FTS5 table, one row an entry."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        for pragma in ("journal_mode=wal", "synchronous=normal", "cache_size=-32000"):
            self._connection.execute(f"pragma {pragma}")
        self._rows: dict[str, int] = {}
        self._columns: dict[str, tuple[str, ...]] = {}

    def build(self, library: Library) -> None:
        """Fill the table."""
        self._connection.execute(
            "create virtual table f using fts5"
            "(title,tags,headings,body,content='',tokenize='unicode61',prefix='1 2 3')"
        )
        with self._connection:
            for entry in library.entries.values():
                self._insert(entry)
        with self._connection:
            self._connection.execute("insert into f(f) values('optimize')")

    def update(self, entry: Article | Macro) -> None:
        """Exchange one entry."""
        with self._connection:
            self._connection.execute(
                "insert into f(f,rowid,title,tags,headings,body) values('delete',?,?,?,?,?)",
                (self._rows[entry.key], *self._columns[entry.key]),
            )
            self._insert(entry)

    def _insert(self, entry: Article | Macro) -> None:
        columns = tuple(" ".join(tokens(fold(text))) for text in _columns(entry))
        row = self._rows.setdefault(entry.key, len(self._rows) + 1)
        self._columns[entry.key] = columns
        self._connection.execute("insert into f(rowid,title,tags,headings,body) values(?,?,?,?,?)", (row, *columns))

    def search(self, query: str, limit: int) -> list[int]:
        """Return rows: all words, else any."""
        for operator in (" AND ", " OR "):
            terms = [term for word in words(fold(query)) for term in word.strict]
            asked = operator.join(f'"{term.text}"' + ("*" if term.prefix else "") for term in terms)
            if not asked:
                return []
            found = [row for (row,) in self._connection.execute(_SELECT, (asked, limit))]
            if found:
                return found
        return []

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _columns(entry: Article | Macro) -> tuple[str, str, str, str]:
    if isinstance(entry, Macro):
        return entry.title, " ".join((*entry.tags, entry.shortcut)), "", "\n".join(v.body for v in entry.variants)
    headings = " ".join(part.title for part in entry.sections)
    return entry.title, " ".join((*entry.tags, entry.category)), headings, entry.body
