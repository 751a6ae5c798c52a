"""SQLite FTS5 as the yardstick: characters and pairs as words, four columns, bm25, prefixes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from kbassist.content.model import Article, Macro
from kbassist.search.analyzer import fold, tokens, words
from tests.bench.columns import NAMES, WEIGHTS, columns

_COLUMNS = ",".join(NAMES)
_SELECT = (
    f"select rowid from f where f match ? and rank match 'bm25({','.join(map(str, WEIGHTS))})' order by rank limit ?"
)


class Fts5:
    """A library in an FTS5 table, one row an entry."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        for pragma in ("journal_mode=wal", "synchronous=normal", "cache_size=-32000"):
            self._connection.execute(f"pragma {pragma}")
        self._rows: dict[str, int] = {}

    def build(self, entries: Iterable[Article | Macro]) -> None:
        """Fill the table, one entry after the other."""
        self._connection.execute(
            f"create virtual table f using fts5({_COLUMNS},content='',tokenize='unicode61',prefix='1 2 3')"
        )
        with self._connection:
            for entry in entries:
                self._insert(entry)
        with self._connection:
            self._connection.execute("insert into f(f) values('optimize')")

    def update(self, before: Article | Macro, after: Article | Macro) -> None:
        """Exchange one entry."""
        with self._connection:
            self._connection.execute(
                f"insert into f(f,rowid,{_COLUMNS}) values('delete',?,?,?,?,?)",
                (self._rows[before.key], *_tokens(before)),
            )
            self._insert(after)

    def _insert(self, entry: Article | Macro) -> None:
        row = self._rows.setdefault(entry.key, len(self._rows) + 1)
        self._connection.execute(f"insert into f(rowid,{_COLUMNS}) values(?,?,?,?,?)", (row, *_tokens(entry)))

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


def _tokens(entry: Article | Macro) -> tuple[str, ...]:
    return tuple(" ".join(tokens(fold(text))) for text in columns(entry))
