"""BM25 over posting arrays: which entries have all words, which come close, and how well each fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, Word
from kbassist.search.postings import Floats, Posting, Postings
from kbassist.search.query import all_terms, required

Bools = npt.NDArray[np.bool_]

REST: Final = 0.1  # what the other sections of an entry add to its best one
SYNONYM: Final = 0.9  # what a variant of the query counts
FILLER: Final = 0.3  # what a filler word (the, how, is) counts


@dataclass(frozen=True, slots=True)
class Scores:
    """One value a group (see `Postings`): the score, whether it has all words (`strict`), or all their parts in one
    document (`loose`), and which share of the query's information it has (`coverage`, 0 to 1).

    `documents` is the score of each document by itself.
    """

    total: Floats
    strict: Bools
    loose: Bools
    coverage: Floats
    documents: Floats


def score(postings: Postings, query_words: tuple[Word, ...], variants: tuple[tuple[Word, ...], ...] = ()) -> Scores:
    """Score all entries for the words of a query and its variants; an entry's best way of saying it counts."""
    first = _score(postings, query_words)
    return reduce(_better, (_score(postings, variant) for variant in variants), first)


def _better(one: Scores, other: Scores) -> Scores:
    less = np.float32(SYNONYM)
    return Scores(
        np.maximum(one.total, less * other.total),
        one.strict | other.strict,
        one.loose | other.loose,
        np.maximum(one.coverage, less * other.coverage),
        np.maximum(one.documents, less * other.documents),
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
    return Scores(
        _total(postings, documents),
        _having_all(found, [term for word in asked for term in word.strict], len(coverage), by_group=True),
        _in_one_document(postings, found, [term for word in asked for term in word.loose]),
        coverage / np.float32(max(sum_of_idf, 1e-6)),
        documents,
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


def _having_all(found: dict[Term, Posting | None], terms: list[Term], size: int, *, by_group: bool) -> Bools:
    """Tell of each group (or document) whether every term is in it."""
    wanted = set(terms)
    counts = np.zeros(size, np.int32)
    for term in wanted:
        if posting := found[term]:
            counts[posting.groups if by_group else posting.documents] += 1
    return counts == len(wanted) if wanted else np.zeros(size, np.bool_)


def _in_one_document(postings: Postings, found: dict[Term, Posting | None], terms: list[Term]) -> Bools:
    documents = _having_all(found, terms, postings.documents, by_group=False)
    groups = np.zeros(len(postings.starts), np.bool_)
    groups[postings.of_document[documents]] = True
    return groups
