"""The order of the hits: names that are the query, tiers of fit, the text's score, small corrections.

Pure: it fetches nothing, what it needs to see of texts comes through a callable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term
from kbassist.search.catalogue import Catalogue
from kbassist.search.closeness import Runs
from kbassist.search.documents import PHRASING
from kbassist.search.fitness import Features, fits
from kbassist.search.places import DOUBT, EXACT, TIER, TITLE, Place, Ranking
from kbassist.search.posting import flags
from kbassist.search.postings import K1, Postings
from kbassist.search.query import Query
from kbassist.search.ranks import spread
from kbassist.search.scoring import QUESTION, Reading, Scores, idf, score
from kbassist.search.signals import Signals
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way
from kbassist.search.wholes import wholes

TEXT: Final = 2.5  # of the best text score: heads and passages each for itself
WHOLE: Final = 2.5  # the same, of what the entries score as wholes
CLOSE: Final = 5.0  # the same, of what words add that stand together
LIFT: Final = 1.5  # the most that earlier choices can add
_FEW: Final = 10  # hits with all words, from which a query of several words is offered no best effort
_FAIR: Final = 0.3  # of the information of a short query: what a best effort has at least
_BEST_EFFORT: Final = 0.1  # of the best score: the same, for a whole question
_COMPARED: Final = 20  # first hits whose texts are looked at for words that stand together
_CLOSE_FROM: Final = 3  # strict terms from which that is worth it
_PHRASES_LOOKED_AT: Final = 300

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[Any]


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
    doubt: Floats
    whole: npt.NDArray[np.bool_]
    offered: npt.NDArray[np.bool_]
    best: float
    scores: Scores

    @property
    def value(self) -> Floats:
        """Return the score of each row."""
        return self.tier + self.title + self.exact + self.text + self.lift + self.doubt


def rank(  # noqa: PLR0913, PLR0917 - everything that can matter comes in as a value
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    limit: int,
    signals: Signals,
) -> Ranking:
    """Rank by the whole text.

    For a short query, an entry that has all words (anywhere in it) stands above one that has all their characters or
    parts in one place, and that above the best effort. For a whole question only the score counts. Of a word or two
    a best effort is offered only where there is nothing else, and only what has a fair share of them. An entry whose
    name is exactly the query stands above all.
    """
    stood = stand(catalogue, postings, query, titles, limit, signals)
    judged, order = stood.judged, stood.order[:limit]
    shown = passages(postings, judged.scores, judged.rows[order].tolist(), stood.ordinals)
    places = tuple(map(Place, shown, stood.values[:limit].tolist(), shown.values()))
    return Ranking(
        places,
        int(np.count_nonzero(judged.offered)) if signals.keep is None else len(stood.order),
        partial=bool(places) and not bool(judged.whole.any()),
        fits=fits(features(postings, query, stood)),
        read_as=_read_as(judged.scores),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The first candidates in their order: places in `judged.rows`, and their scores.

    `whole` is what the text of the entry as a whole adds to the first of them, `closeness` what words that stand
    together do; `ordinals` are the best passages by row, as far as they were looked at for that.
    """

    judged: Judged
    order: Ints
    values: Floats
    whole: Mapping[int, float]
    closeness: Mapping[int, float]
    ordinals: Mapping[int, int]


def stand(  # noqa: PLR0913, PLR0917 - as `rank`
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    limit: int,
    signals: Signals,
) -> Standing:
    """Put the candidates in order, at least the first `limit`.

    Of the first ones, equals stand in the order of their keys: rows tell in which order entries came and went, and
    the list would change with the next start.
    """
    judged = judge(catalogue, postings, query, titles, signals)
    order, values = _ordered(judged, limit, signals)
    first = order[:_COMPARED]
    whole = _whole(postings, query, judged, first)
    closer, ordinals = _closeness(postings, query, judged, first, signals)
    values[: len(first)] += whole + closer
    keys = [catalogue.entries[row].key for row in judged.rows[first].tolist()]
    again = np.lexsort((np.array(keys), -values[: len(first)]))
    added, closeness = (dict(zip(first.tolist(), points.tolist(), strict=True)) for points in (whole, closer))
    order[: len(first)], values[: len(first)] = first[again], values[: len(first)][again]
    return Standing(judged, order, values, added, closeness, ordinals)


def _read_as(scores: Scores) -> tuple[str, ...]:
    """Return the readings other than the team's own ways to say it that found something."""
    said = (one.variant for one in scores.readings if one.variant and len(one.groups))
    return tuple(one.text for one in said if one.way in {Way.SPELLING, Way.PINYIN, Way.INITIALS})


def judge(
    catalogue: Catalogue, postings: Postings, query: Query, titles: Sequence[TitleHit], signals: Signals
) -> Judged:
    """Return what speaks for and against every candidate: what the text or the titles found and the filters let."""
    question = len({term for word in query.words for term in word.strict}) >= QUESTION
    scores = score(postings, query, signals.similar)
    mask = np.frombuffer(catalogue.mask(query), np.bool_)
    rows, places, kept = _rows(postings, scores, titles, mask)
    values = (scores.total, scores.strict, scores.loose, scores.share)
    text, strict, loose, share = (_spread(each.take(kept), places, len(rows)) for each in values)
    title, exact = np.zeros(len(rows)), np.zeros(len(rows))
    named = np.searchsorted(rows, [hit.row for hit in titles])
    title[named] = [TITLE * hit.score for hit in titles]
    exact[named] = [EXACT * hit.exact for hit in titles]
    as_typed = np.array([not hit.loose for hit in titles], np.bool_)
    strict[named[as_typed]], loose[named[~as_typed]] = True, True
    whole = strict | loose
    best = max(float(text.max(initial=0.0)), 1e-6)
    tier = np.zeros(len(rows)) if question else TIER * (strict.astype(np.float64) + whole)
    offered = whole
    count = int(np.count_nonzero(whole))
    if _short(query):
        offered = whole if count else share >= _FAIR
    elif question or count < _FEW:
        offered = whole | (text >= _BEST_EFFORT * best)
    return Judged(
        rows,
        tier,
        title,
        exact,
        TEXT * text.astype(np.float64) / best,
        _lift(catalogue, rows, signals.lift),
        np.frombuffer(signals.doubts, np.uint8)[rows].astype(np.float64) * -DOUBT,
        whole,
        offered,
        best,
        scores,
    )


def _size(query: Query) -> int:
    return sum(len(word.strict) for word in query.words)


def _short(query: Query) -> bool:
    """Tell whether a query is a word or two, a part of which is no answer: four Chinese signs, two Latin words."""
    return _size(query) <= (3 if any(word.cjk for word in query.words) else 2)


def _rows(
    postings: Postings, scores: Scores, titles: Sequence[TitleHit], mask: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints]:
    """Return the candidates' rows, ascending; the places there of the groups that are kept; and which these are."""
    of_group = postings.rows.take(scores.groups).astype(np.intp)
    kept = np.flatnonzero((of_group >= 0) & mask.take(of_group))
    found = of_group.take(kept)
    there = flags(len(mask), found)
    there[[hit.row for hit in titles]] = True
    rows = np.flatnonzero(there)
    numbers = np.zeros(len(mask), np.intp)
    numbers[rows] = np.arange(len(rows))
    return rows, numbers.take(found), kept


def _spread(values: npt.NDArray[Any], places: Ints, size: int) -> npt.NDArray[Any]:
    spread = np.zeros(size, values.dtype)
    spread[places] = values
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


def _whole(postings: Postings, query: Query, judged: Judged, order: Ints) -> Floats:
    """Return what the text of the first hits gives, each entry taken as a whole."""
    points = np.zeros(len(order))
    if _size(query) >= _CLOSE_FROM:
        groups = [postings.group_of.get(row, -1) for row in judged.rows[order].tolist()]
        there = [place for place, group in enumerate(groups) if group >= 0]
        points[there] = WHOLE / judged.best * wholes(postings, judged.scores, [groups[place] for place in there])
    return points


def _closeness(
    postings: Postings, query: Query, judged: Judged, order: Ints, signals: Signals
) -> tuple[Floats, Mapping[int, int]]:
    """Return what standing together adds to the first hits, and the passages by row in which it was looked for."""
    if signals.text is None or _size(query) < _CLOSE_FROM or len(order) < 2:
        return np.zeros(len(order)), {}
    runs = Runs.of(query.words, lambda text: idf(postings, postings.lookup(Term(text))))
    shown = passages(postings, judged.scores, judged.rows[order].tolist())
    texts = ((signals.text(row, 0), signals.text(row, ordinal)) for row, ordinal in shown.items())
    found = [runs.points("\n".join(pair)) for pair in texts]
    return CLOSE / judged.best * np.array(found), shown


def passages(
    postings: Postings, scores: Scores, rows: Sequence[int], known: Mapping[int, int] = MappingProxyType({})
) -> dict[int, int]:
    """Return by row the ordinals of the best passages; 0 where only the head or a phrasing fits.

    Those that are `known` are not looked for.
    """
    group_of = {row: postings.group_of.get(row, -1) for row in rows if row not in known}
    groups = [group for group in group_of.values() if group >= 0]
    by_reading: dict[int, list[int]] = defaultdict(list)
    for group, number in zip(groups, scores.best_readings(groups), strict=True):
        by_reading[number].append(group)
    best: dict[int, int] = {}
    for number, own in by_reading.items():
        best.update(zip(own, _ordinals(postings, scores.readings[number], own), strict=True))
    return {row: known[row] if row in known else best.get(group_of[row], 0) for row in rows}


def _ordinals(postings: Postings, reading: Reading, groups: Sequence[int]) -> Iterator[int]:
    """Yield the ordinal of each group's best passage in a reading."""
    lows = np.searchsorted(reading.documents, postings.starts[groups] + 1)
    highs = np.searchsorted(reading.documents, postings.ends[groups])
    places = spread(lows, highs)
    ordinals = postings.ordinals[reading.documents[places]]
    points = np.where(ordinals < PHRASING, reading.points[places], np.float32(0))
    found = list(zip(ordinals.tolist(), points.tolist(), strict=True))
    start = 0
    for size in (highs - lows).tolist():
        ordinal, most = max(found[start : start + size], key=itemgetter(1), default=(0, 0.0))
        yield ordinal if most > 0 else 0
        start += size


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
