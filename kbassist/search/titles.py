"""The first stage: titles, the customers' words, shortcuts and tags, in memory and with no index at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.search.analyzer import Word
from kbassist.search.catalogue import Catalogue, Head
from kbassist.search.query import Query, required, root

_ENOUGH: Final = 8  # hits with all words as typed, beyond which the characters are not tried one by one
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class TitleHit:
    """One row that fits: `score` lies between 0 and 1.

    `exact` is 3 where the text is the whole shortcut, 2 the title, 1 a phrase of the customers, else 0.
    `loose` means that only the characters or parts of the words were found.
    """

    row: int
    score: float
    exact: int = 0
    loose: bool = False


def find(catalogue: Catalogue, query: Query) -> list[TitleHit]:
    """Return the rows whose head has all words, best first, at most a few hundred.

    Where they are few, rows follow that have only the characters or the parts of the words.
    """
    text = query.text
    if not text:
        return []
    mask, asked = catalogue.mask(query), required(query.words)
    parts = tuple(word.text for word in asked) or tuple(text.split())
    rows = _promising(catalogue, _having(catalogue, mask, parts), text)
    hits = [TitleHit(row, *_score(catalogue.heads[row], text)) for row in rows]
    if len(hits) < _ENOUGH and asked:
        loosely = set(_having(catalogue, mask, tuple(_pieces(asked)))).difference(rows)
        hits += [TitleHit(row, 0.5 * _score(catalogue.heads[row], text)[0], loose=True) for row in loosely]
    hits.sort(key=lambda hit: (hit.loose, -hit.score, len(catalogue.heads[hit.row].title), hit.row))
    return hits


def _having(catalogue: Catalogue, mask: bytes, parts: tuple[str, ...]) -> list[int]:
    """Return the rows that have every part; each part is looked for in what the ones before left over."""
    first, *rest = sorted(set(parts), key=len, reverse=True)
    rows = [row for row in catalogue.rows_with(first) if mask[row]]
    for part in rest:
        rows = [row for row in rows if part in catalogue.texts[row]]
    return rows


def _promising(catalogue: Catalogue, rows: list[int], text: str) -> list[int]:
    """Cut a long list of rows, those with the text in a title first: nobody reads the rest of so short a query."""
    if len(rows) <= _MOST:
        return rows
    exact = [row for row in rows if text in catalogue.heads[row].names or text == catalogue.heads[row].shortcut]
    titled = [row for row in rows if text in catalogue.heads[row].title]
    return list(dict.fromkeys((*exact, *titled, *rows)))[:_MOST]


def _pieces(asked: tuple[Word, ...]) -> Iterator[str]:
    for word in asked:
        yield from (root(term.text) for term in word.loose)


def _score(head: Head, text: str) -> tuple[float, int]:
    """Return how well a head fits the whole text, and what of the entry is exactly that (see `TitleHit`)."""
    share = len(text) / max(len(head.title), 1)
    ways = (
        (head.shortcut == text, 1.0, 3),
        (head.title == text, 1.0, 2),
        (text in head.names, 1.0, 1),
        (head.shortcut.startswith(text), 0.9, 0),
        (head.title.startswith(text), 0.7 + 0.15 * share, 0),
        (text in head.title, 0.55 + 0.15 * share, 0),
        (text in head.labels, 0.5, 0),
        (any(text in name for name in head.names), 0.45, 0),
    )
    return next(((value, exact) for fits, value, exact in ways if fits), (0.3, 0))
