"""BM25 over posting arrays: which entries have all words, which come close, and how well each fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, Word
from kbassist.search.postings import Bools, Floats, Ints, Posting, Postings
from kbassist.search.query import all_terms, required

REST: Final = 0.1  # what the other sections of an entry add to its best one
SYNONYM: Final = 0.9  # what a variant of the query counts
FILLER: Final = 0.3  # what a filler word (the, how, is) counts


@dataclass(frozen=True, slots=True)
class Scores:
    """One value a group (see `Postings`): the score, whether it has all words (`strict`), or all their parts in one
    document (`loose`), and which share of the query's information it has (`coverage`, 0 to 1).

    `information` is the sum of the terms' idf, by which ways to say it in more or fewer terms are compared.
    `documents` is the score of each document by itself.
    """

    total: Floats
    strict: Bools
    loose: Bools
    touched: Bools
    coverage: Floats
    documents: Floats
    information: float


def score(postings: Postings, query_words: tuple[Word, ...], variants: tuple[tuple[Word, ...], ...] = ()) -> Scores:
    """Score all entries for the words of a query and its variants; an entry's best way of saying it counts."""
    first = _score(postings, query_words)
    return reduce(_better, (_score(postings, variant) for variant in variants), first)


def _better(one: Scores, other: Scores) -> Scores:
    less = np.float32(SYNONYM)
    if one.information and other.information:
        less *= np.float32(one.information / other.information)
    return Scores(
        np.maximum(one.total, less * other.total),
        one.strict | other.strict,
        one.loose | other.loose,
        one.touched | other.touched,
        np.maximum(one.coverage, np.float32(SYNONYM) * other.coverage),
        np.maximum(one.documents, less * other.documents),
        one.information or other.information,
    )


def _score(postings: Postings, query_words: tuple[Word, ...]) -> Scores:
    found = {term: postings.lookup(term) for term in all_terms(query_words)}
    documents = np.zeros(postings.documents, np.float32)
    coverage = np.zeros(len(postings.starts), np.float32)
    sum_of_idf = 0.0
    asked = required(query_words)
    telling = set(all_terms(asked))
    for term, posting in found.items():
        if posting:
            idf = _idf(postings, posting) * (1 if term in telling else FILLER)
            sum_of_idf += idf
            documents[posting.documents] += np.float32(idf) * posting.weights
            coverage[posting.groups] += np.float32(idf)
    strict = {term for word in asked for term in word.strict}
    loose = {term for word in asked for term in word.loose}
    counts = _counts(len(coverage), (posting.groups for term in strict if (posting := found[term])))
    return Scores(
        _total(postings, documents),
        counts >= max(len(strict), 1),
        _in_one_document(postings, found, loose),
        counts > 0,
        coverage / np.float32(max(sum_of_idf, 1e-6)),
        documents,
        sum_of_idf,
    )


def _idf(postings: Postings, posting: Posting) -> float:
    """Return the information of a term, by the number of entries that have it (BM25's form that stays positive)."""
    count = len(posting.groups)
    return log(1 + (postings.entries - count + 0.5) / (count + 0.5))


def _total(postings: Postings, documents: Floats) -> Floats:
    """Add up head, best passage, and a little of the other passages, for each group."""
    if not len(documents):
        return documents
    heads = documents[postings.starts]
    passages = documents.copy()
    passages[postings.starts] = 0
    best = np.maximum.reduceat(passages, postings.starts)
    rest = np.add.reduceat(passages, postings.starts)
    total: Floats = (heads + (1 - REST) * best + REST * rest).astype(np.float32)
    return total


def _counts(size: int, lists: Iterable[Ints]) -> npt.NDArray[np.int32]:
    """Count in how many of the lists each number below `size` is."""
    counts = np.zeros(size, np.int32)
    for numbers in lists:
        counts[numbers] += 1
    return counts


def _in_one_document(postings: Postings, found: dict[Term, Posting | None], terms: set[Term]) -> Bools:
    """Tell of each group whether one of its documents has every term."""
    counts = _counts(postings.documents, (posting.documents for term in terms if (posting := found[term])))
    groups = np.zeros(len(postings.starts), np.bool_)
    groups[postings.of_document[counts >= max(len(terms), 1)]] = True
    return groups
