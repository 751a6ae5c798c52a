"""BM25 over posting arrays, sparse: only documents that have a telling word of the query are touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, Word
from kbassist.search.posting import Posting, differs, flags
from kbassist.search.postings import Postings
from kbassist.search.query import Query, Variant, all_terms, required
from kbassist.search.signals import Similar

HEAD: Final = 0.6  # what the head of an entry counts beside its best passage
REST: Final = 0.1  # what the other sections of an entry add to its best one
QUESTION: Final = 6  # strict terms (fillers too) from which it is a whole question: no entry need have all words
FILLER: Final = 0.3  # what a filler word (the, how, is) counts
SIMILAR: Final = 0.3  # what a word counts that is spelled like the one typed, times how much it is
UNKNOWN: Final = 0.8  # the same, where no entry has the word as it was typed
_BUDGET: Final = 50_000  # postings beyond which the more frequent terms count only where rarer ones stand
_CANDIDATES: Final = 1_000  # documents for which they are looked up
_SHARED: Final = 3  # strict terms up to which shares are told: of a word or two

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[Any]  # any integers
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A term that some entry has, with its share of the score: `factor` times the posting's weights.

    `like` is the word that was typed, where the term is one that is spelled like it.
    """

    term: Term
    posting: Posting
    factor: float
    like: str = ""

    def holds(self, group: int) -> bool:
        """Tell whether the entry of a group has the term."""
        return bool(self.posting.in_groups(np.array([group]))[0])

    def points(self, documents: Ints) -> Floats:
        """Return the points of each of these documents."""
        return np.float32(self.factor) * self.posting.weights_of(documents)


@dataclass(frozen=True, slots=True)
class Reading:
    """The scores of one way to read the query; `variant` is None for the query as typed.

    `documents` and their `points` are what was touched (ascending); `groups` (ascending) and their `total` are the
    entries, a head by `HEAD`. `strict` and `loose` are the groups that have all words, or all their parts in one
    document. `share` is, of each of `groups`, what it has of the information of the strict terms (0 to 1). `scale` is
    what the totals count in the end; `information` is the sum of the terms' idf, found or not.
    """

    variant: Variant | None
    parts: tuple[Part, ...]
    documents: Ints
    points: Floats
    groups: Ints
    total: Floats
    strict: Ints
    loose: Ints
    share: Floats
    information: float
    scale: float = 1.0

    def value(self, group: int) -> float:
        """Return the scaled total of a group, 0 if it is not here."""
        place = int(np.searchsorted(self.groups, group))
        there = place < len(self.groups) and self.groups[place] == group
        return self.scale * float(self.total[place]) if there else 0.0

    def between(self, start: int, end: int) -> tuple[Ints, Floats]:
        """Return the touched documents from `start` up to, not including, `end`, and their points."""
        low, high = np.searchsorted(self.documents, (start, end))
        return self.documents[low:high], self.points[low:high]


@dataclass(frozen=True, slots=True)
class Scores:
    """The best of all readings: `groups` ascending, their `total`, and how well they fit (see `Reading`).

    `best` is the place in `readings` of the one in which a group scores best.
    """

    groups: Ints
    total: Floats
    strict: Bools
    loose: Bools
    share: Floats
    best: Ints
    readings: tuple[Reading, ...]

    def reading(self, group: int) -> Reading:
        """Return the reading in which a group scores best; the first where it has no score."""
        return self.readings[self.best_readings([group])[0]]

    def best_readings(self, groups: Sequence[int]) -> list[int]:
        """Return for each group the number of the reading in which it scores best; 0 where it has no score."""
        if len(self.readings) == 1 or not len(self.groups):
            return [0] * len(groups)
        places = np.minimum(np.searchsorted(self.groups, groups), len(self.groups) - 1)
        best: list[int] = np.where(self.groups[places] == groups, self.best[places], 0).tolist()
        return best


def score(postings: Postings, query: Query, similar: Similar | None = None) -> Scores:
    """Score the entries for a query and its variants; an entry's best way of saying it counts.

    `similar` gives the words that are spelled like one, with their likeness from 0 to 1.
    """
    first = _reading(postings, query.words, None, similar)
    others = ((one, _reading(postings, one.words, one, None)) for one in query.variants)
    return _merged(len(postings.starts), (first, *(_scaled(other, variant, first) for variant, other in others)))


def _scaled(other: Reading, variant: Variant, first: Reading) -> Reading:
    """Weigh a variant; one that says it in more terms must not gain by that."""
    more = min(first.information / other.information, 1.0) if other.information else 1.0
    return replace(other, scale=variant.weight * more)


def _merged(size: int, readings: tuple[Reading, ...]) -> Scores:
    groups, places = readings[0].groups, np.arange(len(readings[0].groups))
    if len(readings) > 1:
        groups, places = np.unique(np.concatenate([one.groups for one in readings]), return_inverse=True)
    total, share = np.zeros(len(groups), np.float32), np.zeros(len(groups), np.float32)
    best = np.zeros(len(groups), np.int8)
    start = 0
    for number, one in enumerate(readings):
        at = places[start : start + len(one.groups)]
        start += len(one.groups)
        points = one.total * np.float32(one.scale)
        higher = points > total[at]
        total[at[higher]], best[at[higher]] = points[higher], number
        share[at] = np.maximum(share[at], one.share)
    strict, loose = (
        flags(size, np.concatenate(lists)).take(groups)
        for lists in ([one.strict for one in readings], [one.loose for one in readings])
    )
    return Scores(groups, total, strict, loose, share, best, readings)


def _reading(
    postings: Postings, words: tuple[Word, ...], variant: Variant | None, similar: Similar | None
) -> Reading:
    parts, information = _parts(postings, words, similar)
    documents, points = _touched(postings, parts)
    groups, total = totals(postings, documents, points)
    found = {part.term: part.posting for part in parts if not part.like}
    strict, loose = _complete(postings, required(words), found)
    share = _share(postings, required(words), parts, groups)
    return Reading(variant, tuple(parts), documents, points, groups, total, strict, loose, share, information)


def _complete(postings: Postings, asked: tuple[Word, ...], found: Mapping[Term, Posting]) -> tuple[Ints, Ints]:
    """Return the groups that have all strict terms, and those that have all loose ones in one document.

    Of a whole question nothing is asked for, so that the second is not looked for.
    """
    if not asked:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    strict = _having([found.get(term) for word in asked for term in word.strict], groups=True)
    if len({term for word in asked for term in word.strict}) >= QUESTION:
        return strict, strict
    together = _having([found.get(term) for word in asked for term in word.loose], groups=False)
    loose = postings.of_document[together]
    loose = loose[differs(loose)]
    for word in asked:
        if len(loose) and word.cjk:
            loose = loose[_paired(word, found, loose)]
    return strict, loose


def _paired(word: Word, found: Mapping[Term, Posting], groups: Ints) -> Bools:
    """Tell which groups have half the pairs of a Chinese word, at least one; others only share characters with it."""
    count = np.zeros(len(groups), np.int32)
    for term in word.strict:
        if posting := found.get(term):
            count += posting.in_groups(groups)
    return count >= max(1, len(word.strict) // 2)


def _share(postings: Postings, asked: tuple[Word, ...], parts: Sequence[Part], groups: Ints) -> Floats:
    """Return which share of the information of the strict terms each group has."""
    wanted = {term: idf(postings, postings.lookup(term)) for word in asked for term in word.strict}
    if len(wanted) > _SHARED or not len(groups):
        return np.zeros(len(groups), np.float32)
    sums = np.zeros(len(postings.starts), np.float32)
    for part in parts:
        if part.term in wanted:
            np.add.at(sums, part.posting.groups.astype(np.intp), np.float32(wanted[part.term]))
    share: Floats = sums[groups] / np.float32(max(sum(wanted.values()), 1e-6))
    return share


def _parts(postings: Postings, words: tuple[Word, ...], similar: Similar | None) -> tuple[list[Part], float]:
    """Return the terms of the words that are known, the rarest first, and the information of all of them."""
    telling = set(all_terms(required(words)))
    parts, information = [], 0.0
    for term in all_terms(words):
        posting = postings.lookup(term)
        factor = idf(postings, posting) * (1 if term in telling else FILLER)
        information += factor
        if posting:
            parts.append(Part(term, posting, factor))
    if similar:
        parts.extend(_similar(postings, words, similar, {part.term.text for part in parts}))
    return sorted(parts, key=lambda part: len(part.posting.documents)), information


def _similar(postings: Postings, words: tuple[Word, ...], similar: Similar, known: set[str]) -> Iterator[Part]:
    """Yield the words that are spelled like those of the query (see `spelling`), each once."""
    for word in words:
        if word.cjk or word.filler or not word.text.isalpha():
            continue
        term = word.strict[0]
        typed = postings.lookup(term)
        if term.prefix and typed:
            continue
        most = idf(postings, typed)  # what is like a word cannot tell more than the word itself
        for text, likeness in similar(word.text):
            posting = None if text in known else postings.lookup(Term(text))
            if posting:
                known.add(text)
                weight = likeness * (SIMILAR if typed else UNKNOWN)
                yield Part(Term(text), posting, weight * min(idf(postings, posting), most), word.text)


def idf(postings: Postings, posting: Posting | None) -> float:
    """Return the information of a term, by the number of entries that have it (BM25's form that stays positive)."""
    count = len(posting.groups) if posting else 0
    return log(1 + (postings.entries - count + 0.5) / (count + 0.5))


def _touched(postings: Postings, parts: Sequence[Part]) -> tuple[Ints, Floats]:
    """Return the documents worth looking at and their points.

    Rare terms are added up whole. What goes beyond a budget are frequent terms, which tell little: they count for
    the best documents of the others only (as in MaxScore, Turtle & Flood 1995, but with a fixed number of them).
    """
    sums = np.zeros(postings.documents, np.float32)
    whole, spent = 0, 0
    for part in parts:
        spent += len(part.posting.documents)
        if whole and spent > _BUDGET:
            break
        part.posting.add_to(sums, part.factor)
        whole += 1
    documents = np.flatnonzero(sums > 0)
    points = sums.take(documents)
    if whole == len(parts):
        return documents, points
    if len(documents) > _CANDIDATES:
        best = points >= np.partition(points, -_CANDIDATES)[-_CANDIDATES]
        documents, points = documents[best], points[best]
    for part in parts[whole:]:
        points += part.points(documents)
    return documents, points


def totals(postings: Postings, documents: Ints, points: Floats) -> tuple[Ints, Floats]:
    """Return the groups of some documents (ascending), and of each: head, best passage, a little of the others."""
    if not len(documents):
        return documents, points
    groups = postings.of_document.take(documents)
    new = differs(groups)
    places, firsts = np.cumsum(new) - 1, np.flatnonzero(new)
    found = groups.take(firsts)
    headed = documents.take(firsts) == postings.starts.take(found)  # a head comes before its passages
    heads = np.where(headed, points.take(firsts), np.float32(0))
    passages = points.copy()
    passages[firsts[headed]] = 0
    best = np.zeros(len(found), np.float32)
    np.maximum.at(best, places, passages)  # several times faster than `reduceat`, groups are short
    total = best * np.float32(1 - REST)
    total += np.bincount(places, passages, len(found)).astype(np.float32) * np.float32(REST)
    total += heads * np.float32(HEAD)
    return found, total


def _having(postings: Sequence[Posting | None], *, groups: bool) -> Ints:
    """Return the groups, or else the documents, that are in all postings."""
    if any(posting is None for posting in postings):
        return np.zeros(0, np.int64)
    rarest, *others = sorted(
        (one for one in postings if one), key=lambda one: len(one.groups if groups else one.documents)
    )
    left = rarest.groups if groups else rarest.documents
    for other in others:
        left = left[other.in_groups(left) if groups else other.in_documents(left)]
    return left
