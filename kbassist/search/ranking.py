"""The order of the hits: names that are the query, tiers of fit, the text's score, small corrections.

Pure: it fetches nothing, what it needs to see of texts comes through a callable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term
from kbassist.search.catalogue import Catalogue
from kbassist.search.closeness import Runs
from kbassist.search.fitness import Features, fits
from kbassist.search.places import EXACT, TIER, TITLE, Place, Ranking
from kbassist.search.postings import K1, Postings
from kbassist.search.query import Query, all_terms, required
from kbassist.search.scoring import Scores, Similar, idf, score
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

TEXT: Final = 5.0  # of the best text score
LIFT: Final = 1.5  # the most that earlier choices can add
TO_BE_CHECKED: Final = 0.6  # what an overdue review takes away
QUESTION: Final = 6  # strict terms from which a query is a whole question: no entry need have all of its words
_FEW: Final = 10  # hits with all words, below which the best effort is offered too
_LONG: Final = 5  # for a query of several words, or of one with so many terms
_BEST_EFFORT: Final = 0.1  # of the best score: what a best effort has at least
_COMPARED: Final = 20  # first hits whose texts are looked at for words that stand together
_CLOSE_FROM: Final = 3  # strict terms from which that is worth it
_PHRASES_LOOKED_AT: Final = 300

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[Any]
Text = Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Signals:
    """What ranking knows beside the index: `lift` is 0 to 1 by key (what this agent chose for this query before).

    `text` gives the folded text of a row's passage by ordinal (0: of its names); `keep` is asked for each row in
    turn (quoted phrases); `similar` gives words that are spelled like one.
    """

    lift: Mapping[str, float] | None = None
    text: Text | None = None
    keep: Callable[[int], bool] | None = None
    similar: Similar | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """All candidates, one value a row: what each thing adds to the score, before closeness, which few have.

    `best` is the highest text score (BM25), by which `text` is normed; `whole` tells which have all words.
    """

    rows: Ints
    tier: Floats
    title: Floats
    exact: Floats
    text: Floats
    lift: Floats
    overdue: Floats
    whole: npt.NDArray[np.bool_]
    offered: npt.NDArray[np.bool_]
    best: float
    scores: Scores

    @property
    def value(self) -> Floats:
        """Return the score of each row."""
        return self.tier + self.title + self.exact + self.text + self.lift + self.overdue


def rank(  # noqa: PLR0913, PLR0917 - everything that can matter comes in as a value
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    limit: int,
    signals: Signals = Signals(),
) -> Ranking:
    """Rank by the whole text.

    For a short query, an entry that has all words (anywhere in it) stands above one that has all their characters or
    parts in one place, and that above the best effort, which is offered where little else is. For a whole question
    only the score counts. An entry whose name is exactly the query stands above all.
    """
    stood = stand(catalogue, postings, query, titles, limit, signals)
    judged, order = stood.judged, stood.order[:limit]
    places = tuple(
        Place(row, value, passage(postings, judged.scores, row))
        for row, value in zip(judged.rows[order].tolist(), stood.values[:limit].tolist(), strict=True)
    )
    return Ranking(
        places,
        int(np.count_nonzero(judged.offered)) if signals.keep is None else len(stood.order),
        partial=bool(places) and not bool(judged.whole.any()),
        fits=fits(features(postings, query, stood)),
        read_as=_read_as(judged.scores),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The first candidates in their order: places in `judged.rows`, their scores, and what closeness adds to each."""

    judged: Judged
    order: Ints
    values: Floats
    closeness: Mapping[int, float]


def stand(  # noqa: PLR0913, PLR0917 - as `rank`
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    limit: int,
    signals: Signals,
) -> Standing:
    """Put the candidates in order, at least the first `limit`."""
    judged = judge(catalogue, postings, query, titles, signals)
    order, values = _ordered(judged, limit, signals)
    closer = _closeness(postings, query, judged, order[:_COMPARED], signals)
    first = len(closer)
    values[:first] += closer
    again = np.argsort(-values[:first], kind="stable")
    near = dict(zip(order[:first].tolist(), closer.tolist(), strict=True))
    order[:first], values[:first] = order[again], values[again]
    return Standing(judged, order, values, near)


def _read_as(scores: Scores) -> tuple[str, ...]:
    """Return the readings other than the team's own ways to say it that found something."""
    said = (one.variant for one in scores.readings if one.variant and len(one.groups))
    return tuple(one.text for one in said if one.way in {Way.SPELLING, Way.PINYIN, Way.INITIALS})


def judge(
    catalogue: Catalogue, postings: Postings, query: Query, titles: Sequence[TitleHit], signals: Signals
) -> Judged:
    """Return what speaks for and against every candidate: what the text or the titles found and the filters let."""
    strict_terms = len({term for word in required(query.words) for term in word.strict})
    question = strict_terms >= QUESTION
    scores = score(postings, query, signals.similar)
    mask = np.frombuffer(catalogue.mask(query), np.bool_)
    rows, places = _rows(postings, scores, titles, mask)
    text = _spread(scores.total, places, len(rows))
    strict, loose = _spread(scores.strict, places, len(rows)), _spread(scores.loose, places, len(rows))
    title, exact = np.zeros(len(rows)), np.zeros(len(rows))
    for hit, place in zip(titles, np.searchsorted(rows, [hit.row for hit in titles]).tolist(), strict=True):
        title[place], exact[place] = TITLE * hit.score, EXACT * hit.exact
        (loose if hit.loose else strict)[place] = True
    whole = strict | loose
    best = max(float(text.max(initial=0.0)), 1e-6)
    tier = np.zeros(len(rows)) if question else TIER * (strict.astype(np.float64) + whole)
    count = int(np.count_nonzero(whole))
    more = question or not count or (count < _FEW and _long(query))
    return Judged(
        rows,
        tier,
        title,
        exact,
        TEXT * text.astype(np.float64) / best,
        _lift(catalogue, rows, signals.lift),
        np.frombuffer(catalogue.overdue, np.uint8)[rows].astype(np.float64) * -TO_BE_CHECKED,
        whole,
        whole | (text >= _BEST_EFFORT * best) if more else whole,
        best,
        scores,
    )


def _long(query: Query) -> bool:
    """Tell whether a query says enough that something is worth showing which has only a part of it."""
    return len(required(query.words)) > 1 or len(all_terms(query.words)) >= _LONG


def _rows(
    postings: Postings, scores: Scores, titles: Sequence[TitleHit], mask: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return the candidates' rows, ascending, and the place of each scored group among them (-1: not there)."""
    of_group = postings.rows[scores.groups]
    live = of_group >= 0
    live[live] = mask[of_group[live]]
    flags = np.zeros(len(mask), np.bool_)
    flags[of_group[live]] = True
    flags[[hit.row for hit in titles]] = True
    rows = np.flatnonzero(flags)
    numbers = np.zeros(len(mask), np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    return rows, np.where(live, numbers[of_group], -1)


def _spread(values: npt.NDArray[Any], places: Ints, size: int) -> npt.NDArray[Any]:
    spread = np.zeros(size, values.dtype)
    there = places >= 0
    spread[places[there]] = values[there]
    return spread


def _lift(catalogue: Catalogue, rows: Ints, lift: Mapping[str, float] | None) -> Floats:
    found = np.zeros(len(rows))
    for key, value in (lift or {}).items():
        row = catalogue.row_of.get(key)
        place = int(np.searchsorted(rows, row)) if row is not None else len(rows)
        if place < len(rows) and rows[place] == row:
            found[place] = LIFT * min(max(value, 0.0), 1.0)
    return found


def _ordered(judged: Judged, limit: int, signals: Signals) -> tuple[Ints, Floats]:
    """Return the places of the first offered rows, highest value first, equal ones by row; and their values."""
    value = judged.value
    offered = np.flatnonzero(judged.offered)
    wanted = _PHRASES_LOOKED_AT if signals.keep else max(limit, _COMPARED)
    if len(offered) > wanted:
        least = np.partition(value[offered], -wanted)[-wanted]
        offered = offered[value[offered] >= least]
    order = offered[np.argsort(-value[offered], kind="stable")]
    if signals.keep:
        order = order[[place for place, row in enumerate(judged.rows[order[:wanted]].tolist()) if signals.keep(row)]]
    return order, value[order]


def _closeness(postings: Postings, query: Query, judged: Judged, order: Ints, signals: Signals) -> Floats:
    """Return what standing together adds to the first hits."""
    terms = sum(len(word.strict) for word in query.words)
    if signals.text is None or terms < _CLOSE_FROM or len(order) < 2:
        return np.zeros(0)
    runs = Runs.of(query.words, lambda text: idf(postings, postings.lookup(Term(text))))
    found = [
        runs.points(signals.text(row, 0) + "\n" + signals.text(row, passage(postings, judged.scores, row)))
        for row in judged.rows[order].tolist()
    ]
    return TEXT / judged.best * np.array(found)


def passage(postings: Postings, scores: Scores, row: int) -> int:
    """Return the ordinal of a row's best passage; 0 where only its head fits."""
    group = postings.group_of.get(row)
    if group is None:
        return 0
    start = int(postings.starts[group]) + 1
    end = int(postings.starts[group + 1]) if group + 1 < len(postings.starts) else postings.documents
    documents, points = scores.reading(group).between(start, end)
    return int(postings.ordinals[documents[int(points.argmax())]]) if len(documents) else 0


def features(postings: Postings, query: Query, stood: Standing) -> Features | None:
    """Return what tells whether the first hit answers the query; None where there is no hit or no text of it."""
    judged = stood.judged
    if not len(stood.order):
        return None
    first = int(stood.order[0])
    group = postings.group_of.get(int(judged.rows[first]), -1)
    reading = judged.scores.reading(group) if group >= 0 else judged.scores.readings[0]
    has = sum(part.factor for part in reading.parts if not part.like and part.holds(group))
    information = max(reading.information, 1e-6)
    return Features(
        coverage=has / information,
        attained=reading.value(group) / (information * (K1 + 1)),
        whole=bool(judged.whole[first]) or bool(judged.exact[first]),
    )
