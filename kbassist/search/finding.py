"""How the rows that fit a query are found by their names, way by way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kbassist.search.analyzer import Word
from kbassist.search.catalogue import Catalogue
from kbassist.search.phonetic import Habits
from kbassist.search.query import Query, required, root
from kbassist.search.reading import read
from kbassist.search.scope import Scope
from kbassist.search.slips import likeness, slips, slips_of_pinyin
from kbassist.search.spelled import literal
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

_ENOUGH: Final = 8  # hits beyond which parts of words are not tried
_FEW: Final = 3  # hits beyond which misspellings are not tried
_COMPARED: Final = 100  # rows with all words or characters whose titles are looked at
_SCATTERED: Final = 0.3  # all words, apart
_TOGETHER: Final = 0.45  # all words in the title, apart
_INSIDE: Final = 0.3  # of its fit is what a Latin text counts that stands inside words
_INSIDE_LEAST: Final = 3  # letters that it has at least
_LOOSE: Final = 0.15  # the most that all characters count which stand apart
_ORDER: Final = {Way.PINYIN: 1, Way.INITIALS: 2, Way.SPELLING: 3}


def find(catalogue: Catalogue, query: Query, habits: Habits) -> list[TitleHit]:
    """Return the hits of all ways, each row once (see `titles.find`)."""
    scope, found = Scope.of(catalogue, query, habits), dict[int, TitleHit]()
    _take(found, typed(scope, query.text, query.words))
    for variant in query.variants:
        hits = typed(scope, variant.text, variant.words)
        _take(found, (_weighed(hit, variant.way, variant.weight) for hit in hits))
    _take(found, read(scope, query.text, crowded=len(found) >= _ENOUGH))
    if len(found) < _ENOUGH:
        _take(found, _inside(scope, query.text))
        _take(found, _loose(scope, query))
    certain = sum(not hit.loose for hit in found.values())
    if certain < _FEW:
        _take(found, slips(scope, query, typed))
    if not certain:
        _take(found, slips_of_pinyin(scope, query.text))
    return sorted(found.values(), key=lambda hit: _place(hit, catalogue))


def _place(hit: TitleHit, catalogue: Catalogue) -> tuple[bool, int, float, int, str]:
    way = 0 if hit.loose else _ORDER.get(hit.way, 0)
    entry = catalogue.entries[hit.row]
    return hit.loose, way, -hit.score, len(entry.title), entry.key


def _take(found: dict[int, TitleHit], hits: Iterable[TitleHit]) -> None:
    """Add hits; of two of one row the better one stays."""
    for hit in hits:
        known = found.get(hit.row)
        if known is None or (known.loose, -known.exact, -known.score) > (hit.loose, -hit.exact, -hit.score):
            found[hit.row] = hit


def _weighed(hit: TitleHit, way: Way, weight: float) -> TitleHit:
    """Return a hit of a variant; of all variants only numerals say exactly the same."""
    return hit._replace(score=hit.score * weight, exact=hit.exact if way is Way.NUMERAL else 0, way=way)


def typed(scope: Scope, text: str, words: tuple[Word, ...]) -> Iterator[TitleHit]:
    """Yield rows that have a text as it is, then those that have all its words."""
    letter = len(text) == 1 and text.isascii()  # stands nearly everywhere
    yield from (TitleHit(spot.row, spot.fit, spot.exact) for spot in scope.spots(literal(text), beginnings=letter))
    parts = tuple(dict.fromkeys(word.text for word in required(words)))
    if len(parts) > 1:
        for row in scope.having(parts)[:_COMPARED].tolist():
            title = scope.title(row)
            yield TitleHit(row, _TOGETHER if all(part in title for part in parts) else _SCATTERED)


def _inside(scope: Scope, text: str) -> Iterator[TitleHit]:
    """Yield rows that have a Latin text, but not where a word begins (pay in Alipay)."""
    if len(text) >= _INSIDE_LEAST and text.isascii():
        for spot in scope.spots(literal(text, anywhere=True)):
            yield TitleHit(spot.row, _INSIDE * spot.fit)


def _loose(scope: Scope, query: Query) -> Iterator[TitleHit]:
    """Yield rows that have all characters and stems, wherever they stand."""
    pieces = {root(term.text) for word in required(query.words) for term in word.loose}
    if not pieces:
        return
    rows = scope.having(pieces)[:_COMPARED]
    for row, alike in likeness(scope, rows, query.text).items():
        yield TitleHit(row, _LOOSE * alike, loose=True)
