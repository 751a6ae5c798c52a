"""The order of the hits: tiers of fit, within them the score, then small corrections. Pure: it fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.search.catalogue import Catalogue
from kbassist.search.places import EXACT, TIER, TITLE, Place, Ranking
from kbassist.search.postings import Postings
from kbassist.search.query import Query, all_terms
from kbassist.search.scoring import Scores, score
from kbassist.search.titles import TitleHit

_TEXT: Final = 5.0  # of the best text score
_USAGE: Final = 1.5  # the most that usage can add
_TO_BE_CHECKED: Final = 0.6
_FEW: Final = 10  # hits with all words, below which a whole question is answered with the best effort too
_QUESTION: Final = 5  # terms from which a query counts as a whole question
_COVERED: Final = 0.1  # share of the query's information that a best-effort hit has
_PHRASES_LOOKED_AT: Final = 300

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def rank(  # noqa: PLR0913, PLR0917 - everything that can matter comes in as a value
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    limit: int,
    usage: Mapping[str, float] | None = None,
    keep: Callable[[int], bool] | None = None,
) -> Ranking:
    """Rank by the whole text.

    An entry that has all words (anywhere in it) stands above one that has all their characters or parts in one
    place, and that above the best effort, which is offered where nothing better is, or little for a whole question.
    An entry whose name is exactly the query stands above all. `usage` gives a value from 0 to 1 by key; `keep` is
    asked for each row in turn (quoted phrases).
    """
    scores = score(postings, query.words, query.variants)
    found = _Rows.of(scores, postings, len(catalogue.entries))
    title, exact = _title_scores(titles, found)
    admitted = np.frombuffer(catalogue.mask(query), np.uint8).astype(np.bool_)
    whole = (found.strict | found.loose) & admitted
    offered = whole | (found.close & admitted) if _asks_for_more(whole, query) else whole
    value = TIER * (found.strict.astype(np.float64) + (found.strict | found.loose)) + TITLE * title + EXACT * exact
    value += _TEXT * found.text / max(float(found.text[offered].max(initial=0.0)), 1e-6)
    value += _corrections(catalogue, usage)
    order = _ordered(value, offered)
    chosen = _kept(order, keep, limit)
    places = tuple(Place(row, float(value[row]), ordinal) for row, ordinal in _passages(postings, scores, chosen))
    return Ranking(places, len(order) if keep is None else len(chosen), partial=bool(places) and not whole.any())


@dataclass(frozen=True, slots=True)
class _Rows:
    """The scores in the order of the catalogue's rows; `close` is what a best effort may offer."""

    text: npt.NDArray[np.float32]
    strict: Bools
    loose: Bools
    close: Bools

    @classmethod
    def of(cls, scores: Scores, postings: Postings, size: int) -> _Rows:
        """Bring values of groups into the order of rows; rows without a group get zero."""
        live = postings.rows >= 0
        rows = postings.rows[live]
        text = np.zeros(size, np.float32)
        text[rows] = scores.total[live]
        close = scores.touched & (scores.coverage >= _COVERED)
        return cls(text, *(_spread(flags[live], rows, size) for flags in (scores.strict, scores.loose, close)))


def _spread(flags: Bools, rows: npt.NDArray[np.int64], size: int) -> Bools:
    spread = np.zeros(size, np.bool_)
    spread[rows] = flags
    return spread


def _asks_for_more(whole: Bools, query: Query) -> bool:
    """Tell whether the best effort is wanted too: nothing has all words, or little for a whole question."""
    count = int(np.count_nonzero(whole))
    return not count or (count < _FEW and len(all_terms(query.words)) >= _QUESTION)


def _title_scores(titles: Sequence[TitleHit], found: _Rows) -> tuple[Floats, Floats]:
    """Return the titles' share, and mark what the titles found as found (it may not be in the index yet)."""
    title, exact = np.zeros(len(found.text)), np.zeros(len(found.text))
    for hit in titles:
        title[hit.row], exact[hit.row] = hit.score, hit.exact
        (found.loose if hit.loose else found.strict)[hit.row] = True
    return title, exact


def _corrections(catalogue: Catalogue, usage: Mapping[str, float] | None) -> Floats:
    """Return what an overdue review takes away and what usage adds, for each row."""
    found = np.frombuffer(catalogue.overdue, np.uint8).astype(np.float64) * -_TO_BE_CHECKED
    for key, used in (usage or {}).items():
        row = catalogue.row_of.get(key)
        if row is not None:
            found[row] += _USAGE * min(max(used, 0.0), 1.0)
    return found


def _ordered(value: Floats, offered: Bools) -> list[int]:
    """Return the offered rows, highest value first, equal ones in the catalogue's order."""
    rows = np.flatnonzero(offered)
    order: list[int] = rows[np.argsort(-value[rows], kind="stable")].tolist()
    return order


def _kept(order: list[int], keep: Callable[[int], bool] | None, limit: int) -> list[int]:
    if keep is None:
        return order[:limit]
    return [row for row in order[:_PHRASES_LOOKED_AT] if keep(row)][:limit]


def _passages(postings: Postings, scores: Scores, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return each row with the ordinal of its best passage."""
    group_of = postings.group_of
    return [(row, _best(postings, scores, group_of[row]) if row in group_of else 0) for row in rows]


def _best(postings: Postings, scores: Scores, group: int) -> int:
    start = int(postings.starts[group]) + 1
    end = int(postings.starts[group + 1]) if group + 1 < len(postings.starts) else postings.documents
    if start >= end or not scores.documents[start:end].max():
        return 0
    return int(postings.ordinals[start + int(scores.documents[start:end].argmax())])
